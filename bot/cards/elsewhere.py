"""What is said to somebody who asks where no group lives: what they can do, and where."""

from __future__ import annotations

from bot.cards.wording import clamp, listed
from bot.core.identity import Visit

#: Who may bring Cohort into a channel, by platform; in the room whoever comes first.
FOUNDERS = {
    "slack": "an admin or owner of this workspace",
    "discord": "somebody with Manage Server",
}
ALONE = "`/study practice` works without a group, for you alone."


def founders(platform: str) -> str:
    """Name who may start a group in a channel."""
    return FOUNDERS.get(platform, "whoever runs this workspace")


def no_group(platform: str, visit: Visit) -> str:
    """Tell somebody who is in no group what needs one."""
    if visit.is_private:
        return (
            "That needs a study group, and you are in none yet: answer a question in a channel "
            f"where Cohort posts. {ALONE}"
        )
    return f"{not_here(platform, visit)} {ALONE}"


def not_here(platform: str, visit: Visit) -> str:
    """Say that no group lives in a channel, and how one is started."""
    line = "Cohort is not set up in this channel."
    if visit.may_found:
        return f"{line} `/study setup` starts it: three questions."
    return f"{line} Ask {founders(platform)} to type `/study setup` here."


def leads_elsewhere(platform: str, visit: Visit, led: tuple[str, ...]) -> str:
    """Tell a lead where their word acts on a group; ``led`` names the groups they lead."""
    if led:
        where = f"Ask in {in_channels(led)}."
        if visit.is_private:
            return f"That acts on a whole group, so it belongs in its channel. {where}"
        return f"{not_here(platform, visit)} Your own group is elsewhere. {where}"
    if visit.is_private:
        return "Only a group's lead can do that, in the group's channel."
    return not_here(platform, visit)


def found_where() -> str:
    """Say that a group is not started in private."""
    return (
        "A group lives in a channel: type `/study setup` in the channel where its questions "
        "should appear."
    )


def may_not_found(platform: str) -> str:
    """Say who may start a group, and what to do."""
    return (
        f"Starting a group here takes {founders(platform)}: ask them to type `/study setup` in "
        "this channel. It takes two minutes, and they can hand it on to you."
    )


def in_channels(names: tuple[str, ...]) -> str:
    """Name channels, one of which is meant."""
    return listed([f"#{clamp(name)}" for name in names], "or")
