"""A small pack of its own, so that tests do not move when the real questions do."""

from __future__ import annotations

from datetime import date

from bot.core.exercises import DesignRound, LabCard, Line
from bot.core.items import Decides, Item, Kind, Option, Reference
from bot.core.packs import (
    Catalogue,
    Concept,
    Domain,
    ExamFacts,
    Pack,
    PackStatus,
    Task,
)
from bot.core.plans import Phase, PlanTemplate, Way
from bot.services.library import Library

DOMAINS = (("d1", "Gather", 20), ("d2", "Explore", 24), ("d3", "Model", 36), ("d4", "Operate", 20))


def single(concept: str, letter: str = "a", *, stem: str = "") -> Item:
    """Make an item with one key, which stands third in source order."""
    text = stem or f"A clinic keeps scans for {concept}{letter}. Which store costs the least?"
    options = tuple(
        Option(
            text=f"Option {n} of {concept}{letter}.",
            is_key=n == 3,
            decides=f"It costs the least for {concept}{letter}." if n == 3 else "",
            tempts="" if n == 3 else f"Number {n} is well known.",
            breaks="" if n == 3 else f"Number {n} costs more than it has to.",
        )
        for n in range(1, 5)
    )
    return _item(concept, letter, Kind.SINGLE, text, options)


def multiple(concept: str, letter: str = "a") -> Item:
    """Make an item with two keys of five."""
    options = tuple(
        Option(
            text=f"Step {n} of {concept}{letter}.",
            is_key=n in (2, 4),
            decides=f"Step {n} is needed." if n in (2, 4) else "",
            tempts="" if n in (2, 4) else f"Step {n} sounds useful.",
            breaks="" if n in (2, 4) else f"Step {n} changes nothing here.",
        )
        for n in range(1, 6)
    )
    return _item(
        concept, letter, Kind.MULTIPLE, "A shop retrains weekly. Which TWO steps help?", options
    )


def ordering(concept: str, letter: str = "a") -> Item:
    """Make an item of four steps in their right order."""
    words = ("Gather", "Clean", "Train", "Judge")
    options = tuple(Option(text=f"{word} it.", decides=f"{word} comes here.") for word in words)
    return _item(concept, letter, Kind.ORDERING, "A bank starts over. In which order?", options)


def matching(concept: str, letter: str = "a") -> Item:
    """Make an item of three pairs; two prompts share a match."""
    options = (
        Option(text="Few columns of many", decides="Columns are read alone.", match=0),
        Option(text="Whole rows", decides="Rows are written at once.", match=1),
        Option(text="A scan of two columns", decides="Columns are read alone.", match=0),
    )
    item = _item(concept, letter, Kind.MATCHING, "A port reads logs. Which format fits?", options)
    return Item(
        **{
            **{name: getattr(item, name) for name in item.__dataclass_fields__},
            "matches": ("Parquet", "Avro"),
            "match_heading": ("Access", "Format"),
        }
    )


def _item(concept: str, letter: str, kind: Kind, stem: str, options: tuple[Option, ...]) -> Item:
    return Item(
        id=f"sample/{concept}/{letter}",
        pack="sample",
        concept=concept,
        task=concept[1:4],
        domain=concept[:2],
        kind=kind,
        difficulty=2,
        decides=Decides.COST,
        stem=stem,
        options=options,
        takeaway="Cheap things cost less. Dear ones cost more.",
        also=("next/1.1",) if letter == "a" else (),
        overlap=("lake", "warehouse") if letter == "b" and concept.endswith("05") else (),
        references=(Reference(title="A book about stores", address="example.org/stores"),),
        facts_as_of=date(2026, 11, 1),
    )


def pack() -> Pack:
    """Make a retired pack of four domains with six concepts each."""
    concepts = {
        f"d{d}.1-0{c}": Concept(
            id=f"d{d}.1-0{c}",
            slug="x",
            title=f"Concept {c}",
            task=f"{d}.1",
            tests="x",
            overlooked=c == 4,
        )
        for d in range(1, 5)
        for c in range(1, 7)
    }
    return Pack(
        id="sample",
        title="Sample Exam",
        short="SMP-1",
        status=PackStatus.RETIRED,
        last_exam_day=date(2026, 3, 31),
        successors=("next",),
        facts_as_of=date(2026, 11, 1),
        licence="CC BY 4.0",
        kinds=(Kind.SINGLE, Kind.MULTIPLE),
        exam=ExamFacts(items=65, scored=50, minutes=180, scale_low=100, scale_high=1000, cut=750),
        domains=tuple(
            Domain(
                id=name,
                title=title,
                folder=title.lower(),
                weight=weight,
                tasks=(Task(id=f"{name[1]}.1", title=f"{title} well"),),
            )
            for name, title, weight in DOMAINS
        ),
        concepts=concepts,
        practice_pool=("sample/*/b",),
    )


def catalogue() -> Catalogue:
    """Make the pack's items: dailies, practice siblings, and one of each other kind."""
    items: list[Item] = []
    for concept in pack().concepts:
        items += [single(concept), single(concept, "b")]
    items += [multiple("d1.1-06", "c"), ordering("d2.1-06", "c"), matching("d3.1-06", "c")]
    return Catalogue.of(pack(), items)


def design(domain: str) -> DesignRound:
    """Make a design round of a domain."""
    words = ("Bring in", "Prepare", "Train", "Serve", "Watch")
    return DesignRound(
        id=f"sample/design/{domain}",
        pack="sample",
        domain=domain,
        title=f"Night scans of {domain}",
        scenario="A clinic. Scans arrive nightly; data stays in the country; 300 a month.",
        lines=tuple(Line(label=word, hint=f"How you {word.lower()}") for word in words),
        look_for=("Does the data stay in the country?", "Does it cost less than 300?"),
        references=(Reference(title="A book about stores", address="example.org/stores"),),
        facts_as_of=date(2026, 11, 1),
    )


def lab(domain: str) -> LabCard:
    """Make a lab card of a domain."""
    return LabCard(
        id=f"sample/lab/{domain}",
        pack="sample",
        domain=domain,
        title=f"Leak the target of {domain} on purpose",
        minutes=30,
        needs="a laptop with Python",
        cost="nothing",
        aim="See what a leak looks like before one finds you.",
        steps=("Take a table.", "Copy the target into a column.", "Train on it."),
        watch_for=("The score is too good.", "One column carries it all."),
        question="What gave it away?",
        facts_as_of=date(2026, 11, 1),
    )


def singles() -> Library:
    """Make a library of the questions that one tap answers."""
    items = [item for item in catalogue().items.values() if item.kind is Kind.SINGLE]
    return Library(catalogues={"sample": Catalogue.of(pack(), items)})


def plan() -> PlanTemplate:
    """Make a kind of plan of four phases, at three minutes a question."""
    ways = (Way.PRACTICE, Way.OVERLAP, Way.INTENT, Way.MOCK)
    return PlanTemplate(
        id="steady",
        title="Foundations first, mocks last",
        minutes_per_question=3,
        phases=tuple(
            Phase(id=title.lower(), title=title, aim=f"{title}, and why.", share=share, way=way)
            for title, share, way in zip(
                ("Foundations", "Services", "Scenarios", "Mocks"), (35, 30, 20, 15), ways,
                strict=True,
            )
        ),
        default=True,
    )  # fmt: skip


def library() -> Library:
    """Make a library of the sample pack alone, with a design round and a lab for each domain."""
    made = [make(domain) for domain, _, _ in DOMAINS for make in (design, lab)]
    return Library(catalogues={"sample": catalogue()}, exercises=tuple(made), plans=(plan(),))
