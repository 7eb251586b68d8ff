"""Help, and what this is."""

from __future__ import annotations

from bot import __version__
from bot.cards.help import PackFacts, about_card, help_card
from bot.core.packs import Catalogue, PackStatus
from bot.services.reply import Reply
from bot.services.scene import Scene


def show_help(scene: Scene, *, more: bool) -> Reply:
    """Show the commands that the asker may use."""
    return Reply(card=help_card(more=more, lead=scene.is_lead), key="help")


def show_about(scene: Scene) -> Reply:
    """Say what this is, which pack it works with, and how fresh its facts are."""
    return Reply(card=about_card(facts_of(scene.catalogue)), key="help")


def facts_of(catalogue: Catalogue) -> PackFacts:
    """Give what is true of a pack today."""
    pack = catalogue.pack
    successor = pack.successors[0] if pack.successors else ""
    serves = sum(
        any(objective.startswith(f"{successor}/") for objective in item.also)
        for item in catalogue.items.values()
    )
    return PackFacts(
        title=pack.title,
        short=pack.short,
        last_exam_day=pack.last_exam_day if pack.status is PackStatus.RETIRED else None,
        successor=successor,
        serves=serves,
        items=len(catalogue.items),
        facts_as_of=pack.facts_as_of,
        licence=pack.licence,
        version=__version__,
    )
