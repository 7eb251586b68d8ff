"""The words of the workbooks: bands, doubts about items, and what each sheet means.

Plain, short and kind. It knows values of ``bot.core``; it knows no cell.
"""

from __future__ import annotations

from datetime import date

from bot.core.consent import CROWD
from bot.core.growth import GROWTH_FROM, WEEKS, Growth
from bot.core.reports import GroupReport

#: What stands where a band needs more answers.
EARLY = "Too early"

assert CROWD == 5, "the sentences below say five"
assert (WEEKS, GROWTH_FROM) == (4, 15), "the sentences below say four weeks and fifteen"

GROUP_SHEETS = {
    "Summary": "the group at a glance, and its weeks",
    "Members": "those who agreed to be shown: active days, and a band per domain",
    "Growth": "who came furthest in four weeks, of those who stand on the board",
    "Teams": "teams side by side",
    "Domains": "everyone by domain, then the bands of those who agreed",
    "Items": "how each question did, what its options drew, and what is worth a look",
    "Answers": "every answer without a name, to filter and to count for yourself",
}
MEMBER_SHEETS = {
    "My progress": "your weeks and your streak",
    "Domains": "how you stand in each domain, beside how you rated yourself",
    "Growth": "how far you came in four weeks",
    "To revisit": "what you missed and have not had right since",
    "Notes": "what you noted down",
    "Answers": "every answer you gave, with its verdict",
}

PROMISE = (
    "Nobody is named who has not agreed. A figure needs five people behind it, else it is blank. "
    "A day counts once it is over and five people have answered on it; quieter days wait for the "
    "end of their week and count together."
)
OWN = "Only you are given this file."
BANDS = (
    "Firm: 70 % right or more. Getting there: half or more. Shaky: less than half. "
    "Under five answers it is too early to say."
)
TEAMS = "A share needs five people behind it; a band needs five, or that all have agreed. "
ITEMS = (
    "First answers only, from five on. With 90 % certainty the share right lies between "
    "“from” and “to”. Options are numbered as in the question's file; for ordering and "
    "matching, the share who had that step or pair right. “Tells the able” is how far getting "
    "it right goes with ability, -1 to 1, over the first answers of all groups, from 30 on; 0.20 "
    "or more does well. “Worth a look” is a reason to read the question, not a verdict on it."
)
ANSWERS = (
    "By day, without names or times. Options are numbered as in the question's file. "
    "“late” was given after the close."
)
OWN_ANSWERS = "In the order in which you gave them. “late” was given after the close."
_GROWTH = (
    "how far what {} can do has moved in these four weeks, against how sure that is: from 1 on it "
    "is likely more than chance."
)
REVISIT = "Missed and not right since, the latest first. Its takeaway stands beside each."
NOTES = "The latest first."

NO_MEMBERS = "Nobody has agreed to be shown here yet; all members are in the totals."
NOBODY_GREW = "Nobody stands here yet: growth shows after some weeks of new questions."
NO_TEAMS = "The group has no teams."
NO_ITEMS = "No question has closed yet."
NO_ANSWERS = "Nothing to list yet."
NO_WEEKS = "No week with answers yet."
NO_REVISITS = "Nothing to revisit: all that you missed you have had right since."
NO_NOTES = "No notes yet. “Add note” stands under every verdict."


def unlisted(n: int) -> str:
    """Say why some answers are not in the list."""
    if not n:
        return ""
    noun = "1 answer is" if n == 1 else f"{n:,} answers are"
    return f" Not listed: {noun} from days on which fewer than five people answered."


def agreed(report: GroupReport) -> str:
    """Say how many members are shown, and where the others are."""
    if not report.agreed or report.agreed == report.members:
        return ""
    return (
        f"{report.agreed} of {report.members} members agreed to be shown; "
        "the others are in the totals."
    )


def grown(report: GroupReport) -> str:
    """Say who stands on the sheet of growth, and what the figure means."""
    return (
        f"{_span(report.growth_days)}, as “board by growth” shows it to everybody in the group: "
        "those alone who chose to stand on the board, and of whom growth shows. Growth is "
        f"{_GROWTH.format('somebody')}"
    )


def growth(days: tuple[date, date]) -> str:
    """Say what one's own growth means, and what it needs."""
    return (
        f"{_span(days)}. Growth is {_GROWTH.format('you')} It needs 15 new questions in these "
        "weeks and 15 before them; a domain needs as many of its own."
    )


def grew_by(change: float) -> str:
    """Say what a figure of growth comes to."""
    return "Likely more than chance." if change >= 1 else "Some; it may still be chance."


def grew(found: Growth) -> str:
    """Say what a figure of growth comes to, or what is missing for one."""
    if found.listed:
        return grew_by(round(found.change, 1))
    if found.told:
        return "None shows yet: it takes a while, and new questions bring it out."
    short = (
        (GROWTH_FROM - found.within, "in these weeks"),
        (GROWTH_FROM - found.before, "before them"),
    )
    missing = " and ".join(f"{n} {when}" for n, when in short if n > 0)
    return f"Too early to say: short of 15 by {missing}."


def _span(days: tuple[date, date]) -> str:
    first, last = days
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"


def others(report: GroupReport) -> str:
    """Say who the others are, and up to when their line reaches."""
    day = report.others_until
    return (
        "The others are those who never agreed, five or more of them, by what they answered "
        f"before Monday, {day.day} {day:%B %Y}."
    )


def days(n: int) -> str:
    """Count posting days."""
    return "1 posting day" if n == 1 else f"{n:,} posting days"
