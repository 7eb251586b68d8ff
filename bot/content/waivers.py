"""Waivers: what an item says of a rule that is wrong for it, and what becomes of findings.

A waiver names its rule and gives a reason in words. A finding that is waived weighs nothing
and is still listed, so that a reviewer sees every exception; a waiver that nothing needs is
a finding itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.content.findings import Finding, Severity
from bot.content.markdown import Draft, Parsed
from bot.content.rules import words

RULE = "waive"
REASON_LEAST = 3


@dataclass(frozen=True, slots=True, order=True)
class Waived:
    """A finding that its item waives, and why."""

    finding: Finding
    reason: str

    def text(self) -> str:
        """Write it on one line that editors can jump from."""
        at = f"{self.finding.path}:{self.finding.line}"
        return f"{at}: {self.finding.rule}: {self.finding.message} Waived: {self.reason}"


@dataclass(slots=True)
class Sorted:
    """Findings that stand, and those that are waived."""

    kept: list[Finding] = field(default_factory=list)
    waived: list[Waived] = field(default_factory=list)


def sort_out(
    parsed: Iterable[Parsed], findings: Iterable[Finding], waivable: Collection[str]
) -> Sorted:
    """Part findings into those that stand and those that an item waives with a reason.

    ``waivable`` are the rules that may be waived; waivers for anything else, without a
    reason, or for nothing are found, too.
    """
    drafts = {each.draft.path: each.draft for each in parsed if each.item is not None}
    reasons = {path: _reasons(draft, waivable) for path, draft in drafts.items()}
    needed: set[tuple[str, str]] = set()
    sorted_out = Sorted()
    for finding in findings:
        reason = reasons.get(finding.path, {}).get(finding.rule)
        if reason is None:
            sorted_out.kept.append(finding)
        else:
            needed.add((finding.path, finding.rule))
            sorted_out.waived.append(Waived(finding, reason))
    for path, draft in drafts.items():
        for waiver in draft.front.many(RULE):
            rule, line = _rule(waiver), draft.front.line(RULE)
            if rule not in reasons[path]:
                message, cure = _why_not(waiver, waivable)
                sorted_out.kept.append(Finding(path, line, RULE, message, cure))
            elif (path, rule) not in needed:
                message = f"Nothing is found by `{rule}`, so there is nothing to waive."
                cure, severity = "Take the waiver out.", Severity.WARNING
                sorted_out.kept.append(Finding(path, line, RULE, message, cure, severity))
    return sorted_out


def _reasons(draft: Draft, waivable: Collection[str]) -> Mapping[str, str]:
    """Give the reason of each waiver that counts, by its rule."""
    return {
        _rule(waiver): waiver.partition(":")[2].strip()
        for waiver in draft.front.many(RULE)
        if _rule(waiver) in waivable and len(words(waiver.partition(":")[2])) >= REASON_LEAST
    }


def _rule(waiver: str) -> str:
    return waiver.partition(":")[0].strip()


def _why_not(waiver: str, waivable: Collection[str]) -> tuple[str, str]:
    rule = _rule(waiver)
    if rule not in waivable:
        known = ", ".join(sorted(waivable))
        return f"`{rule}` is no rule that can be waived.", f"There is {known}."
    return f"`{waiver}` gives no reason.", f"Write `{rule}: the reason in words`."
