"""The linter: every rule about one item under its name, and which of them may be waived."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content import arguments, budgets, cues, rules, service_rules, style
from bot.content.case_rules import TELLS
from bot.content.findings import Finding, Severity
from bot.content.pack_rules import NEAR
from bot.content.rules import Rule, Subject

RULES: Mapping[str, tuple[Severity, Rule]] = {
    "shape": (Severity.ERROR, rules.shape),
    "asks": (Severity.ERROR, rules.asks),
    "stem-length": (Severity.ERROR, rules.stem_length),
    "letters": (Severity.ERROR, rules.letters),
    "negative": (Severity.ERROR, rules.negative),
    "rationale": (Severity.ERROR, rules.rationale),
    "labels": (Severity.ERROR, rules.wrong_labels),
    "qualifier": (Severity.ERROR, rules.qualifier),
    "references": (Severity.ERROR, rules.references),
    "facts-age": (Severity.ERROR, rules.facts_age),
    "service-status": (Severity.ERROR, service_rules.service_status),
    "old-name": (Severity.ERROR, rules.old_name),
    "tags": (Severity.ERROR, rules.tags),
    "check": (Severity.ERROR, rules.check_expression),
    "arithmetic": (Severity.ERROR, style.arithmetic),
    "budget": (Severity.ERROR, budgets.budget),
    "own-reasons": (Severity.ERROR, arguments.own_reasons),
    "compares": (Severity.ERROR, arguments.compares),
    "cites": (Severity.ERROR, arguments.cites),
    "sentences": (Severity.WARNING, arguments.sentences),
    "closed-distractor": (Severity.WARNING, service_rules.closed_distractor),
    "unlisted": (Severity.WARNING, service_rules.unlisted),
    "unknown-service": (Severity.WARNING, service_rules.unknown_service),
    "long-words": (Severity.WARNING, style.long_words),
    "telling-key": (Severity.WARNING, cues.telling_key),
    "absolute": (Severity.WARNING, cues.absolute),
    "endings": (Severity.WARNING, style.endings),
    "vague": (Severity.WARNING, cues.vague),
    "clang": (Severity.WARNING, cues.clang),
    "beginning": (Severity.WARNING, style.beginning),
    "convergence": (Severity.WARNING, cues.convergence),
    "opposites": (Severity.WARNING, cues.opposites),
    "constraint": (Severity.WARNING, style.constraint),
    "colour": (Severity.WARNING, style.colour),
    "recomputes": (Severity.WARNING, style.recomputes),
}


#: Without these an item cannot be shown or marked at all, so nothing waives them.
FIRM = frozenset(("shape", "budget"))
#: Every rule that an item may waive; the last ones look at several items at once.
WAIVABLE = (frozenset(RULES) - FIRM) | {NEAR, TELLS}


def lint(subject: Subject, *, errors_only: bool = False) -> list[Finding]:
    """Apply every rule about one item, or only those that keep it out."""
    return [
        Finding(subject.draft.path, line, name, message, cure, severity)
        for name, (severity, rule) in RULES.items()
        if severity is Severity.ERROR or not errors_only
        for line, message, cure in rule(subject)
    ]
