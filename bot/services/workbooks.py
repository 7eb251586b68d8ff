"""The workbook that somebody asks for in chat: promised at once, made beside, given to them alone.

A lead gets the group's, within consent; anybody gets their own.
"""

from __future__ import annotations

from bot.cards import files as screens
from bot.cards.wording import counted
from bot.core.reports import Progress
from bot.services import handout
from bot.services.reply import Enclosure, Later, Reply, Tell
from bot.services.scene import Scene
from bot.services.workshop import Workshop
from bot.store.tables import Group
from bot.store.tx import Tx

KEY = "workbook"
#: Progress is told so many times at most: a card is redrawn at each.
TOLD_TIMES = 10


def make(scene: Scene, *, whole: bool) -> Reply:
    """Promise a workbook. What comes later takes the place of the promise."""
    if whole:
        scene.must_lead()
    group, now, library = scene.here, scene.now, scene.library
    learner_id = None if whole else scene.me.learner_id
    file_id = f"{scene.rng.getrandbits(96):024x}"
    name = _name(group, scene.today.isoformat(), whole=whole)

    def work(tx: Tx, workshop: Workshop, tell: Tell) -> Reply:
        book = handout.make_book(
            tx,
            library,
            group,
            now,
            workshop,
            learner_id=learner_id,
            progress=_told(tell, whole=whole),
        )
        size = max(1, len(book.data) // 1024)
        words = f"workbook, {counted(book.answers, 'answer')}, {size} KB"
        card = screens.made_card(whole=whole, name=name, words=words, file_id=file_id)
        file = Enclosure(id=file_id, name=name, data=book.data)
        return Reply(card=card, key=KEY, files=(file,))

    return Reply(
        card=screens.making_card(whole=whole),
        key=KEY,
        later=Later(make=work, nowhere=Reply(card=screens.nowhere_card(), key=KEY)),
    )


def _name(group: Group, day: str, *, whole: bool) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in group.name).strip("-")
    return f"cohort-{plain or 'group'}-{day}.xlsx" if whole else f"cohort-me-{day}.xlsx"


def _told(tell: Tell, *, whole: bool) -> Progress:
    shown = 0

    def progress(done: int, total: int) -> None:
        nonlocal shown
        if total and done * TOLD_TIMES // total > shown:
            shown = done * TOLD_TIMES // total
            card = screens.making_card(whole=whole, done=done, total=total)
            tell(Reply(card=card, key=KEY))

    return progress
