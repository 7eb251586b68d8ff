"""The linter: every rule about one item under its name, and how an item waives one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content import rules, style
from bot.content.findings import Finding, Severity
from bot.content.rules import Rule, Subject, words

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
    "service-status": (Severity.ERROR, rules.service_status),
    "old-name": (Severity.ERROR, rules.old_name),
    "tags": (Severity.ERROR, rules.tags),
    "check": (Severity.ERROR, rules.check_expression),
    "budget": (Severity.ERROR, rules.budget),
    "long-words": (Severity.WARNING, style.long_words),
    "telling-key": (Severity.WARNING, style.telling_key),
    "absolute": (Severity.WARNING, style.absolute),
    "endings": (Severity.WARNING, style.endings),
}


def lint(subject: Subject) -> list[Finding]:
    """Apply every rule that the item does not waive."""
    waived = {line.partition(":")[0].strip() for line in subject.item.waive}
    found = [
        Finding(subject.draft.path, line, name, message, cure, severity)
        for name, (severity, rule) in RULES.items()
        if name not in waived
        for line, message, cure in rule(subject)
    ]
    line = subject.draft.front.line("waive")
    for waiver in subject.item.waive:
        name, _, reason = waiver.partition(":")
        if name.strip() not in {*RULES, *PACK_RULES} or len(words(reason)) < 3:
            found.append(
                Finding(subject.draft.path, line, "waive", f"`{waiver}` waives nothing.",
                        "Write `rule: the reason in words`.")
            )  # fmt: skip
    return found


#: Rules that look at several items at once, and can be waived by one of them.
PACK_RULES = ("near-identical",)
