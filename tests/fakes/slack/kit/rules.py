"""The words in which the table of Block Kit's limits is written. Knows no block or element.

A rule looks at one value and reports what Slack would say of it, with a JSON pointer. Messages
are worded as Slack words them, so that a failing test reads like the real refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias


class Report:
    """What is wrong with a payload, in Slack's words."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, at: str, message: str) -> None:
        """Note a problem at a JSON pointer."""
        self.problems.append(f"[ERROR] {message} [json-pointer:{at}]")


Rule: TypeAlias = Callable[[Report, Any, str], None]
Table: TypeAlias = Mapping[str, Rule]


def string(most: int, least: int = 1) -> Rule:
    """Want a text of `least` to `most` characters."""

    def rule(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str):
            report.add(at, "must be a string")
        elif len(value) < least:
            report.add(at, f"must be more than {least - 1} characters")
        elif len(value) > most:
            report.add(at, f"must be less than {most + 1} characters")

    return rule


def boolean(report: Report, value: Any, at: str) -> None:
    """Want true or false."""
    if not isinstance(value, bool):
        report.add(at, "must be a boolean")


def integer(least: int, most: int) -> Rule:
    """Want a whole number within bounds."""

    def rule(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add(at, "must be an integer")
        elif not least <= value <= most:
            report.add(at, f"must be between {least} and {most}")

    return rule


def choice(*values: str) -> Rule:
    """Want one of the named values."""

    def rule(report: Report, value: Any, at: str) -> None:
        if value not in values:
            report.add(at, f"must be one of: {', '.join(values)}")

    return rule


def items(rule: Rule, least: int, most: int) -> Rule:
    """Want a list of `least` to `most` values, each by the rule."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, list):
            report.add(at, "must be an array")
            return
        if len(value) < least:
            report.add(at, f"no fewer than {least} items allowed")
        if len(value) > most:
            report.add(at, f"no more than {most} items allowed")
        for index, one in enumerate(value):
            rule(report, one, f"{at}/{index}")

    return check


def shape(required: Table, optional: Table, *extra: Rule) -> Rule:
    """Want an object with these fields and no other; the extra rules look at it as a whole."""

    def rule(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            report.add(at, "must be an object")
            return
        before = len(report.problems)
        for name in required:
            if name not in value:
                report.add(at, f"missing required field: {name}")
        for name, inner in value.items():
            field = required.get(name) or optional.get(name)
            if name == "type":
                continue
            if field is None:
                report.add(at, f"invalid additional property: {name}")
            else:
                field(report, inner, f"{at}/{name}")
        if len(report.problems) == before:
            for one in extra:
                one(report, value, at)

    return rule


def by_type(table: Table) -> Rule:
    """Want an object whose `type` names one of the shapes."""

    def rule(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            report.add(at, "must be an object")
            return
        kind = value.get("type")
        inner = table.get(kind) if isinstance(kind, str) else None
        if inner is None:
            report.add(f"{at}/type", f"unsupported type: {kind}")
        else:
            inner(report, value, at)

    return rule


def plain(most: int) -> Rule:
    """Want a plain_text object."""
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text(most: int) -> Rule:
    """Want a plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


def one_of(*names: str) -> Rule:
    """Want exactly one of the named fields."""

    def rule(report: Report, value: Any, at: str) -> None:
        if sum(name in value for name in names) != 1:
            report.add(at, f"must have exactly one of: {', '.join(names)}")

    return rule
