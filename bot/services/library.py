"""The content a program runs with: catalogues that could be read, and what could not.

It is read once at start and never changes; rounds keep the item version they were made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.commands import Domains
from bot.cards.wording import counted
from bot.content.schedules import Template
from bot.core.errors import NotFound
from bot.core.exercises import DesignRound, Exercise, LabCard
from bot.core.items import Item
from bot.core.packs import Catalogue, Pack, usual
from bot.core.plans import PlanTemplate

#: So many files that were left out are named on a screen; the shell names them all.
NAMED_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file that was left out, and why, in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Catalogues by pack id, and what was left out."""

    catalogues: Mapping[str, Catalogue]
    broken: tuple[Broken, ...] = field(default=())
    templates: tuple[Template, ...] = field(default=())
    exercises: tuple[Exercise, ...] = field(default=())
    plans: tuple[PlanTemplate, ...] = field(default=())

    @property
    def named_broken(self) -> tuple[Broken, ...]:
        """The files that a screen names as left out: a few, and for the rest how many."""
        named, more = self.broken[:NAMED_MOST], len(self.broken) - NAMED_MOST
        if more <= 0:
            return named
        rest = Broken(path=counted(more, "more file"), reason="`cohort check` names them all.")
        return (*named, rest)

    def catalogue(self, pack: str) -> Catalogue:
        """Give a pack's catalogue. Raises ``NotFound`` where it is not among the content."""
        found = self.catalogues.get(pack)
        if found is None:
            known = ", ".join(sorted(self.catalogues)) or "none"
            raise NotFound(f"The pack `{pack}` is not among the content (there is: {known}).")
        return found

    def title_of(self, pack: str, domain: str) -> str:
        """Give a domain's title; its id where the pack is not among the content (any more)."""
        found = self.catalogues.get(pack)
        return domain_title(found.pack, domain) if found else domain

    def placed(self, pack: str, item: Item) -> Item:
        """Give an item, as its version was stored, under the domain that a pack shows it in.

        It stays as it is where the pack is no longer among the content.
        """
        found = self.catalogues.get(pack)
        return found.pack.place(item) if found else item

    def designs(self, pack: str, domain: str) -> tuple[DesignRound, ...]:
        """Give the design rounds of a pack's domain, in order of id; none where there are none."""
        return tuple(each for each in self._of(pack, domain) if isinstance(each, DesignRound))

    def labs(self, pack: str, domain: str) -> tuple[LabCard, ...]:
        """Give the lab cards of a pack's domain, in order of id; none where there are none."""
        return tuple(each for each in self._of(pack, domain) if isinstance(each, LabCard))

    def exercise(self, exercise: str) -> Exercise | None:
        """Give an exercise by its id; None where it is no longer among the content."""
        return next((each for each in self.exercises if each.id == exercise), None)

    def _of(self, pack: str, domain: str) -> list[Exercise]:
        here = [each for each in self.exercises if (each.pack, each.domain) == (pack, domain)]
        return sorted(here, key=lambda each: each.id)

    @property
    def first(self) -> Catalogue:
        """The pack that a new group gets where nobody chooses. Raises ``NotFound`` without any."""
        found = usual(self.catalogues)
        if found is None:
            raise NotFound("No pack could be read. Run `cohort check` to see why.")
        return found


def usual_template(library: Library) -> Template | None:
    """Give the template of a new group: the one marked as default, else the first."""
    marked = [template for template in library.templates if template.default]
    return next(iter([*marked, *library.templates]), None)


def domain_title(pack: Pack, domain: str) -> str:
    """Give a domain's title; its id where the pack no longer has it."""
    found = pack.domain_by_id.get(domain)
    return found.title if found else domain


def domains_of(pack: Pack) -> Domains:
    """Give a pack's domains as commands name them."""
    return tuple((domain.id, domain.title) for domain in pack.domains)
