"""Charts that are hard to draw: nothing, one, all, long names, foreign names, huge counts."""

from __future__ import annotations

from bot.core.charting import BarChart, Chart, Count, CountChart, Level, Line, LineChart, Scale

DOMAINS = (
    "Data Engineering",
    "Exploratory Data Analysis",
    "Modeling",
    "ML Implementation and Operations",
)
_TASKS = (
    "Create data repositories for machine learning",
    "Identify and implement a data ingestion solution",
    "Identify and implement a data transformation solution",
    "Sanitize and prepare data for modeling",
    "Perform feature engineering",
    "Analyze and visualize data for machine learning",
    "Frame business problems as machine learning problems",
    "Select the appropriate model(s) for a given machine learning problem",
    "Train machine learning models",
    "Perform hyperparameter optimization",
    "Evaluate machine learning models",
    "Build machine learning solutions for performance, availability, scalability, "
    "resiliency, and fault tolerance",
)

#: The usual ones, by name.
USUAL: dict[str, Chart] = {
    "domains": BarChart(
        title="How firm each domain is",
        bars=tuple(
            Level(label=label, value=value, n=n, low=low, high=high, mark=mark)
            for label, value, n, low, high, mark in zip(
                DOMAINS,
                (0.74, 0.62, 0.43, 1.0),
                (31, 26, 14, 6),
                (0.57, 0.43, 0.21, 0.61),
                (0.86, 0.78, 0.67, 1.0),
                ("", "", "focus next", ""),
                strict=True,
            )
        ),
    ),
    "options": CountChart(
        title="What the group chose",
        counts=tuple(
            Count(label=label, count=count, mark="right" if label == "D" else "")
            for label, count in zip("ABCD", (2, 3, 0, 7), strict=True)
        ),
    ),
    "bands": CountChart(
        title="Scores in the last mock exam",
        unit=("member", "members"),
        counts=tuple(
            Count(label=f"{low}–{low + 9} %", count=count)
            for low, count in zip(range(30, 100, 10), (1, 0, 3, 6, 9, 4, 2), strict=True)
        ),
    ),
    "weeks": LineChart(
        title="Right at the first try, by week",
        labels=("2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov", "7 Dec"),
        lines=(Line(name="Group", values=(0.41, 0.52, None, 0.58, 0.66, 0.71)),),
    ),
    "domains by week": LineChart(
        title="Right at the first try, by domain and week",
        labels=tuple(f"W{week}" for week in range(36, 49)),
        lines=tuple(
            Line(
                name=name,
                values=tuple(
                    None if (week + row) % 7 == 3 else min(1.0, 0.2 + 0.1 * row + 0.04 * week)
                    for week in range(13)
                ),
            )
            for row, name in enumerate(DOMAINS)
        ),
    ),
}

HARD: dict[str, Chart] = {
    "no line": LineChart(title="Progress", labels=(), lines=()),
    "no bar": BarChart(title="Progress", bars=()),
    "no count": CountChart(title="Progress", counts=()),
    "one point": LineChart(
        title="One week", labels=("2 Nov",), lines=(Line(name="You", values=(1.0,)),)
    ),
    "flat": LineChart(
        title="Points",
        labels=("a", "b"),
        lines=(Line(name="x", values=(0, 0)),),
        scale=Scale.NUMBER,
    ),
    "up and down": LineChart(
        title="Points a week",
        scale=Scale.NUMBER,
        labels=tuple(f"{day} November 2026" for day in (2, 9, 16, 23, 30)),
        lines=(Line(name="You", values=(-120_000, 95.5, 1_310_000, None, 0)),),
    ),
    "a zigzag": LineChart(
        title="Zigzag",
        labels=tuple(f"W{week}" for week in range(52)),
        lines=(Line(name="You", values=tuple(week % 2 for week in range(52))),),
    ),
    "six lines": LineChart(
        title="Six teams",
        labels=("2 Nov", "9 Nov", "16 Nov"),
        lines=tuple(Line(name=f"{DOMAINS[3]} {row}", values=(None, 0, 1)) for row in range(6)),
    ),
    "twelve bars": BarChart(
        title="Accuracy by task statement, over everything that this group has answered since "
        "September",
        bars=tuple(
            Level(label=task, value=row / 11, n=10**row, low=row / 12, high=(row + 1) / 12)
            for row, task in enumerate(_TASKS)
        ),
    ),
    "bars of nothing and all": BarChart(
        title="Domains",
        bars=(
            Level(label="Data", value=0.0, n=1, low=0.0, high=0.0),
            Level(label="Model", value=1.0, n=1, low=1.0, high=1.0),
            Level(label="Run", value=None, n=0),
        ),
    ),
    "points": BarChart(
        title="Points",
        scale=Scale.NUMBER,
        bars=tuple(Level(label=f"Team {n}", value=999_999 * n, n=n + 1) for n in range(3)),
    ),
    "names": CountChart(
        title="Teams 🦊 of שלום and $x^2$ \\frac{",
        counts=(
            Count(label="مرحبا بالعالم", count=3),
            Count(label="王小明", count=4),
            Count(label="Ann 🦊 👩‍👩‍👧 \u202e\x07", count=10**13, mark="you"),
            Count(label="W" * 40_000, count=0),
            Count(label="", count=5),
            Count(label="e\u0301\u0301\u0301 ﷺ", count=5),
        ),
    ),
}
ALL: dict[str, Chart] = {**USUAL, **HARD}
