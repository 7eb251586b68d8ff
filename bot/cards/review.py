"""The weekly domain review as everybody sees it, and what its button says where nothing is left.

Words and figures of a ``Review``, and nothing beyond it: it holds only what may be told.
"""

from __future__ import annotations

from bot.cards.actions.runs import Practise
from bot.cards.actions.weekly import ReviewFive
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Picture,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.wording import counted, day_month, number_word, percent
from bot.core.charting import BarChart, Level
from bot.core.review import FIRM, SHAKY, TOLD_FROM, Line, Review, Trap

FIVE = 5


def review_card(review: Review, bulletin_id: int) -> Card:
    """Show a domain since its last review; one line where there is too little to say."""
    since = day_month(review.since)
    heading = f"{review.title} since {since}: {counted(review.answers, 'answer')}"
    blocks: list[Block] = [Heading(text=heading)]
    if review.told[0]:
        blocks.append(Prose(text=ground(review), tone=Tone.STRONG))
        if review.trap is not None:
            blocks.append(Prose(text=_trap(review.trap)))
        blocks += _chart(review)
        blocks.append(_table(review))
        blocks += [Prose(text=text) for text in (_movement(review), _coverage(review)) if text]
    else:
        blocks.append(Prose(text=_too_little(review)))
    button = Button(
        label="Review 5",
        action=ReviewFive(bulletin_id),
        style=Style.PRIMARY,
        name=f"Review 5 questions of {review.title}, in private",
    )
    blocks.append(Buttons(buttons=(button,)))
    blocks.append(
        Prose(
            text="Review 5 is yours alone: what you missed or have not met here.", tone=Tone.QUIET
        )
    )
    if review.onward:
        blocks.append(Prose(text=f"Next week: {review.onward}.", tone=Tone.QUIET))
    return Card(title="Weekly review", blocks=tuple(blocks), reveals=True)


def ground(review: Review) -> str:
    """Name the firm and the shaky ground in words."""
    best, worst = review.firmest, review.shakiest
    if best is None or worst is None:
        return ""
    parts = []
    if _share(best) >= FIRM:
        parts.append(f"Firm: {best.title}, {percent(_share(best))}.")
    if _share(worst) < SHAKY:
        parts.append(f"Shaky: {worst.title}, {percent(_share(worst))}.")
    if not parts and best is worst:
        parts.append(f"In between: {best.title}, {percent(_share(best))}.")
    elif not parts:
        low, high = percent(_share(worst)), percent(_share(best))
        parts.append(f"Neither firm nor shaky: between {low} and {high} in every task.")
    elif best is not worst and _share(worst) >= FIRM:
        parts = [f"Firm all over: {percent(_share(worst))} or more in every task."]
    return " ".join(parts)


def nothing_card(title: str, domain: str, since: str) -> Card:
    """Say that a member has nothing left to review, and what else there is."""
    text = f"Nothing is left to review in {title}: since {since} you have missed nothing here."
    more = Button(label="Practise 5", action=Practise(domain, FIVE), style=Style.PRIMARY)
    return Card(
        title="Review",
        blocks=(
            Heading(text=f"Review · {title}", level=2),
            Prose(text=text),
            Buttons(buttons=(more,)),
        ),
    )


def run_notice(n: int, title: str, since: str) -> str:
    """Say how many a private review has, where they are fewer than five."""
    if n >= FIVE:
        return ""
    words = "One question" if n == 1 else f"{number_word(n).capitalize()} questions"
    return f"{words}: all that you missed or have not met in {title} since {since}."


def _share(line: Line) -> float:
    return line.share or 0.0


def _trap(trap: Trap) -> str:
    why = " ".join(part for part in (trap.tempts, trap.breaks) if part)
    drew = f"Taken by {trap.drew} of {trap.answers}."
    return f"The trap, asked “{trap.question}”: “{trap.option}” {drew} {why}".strip()


def _chart(review: Review) -> list[Block]:
    """Set the tasks that can be told side by side; a single one is no comparison."""
    told = [line for line in review.lines if line.told]
    if len(told) < 2:
        return []
    chart = BarChart(
        title=f"{review.title}: share right by task",
        bars=tuple(
            Level(label=line.title, value=line.share, n=line.told, mark=_mark(_share(line)))
            for line in told
        ),
    )
    return [Picture(chart=chart)]


def _mark(share: float) -> str:
    return "firm" if share >= FIRM else "shaky" if share < SHAKY else ""


def _table(review: Review) -> Table:
    return Table(
        caption="Right, by task",
        columns=("Task", "Right", "Answers"),
        rows=tuple(
            (f"{line.task} {line.title}", _right(line), str(line.answers)) for line in review.lines
        ),
        numeric=frozenset((1, 2)),
    )


def _right(line: Line) -> str:
    if line.share is not None:
        return percent(line.share)
    return "too few to say" if line.answers else "not asked"


def _movement(review: Review) -> str:
    answered, right = review.told
    if review.before is None or not review.before[0]:
        return ""
    then = review.before[1] / review.before[0]
    text = f"In all {percent(right / answered)} right; {percent(then)} at the review before."
    if review.climbed is not None:
        better, counted_ = review.climbed
        text += (
            f" Of {number_word(counted_)} members who share their figures,"
            f" {number_word(better)} did better than before."
        )
    return text


def _coverage(review: Review) -> str:
    text = f"Concepts asked so far: {review.met} of {review.concepts}"
    if 0 < review.fresh < review.met:
        text += f", {number_word(review.fresh)} of them new"
    return f"{text}."


def _too_little(review: Review) -> str:
    if not review.answers:
        return "Nobody has answered a question here since then, so there is nothing to tell yet."
    return (
        f"Too few to say more without telling who: a task needs {number_word(TOLD_FROM)} answers."
    )
