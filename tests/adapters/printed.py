"""What the guides print as the program's words, to be held against what it really says."""

from __future__ import annotations

from tests.running import ROOT


def printed(guide: str, first: str) -> str:
    """Give the block of a guide that begins with a line, as it stands there."""
    blocks = (ROOT / "docs" / f"{guide}.md").read_text().split("```\n")[1::2]
    return next(block for block in blocks if block.startswith(f"{first}\n"))
