"""The words by which a lead sets the group up."""

from __future__ import annotations

from bot.cards.actions import Action
from bot.cards.actions.setup import (
    CheckSetup,
    EditSetting,
    InvitePlace,
    JoinPlace,
    Leads,
    MoreSetup,
    Places,
    PostTest,
    Setup,
    SetupHistory,
)
from bot.cards.commands.words import Asked, Command, Domains, did_you_mean
from bot.cards.setting_words import TITLES
from bot.core.errors import Misused
from bot.core.setup import Setting

#: What may follow ``setup``, with what it opens.
_PARTS: dict[str, tuple[Action, str]] = {
    "more": (MoreSetup(), "every other setting"),
    "test": (PostTest(), "a test post in the channel"),
    "check": (CheckSetup(), "what stands in the way of posting"),
    "history": (SetupHistory(0), "who changed what, and the undo"),
    "places": (Places(), "where the group's questions are posted"),
    "place": (InvitePlace(), "a code that brings the group to another channel"),
    "join": (JoinPlace(), "bring a group to this channel, by its code"),
    "leads": (Leads(), "who leads, and naming somebody else"),
    **{
        setting.value: (EditSetting(setting, 0), TITLES[setting].lower())
        for setting in Setting
        if setting is not Setting.PACK
    },
}


def _setup(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return Setup(0), {}
    if words[0].lower() == "join":
        return JoinPlace(), {"code": (" ".join(words[1:]),)}
    part = _PARTS.get(" ".join(words).lower())
    if part is None:
        hint = did_you_mean(words[0], list(_PARTS))
        raise Misused(
            f"There is no setting `{words[0].lower()}`.{hint} `/study setup more` shows them all."
        )
    return part[0], {}


COMMANDS = (
    Command(
        word="setup",
        usage="[more|check|test|history|leads|places]",
        does="what you work towards, which hour, which days, and more",
        read=_setup,
        lead=True,
        more=lambda _domains: [(f"setup {word}", does) for word, (_, does) in _PARTS.items()],
    ),
)
