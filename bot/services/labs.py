"""A lab card's life: it is posted, and a sentence that somebody brings back becomes their note."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import exercises as screens
from bot.cards.blocks import Card
from bot.core.errors import NotFound
from bot.core.exercises import LabCard
from bot.services import notes
from bot.services.exercises import LAB, exercise_of
from bot.services.library import Library, domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store.tables import Bulletin


def card_of(library: Library, bulletin: Bulletin) -> Card:
    """Give a lab's card."""
    lab = exercise_of(bulletin)
    assert isinstance(lab, LabCard)
    assert bulletin.id is not None
    domain = domain_title(library.catalogue(lab.pack).pack, lab.domain)
    return screens.lab_card(lab, domain, bulletin.id)


def write(scene: Scene, bulletin_id: int) -> Reply:
    """Open the form for the sentence."""
    return Reply(card=screens.lab_form(_find(scene, bulletin_id), bulletin_id), key="note")


def save(scene: Scene, bulletin_id: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep the sentence as a note under the lab's title."""
    lab = _find(scene, bulletin_id)
    text = notes.read_note(inputs, screens.SENTENCE_MOST)
    return notes.keep_note(
        scene, text, pack=lab.pack, item=lab.id, domain=lab.domain, question=lab.title
    )


def _find(scene: Scene, bulletin_id: int) -> LabCard:
    bulletin = scene.tx.get(Bulletin, bulletin_id)
    if bulletin is None or bulletin.group_id != scene.group_id or bulletin.kind != LAB:
        raise NotFound("That lab is not here (any more).")
    lab = exercise_of(bulletin)
    assert isinstance(lab, LabCard)
    return lab
