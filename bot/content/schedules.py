"""Templates of when a group is asked, as files that a study group edits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.content.findings import Finding
from bot.core.errors import Misused
from bot.core.slots import read_rhythm

FOLDER = "templates"
_KEYS = {"id", "title", "days", "opens", "closes", "post_if_late_within", "default"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A rhythm without a zone. ``days`` are ISO weekdays as digits, times are wall times."""

    id: str
    title: str
    days: str
    opens: str
    closes: str
    late_hours: int
    default: bool


def read_templates(root: Path) -> tuple[tuple[Template, ...], list[Finding]]:
    """Read every template; a broken one is left out with its finding."""
    templates: list[Template] = []
    findings: list[Finding] = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        where = f"{root.name}/{path.relative_to(root).as_posix()}"
        try:
            templates.append(_template(tomllib.loads(path.read_text(encoding="utf-8"))))
        except (Misused, KeyError, ValueError, TypeError, OSError) as wrong:
            text = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong).rstrip(".")
            findings.append(
                Finding(where, 1, "schedule", f"The template cannot be used: {text}.",
                        "See weekdays.toml beside it.")
            )  # fmt: skip
    return tuple(templates), findings


def _template(data: dict[str, object]) -> Template:
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise ValueError(f"there is no `{unknown[0]}` in a template")
    days, late = data["days"], data.get("post_if_late_within", 6)
    if not isinstance(days, list) or not all(isinstance(day, int) for day in days):
        raise ValueError("`days` is a list of numbers from 1 (Monday) to 7 (Sunday)")
    if not isinstance(late, int) or not 0 <= late <= 48:
        raise ValueError("`post_if_late_within` is a number of hours from 0 to 48")
    template = Template(
        id=str(data["id"]),
        title=str(data["title"]),
        days="".join(str(day) for day in sorted(days)),
        opens=str(data["opens"]),
        closes=str(data["closes"]),
        late_hours=late,
        default=bool(data.get("default", False)),
    )
    read_rhythm("UTC", template.days, template.opens, template.closes)
    return template
