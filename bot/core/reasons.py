"""Why this question today: the figures behind a daily choice, kept with the round.

It knows how to say them and how to keep them as text; it does not choose anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from bot.core.aiming import share_in_words
from bot.core.packs import Pack


class Relaxed(StrEnum):
    """A rule that had to give way, since nothing was left that kept it."""

    PRACTISED = "practised"  #: most members have practised the concept lately
    RECENT = "recent"  #: the concept, or the case, was in the last rounds
    REST = "rest"  #: the item was shown less than 90 days ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """How hard the question was meant to be: the share aimed at, and the one expected.

    Both are shares of the group's ``members``, those who answered lately. ``eased`` follows two
    hard questions. ``argued`` marks one that should divide the group; ``undivided`` says that
    such a one was wanted and none fitted.
    """

    target: float
    expected: float
    members: int
    eased: bool = False
    argued: bool = False
    undivided: bool = False

    def words(self) -> str:
        """Say it in plain language, without a figure that only looks exact."""
        parts = []
        if self.argued:
            text = "It was picked for argument: about {} of you should find it."
            parts.append(text.format(share_in_words(self.expected)))
        else:
            aim, expected = share_in_words(self.target), share_in_words(self.expected)
            text = f"It was aimed at about {aim} of you right"
            near = aim == expected
            parts.append(
                f"{text}." if near else f"{text}; about {expected} is the nearest there was."
            )
        if self.eased:
            parts.append("A little easier than usual, since the last two were hard.")
        if self.undivided:
            parts.append(UNDIVIDED)
        if not self.members:
            parts.append("That is its authors' guess, until some of you have answered.")
        return " ".join(parts)


#: What a lead reads, too, where an argue day became an ordinary one.
UNDIVIDED = "It was argue day, but no question that fitted would divide the group."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The figures behind a choice.

    ``weight`` is the domain's percentage of the exam; ``posted`` how many of the last
    ``window`` rounds it had; ``behind`` how many rounds it was short of its share, the next
    one included; ``tilt`` −1 to 1 how the group's weakness moved that share. ``passed``
    are domains further behind that had nothing left. ``candidates`` fitted equally well.
    ``known_ground`` says that in the last week only what had come up before was asked.
    Questions from before there was an aim have no ``aimed``.
    """

    domain: str
    concept: str
    weight: int
    posted: int
    window: int
    behind: float
    tilt: float = 0.0
    passed: tuple[str, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    last_shown: date | None = None
    candidates: int = 1
    known_ground: bool = False
    aimed: Aimed | None = None

    @property
    def revisited(self) -> bool:
        """Whether the group had seen the item before."""
        return self.last_shown is not None

    @property
    def is_argued(self) -> bool:
        """Whether the question was picked to be argued about."""
        return self.aimed is not None and self.aimed.argued

    def words(self, pack: Pack) -> str:
        """Say it in plain language. It tells nothing of the key."""
        parts = [self._share(pack)]
        if self.tilt > 0:
            parts.append("It counts for a little more while the group finds it hard.")
        if self.passed:
            titles = " and ".join(_title(pack, domain) for domain in self.passed)
            parts.append(f"{titles} would have come first, but had no fitting question left.")
        parts += [self._freshness(), *(_GAVE_WAY[rule] for rule in self.relaxed)]
        if self.known_ground:
            parts.append(
                "In the last week no new ground is broken: its concept had come up before."
            )
        if self.aimed is not None:
            parts.append(self.aimed.words())
        parts.append(self._draw())
        return " ".join(parts)

    def to_text(self) -> str:
        """Give the reason as JSON text; ``from_text`` reads it back unchanged."""
        data = asdict(self)
        data["last_shown"] = self.last_shown.isoformat() if self.last_shown else None
        return json.dumps(data, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Reason:
        """Read what ``to_text`` wrote. Raises ``ValueError`` or ``TypeError`` on anything else."""
        data = json.loads(text)
        shown = data.get("last_shown")
        data["last_shown"] = date.fromisoformat(shown) if shown else None
        data["passed"] = tuple(data.get("passed", ()))
        data["relaxed"] = tuple(Relaxed(rule) for rule in data.get("relaxed", ()))
        data["aimed"] = Aimed(**data["aimed"]) if data.get("aimed") else None
        return cls(**data)

    def _share(self, pack: Pack) -> str:
        head = f"{_title(pack, self.domain)} carries {self.weight} % of the exam"
        if not self.window:
            return f"{head}, and this is the group's first question."
        had = f"had {self.posted or 'none'} of the last {self.window} questions"
        if self.window == 1:
            had = "had the last question" if self.posted else "did not have the last question"
        if self.posted * 100 < self.weight * self.window:
            return f"{head} and {had}, less than its share."
        return f"{head} and {had}; by its share it is next in turn."

    def _freshness(self) -> str:
        if self.last_shown is None:
            return "The group had not seen this question."
        return (
            "The group has seen every question that fits; this one was last asked on "
            f"{self.last_shown.isoformat()}."
        )

    def _draw(self) -> str:
        if self.candidates == 1:
            return "No other question fitted as well."
        return f"It was drawn by lot from {self.candidates} that fitted equally well."


_GAVE_WAY = {
    Relaxed.PRACTISED: "Most of the group has practised its concept lately; "
    "nothing else fresh was left.",
    Relaxed.RECENT: "Its concept or its scenario came up in the last few questions; "
    "nothing else was left.",
    Relaxed.REST: "It has not rested for 90 days; nothing that has was left.",
}


def _title(pack: Pack, domain: str) -> str:
    known = pack.domain_by_id.get(domain)
    return known.title if known else domain
