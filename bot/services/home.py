"""A person's own corner, composed of what other use cases know. It shows and changes nothing."""

from __future__ import annotations

from bot.cards.home import Corner, corner_card, nowhere_card
from bot.services.me import self_of
from bot.services.notes import latest_notes
from bot.services.progress import own_progress
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.today import agenda_of

KEY = "home"
NOTES_SHOWN = 2


def show_home(scene: Scene) -> Reply:
    """Show the asker's corner; outside of a group, what comes first."""
    if scene.group is None:
        return Reply(card=nowhere_card(known=scene.account is not None), key=KEY)
    own = own_progress(scene)
    notes, noted = latest_notes(scene, NOTES_SHOWN)
    membership = scene.membership
    unrated = (number for number, line in enumerate(own.domains) if not line.rated)
    corner = Corner(
        group=f"#{scene.here.name}",
        agenda=agenda_of(scene),
        own=own,
        me=self_of(scene) if membership else None,
        notes=notes,
        noted=noted,
        asks_board=membership is not None and membership.on_board is None,
        unrated=next(unrated, None),
        domains=tuple(line.title for line in own.domains),
        lead=scene.acts_as_lead,
    )
    return Reply(card=corner_card(corner), key=KEY)
