"""A second exam over the sample's questions: two domains that cut across the sample's four."""

from __future__ import annotations

from dataclasses import replace

from bot.content.drawing import drawn
from bot.core.items import Kind
from bot.core.packs import Catalogue, Domain, Pack, PackStatus, Task
from bot.services.library import Library
from tests import sample

#: Models and operations come first here, gathering and exploring second.
DOMAINS = (("s1", "Run", 60), ("s2", "Prepare", 40))


def pack() -> Pack:
    """Make a pack that can be booked and draws all its questions."""
    return replace(
        sample.pack(),
        id="sequel",
        title="Sequel Exam",
        short="SQL-1",
        status=PackStatus.BOOKABLE,
        last_exam_day=None,
        successors=(),
        kinds=tuple(Kind),
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
        concepts={},
        practice_pool=("*/b",),
        draws_on=("sample",),
    )


def library() -> Library:
    """Make a library of both packs."""
    first = Catalogue.of(
        sample.pack(),
        (
            replace(item, also=(f"sequel/{1 if item.domain in ('d3', 'd4') else 2}.1",))
            for item in sample.catalogue().items.values()
        ),
    )
    second = drawn(Catalogue.of(pack(), ()), {"sample": first})
    return Library(catalogues={"sample": first, "sequel": second})
