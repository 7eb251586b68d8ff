"""A design round's life: five lines are written, changed, and hung side by side without names.

What people wrote is events, so it is exported and erased with everything else of theirs; the
bulletin keeps only the order in which the designs hang.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards import exercises as screens
from bot.cards.blocks import Card
from bot.core.crashpoints import reach
from bot.core.designs import COUNT_FROM, Entry, hang, latest, pages_of, read_lines
from bot.core.errors import AlreadyDone, NotFound
from bot.core.exercises import LINES, DesignRound
from bot.services import bulletins
from bot.services.exercises import DESIGN, exercise_of
from bot.services.library import Library, domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import bulletins as rows
from bot.store import events
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

ENTRY = "design-entry"


def card_of(tx: Tx, library: Library, bulletin: Bulletin) -> Card:
    """Give a design round's card: the scenario while it is open, then the gallery."""
    studio = _studio(tx, library, bulletin)
    if bulletin.state == rows.OPEN:
        return screens.design_card(studio, len(latest(_entries(tx, bulletin))))
    return screens.gallery_card(studio, _pages(tx, studio, bulletin)[0])


def write(scene: Scene, bulletin_id: int) -> Reply:
    """Open the form with what the asker has written; once closed, show what they wrote."""
    bulletin = _find(scene, bulletin_id)
    studio = _studio(scene.tx, scene.library, bulletin)
    own = latest(_entries(scene.tx, bulletin)).get(scene.learner_id or 0)
    if _is_open(bulletin, scene.now):
        card = screens.design_form(studio, own.lines if own else ())
    elif own is not None:
        card = screens.own_design_card(studio, own.lines, is_open=False)
    else:
        raise AlreadyDone("This design round has closed. Its gallery hangs in the channel.")
    return Reply(card=card, key=_key(bulletin_id))


def save(scene: Scene, bulletin_id: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep the asker's five lines; the latest ones hang in the gallery."""
    bulletin = _find(scene, bulletin_id, lock=True)
    if not _is_open(bulletin, scene.now):
        raise AlreadyDone("This design round has closed; nothing can be added or changed now.")
    lines = read_lines([" ".join(inputs.get(f"line{n}", ())) for n in range(1, LINES + 1)])
    others = latest(_entries(scene.tx, bulletin))
    own = others.pop(scene.me.learner_id, None)
    if own is None or own.lines != lines:
        scene.log(ENTRY, bulletin=bulletin_id, lines=list(lines))
    if own is None and len(others) + 1 >= COUNT_FROM:
        bulletins.revise(scene.tx, bulletin_id)
    studio = _studio(scene.tx, scene.library, bulletin)
    card = screens.own_design_card(studio, lines, is_open=True)
    return Reply(card=card, key=_key(bulletin_id))


def show_gallery(scene: Scene, bulletin_id: int, page: int) -> Reply:
    """Show a further page of a closed round's designs."""
    bulletin = _find(scene, bulletin_id)
    studio = _studio(scene.tx, scene.library, bulletin)
    pages = _pages(scene.tx, studio, bulletin)
    if bulletin.state == rows.OPEN or not 0 < page < len(pages):
        raise NotFound("There is no such page. The gallery begins in the channel.")
    return Reply(card=screens.gallery_page(studio, pages[page]), key=_key(bulletin_id))


def close(tx: Tx, bulletin_id: int, now: datetime) -> bool:
    """Close a round and hang its designs in an order that says nothing; False if it was closed."""
    if not rows.mark_closed(tx, bulletin_id, now):
        return False
    bulletin = tx.get(Bulletin, bulletin_id)
    assert bulletin is not None
    tx.refresh(bulletin)
    rows.put_content(tx, bulletin, gallery=hang(_entries(tx, bulletin), str(bulletin_id)))
    reach("in-design-close")
    bulletins.revise(tx, bulletin_id)
    return True


def withdraw(tx: Tx, learner_id: int) -> None:
    """Take everything back that somebody wrote in design rounds, also from galleries."""
    for event in events.events_of(tx, ENTRY, learner_id=learner_id):
        event.payload = {**event.payload, "lines": []}
        tx.add(event)
        bulletins.revise(tx, int(event.payload["bulletin"]))
    tx.flush()


def _find(scene: Scene, bulletin_id: int, *, lock: bool = False) -> Bulletin:
    # With the lock an entry is either in before the gallery is hung, or refused.
    bulletin = scene.tx.get(Bulletin, bulletin_id, with_for_update=lock or None)
    if bulletin is None or bulletin.group_id != scene.group_id or bulletin.kind != DESIGN:
        raise NotFound("That design round is not here (any more).")
    return bulletin


def _is_open(bulletin: Bulletin, now: datetime) -> bool:
    return bulletin.state == rows.OPEN and (bulletin.closes_at is None or now < bulletin.closes_at)


def _entries(tx: Tx, bulletin: Bulletin) -> list[Entry]:
    found = events.events_of(
        tx, ENTRY, group_id=bulletin.group_id, after=int(bulletin.content["since"])
    )
    return [
        Entry(seq=each.seq, writer=each.learner_id or 0, lines=tuple(each.payload["lines"]))
        for each in found
        if each.payload["bulletin"] == bulletin.id
    ]


def _pages(tx: Tx, studio: screens.Studio, bulletin: Bulletin) -> list[screens.Page]:
    """Give a gallery's pages, without what was taken back since; an empty one has one page."""
    written = {entry.seq: entry.lines for entry in _entries(tx, bulletin) if any(entry.lines)}
    hung = [written[seq] for seq in bulletin.content.get("gallery", ()) if seq in written]
    sizes = [screens.design_size(studio.design.lines, lines) for lines in hung]
    parts = pages_of(sizes, screens.FIRST_PAGE, screens.OTHER_PAGE) or (range(0),)
    return [
        screens.Page(
            designs=[hung[place] for place in part],
            start=part.start,
            total=len(hung),
            number=number,
        )
        for number, part in enumerate(parts)
    ]


def _studio(tx: Tx, library: Library, bulletin: Bulletin) -> screens.Studio:
    group = tx.get(Group, bulletin.group_id)
    design = exercise_of(bulletin)
    assert group is not None
    assert bulletin.id is not None
    assert bulletin.closes_at is not None
    assert isinstance(design, DesignRound)
    return screens.Studio(
        bulletin_id=bulletin.id,
        design=design,
        domain=domain_title(library.catalogue(design.pack).pack, design.domain),
        closes_at=bulletin.closes_at,
        zone=group.zone,
    )


def _key(bulletin_id: int) -> str:
    return f"design{bulletin_id}"
