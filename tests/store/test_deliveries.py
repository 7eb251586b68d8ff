"""The queue of deliveries: one contract, proven on every database that can hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest

from bot.store import deliveries, groups
from bot.store.database import Database
from bot.store.deliveries import LEASE, MOST_ATTEMPTS, RETRY_AFTER, Claim
from bot.store.tables import Delivery, Place
from bot.store.tx import Tx
from tests.store.rows import NOW, make_group

SOON = NOW + timedelta(seconds=1)
EXPIRED = NOW + LEASE
MUCH_LATER = NOW + timedelta(hours=1)


@pytest.fixture
def queue(database: Database) -> Database:
    """Give a database with a group whose place is owed one question."""

    def fill(tx: Tx) -> None:
        make_group(tx)
        deliveries.owe(tx, "round", 1, 1, "question", NOW)

    database.write(fill).result()
    return database


def owe(queue: Database, occasion: int, kind: str = "question", place: int = 1) -> None:
    """Owe one more message."""
    queue.write(lambda tx: deliveries.owe(tx, "round", occasion, place, kind, NOW)).result()


def claim(queue: Database, now: datetime = NOW, *platforms: str) -> Claim | None:
    """Claim what may be sent now."""
    return queue.write(
        lambda tx: deliveries.claim_next(tx, now, platforms or ("room", "demo"))
    ).result()


def claimed(queue: Database, now: datetime = NOW) -> Claim:
    """Claim a message that must be there."""
    found = claim(queue, now)
    assert found is not None
    return found


def do(queue: Database, deed: Callable[..., bool], *values: object) -> bool:
    """Do something with a claim in a transaction of its own."""
    return queue.write(lambda tx: deed(tx, *values)).result()


def row(queue: Database, number: int = 1) -> Delivery:
    """Give a delivery as it is kept."""

    def read(tx: Tx) -> Delivery:
        found = tx.get(Delivery, number)
        assert found is not None
        return found

    return queue.read(read).result()


def test_a_message_is_owed_once(queue: Database) -> None:
    for _ in range(3):
        owe(queue, 1)
    owe(queue, 1, "rationales")
    assert queue.read(lambda tx: len(deliveries.last_deliveries(tx, 1, 9))).result() == 2


def test_a_claim_is_a_lease_with_a_fence(queue: Database) -> None:
    found = claimed(queue)
    assert found.lease_until == EXPIRED
    assert (found.fence, found.attempts, found.in_doubt) == (1, 1, False)
    assert (row(queue).state, row(queue).lease_until) == (deliveries.SENDING, EXPIRED)


def test_what_is_claimed_is_claimed_by_nobody_else(queue: Database) -> None:
    claimed(queue)
    assert claim(queue, EXPIRED - timedelta(microseconds=1)) is None


def test_of_many_who_claim_at_once_each_message_goes_to_one(queue: Database) -> None:
    for occasion in range(2, 13):
        owe(queue, occasion)
    found: list[int] = []

    def take() -> None:
        # Under contention a claimer may come away empty-handed; the sweep comes again.
        for _ in range(12):
            if (mine := claim(queue)) is not None:
                found.append(mine.delivery_id)

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 13))


def test_the_oldest_message_goes_first(queue: Database) -> None:
    owe(queue, 2)
    assert [claimed(queue).occasion_id, claimed(queue).occasion_id] == [1, 2]


def test_messages_for_other_platforms_are_left_alone(queue: Database) -> None:
    assert claim(queue, NOW, "elsewhere") is None
    assert claim(queue, NOW, "elsewhere", "room") is not None


def test_a_posted_message_is_written_with_its_id_and_never_claimed_again(queue: Database) -> None:
    assert do(queue, deliveries.confirm, claimed(queue), "m7", SOON)
    kept = row(queue)
    assert (kept.state, kept.remote_id, kept.posted_at) == (deliveries.POSTED, "m7", SOON)
    assert kept.lease_until is None
    assert claim(queue, MUCH_LATER) is None
    posted = queue.read(lambda tx: deliveries.posted_for(tx, "round", 1, "question", 1)).result()
    assert posted == "m7"


def test_a_claim_that_ran_out_passes_on_in_doubt(queue: Database) -> None:
    first = claimed(queue)
    second = claimed(queue, EXPIRED)
    assert (second.delivery_id, second.in_doubt) == (first.delivery_id, True)
    assert second.fence > first.fence


def test_a_sender_whose_claim_passed_on_cannot_write_anything(queue: Database) -> None:
    stale = claimed(queue)
    claimed(queue, EXPIRED)
    assert not do(queue, deliveries.confirm, stale, "m7", EXPIRED)
    assert not do(queue, deliveries.give_back, stale, "no", EXPIRED)
    assert not do(queue, deliveries.leave_in_doubt, stale, "no", EXPIRED)
    assert not do(queue, deliveries.pass_over, stale, "no")
    assert not do(queue, deliveries.fail, stale, "no")
    kept = row(queue)
    assert (kept.state, kept.remote_id, kept.error) == (deliveries.SENDING, "", "")


def test_a_sender_who_slept_too_long_may_still_confirm_while_nobody_took_over(
    queue: Database,
) -> None:
    assert do(queue, deliveries.confirm, claimed(queue), "m7", MUCH_LATER)


def test_a_claim_can_be_settled_once(queue: Database) -> None:
    mine = claimed(queue)
    assert do(queue, deliveries.confirm, mine, "m7", SOON)
    assert not do(queue, deliveries.confirm, mine, "m8", SOON)
    assert not do(queue, deliveries.give_back, mine, "no", SOON)
    assert row(queue).remote_id == "m7"


def test_what_was_not_sent_is_tried_again_ever_later_and_then_given_up(queue: Database) -> None:
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS):
        mine = claimed(queue, now)
        assert (mine.attempts, mine.in_doubt) == (attempt, False)
        assert do(queue, deliveries.give_back, mine, "busy", now)
        now += RETRY_AFTER * attempt
        assert claim(queue, now - timedelta(microseconds=1)) is None
    assert do(queue, deliveries.give_back, claimed(queue, now), "busy", now)
    assert (row(queue).state, row(queue).error) == (deliveries.FAILED, "busy")
    assert claim(queue, MUCH_LATER) is None


def test_what_may_have_been_sent_is_looked_up_ever_later_and_then_given_up(
    queue: Database,
) -> None:
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS):
        mine = claimed(queue, now)
        assert mine.in_doubt == (attempt > 1)
        assert do(queue, deliveries.leave_in_doubt, mine, "no answer", now)
        now += RETRY_AFTER * attempt
        assert claim(queue, now - timedelta(microseconds=1)) is None
    assert do(queue, deliveries.leave_in_doubt, claimed(queue, now), "no answer", now)
    assert (row(queue).state, row(queue).error) == (deliveries.AMBIGUOUS, "no answer")
    assert claim(queue, MUCH_LATER) is None


def test_a_message_that_was_looked_up_is_brought_up_to_date(queue: Database) -> None:
    claimed(queue)
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    second = claimed(queue, EXPIRED)
    queue.write(lambda tx: deliveries.confirm(tx, second, "m7", EXPIRED, looked_up=True)).result()
    assert [each.remote_id for each, _ in due_edits(queue)] == ["m7"]


@pytest.mark.parametrize(
    ("deed", "state"),
    [(deliveries.pass_over, deliveries.SKIPPED), (deliveries.fail, deliveries.FAILED)],
)
def test_what_is_not_to_be_sent_is_kept_with_its_reason(
    queue: Database, deed: Callable[[Tx, Claim, str], bool], state: str
) -> None:
    assert do(queue, deed, claimed(queue), "closed before")
    assert (row(queue).state, row(queue).error) == (state, "closed before")
    assert claim(queue, MUCH_LATER) is None


def test_a_paused_place_is_passed_over_until_it_is_resumed(queue: Database) -> None:
    queue.write(lambda tx: deliveries.pause_place(tx, 1, "removed", NOW)).result()
    assert claim(queue, SOON) is None

    def resume(tx: Tx) -> None:
        place = tx.get(Place, 1)
        assert place is not None
        place.paused_at = None
        tx.add(place)

    queue.write(resume).result()
    assert claim(queue, SOON) is not None


def test_a_place_keeps_the_first_reason_of_its_pause(queue: Database) -> None:
    for reason, at in (("removed", NOW), ("gone", SOON)):
        queue.write(
            lambda tx, why=reason, when=at: deliveries.pause_place(tx, 1, why, when)  # type: ignore[misc]
        ).result()
    place = queue.read(lambda tx: groups.places_of(tx, 1)[0]).result()
    assert (place.pause_reason, place.paused_at) == ("removed", NOW)


def test_one_paused_place_does_not_hold_up_another(queue: Database) -> None:
    queue.write(lambda tx: make_group(tx, "other")).result()
    owe(queue, 2, place=2)
    queue.write(lambda tx: deliveries.pause_place(tx, 1, "removed", NOW)).result()
    assert claimed(queue).place_id == 2


def test_a_reply_waits_for_the_message_that_it_replies_to(queue: Database) -> None:
    question = claimed(queue)
    owe(queue, 1, "rationales")
    owe(queue, 2)
    assert claimed(queue).occasion_id == 2
    assert claim(queue) is None
    do(queue, deliveries.give_back, question, "busy", NOW)
    assert claim(queue) is None
    again = claimed(queue, SOON + RETRY_AFTER)
    assert again.kind == "question"
    do(queue, deliveries.confirm, again, "m7", SOON)
    assert claimed(queue).kind == "rationales"


def due_edits(queue: Database) -> list[tuple[Delivery, Place]]:
    """Give the messages that no longer show what is true."""
    found = queue.read(lambda tx: deliveries.edits_due(tx, 9, ("room",))).result()
    return [(delivery, place) for delivery, place, _ in found]


def test_only_a_posted_message_is_edited(queue: Database) -> None:
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    assert due_edits(queue) == []
    do(queue, deliveries.confirm, claimed(queue), "m7", SOON)
    assert due_edits(queue) == []
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    assert [(each.remote_id, place.address) for each, place in due_edits(queue)] == [("m7", "main")]


def test_a_message_is_edited_until_it_shows_the_newest_revision(queue: Database) -> None:
    do(queue, deliveries.confirm, claimed(queue), "m7", SOON)
    for _ in range(3):
        queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    revision = due_edits(queue)[0][0].wanted_rev
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    queue.write(lambda tx: deliveries.mark_shown(tx, 1, revision)).result()
    assert [each.wanted_rev for each, _ in due_edits(queue)] == [revision + 1]
    queue.write(lambda tx: deliveries.mark_shown(tx, 1, revision + 1)).result()
    assert due_edits(queue) == []


def test_an_older_revision_never_takes_the_place_of_a_newer_one(queue: Database) -> None:
    for revision in (4, 3):
        queue.write(lambda tx, rev=revision: deliveries.mark_shown(tx, 1, rev)).result()  # type: ignore[misc]
    assert row(queue).shown_rev == 4


def test_a_change_between_claim_and_post_is_shown_by_an_edit(queue: Database) -> None:
    mine = claimed(queue)
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    do(queue, deliveries.confirm, mine, "m7", SOON)
    assert [each.remote_id for each, _ in due_edits(queue)] == ["m7"]


def test_a_paused_place_is_not_edited(queue: Database) -> None:
    do(queue, deliveries.confirm, claimed(queue), "m7", SOON)
    queue.write(lambda tx: deliveries.want_edit(tx, "round", 1)).result()
    queue.write(lambda tx: deliveries.pause_place(tx, 1, "removed", NOW)).result()
    assert due_edits(queue) == []
