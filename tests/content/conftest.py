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

    def change(self, before: str, after: str) -> None:
        """Replace something in the item's file, which must stand there."""
        text = self.item.read_text()
        assert before in text
        self.item.write_text(text.replace(before, after))

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
    return made
