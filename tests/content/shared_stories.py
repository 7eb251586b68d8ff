"""A case and two items that share it, for tests to break one thing at a time."""

from __future__ import annotations

from pathlib import Path

from tests.content.conftest import SINGLE, Shelf

CASE = """---
id: sample/cases/clinic
title: The clinic in Peru
services: [cold-shelf]
facts_as_of: 2026-11-01
references:
  - "A guide to cases | docs.example.org/cases"
---
A clinic in Peru keeps nine years of scans in Amazon Cold Shelf. Doctors ask for an old scan twice a
year and can wait until the next morning for it. The clinic has to keep every scan by law and wants
to pay as little as it can for its storage and for the people who look after it.
"""

OWN = """A new viewer shows a scan beside the one from the year before, and it
needs both within a second while the patient sits there.

Where should the scans of the last year be kept?
"""

OTHER = """The insurer asks once a year for every tenth report, which
has to be sent on paper within a month of its letter.

Who should look for the reports?
"""


def path_of(shelf: Shelf, letter: str) -> Path:
    """Give the file of an item."""
    return shelf.root / f"questions/sample/d1-gather/d1.1-01-{letter}.md"


def tell(shelf: Shelf) -> Path:
    """Write the case and let two items share it; give the case's file."""
    start, end = SINGLE.index("A clinic in Peru"), SINGLE.index("- [ ] On fast")
    named = SINGLE.replace("decides: cost\n", "decides: cost\ncase: clinic\n")
    shift = len(named) - len(SINGLE)
    for letter, stem in (("a", OWN), ("b", OTHER)):
        text = named[: start + shift] + stem + "\n" + named[end + shift :]
        path_of(shelf, letter).write_text(text.replace("d1.1-01/a", f"d1.1-01/{letter}"))
    return shelf.write("questions/sample/cases/clinic.md", CASE)
