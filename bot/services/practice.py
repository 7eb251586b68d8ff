"""Private runs: begin one, go on with it, and sum it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.cards import drills as drill_screens
from bot.cards import inventory as inventory_screens
from bot.cards import practice as screens
from bot.cards.actions import Action
from bot.cards.actions.runs import BeginDrill, Practise
from bot.cards.wording import counted, number_word
from bot.core.errors import Misused, NotFound
from bot.core.items import Item
from bot.core.packs import Catalogue, Pool
from bot.core.practice import Fits, Picked, PracticeChoice, any_item, choose_practice
from bot.core.shuffle import show_order
from bot.services import answering, intents, inventory, knowing, marking, spacing
from bot.services.history import items_aside
from bot.services.keys import key_of
from bot.services.library import domain_title
from bot.services.marking import put_run_item
from bot.services.reply import Reply, about
from bot.services.scene import Scene
from bot.store import attempts, rounds, runs
from bot.store.tables import Run, RunItem
from bot.store.tx import Tx

#: An unfinished run is offered again for so long; then a new one simply begins.
RUN_LIFE = timedelta(days=14)


def begin(scene: Scene, domain: str, n: int) -> Reply:
    """Begin a run. An unfinished one is ended first; what was answered in it is kept."""
    catalogue = scene.catalogue
    if domain and domain not in catalogue.pack.domain_by_id:
        raise Misused(f"This pack has no domain `{domain}`. `/study help` shows what there is.")
    aside = items_aside(scene.tx, scene.within)
    pool = [
        item
        for item in catalogue.pool_items(Pool.PRACTICE)
        if (not domain or item.domain == domain) and item.id not in aside
    ]
    if not pool:
        title = domain_title(catalogue.pack, domain) if domain else catalogue.pack.short
        raise NotFound(f"There are no practice questions for {title} yet. Try another domain.")
    wanted = min(n, len(pool))
    notice = ""
    if wanted < n:
        has = "is" if wanted == 1 else "are"
        notice = f"There {has} {counted(wanted, 'practice question')} here for now: you get all."
    return _next(scene, _start(scene, domain, wanted), notice)


def begin_planned(
    scene: Scene, domain: str, plan: Sequence[str], source: str, notice: str, drill: str = ""
) -> Reply:
    """Begin a run of items chosen beforehand, by id. An unfinished run is ended first.

    ``source`` is what its answers are kept as; ``drill`` says which drill it is, if it is one.
    """
    return _next(scene, _start(scene, domain, len(plan), source, plan, drill), notice)


def take_inventory(scene: Scene, *, anew: bool) -> Reply:
    """Begin a skills inventory, go on with the one that waits, or show what the last one found.

    Where enough is known already nothing is asked. Refuses where nothing new is left to ask.
    """
    last = runs.latest_of(scene.tx, scene.me.learner_id, scene.pack, marking.INVENTORY)
    if last is not None and not anew:
        if last.ended_at is None and scene.now - last.started_at <= RUN_LIFE:
            return go_on(scene)
        if runs.score_of(scene.tx, last.id or 0)[1]:
            return inventory.profile(scene, last)
    knowing.catch_up(scene.tx, scene.library)
    if inventory.is_known(scene):
        return inventory.profile(scene, None)
    most = inventory.new_questions(scene)
    if not most:
        raise NotFound(
            "You have met every practice question here, so nothing new is left to measure with. "
            "`/study progress` shows how it goes, `/study review` brings back what is due."
        )
    run = _start(scene, "", most, marking.INVENTORY)
    return _next(scene, run, inventory_screens.begin_notice(most))


def _start(
    scene: Scene,
    domain: str,
    wanted: int,
    source: str = marking.PRACTICE,
    plan: Sequence[str] = (),
    drill: str = "",
) -> Run:
    learner_id, pack = scene.me.learner_id, scene.pack
    before = runs.open_run(scene.tx, learner_id, pack)
    if before is not None:
        _finish(scene, before)
    run = Run(
        learner_id=learner_id,
        account_id=scene.account_id,
        group_id=scene.within,
        pack=pack,
        domain=domain,
        source=source,
        plan=list(plan),
        drill=drill,
        wanted=wanted,
        started_at=scene.now,
    )
    scene.tx.add(run)
    scene.tx.flush()
    return run


def go_on(scene: Scene) -> Reply:
    """Go on with the latest run: the item that waits, the next one, or how it went."""
    run = runs.open_run(scene.tx, scene.me.learner_id, scene.pack)
    if run is None or scene.now - run.started_at > RUN_LIFE:
        raise NotFound("No run is waiting for you. `/study practice` begins one.")
    assert run.id is not None
    last = runs.last_item(scene.tx, run.id)
    if last is not None and last.id is not None:
        if attempts.attempt_on_run_item(scene.tx, last.id) is None:
            return _put(scene, run, last, "")
        if last.position >= run.wanted:
            return _summary(scene, run)
    return _next(scene, run, "")


def _next(scene: Scene, run: Run, notice: str) -> Reply:
    """Choose the next item of a run, so that it follows from all answered until now."""
    assert run.id is not None
    asked = runs.items_of(scene.tx, run.id)
    choice = _choose(scene, run, asked)
    if not choice.items:
        return _summary(scene, run)
    picked = choice.picked[0]
    item = picked.item
    if not asked and choice.again:
        count = "All" if not choice.unseen else number_word(choice.again).capitalize()
        notice = f"{notice} {count} of these you have met before: nothing newer is left.".strip()
    run_item = RunItem(
        run_id=run.id,
        position=len(asked) + 1,
        item_id=item.id,
        item_hash=rounds.keep_version(scene.tx, item, scene.now),
        option_order=show_order(
            item,
            item.pack,
            f"run{run.id}",
            str(len(asked) + 1),
            key=key_of(scene.tx, scene.within, item, item.hash),
        ),
        reason=picked.reason,
        shown_at=scene.now,
    )
    scene.tx.add(run_item)
    scene.tx.flush()
    return _put(scene, run, run_item, notice)


def _choose(scene: Scene, run: Run, asked: list[str]) -> PracticeChoice:
    """Choose what comes next; at the start the whole run, to say how much of it is new."""
    if run.plan:
        return _planned(scene, run, asked)
    if run.source == marking.INVENTORY:
        item = inventory.next_item(scene, run, asked)
        return PracticeChoice((Picked(item, False, ""),) if item is not None else ())
    knowing.catch_up(scene.tx, scene.library)
    back = _due_again(scene, run, asked)
    if back is not None:
        return PracticeChoice((back,))
    return choose_for(
        scene,
        1 if asked else run.wanted,
        meaning=(str(run.id), str(len(asked))),
        domain=run.domain,
        asked=asked,
    )


def _planned(scene: Scene, run: Run, asked: list[str]) -> PracticeChoice:
    """Give what is left of a plan, without what a group of the asker's is being asked just now."""
    barred = spacing.barred_from(scene.tx, run.learner_id, scene.within).union(asked)
    known = scene.catalogue.items
    left = [known[name] for name in run.plan if name in known and name not in barred]
    reason = spacing.reason_of if run.source == marking.REVIEW else _no_reason
    return PracticeChoice(tuple(Picked(item, False, reason(scene, item)) for item in left))


def _no_reason(_scene: Scene, _item: Item) -> str:
    return ""


def _due_again(scene: Scene, run: Run, asked: Sequence[str]) -> Picked | None:
    """Give what is due to come back, in the first half of a run: the rest is for new ground."""
    if len(asked) >= run.wanted // 2:
        return None
    met = {scene.catalogue.items[name].concept for name in asked if name in scene.catalogue.items}
    barred = spacing.barred_from(scene.tx, run.learner_id, scene.within).union(asked)
    for each in spacing.waiting(scene).due:
        if each.concept in met:
            continue
        item = spacing.sibling_of(scene, each.concept, barred)
        if item is not None and (not run.domain or item.domain == run.domain):
            return Picked(item, False, spacing.reason_of(scene, item))
    return None


def choose_for(
    scene: Scene,
    n: int,
    *,
    meaning: tuple[str, ...],
    domain: str,
    asked: Sequence[str] = (),
    fits: Fits = any_item,
) -> PracticeChoice:
    """Choose at most ``n`` practice items for the asker, as ``choose_practice`` does."""
    learner_id, catalogue = scene.me.learner_id, scene.catalogue
    aside = items_aside(scene.tx, scene.within)
    return choose_in(
        scene.tx, catalogue, learner_id, n, meaning=meaning, domain=domain, asked=asked,
        set_aside=aside, fits=fits,
    )  # fmt: skip


def choose_in(
    tx: Tx,
    catalogue: Catalogue,
    learner_id: int,
    n: int,
    *,
    meaning: tuple[str, ...],
    domain: str = "",
    asked: Sequence[str] = (),
    set_aside: frozenset[str] = frozenset(),
    fits: Fits = any_item,
) -> PracticeChoice:
    """Choose at most ``n`` practice items for a learner, by what is known of them and the items."""
    pack = catalogue.pack
    outlook = knowing.Outlook(tx, learner_id, pack)
    return choose_practice(
        catalogue,
        # The reason is shown: it must not tell of an answer whose verdict is still to come.
        totals={
            concept: (n, n_right)
            for _, concept, n, n_right in attempts.told_totals(tx, learner_id, pack.id)
        },
        seen_in=lambda concept: attempts.seen_items(tx, learner_id, pack.id, concept),
        n=n,
        meaning=meaning,
        domain=domain,
        asked=asked,
        set_aside=set_aside,
        reach=outlook.by_concept,
        expect=outlook.by_item,
        fits=fits,
    )


def _put(scene: Scene, run: Run, run_item: RunItem, notice: str) -> Reply:
    put = put_run_item(scene, run, run_item)
    if run_item.picked is not None:
        return answering.show(scene, put.target)
    return about(put.target, answering.item_of_run(scene, put, notice))


def _summary(scene: Scene, run: Run) -> Reply:
    """End a run and sum it up, with the way to more of its kind."""
    right, answered = _finish(scene, run)
    assert run.id is not None
    if run.source == marking.INVENTORY:
        return inventory.profile(scene, run)
    drill = intents.drill_of(run)
    said = ""
    onward: Action = Practise(run.domain, 5)
    if drill is not None:
        onward = BeginDrill(drill, run.drill.partition("/")[2], 5)
        read_right, read = intents.intents_in(scene.tx, run.id)
        said = drill_screens.intents_line(read_right, read) if read else ""
    card = screens.summary_card(right, answered, onward, notice=said)
    return Reply(card=card, key=f"run{run.id}")


def _finish(scene: Scene, run: Run) -> tuple[int, int]:
    """End a run and give (right, answered)."""
    assert run.id is not None
    if run.ended_at is None:
        run.ended_at = scene.now
        scene.tx.add(run)
    return runs.score_of(scene.tx, run.id)
