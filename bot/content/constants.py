"""A pack's own constants: ``[model]``, ``[readiness]`` and ``[memory]`` of its manifest.

Each table and each key may be left out; what is not said holds as it does everywhere. It knows
what may stand there, and nothing of what is worked out with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from bot.content.tables import Table, Unusable
from bot.core.ability import DEFAULTS, Parameters
from bot.core.memory import LEAST_RETENTION, MOST_RETENTION, RETENTION
from bot.core.readiness import USUAL_CUT, USUAL_GAP, Cut, Gap

#: What each number of [readiness] may be: shares right, and logits.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "cut_mean": (0.0, 1.0),
    "cut_sd": (0.0, 0.2),
    "cut_low": (0.0, 1.0),
    "cut_high": (0.0, 1.0),
    "gap_mean": (-2.0, 2.0),
    "gap_sd": (0.0, 2.0),
}


def read_model(file: Table) -> Parameters:
    """Read the constants of the ability model that a pack has otherwise."""
    table = _optional(file, "model")
    if table is None:
        return DEFAULTS
    table.only(each.name for each in fields(Parameters))
    numbers = {key: table.number(key, 0.0) for key in table.data if key != "intercept_span"}
    for key, value in numbers.items():
        if key.endswith("variance") and value <= 0:
            raise table.wrong(f"`{key}` is how far something varies: more than 0.", key)
        if key.endswith(("drift", "reach")) and value < 0:
            raise table.wrong(f"`{key}` is 0 or more.", key)
    if not 0 <= numbers.get("guess", 0.0) < 1:
        raise table.wrong("`guess` is a share of luck: from 0 to below 1.", "guess")
    span = table.whole("intercept_span", DEFAULTS.intercept_span)
    if span < 1:
        raise table.wrong("`intercept_span` is a number of answers, 1 or more.", "intercept_span")
    return replace(DEFAULTS, **numbers, intercept_span=span)


def read_readiness(file: Table) -> tuple[Cut, Gap]:
    """Read the share right that passes, and how the exam differs from practice."""
    table = _optional(file, "readiness")
    if table is None:
        return USUAL_CUT, USUAL_GAP
    table.only(_BOUNDS)
    numbers = {key: _within(table, key, *_BOUNDS[key]) for key in table.data}
    cut = replace(USUAL_CUT, **_of(numbers, "cut_"))
    if not cut.low < cut.mean < cut.high:
        raise _unordered(table, cut)
    return cut, replace(USUAL_GAP, **_of(numbers, "gap_"))


def read_retention(file: Table) -> float:
    """Read the share of what comes back that should still be known then."""
    table = _optional(file, "memory")
    if table is None:
        return RETENTION
    table.only(("retention",))
    if "retention" not in table.data:
        return RETENTION
    return _within(table, "retention", LEAST_RETENTION, MOST_RETENTION)


def _optional(file: Table, key: str) -> Table | None:
    return file.table(key) if key in file.data else None


def _within(table: Table, key: str, low: float, high: float) -> float:
    value = table.number(key, low)
    if not low <= value <= high:
        raise table.wrong(f"`{key}` is {value:g}.", key, f"Give a number from {low:g} to {high:g}.")
    return value


def _of(numbers: Mapping[str, float], start: str) -> dict[str, float]:
    return {key.removeprefix(start): n for key, n in numbers.items() if key.startswith(start)}


def _unordered(table: Table, cut: Cut) -> Unusable:
    """Refuse a cut that does not lie within its own ends, on the line of what was said of it."""
    apart = ("cut_low", "cut_mean") if cut.low >= cut.mean else ("cut_high", "cut_mean")
    key = next(key for key in apart if key in table.data)
    return table.wrong(
        f"The cut, {cut.mean:g}, does not lie between its ends, {cut.low:g} and {cut.high:g}.",
        key,
        "Give `cut_low` below `cut_mean`, and `cut_high` above it.",
    )
