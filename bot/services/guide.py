"""Help, and what this is."""

from __future__ import annotations

from bot.cards.help import about_card, help_card
from bot.services import exams
from bot.services.reply import Reply
from bot.services.scene import Scene


def show_help(scene: Scene, *, more: bool) -> Reply:
    """Show the commands that the asker may use."""
    return Reply(card=help_card(more=more, lead=scene.is_lead), key="help")


def show_about(scene: Scene) -> Reply:
    """Say what this is, which pack it works with, and how fresh its facts are."""
    facts = exams.facts_of(scene.library, scene.catalogue)
    switch = exams.switch_from(scene.library, scene.catalogue.pack) if scene.is_lead else ""
    return Reply(card=about_card(facts, switch), key="help")
