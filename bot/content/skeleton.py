"""The file of a new item, with everything but the prose filled in."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from bot.core.errors import Misused, NotFound
from bot.core.items import Kind
from bot.core.packs import Concept, Pack

_BODIES = {
    Kind.SINGLE: "".join(
        f"- [{mark}] \n{reasons}"
        for mark, reasons in (
            (" ", "  > Tempts: \n  > Breaks: \n"),
            ("x", "  > Decides: \n"),
            (" ", "  > Tempts: \n  > Breaks: \n"),
            (" ", "  > Tempts: \n  > Breaks: \n"),
        )
    ),
    Kind.MULTIPLE: "".join(
        f"- [{mark}] \n{reasons}"
        for mark, reasons in (
            ("x", "  > Decides: \n"),
            (" ", "  > Tempts: \n  > Breaks: \n"),
            (" ", "  > Tempts: \n  > Breaks: \n"),
            ("x", "  > Decides: \n"),
            (" ", "  > Tempts: \n  > Breaks: \n"),
        )
    ),
    Kind.ORDERING: "".join(f"{n}. \n  > Why: \n" for n in range(1, 5)),
    Kind.MATCHING: "| Prompt | Match |\n|---|---|\n" + 3 * "|  |  |\n" + "\n## Why\n" + 3 * "- \n",
}
_ASKS = {
    Kind.SINGLE: "Which …?",
    Kind.MULTIPLE: "Which TWO …?",
    Kind.ORDERING: "In which order …?",
    Kind.MATCHING: "Which … fits each …?",
}


def new_file(folder: Path, pack: Pack, concept: str, kind: str, today: date) -> Path:
    """Write the next free file of a concept in a pack's folder and give its path.

    Raises ``NotFound`` naming the closest concept, and ``Misused`` for an unknown
    kind or a concept that the pack only draws.
    """
    known = pack.concepts.get(concept)
    if known is None:
        close = get_close_matches(concept, list(pack.concepts), 3, 0.5)
        hint = f" Did you mean {', '.join(close)}?" if close else " See concepts.toml."
        raise NotFound(f"There is no concept `{concept}` in {pack.short}.{hint}")
    if known.home:
        raise Misused(
            f"{concept} is a concept of {known.home}: write the question there (`cohort new "
            f"{concept} --pack {known.home}`), and let its `also:` name {pack.id}/{known.task}."
        )
    try:
        wanted = Kind(kind)
    except ValueError:
        raise Misused(f"There is no kind `{kind}`. There is: {', '.join(Kind)}.") from None
    target = folder / pack.domain_of_task[known.task].folder
    target.mkdir(parents=True, exist_ok=True)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        path = target / f"{concept}-{letter}.md"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(_text(pack, known, wanted, letter, today))
        except FileExistsError:
            continue
        return path
    raise Misused(f"{concept} has 26 items already.")


def _text(pack: Pack, concept: Concept, kind: Kind, letter: str, today: date) -> str:
    volatile = "volatile: true\n" if concept.volatile else ""
    about = " ".join(f"{concept.title}: {concept.tests}".split())
    return (
        "---\n"
        f"id: {pack.id}/{concept.id}/{letter}\n"
        f"concept: {concept.id}   # {about}\n"
        f"kind: {kind}\n"
        "difficulty: 2\n"
        f"tags: [{', '.join(concept.tags)}]\n"
        "decides: effort   # cost, latency, effort, compliance, accuracy, scale, freshness, …\n"
        "services: []\n"
        "also: []\n"
        f"facts_as_of: {today.isoformat()}\n"
        f"{volatile}"
        "references:\n"
        '  - "Title of the page | address without https://"\n'
        "---\n"
        f"Who has what, and the constraint that decides.\n\n{_ASKS[kind]}\n\n"
        f"{_BODIES[kind]}\n"
        "## Takeaway\n\n"
    )
