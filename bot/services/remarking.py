"""Marking past answers again after a key has changed: in chunks, behind every press.

An answer is marked by the key that holds at that moment, whoever asked for the job: so jobs
may overlap, be killed anywhere and be done twice. Boards follow within each chunk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.core import scoring
from bot.core.crashpoints import reach
from bot.core.items import Item, Response
from bot.services import corrections, points, recounting
from bot.services.keys import key_of
from bot.services.marking import earned
from bot.store import boards, events, keys, remarks, rounds
from bot.store.remarks import Marked
from bot.store.tables import Remark, Round
from bot.store.tx import Tx

REMARKED = "remarked"
#: A chunk ends after so many answers looked at, or so many changed: each change counts a
#: member's boards anew.
LOOKED_AT = 100
CHANGED = 4
JOBS_A_LOOK = 20
CHUNKS_A_LOOK = 25


def works(tx: Tx, now: datetime) -> list[Callable[[Tx], bool]]:
    """Give the next chunks of the jobs that wait."""
    found: list[Callable[[Tx], bool]] = []
    for number in remarks.waiting(tx, JOBS_A_LOOK):
        chunks = remarks.left(tx, number, CHANGED * CHUNKS_A_LOOK) // CHANGED + 2
        found += [partial(go_on, job_id=number, now=now)] * min(chunks, CHUNKS_A_LOOK)
    return found


def go_on(tx: Tx, job_id: int, now: datetime) -> bool:
    """Do the next chunk of a job; the one that finds nothing left ends it.

    False where it is done already.
    """
    job = remarks.take(tx, job_id)
    if job is None:
        return False
    group_id = job.group_id or None
    if group_id is not None:
        boards.hold(tx, group_id)
    item = rounds.read_version(tx, job.item_hash)
    key = key_of(tx, group_id, item, job.item_hash)
    before, seen = job.changed, 0
    found = remarks.answers(tx, group_id, job.item_hash, since=job.next_seq, limit=LOOKED_AT)
    for answer in found:
        seen += 1
        job.next_seq = answer.seq + 1
        _mark(tx, job, item, key, answer)
        if job.changed - before == CHANGED:
            break
    if not seen:
        job.done_at = now
        _end(tx, job, item, now)
    tx.add(job)
    reach("after-remark")
    return True


def _mark(tx: Tx, job: Remark, item: Item, key: Response, answer: Marked) -> None:
    mark = scoring.mark(item, answer.response, key)
    shared = tx.get(Round, answer.round_id) if answer.round_id is not None else None
    tenths = earned(mark, answer.source, shared)
    job.answers += 1
    job.right_before += answer.is_right
    job.right_after += mark.right
    if (mark.right, mark.share, tenths) == (answer.is_right, answer.share, answer.points):
        return
    job.changed += 1
    remarks.put_mark(tx, answer, is_right=mark.right, share=mark.share, points=tenths)
    if shared is not None and shared.state == rounds.CLOSED:
        for span in points.every_span(tx, shared):
            recounting.recount(tx, shared.group_id, span, answer.learner_id)


def _end(tx: Tx, job: Remark, item: Item, now: datetime) -> None:
    events.append_event(
        tx,
        REMARKED,
        now,
        group_id=job.group_id or None,
        item=item.id,
        item_hash=job.item_hash,
        answers=job.answers,
        correction=job.event_seq,
        changed=job.changed,
        right_before=job.right_before,
        right_after=job.right_after,
    )
    if job.group_id != keys.EVERYWHERE:
        corrections.publish(tx, job, now)
