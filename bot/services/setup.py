"""Setting a group up: a form is filled, looked at before it is saved, saved, and undone.

What a lead looks at is kept as a proposal, so that its button carries a number and no values.
Whoever asks must lead the group; that is read from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.cards import setup as screens
from bot.cards.actions.seasons import UndoSeason
from bot.cards.actions.setup import EditSetting, MoreSetup, Setup
from bot.cards.setting_forms import setting_card
from bot.cards.setting_words import TITLES, in_words
from bot.cards.setup import Form
from bot.cards.wording import listed, long_day
from bot.core import seasons as rules
from bot.core import setup as core
from bot.core import slots
from bot.core.errors import AlreadyDone, Misused, NotFound
from bot.core.setup import Change, Setting
from bot.services import exams, founding, group_settings, leads, outlook, seasons, starting
from bot.services.folds import seasons_of
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.setup_reading import fill_one, fill_three, read_one, read_three, typed
from bot.store import events, groups
from bot.store.tables import Event, Group
from bot.store.tx import Tx

KEY = "setup"
NOTHING = "That is how it is already: nothing would change."
MEANWHILE = "Somebody changed a setting meanwhile. This is what would change now."


def show(scene: Scene, draft: int) -> Reply:
    """Show how the group is set up, with the three questions; where none lives it is founded."""
    scene = starting.enter(scene)
    scene.must_lead()
    values = _values(scene)
    if draft:
        values |= _afters(_proposal(scene, draft))
    return _three(scene, Form(typed=fill_three(values)))


def more(scene: Scene) -> Reply:
    """Show every other setting."""
    scene.must_lead()
    values = _values(scene)
    packs = exams.short_names(scene.library)
    shown = {setting: in_words(setting, value, packs) for setting, value in values.items()}
    here = listed([groups.name_of(each) for each in groups.places_of(scene.tx, scene.group_id)])
    card = screens.more_card(_name(scene), shown, leads.in_words(scene), here)
    return Reply(card=card, key=KEY)


def edit(scene: Scene, setting: Setting, draft: int) -> Reply:
    """Open one setting's form; the pack is one of the three questions."""
    scene.must_lead()
    if setting is Setting.PACK:
        return show(scene, draft)
    values = _values(scene)
    if draft:
        values |= _afters(_proposal(scene, draft))
    return _one(setting, Form(typed=fill_one(setting, values[setting], scene.today)))


def propose_three(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Look at the three answers before they are saved; what cannot be used is said beside it."""
    scene.must_lead()
    said, values = typed(inputs), _values(scene)
    read = read_three(scene.library, said, values[Setting.DAYS])
    if read.errors:
        return _three(scene, Form(typed=said, errors=read.errors))
    return _propose(scene, read.values, three=True) or _three(
        scene, Form(typed=said, notice=NOTHING)
    )


def propose_one(scene: Scene, setting: Setting, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Look at one setting's new value before it is saved."""
    scene.must_lead()
    said = typed(inputs)
    read = read_one(scene.library, setting, said, scene.today)
    if read.errors:
        return _one(setting, Form(typed=said, errors=read.errors))
    return _propose(scene, read.values) or _one(setting, Form(typed=said, notice=NOTHING))


def propose_pack(scene: Scene, pack: str) -> Reply:
    """Look at what changes with another pack; everything that was answered is kept."""
    scene.must_lead()
    _check_pack(scene, pack)
    found = _propose(scene, {Setting.PACK: pack})
    if found is None:
        raise AlreadyDone(NOTHING)
    return found


def save(scene: Scene, draft: int, *, season: bool) -> Reply:
    """Save what was looked at; where something was changed meanwhile it is looked at again."""
    scene.must_lead()
    proposal, values = _proposal(scene, draft), _values(scene)
    afters = _afters(proposal)
    changes = core.differences(values, afters)
    if any(change.before != proposal["before"][change.setting] for change in changes):
        found = _propose(scene, afters, three=proposal["three"], notice=MEANWHILE)
        assert found is not None
        return found
    wanted = season and proposal["finish"] and not _season_runs(scene.tx, scene.here)
    finish = date.fromisoformat(proposal["finish"]) if wanted else None
    begins = proposal["three"] and starting.waits(scene)
    if not changes and finish is None and not begins:
        raise AlreadyDone("That is saved already. `/study setup` shows how it is.")
    if proposal["three"] and Setting.PACK not in afters:
        _stay(scene)
    return _save(scene, changes, finish=finish, begins=begins)


def undo(scene: Scene, number: int) -> Reply:
    """Take the last save back."""
    scene.must_lead()
    last = core.undoable(group_settings.saves_of(scene.tx, scene.group_id))
    if last is None or last.number != number:
        raise AlreadyDone("That is not the last change (any more): see `/study setup history`.")
    return _save(scene, core.reverse(last), undoes=number)


def use_days(scene: Scene, days: str) -> Reply:
    """Post on other days from the next question on."""
    scene.must_lead()
    read = read_one(scene.library, Setting.DAYS, {"value": days}, scene.today)
    if read.errors:
        raise Misused(read.errors["value"])
    changes = core.differences(_values(scene), read.values)
    if not changes:
        raise AlreadyDone("These are the group's days already.")
    return _save(scene, changes)


def stay(scene: Scene, pack: str) -> Reply:
    """Stay with a pack whose exam has closed."""
    scene.must_lead()
    if pack == scene.here.pack:
        _stay(scene)
    text = "You stay for the learning. `/study about` says what is true of the exam."
    return Reply(card=screens.saved_card((text,), undo=0), key=KEY)


def _check_pack(scene: Scene, pack: str) -> None:
    """Refuse a pack that cannot be asked from, also where it could once."""
    read = read_one(scene.library, Setting.PACK, {"value": pack}, scene.today)
    if read.errors:
        raise Misused(read.errors["value"])


def _stay(scene: Scene) -> None:
    """Keep, once, that the group stays with a pack whose exam has closed."""
    if exams.notice(scene.tx, scene.library, scene.here) is not None:
        exams.stay(scene.tx, scene.here, scene.learner_id, scene.now)


def _propose(
    scene: Scene, afters: Mapping[Setting, str], *, three: bool = False, notice: str = ""
) -> Reply | None:
    """Keep a proposal and show what it would do; None where it would do nothing."""
    values = _values(scene)
    changes = core.differences(values, afters)
    view = _view(scene, values, {**values, **afters})
    finish = _proposed_finish(view) if three else None
    if not changes and finish is None:
        return None
    draft = events.append_event(
        scene.tx,
        core.PROPOSED,
        scene.now,
        group_id=scene.group_id,
        before={change.setting.value: change.before for change in changes},
        after={change.setting.value: change.after for change in changes},
        three=three,
        finish=finish.isoformat() if finish else "",
    )
    about_time = three or bool(view.changed & (core.RHYTHM | {Setting.PACK, Setting.REVIEW}))
    said = outlook.summary(view.after, _finish(scene), outlook.first_question(view))
    card = screens.preview_card(
        screens.Outlook(
            summary=said if about_time else "",
            changes=_in_words(scene, changes),
            effects=((notice,) if notice else ()) + _effects(scene, view),
            advice=outlook.advice(view),
            season=finish,
        ),
        draft,
        again=_again(draft, changes, three=three),
    )
    return Reply(card=card, key=KEY)


def _save(
    scene: Scene,
    changes: tuple[Change, ...],
    *,
    undoes: int = 0,
    finish: date | None = None,
    begins: bool = False,
) -> Reply:
    values, afters = _values(scene), {change.setting: change.after for change in changes}
    if Setting.PACK in afters:
        _check_pack(scene, afters[Setting.PACK])
    view = _view(scene, values, values | afters)
    lines, number = list(_effects(scene, view)), 0
    if changes:
        number = group_settings.save(
            scene.tx, scene.library, scene.here, changes, scene.learner_id, scene.now, undoes=undoes
        )
    back = None
    if begins:
        founding.begin(scene.tx, scene.here, scene.now)
        first = outlook.first_question(view)
        lines = [outlook.summary(view.after, None, first)]
    if finish is not None:
        begun = seasons.begin(
            scene.tx, scene.here, scene.now, finish=finish, by=scene.me.learner_id
        )
        lines.append(f"{begun.title} begins and finishes on {long_day(begun.finish)}.")
        back = UndoSeason(begun.number)
    said = "; ".join(f"{name}: {new}" for name, _, new in _in_words(scene, changes))
    if begins:
        return Reply(card=screens.begun_card(_name(scene), lines, undo_season=back), key=KEY)
    head = "Undone." if undoes else "Saved."
    card = screens.saved_card(
        (f"{head} {said}." if said else head, *lines),
        undo=0 if undoes else number,
        undo_season=back,
    )
    return Reply(card=card, key=KEY)


def _again(
    draft: int, changes: tuple[Change, ...], *, three: bool
) -> Setup | EditSetting | MoreSetup:
    if three or not changes or changes[0].setting is Setting.PACK:
        return Setup(draft)
    return EditSetting(changes[0].setting, draft)


def _effects(scene: Scene, view: outlook.View) -> tuple[str, ...]:
    return (screens.NOT_YET,) if starting.waits(scene) else outlook.effects(view)


def _three(scene: Scene, form: Form) -> Reply:
    values, waits = _values(scene), starting.waits(scene)
    said = "Proposed" if waits else "Now"
    card = screens.setup_card(
        _name(scene),
        f"{said}: {outlook.summary(values, _finish(scene))}",
        exams.choices(scene.library),
        form,
        zone=values[Setting.ZONE],
        retired=exams.notice(scene.tx, scene.library, scene.here),
        waits=waits,
    )
    return Reply(card=card, key=KEY)


def _one(setting: Setting, form: Form) -> Reply:
    return Reply(card=setting_card(setting, form), key=KEY)


def _values(scene: Scene) -> dict[Setting, str]:
    return group_settings.current(scene.tx, scene.here)


def _view(
    scene: Scene, before: Mapping[Setting, str], after: Mapping[Setting, str]
) -> outlook.View:
    return outlook.View(
        tx=scene.tx,
        library=scene.library,
        group=scene.here,
        before=before,
        after=after,
        now=scene.now,
    )


def _proposal(scene: Scene, draft: int) -> dict[str, Any]:
    """Find what a lead of this group looked at."""
    event = scene.tx.get(Event, draft)
    if event is None or event.kind != core.PROPOSED or event.group_id != scene.group_id:
        raise NotFound("That preview is not here (any more). `/study setup` begins again.")
    return event.payload


def _afters(proposal: Mapping[str, Any]) -> dict[Setting, str]:
    return {Setting(name): value for name, value in proposal["after"].items()}


def _in_words(scene: Scene, changes: tuple[Change, ...]) -> tuple[tuple[str, str, str], ...]:
    packs = exams.short_names(scene.library)
    return tuple(
        (
            TITLES[change.setting],
            in_words(change.setting, change.before, packs),
            in_words(change.setting, change.after, packs),
        )
        for change in changes
    )


def _name(scene: Scene) -> str:
    return f"#{scene.here.name}"


def _finish(scene: Scene) -> date | None:
    """Give the finish day of the season that is running."""
    return scene.here.finish_day


def _proposed_finish(view: outlook.View) -> date | None:
    """Propose a season where none is running: eight weeks from the first question on."""
    if _season_runs(view.tx, view.group):
        return None
    first = outlook.first_question(view)
    begins = first.day if first else slots.study_day(view.now, view.after[Setting.ZONE])
    return rules.propose_finish(begins, {int(day) for day in view.after[Setting.DAYS]})


def _season_runs(tx: Tx, group: Group) -> bool:
    assert group.id is not None
    return rules.running(seasons_of(tx, group.id)) is not None
