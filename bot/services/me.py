"""A person's own corner: what is kept about them here, their name on boards, their clock."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import me as screens
from bot.cards.actions.me import AskAlias, AskZone
from bot.cards.blocks import Button, Style
from bot.cards.elsewhere import no_group
from bot.core.errors import Misused, NotFound
from bot.core.names import likeness, read_name
from bot.core.zones import read_zone
from bot.services import reminding, retention
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, events, people

ALIAS = "alias"


def show_me(scene: Scene) -> Reply:
    """Show what is kept about the asker, and what can be done about it."""
    return Reply(card=screens.home_card(self_of(scene)), key="me")


def self_of(scene: Scene) -> screens.Self:
    """Gather what is kept about the asker, as they see it themselves."""
    me, membership = scene.me, scene.membership
    wish = reminding.wish_of(scene) if scene.group is not None else None
    return screens.Self(
        group=f"#{scene.group.name}" if scene.group is not None else "",
        name=(membership.alias if membership else "") or me.name,
        own_name=me.name,
        on_board=membership.on_board if membership else None,
        shares=membership.shares if membership else None,
        reminders=f"at {wish.at}, {wish.zone}" if wish else "off",
        zone=scene.zone,
        zone_is_own=bool(people.zone_of(scene.tx, me.learner_id)),
        accounts=len(people.accounts_of(scene.tx, me.learner_id)),
        answers=attempts.count_own(scene.tx, me.learner_id),
        groups=len(people.counting(scene.tx, me)) if scene.is_outside else 1,
        reviews=retention.words(scene),
    )


def ask_alias(scene: Scene) -> Reply:
    """Open the form for the name on boards."""
    alias = scene.membership.alias if scene.membership else ""
    return Reply(card=screens.alias_form(alias, scene.me.name), key="me")


def set_alias(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep the name that boards show; an empty one takes it off.

    Raises ``Misused`` for a name that cannot be shown, or that could be taken for another's.
    """
    membership = scene.member
    alias = read_name(" ".join(inputs.get("name", ())))
    if alias and likeness(alias) in _names_of_others(scene):
        raise Misused(f"“{alias}” could be taken for somebody else here. Choose another name.")
    if alias != membership.alias:
        membership.alias = alias
        scene.tx.add(membership)
        events.append_event(
            scene.tx,
            ALIAS,
            scene.now,
            group_id=scene.group_id,
            learner_id=membership.learner_id,
            name=alias,
        )
    text = f"Boards call you {alias} now." if alias else "Boards call you by your own name."
    again = Button(label="Change it", action=AskAlias(), style=Style.QUIET)
    return Reply(card=screens.kept_card(text, more=(again,)), key="me")


def ask_zone(scene: Scene) -> Reply:
    """Open the form for the asker's time zone."""
    is_own = bool(people.zone_of(scene.tx, scene.me.learner_id))
    return Reply(card=screens.zone_form(scene.zone, is_own=is_own), key="me")


def set_zone(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep the asker's time zone; an empty one means the group's. Reminders follow it.

    Raises ``Misused`` naming the closest zones.
    """
    typed = " ".join(inputs.get("zone", ())).strip()
    people.keep_zone(scene.tx, scene.me.learner_id, read_zone(typed) if typed else "")
    reminding.plan_anew(scene)
    text = f"Your clock is {scene.zone}."
    if not typed and scene.group is not None:
        text = f"You go by {scene.zone}, like the group."
    again = Button(label="Change it", action=AskZone(), style=Style.QUIET)
    return Reply(card=screens.kept_card(text, more=(again,)), key="me")


def ask_group(scene: Scene) -> Reply:
    """Show which of the asker's groups counts where none lives, with the form to choose."""
    return Reply(card=screens.group_form(_own_groups(scene)), key="me")


def use_group(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Let another of the asker's groups count where none lives, until they use one again."""
    said = " ".join(inputs.get("group", ())).strip().removeprefix("#")
    own = _own_groups(scene)
    fits = [number for number, name in own if name.casefold() == said.casefold()]
    fits = fits or [number for number, _ in own if str(number) == said]
    if len(fits) != 1:
        known = ", ".join(f"`{name}`" for _, name in own)
        why = "Several of your groups are called so" if fits else "You are in no such group"
        raise Misused(f"{why}. Choose with `/study me group`; there is: {known}.")
    membership = people.find_membership(scene.tx, fits[0], scene.me.learner_id)
    assert membership is not None
    people.touch(scene.tx, membership, scene.now)
    name = next(name for number, name in own if number == fits[0])
    text = f"#{name} counts for you in private now, until you use another group's channel."
    return Reply(card=screens.kept_card(text), key="me")


def _own_groups(scene: Scene) -> tuple[tuple[int, str], ...]:
    found = tuple(people.counting(scene.tx, scene.me))
    if not found:
        raise NotFound(no_group(scene.address.platform, scene.visit))
    return found


def _names_of_others(scene: Scene) -> set[str]:
    found: set[str] = set()
    for membership, account in people.members_of(scene.tx, scene.group_id):
        if membership.learner_id != scene.learner_id:
            found |= {likeness(account.name), likeness(membership.alias)}
    return found - {""}
