"""The linter: every rule about one item under its name, and how an item waives one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content import arguments, budgets, rules, service_rules, style
from bot.content.findings import Finding, Severity
from bot.content.pack_rules import NEAR
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
    "service-status": (Severity.ERROR, service_rules.service_status),
    "old-name": (Severity.ERROR, rules.old_name),
    "tags": (Severity.ERROR, rules.tags),
    "check": (Severity.ERROR, rules.check_expression),
    "budget": (Severity.ERROR, budgets.budget),
    "own-reasons": (Severity.ERROR, arguments.own_reasons),
    "compares": (Severity.ERROR, arguments.compares),
    "cites": (Severity.ERROR, arguments.cites),
    "sentences": (Severity.WARNING, arguments.sentences),
    "closed-distractor": (Severity.WARNING, service_rules.closed_distractor),
    "unlisted": (Severity.WARNING, service_rules.unlisted),
    "long-words": (Severity.WARNING, style.long_words),
    "telling-key": (Severity.WARNING, style.telling_key),
    "absolute": (Severity.WARNING, style.absolute),
    "endings": (Severity.WARNING, style.endings),
    "vague": (Severity.WARNING, style.vague),
    "clang": (Severity.WARNING, style.clang),
    "beginning": (Severity.WARNING, style.beginning),
    "opposites": (Severity.WARNING, style.opposites),
    "constraint": (Severity.WARNING, style.constraint),
    "arithmetic": (Severity.WARNING, style.arithmetic),
}


#: Rules that look at several items at once, and can be waived by one of them.
PACK_RULES = (NEAR,)


def lint(subject: Subject) -> list[Finding]:
    """Apply every rule; what the item waives is left out, and a waiver for nothing is said."""
    waived = {line.partition(":")[0].strip() for line in subject.item.waive}
    found: list[Finding] = []
    needed: set[str] = set(PACK_RULES)
    for name, (severity, rule) in RULES.items():
        here = list(rule(subject))
        if name in waived:
            needed |= {name} if here else set()
            continue
        found += [
            Finding(subject.draft.path, line, name, message, cure, severity)
            for line, message, cure in here
        ]
    line = subject.draft.front.line("waive")
    for waiver in subject.item.waive:
        name, _, reason = waiver.partition(":")
        if name.strip() not in {*RULES, *PACK_RULES} or len(words(reason)) < 3:
            message, cure = f"`{waiver}` waives nothing.", "Write `rule: the reason in words`."
            found.append(Finding(subject.draft.path, line, "waive", message, cure))
        elif name.strip() not in needed:
            message = f"Nothing is found by `{name.strip()}`, so there is nothing to waive."
            cure = "Take the waiver out."
            found.append(
                Finding(subject.draft.path, line, "waive", message, cure, Severity.WARNING)
            )
    return found
