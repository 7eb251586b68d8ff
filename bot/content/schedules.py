"""Templates of when a group is asked, as files that a study group edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from bot.content.choices import read_choices
from bot.content.findings import Finding
from bot.content.tables import Table
from bot.core.errors import Misused
from bot.core.slots import read_rhythm

FOLDER = "templates"
LATE_HOURS, LATE_HOURS_MOST = 6, 48
REVIEW_AT = "16:00"
_KEYS = (
    "id", "title", "days", "opens", "closes", "post_if_late_within", "default",
    "review_day", "review_at",
)  # fmt: skip
_CURE = "See weekdays.toml beside it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A rhythm without a zone. ``days`` are ISO weekdays as digits, times are wall times.

    The weekly review comes on ``review_day`` (1 to 7): the last posting day, unless named.
    """

    id: str
    title: str
    days: str
    opens: str
    closes: str
    late_hours: int
    default: bool
    review_day: int
    review_at: str


def read_templates(root: Path) -> tuple[tuple[Template, ...], list[Finding]]:
    """Read every template; a broken one is left out with its finding."""
    return read_choices(
        root / FOLDER, _template, noun="template", rule="schedule", cure=_CURE,
        default="New groups get one template.",
    )  # fmt: skip


def _template(file: Table) -> Template:
    file.only(_KEYS)
    late = file.whole("post_if_late_within", LATE_HOURS)
    if not 0 <= late <= LATE_HOURS_MOST:
        said = f"`post_if_late_within` is a number of hours from 0 to {LATE_HOURS_MOST}."
        raise file.wrong(said, "post_if_late_within")
    days = _days(file)
    review_day = file.whole("review_day", int(days[-1]))
    if not 1 <= review_day <= 7:
        said = "`review_day` is a number from 1 (Monday) to 7 (Sunday)."
        raise file.wrong(said, "review_day")
    template = Template(
        id=file.text("id"),
        title=file.text("title"),
        days=days,
        opens=_wall_time(file, "opens"),
        closes=_wall_time(file, "closes"),
        late_hours=late,
        default=file.flag("default"),
        review_day=review_day,
        review_at=_wall_time(file, "review_at", REVIEW_AT),
    )
    try:
        read_rhythm("UTC", template.days, template.opens, template.closes)
    except Misused as no:
        raise file.wrong(str(no), "opens") from None
    return template


def _days(file: Table) -> str:
    days = file.data.get("days")
    sound = isinstance(days, list) and all(
        isinstance(day, int) and not isinstance(day, bool) and 1 <= day <= 7 for day in days
    )
    if not isinstance(days, list) or not sound or not days or len(set(days)) < len(days):
        said = "`days` is a list of different numbers from 1 (Monday) to 7 (Sunday)."
        raise file.wrong(said, "days")
    return "".join(str(day) for day in sorted(days))


def _wall_time(file: Table, key: str, default: str | None = None) -> str:
    # TOML has times of its own, and an author may well leave the quotation marks out.
    value = file.data.get(key, default)
    try:
        wall = value if isinstance(value, time) else time.fromisoformat(file.text(key, default))
    except ValueError:
        raise file.wrong(f"`{key}` is no time of day.", key, "Write it as 08:30.") from None
    if wall.tzinfo is not None:
        said = f"`{key}` names a zone, and a group brings its own."
        raise file.wrong(said, key, "Write it as 08:30.")
    return wall.strftime("%H:%M")
