"""One's own progress: figures with their words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.me import GroupProgress
from bot.cards.actions.own import Today
from bot.cards.actions.runs import Continue, Practise
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Meter,
    Prose,
    Style,
    Tone,
)
from bot.cards.inventory import offer_button, offer_line
from bot.cards.onboarding import FAMILIARITY
from bot.cards.readiness import Said, interval, raises_of, said_of
from bot.cards.wording import counted, percent, points, times
from bot.core.readiness import Range, Told

#: The self-rating that claims nothing.
NEW = FAMILIARITY[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLine:
    """One domain of a person's progress. ``rated`` is the self-rating in words, if given.

    ``proved`` says that it is old enough to be set against the truth; ``ahead`` is the share
    of new questions that the person would get right, where it is told.
    """

    id: str
    title: str
    right: int
    answered: int
    met: int
    concepts: int
    rated: str = ""
    proved: bool = False
    ahead: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A person's own progress. ``streak`` and ``freezes`` count posting days.

    ``told`` is how ready they are; None before the first answer. ``explained`` are
    (explanations written, thanks for them), ``intents`` (read rightly, read). To a ``lead``
    the group's is offered, too, and with ``inventory`` the skills inventory. Somebody ``alone``
    is in no group: no streak, no points, no board.
    """

    pack: str
    retired: bool
    domains: tuple[DomainLine, ...]
    streak: int
    streak_note: str
    notes: int
    unfinished: bool
    week_points: int
    open_question: bool
    told: Told | None = None
    intents: tuple[int, int] = (0, 0)
    explained: tuple[int, int] = (0, 0)
    lead: bool = False
    waiting: int = 0
    alone: bool = False
    inventory: bool = False


def progress_card(own: Own) -> Card:
    """Show one's own domains, streak, and what next. Seen by its owner only."""
    answered = sum(line.answered for line in own.domains)
    right = sum(line.right for line in own.domains)
    blocks: list[Block] = [Heading(text=f"Your progress · {own.pack}", level=2)]
    if own.waiting:
        them = counted(own.waiting, "answer")
        blocks.append(Prose(text=f"{them} in, the verdict comes at the close.", tone=Tone.QUIET))
    if not answered and not own.waiting:
        blocks.append(Prose(text="Nothing answered yet. Two minutes with one question is a start."))
    elif answered:
        said = ready_words(own)
        blocks.append(Prose(text=said.answer, tone=Tone.STRONG))
        if said.more:
            blocks.append(Prose(text=" ".join(said.more)))
        blocks += [domain_meter(line) for line in own.domains]
        so_far = f"{right} of {counted(answered, 'answer')} right so far."
        blocks.append(Prose(text=so_far, tone=Tone.QUIET))
    if own.inventory:
        blocks.append(offer_line())
    facts: list[tuple[str, str]] = []
    if not own.alone:
        facts = [("Streak", own.streak_note), ("Points this week", points(own.week_points))]
    read_right, read = own.intents
    if read:
        facts.append(("What decides, read rightly", f"{read_right} of {read}"))
    written, thanks = own.explained
    if written:
        words = f"{written}, which helped {times(thanks)}" if thanks else str(written)
        facts.append(("Your explanations", words))
    if own.notes:
        facts.append(("Notes", f"{own.notes}, see `/study notes`"))
    if facts:
        blocks.append(Facts(pairs=tuple(facts)))
    blocks.append(Prose(text=_next(own), tone=Tone.QUIET))
    blocks.append(Buttons(buttons=_steps(own)))
    return Card(title="Your progress", blocks=tuple(blocks))


def domain_meter(line: DomainLine) -> Meter:
    """Show how one domain goes, in figures with their words."""
    met = f"{line.met} of {counted(line.concepts, 'concept')} met"
    so_far = f"{line.right} of {line.answered}"
    # What was said on the first day stands before the figure that it is measured by.
    against = f"{said_then(line.rated)}: {so_far} so far" if line.rated and line.proved else ""
    if not line.answered:
        words = f"nothing yet, {met}"
    elif line.ahead is not None:
        likely = f"likely {interval(line.ahead)} of new ones"
        words = "; ".join(
            (against or f"{so_far} right", likely, f"{line.met} of {line.concepts} met")
        )
    else:
        share = percent(line.right / line.answered)
        words = f"{against}; {met}" if against else f"{so_far} right ({share}), {met}"
    if line.rated and not (line.proved and line.answered):
        words += f"; you said: {line.rated.lower()}"
    return Meter(
        label=line.title, value=line.right / line.answered if line.answered else 0.0, words=words
    )


def ready_words(own: Own) -> Said:
    """Say how ready somebody is who has answered something."""
    assert own.told is not None
    titles = {line.id: line.title for line in own.domains}
    return said_of(own.told, own.pack, titles, waiting=own.waiting)


def said_then(rated: str) -> str:
    """Put a self-rating as something that was said: ``you said you could teach it``."""
    return "you said it was new" if rated == NEW else f"you said you {rated.lower()}"


def _aim(own: Own) -> DomainLine:
    """Give the domain to go on with: where it would raise most, else the weakest so far."""
    raises = raises_of(own.told, waiting=own.waiting) if own.told else ""
    return next((line for line in own.domains if line.id == raises), None) or _weakest(own)


def _weakest(own: Own) -> DomainLine:
    # Two imagined answers, one right: a single miss does not make a domain the weakest.
    return min(own.domains, key=lambda line: ((line.right + 1) / (line.answered + 2), line.id))


def _next(own: Own) -> str:
    if own.open_question:
        return "Next: today's question waits for you."
    if own.unfinished:
        return "Next: a practice run is waiting where you left it."
    aim = _aim(own)
    why = "where it helps most" if aim.ahead is not None else "where it is thinnest"
    return f"Next: a short run in {aim.title}, {why}."


def _steps(own: Own) -> tuple[Button, ...]:
    aim = _aim(own)
    steps = []
    if own.open_question:
        steps.append(Button(label="Today's question", action=Today(), style=Style.PRIMARY))
    if own.unfinished:
        steps.append(Button(label="Go on", action=Continue()))
    else:
        steps.append(Button(label=f"Practise {aim.title}", action=Practise(aim.id, 5)))
    if own.inventory:
        steps.append(offer_button())
    if not own.alone:
        board = ShowBoard("week", "members")
        steps.append(Button(label="The board", action=board, style=Style.QUIET))
    if own.lead:
        steps.append(Button(label="The group", action=GroupProgress(), style=Style.QUIET))
    return tuple(steps)
