"""A member's study plan: kept as events, worked out anew at each look from real answers.

Weakness is taken as it was when the week began, so that a week's goals stand still, and so that
no answer whose verdict waits for the close moves them. Others ask here for a member's exam day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from bot.cards import plans as screens
from bot.cards.blocks import Card
from bot.core import plans as rules
from bot.core.days import read_day
from bot.core.errors import AlreadyDone, Misused, NotFound
from bot.core.packs import PackStatus
from bot.core.plans import HOURS_MOST, Plan, PlanEvent, PlanTemplate
from bot.services import knowing
from bot.services.library import Library
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, events
from bot.store.tx import Tx

KEY = "plan"
KINDS = tuple(PlanEvent)


def plan_of(tx: Tx, learner_id: int, pack: str) -> Plan | None:
    """Give a learner's plan for a pack, also one that was put aside; None without any."""
    # Each verdict asks, and most people have none.
    if not events.has_own(tx, learner_id, KINDS):
        return None
    return rules.fold(events.own_events(tx, learner_id, KINDS), pack)


def exam_date_of(tx: Tx, learner_id: int, pack: str) -> date | None:
    """Give the day that a learner works towards: their exam, or for a retired one their finish.

    None where they named none; a group's finish day is the group's own. It may be past.
    """
    plan = plan_of(tx, learner_id, pack)
    return None if plan is None or plan.dropped else plan.until


def show_plan(scene: Scene) -> Reply:
    """Show the asker's plan, or the form for one."""
    plan = _own(scene)
    if plan is None or plan.dropped:
        return ask(scene)
    return Reply(card=_card(scene, plan), key=KEY)


def ask(scene: Scene) -> Reply:
    """Open the form for a plan, filled with what is known."""
    plan, pack = _own(scene), scene.catalogue.pack
    retired = pack.status is PackStatus.RETIRED
    until = plan.until if plan is not None else None
    if until is None and scene.group is not None:
        until = scene.group.finish_day
    ahead = until is not None and until > scene.today
    kinds = tuple((each.id, each.title) for each in scene.library.plans)
    usual = usual_plan(scene.library)
    card = screens.plan_form(
        retired=retired,
        until=until.isoformat() if ahead and until is not None else "",
        hours=str(plan.hours) if plan is not None else "",
        kinds=kinds,
        kind=plan.template if plan is not None else usual.id,
        exists=plan is not None and not plan.dropped,
    )
    return Reply(card=card, key=KEY)


def save(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep the day, the hours and the kind of the asker's plan."""
    before = _own(scene)
    pack = scene.catalogue.pack
    retired = pack.status is PackStatus.RETIRED
    until = _day(scene, " ".join(inputs.get("until", ())).strip(), retired=retired)
    said = "".join(inputs.get("hours", ())).strip()
    if not said and before is not None:
        said = str(before.hours)
    hours = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
    if not 1 <= hours <= HOURS_MOST:
        raise Misused(screens.hours_refusal())
    kind = "".join(inputs.get("kind", ())) or (before.template if before else "")
    template = template_of(scene.library, kind)
    scene.log_own(
        PlanEvent.SET,
        pack=scene.pack,
        until=until.isoformat(),
        hours=hours,
        template=template.id,
        day=scene.today.isoformat(),
    )
    plan = _own(scene)
    assert plan is not None
    notice = ""
    if plan.moved_from is not None and until - scene.today > rules.WEEK:
        notice = screens.moved_notice(plan.moved_from, until, retired=retired)
    return Reply(card=_card(scene, plan, notice), key=KEY)


def drop(scene: Scene) -> Reply:
    """Put the asker's plan aside."""
    plan = _own(scene)
    if plan is None or plan.dropped:
        raise AlreadyDone("There is no plan to put aside. `/study plan` makes one.")
    scene.log_own(PlanEvent.DROPPED, pack=scene.pack)
    return Reply(card=screens.dropped_card(), key=KEY)


def restore(scene: Scene) -> Reply:
    """Let the plan that was put aside hold again."""
    plan = _own(scene)
    if plan is None:
        raise NotFound("There is no plan yet. `/study plan` makes one.")
    if plan.dropped:
        scene.log_own(PlanEvent.RESTORED, pack=scene.pack)
    return show_plan(scene)


def usual_plan(library: Library) -> PlanTemplate:
    """Give the kind of plan for whoever does not choose: the one marked, else the first."""
    marked = [each for each in library.plans if each.default]
    found = next(iter([*marked, *library.plans]), None)
    if found is None:
        raise NotFound("No kind of plan could be read. `cohort check` says why.")
    return found


def template_of(library: Library, name: str) -> PlanTemplate:
    """Give a kind of plan; the usual one where its file is gone."""
    found = next((each for each in library.plans if each.id == name), None)
    return found if found is not None else usual_plan(library)


def _own(scene: Scene) -> Plan | None:
    return plan_of(scene.tx, scene.learner_id, scene.pack) if scene.learner_id else None


def _day(scene: Scene, text: str, *, retired: bool) -> date:
    if not text:
        raise Misused("A plan needs a day to work towards: `plan 2027-01-22 3`. It can be moved.")
    until = read_day(text, scene.today)
    if until < scene.today and retired:
        raise Misused("That day is past. Give a day ahead, such as one in eight weeks.")
    if until < scene.today:
        raise Misused(
            "That day is past. If you have sat the exam, `/study exam-result` keeps how it went; "
            "else give the day that is ahead."
        )
    if until - scene.today > rules.AHEAD_MOST:
        raise Misused("That is more than two years ahead. Give a nearer day; it can be moved.")
    return until


def _card(scene: Scene, plan: Plan, notice: str = "") -> Card:
    pack, learner_id = scene.catalogue.pack, scene.me.learner_id
    template = template_of(scene.library, plan.template)
    week = rules.monday(scene.today)
    given = attempts.answers_by_day(scene.tx, learner_id, pack.id, min(plan.since, week))
    by_day: Counter[date] = Counter()
    this_week: Counter[str] = Counter()
    for day, domain, n in given:
        by_day[day] += n
        if day >= week:
            this_week[domain] += n
    retired = pack.status is PackStatus.RETIRED
    course = rules.course_of(plan, template, scene.today, by_day, rests=not retired)
    then = knowing.ability_before(scene.tx, learner_id, pack, week.isoformat())
    strength = {name: then.share(name) for name in then.domains}
    asked = rules.goals(pack.domains, strength, course.questions)
    return screens.plan_card(
        screens.Shown(
            pack=pack.short,
            retired=retired,
            until=plan.until,
            today=scene.today,
            hours=plan.hours,
            kind=template.title,
            course=course,
            goals=tuple(
                screens.Goal(
                    id=domain.id,
                    title=domain.title,
                    done=this_week[domain.id],
                    asked=asked[domain.id],
                )
                for domain in pack.domains
            ),
            known=any(term.n for term in then.domains.values()) or bool(given),
            notice=notice,
        )
    )
