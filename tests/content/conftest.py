"""A small pack on disk, sound in every way, for tests to break one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import Report, check
from bot.content.findings import Severity

TODAY = date(2026, 11, 24)

PACK = """
id = "sample"
title = "Sample Exam"
short = "SMP-1"
status = "retired"
last_exam_day = 2026-03-31
successors = ["next"]
facts_as_of = 2026-11-01
licence = "CC BY 4.0"
kinds = ["single", "multiple"]
[exam]
items = 65
scored = 50
minutes = 180
scale_low = 100
scale_high = 1000
cut = 750
[pools]
practice = ["sample/*/b"]
[[domain]]
id = "d1"
title = "Gather"
folder = "d1-gather"
weight = 100
[[domain.task]]
id = "1.1"
title = "Gather well"
"""

CONCEPTS = """
[[concept]]
id = "d1.1-01"
slug = "cold-store"
title = "A store for what is seldom read"
task = "1.1"
tests = "seldom read -> cold store"
tags = ["storage", "cost"]
[[concept]]
id = "d1.1-02"
slug = "hot-store"
title = "A store for what is read at once"
task = "1.1"
tests = "read at once -> hot store"
volatile = true
tags = ["storage"]
"""

SERVICES = """
[[service]]
id = "cold-shelf"
name = "Amazon Cold Shelf"
formerly = ["Amazon Ice Box"]
status = "open"
checked = 2026-11-24
[[service]]
id = "old-drawer"
name = "Amazon Old Drawer"
status = "closed_new"
since = 2026-01-01
checked = 2026-11-24
"""

SINGLE = """---
id: sample/d1.1-01/a
concept: d1.1-01
kind: single
difficulty: 2
tags: [storage, cost]
decides: cost
services: [cold-shelf]
facts_as_of: 2026-11-01
references:
  - "A guide to shelves | docs.example.org/shelves"
---
A clinic in Peru keeps nine years of scans in a store for daily work. Doctors ask for an old scan
twice a year and can wait until the next morning for it. The clinic has to keep every scan by law
and wants to pay as little as it can.

Where should the old scans be kept?

- [ ] On fast disks beside the viewer that doctors use.
  > Tempts: Fast disks are what the clinic has and knows, so nothing new has to be learned.
  > Breaks: Scans that are read twice a year pay the price of daily work on such disks.
- [x] In Amazon Cold Shelf with retrieval by the next morning.
  > Decides: Scans are seldom read and may come the next morning, so the cheapest shelf is enough.
- [ ] In a search index that answers within a second.
  > Tempts: An index finds any scan quickly, which sounds like the safe choice for doctors.
  > Breaks: Nobody needs an answer within a second, and an index costs far more than a shelf.
- [ ] On a shared folder that is deleted after a year.
  > Tempts: Deleting what is old keeps the bill small without any further work on it.
  > Breaks: The law asks for every scan to be kept, so deleting them after a year is not allowed.

## Takeaway
What is seldom read and may come late belongs on the cheapest shelf. What the law keeps stays.
"""

DESIGN = """---
pack: sample
services: [cold-shelf]
facts_as_of: 2026-11-01
references:
  - "A guide to shelves | docs.example.org/shelves"
---
# Bottles from a cellar

A cellar in Armenia keeps a note on each of its 9,000 bottles. The notes lie in boxes, and boxes get
wet. The owner wants to find any note within a day.

## Lines
- Bring in: How do notes leave the boxes?
- Prepare: What is checked before it is kept?
- Store: Where do they lie, and for how long?
- Serve
- Watch: What tells you that a note is missing?

## What to look for
- A note that is seldom read may lie in Amazon Cold Shelf and come within a day.
- Wet boxes are emptied first, since what is lost there comes back from nowhere.
- A count of notes against bottles finds what is missing before
  anybody asks for it.
"""

LAB = """---
pack: sample
minutes: 30
needs: Paper and a pencil
cost: Nothing. You need no machine at all.
services: []
facts_as_of: 2026-11-01
---
# Count what you never read

Find out how much of your own shelf you have not opened for a year.

## Steps
1. Write down every box on your shelf and the day on which you last opened it.
2. Sort the boxes by that day and draw a line at one year.
3. Guess what the boxes under the line cost you each month.

## Watch for
- A box that nobody opens may still have to be kept by law.
- The day on which a box was moved is no day of reading.

## Question
Which box surprised you?
"""

#: Openings that have nothing in common, so that a shelf can hold three of a kind.
SCENARIOS = (
    "A cellar in Armenia keeps a note on each of its 9,000 bottles. The notes lie in boxes, and "
    "boxes get\nwet. The owner wants to find any note within a day.",
    "Forty buskers in Ghent share one drum. It is lent by the hour. Nobody knows who has it now.",
    "The library of a ship loses its catalogue in every storm. Sailors read by lamp. A list on "
    "land would be too late.",
)
AIMS = (
    "Find out how much of your own shelf you have not opened for a year.",
    "Weigh a sentence: learn which of its words carry the sense.",
    "Draw the road to work from memory, then see what the map thinks of it.",
)


@dataclass
class Shelf:
    """A content folder with one sound item."""

    root: Path

    @property
    def item(self) -> Path:
        """The item's file."""
        return self.root / "questions" / "sample" / "d1-gather" / "d1.1-01-a.md"

    def write(self, name: str, text: str) -> Path:
        """Write a file of the content."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def change(self, before: str, after: str, path: Path | None = None) -> None:
        """Replace something in the item's file, or another one's, which must stand there."""
        path = path or self.item
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))

    @property
    def design(self) -> Path:
        """The file of the design round that the others are like."""
        return self.root / "schedules" / "design" / "d1-gather" / "exercise-1.md"

    @property
    def lab(self) -> Path:
        """The file of the lab card that the others are like."""
        return self.root / "schedules" / "labs" / "d1-gather" / "exercise-1.md"

    def fill(self) -> None:
        """Write as many exercises as a domain should have."""
        for number, (scenario, aim) in enumerate(zip(SCENARIOS, AIMS, strict=True), 1):
            name = f"d1-gather/exercise-{number}.md"
            self.write(f"schedules/design/{name}", DESIGN.replace(SCENARIOS[0], scenario))
            self.write(f"schedules/labs/{name}", LAB.replace(AIMS[0], aim))

    def check(self, today: date = TODAY) -> Report:
        """Check the whole folder."""
        return check(self.root / "questions", self.root / "schedules", today)

    def rules(self, today: date = TODAY) -> list[str]:
        """Give the names of the rules that found something."""
        return sorted({finding.rule for finding in self.check(today).findings})

    def errors(self) -> list[str]:
        """Give the names of the rules that found an error."""
        found = self.check().findings
        return sorted({finding.rule for finding in found if finding.severity is Severity.ERROR})

    def said(self) -> list[str]:
        """Give every finding as text."""
        return [finding.text() for finding in self.check().findings]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Give a content folder that is sound."""
    made = Shelf(tmp_path)
    made.write("questions/sample/pack.toml", PACK)
    made.write("questions/sample/concepts.toml", CONCEPTS)
    made.write("questions/service_status.toml", SERVICES)
    made.write("questions/sample/d1-gather/d1.1-01-a.md", SINGLE)
    made.fill()
    return made
