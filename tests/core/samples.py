"""Small packs for the tests of ``bot.core``: as many domains, concepts and items as asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.items import Decides, Item, Kind, Option
from bot.core.packs import Catalogue, Concept, Domain, ExamFacts, Pack, PackStatus, Task

WEIGHTS: Mapping[str, int] = {"d1": 20, "d2": 24, "d3": 36, "d4": 20}


def make_item(
    kind: Kind = Kind.SINGLE,
    *,
    id: str = "d1.1-01-a",
    concept: str = "d1.1-01",
    domain: str = "d1",
    size: int = 4,
    keys: tuple[int, ...] = (0,),
    pairs: tuple[int, ...] = (),
) -> Item:
    """Make an item; ``keys`` are right options, ``pairs`` each prompt's index of its match."""
    options = tuple(
        Option(
            text=f"option {index}",
            is_key=index in keys,
            match=pairs[index] if kind is Kind.MATCHING else None,
        )
        for index in range(size)
    )
    return Item(
        id=id,
        pack="p",
        concept=concept,
        task=concept.split("-")[0],
        domain=domain,
        kind=kind,
        difficulty=2,
        decides=Decides.COST,
        stem="A firm has a problem. What costs least?",
        options=options,
        takeaway="Count first.",
        matches=tuple(f"match {index}" for index in sorted(set(pairs))),
    )


def make_pack(
    weights: Mapping[str, int] = WEIGHTS, concepts: int = 6, practice: tuple[str, ...] = ()
) -> Pack:
    """Make a pack with ``concepts`` concepts in each domain; ``practice`` are id patterns."""
    ids = [f"{domain}.1-{number:02}" for domain in weights for number in range(concepts)]
    return Pack(
        id="p",
        title="A pack",
        short="P-1",
        status=PackStatus.BOOKABLE,
        last_exam_day=None,
        successors=(),
        facts_as_of=date(2026, 11, 1),
        licence="CC-BY-4.0",
        kinds=(Kind.SINGLE, Kind.MULTIPLE),
        exam=ExamFacts(items=65, scored=50, minutes=180, scale_low=100, scale_high=1000, cut=750),
        domains=tuple(
            Domain(
                id=domain,
                title=f"Domain {domain[1:]}",
                folder=domain,
                weight=weight,
                tasks=(Task(id=f"{domain}.1", title="A task"),),
            )
            for domain, weight in weights.items()
        ),
        concepts={
            name: Concept(id=name, slug=name, title=name, task=name[:4], tests="it") for name in ids
        },
        practice_pool=practice,
    )


def make_catalogue(
    weights: Mapping[str, int] = WEIGHTS,
    concepts: int = 6,
    letters: str = "abc",
    practice: tuple[str, ...] = ("*-c",),
) -> Catalogue:
    """Make a catalogue with one item per concept and letter; by default ``c`` is for practice."""
    pack = make_pack(weights, concepts, practice)
    return Catalogue.of(
        pack,
        (
            make_item(id=f"{concept}-{letter}", concept=concept, domain=concept.split(".")[0])
            for concept in pack.concepts
            for letter in letters
        ),
    )
