"""What is wrong between items: near-identical texts, concepts without items, idle patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from rapidfuzz import fuzz, process

from bot.content.findings import Finding, Severity
from bot.content.markdown import Draft, Parsed
from bot.core.packs import Catalogue, Pack

#: The rule's name, under which an item may waive it.
NEAR = "near-identical"
#: Likeness in per cent from which two texts are one text with another word in it.
STEMS_ALIKE, OPTIONS_ALIKE = 92, 95
#: From so many concepts with items on, a concept without one is said.
COVERED_FROM = 220


def pack_findings(catalogue: Catalogue, parsed: Iterable[Parsed]) -> Iterator[Finding]:
    """Yield what is wrong between items."""
    drafts: dict[str, Draft] = {}
    for each in parsed:
        if each.item is not None:
            drafts.setdefault(each.item.id, each.draft)
    stems: dict[str, str] = {}
    for item in catalogue.items.values():
        draft = drafts[item.id]
        # The cut-off lets a comparison give up early, as it does for almost every pair. Items of
        # one case share its scenario, so only their own parts are compared.
        own = draft.stem
        near = process.extractOne(own, stems, scorer=fuzz.ratio, score_cutoff=STEMS_ALIKE)
        stems[item.id] = own
        if near is not None:
            message = f"The stem is nearly that of {near[2]}."
            yield Finding(draft.path, draft.stem_line, NEAR, message, "Tell another story.")
        texts = [option.text for option in item.options]
        for first, text in enumerate(texts):
            for second in texts[:first]:
                digits = "".join(filter(str.isdigit, text)) != "".join(filter(str.isdigit, second))
                if not digits and fuzz.ratio(text, second, score_cutoff=OPTIONS_ALIKE):
                    line = draft.options[first].line if draft.options else draft.stem_line
                    message = "Two options are nearly the same."
                    yield Finding(draft.path, line, NEAR, message, "Let each be a move of its own.")


def coverage_findings(catalogue: Catalogue, path: str) -> Iterator[Finding]:
    """Say which concepts have too few items, once the pack is meant to be whole."""
    per = Counter(item.concept for item in catalogue.items.values())
    if len(per) < COVERED_FROM:
        return
    for concept in catalogue.pack.concepts.values():
        wanted = 2 if concept.overlooked else 1
        if per[concept.id] < wanted:
            yield Finding(
                path, 1, "coverage", f"{concept.id} has {per[concept.id]} of {wanted} items.",
                severity=Severity.WARNING,
            )  # fmt: skip


def pool_findings(
    pack: Pack, catalogue: Catalogue, path: str, lines: Mapping[str, int]
) -> Iterator[Finding]:
    """Say which names in the manifest's pools match no item: a slip, or an item that left.

    ``pack`` is as its own manifest has it, ``catalogue`` with all it draws.
    """
    for key, patterns in (("practice", pack.practice_pool), ("mock", pack.mock_pool)):
        for pattern in patterns:
            # With a star it may wait for items that are still to come.
            idle = not any(fnmatchcase(item, pattern) for item in catalogue.items)
            if idle and "*" not in pattern:
                yield Finding(
                    path, lines.get(key, 1), "pools", f"No question is called `{pattern}`.",
                    "Put the pattern right, or take it out.", Severity.WARNING,
                )  # fmt: skip
