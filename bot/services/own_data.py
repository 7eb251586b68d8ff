"""Everything that is held about one person, as one JSON file for them alone.

Rows stand as they are kept, by table, one a line; the questions that answers point at stand
beside them in full, so that the file can be read without us.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from bot.cards.me import data_card
from bot.cards.wording import counted
from bot.services.reply import Enclosure, Reply
from bot.services.scene import Scene
from bot.store import attempts, groups, holdings, reports, sittings
from bot.store.tx import Tx

ABOUT = (
    "Everything that Cohort holds about you. 'held' has your rows by table; 'item' has every "
    "question that they point at, by its hash; 'group' has the names of groups. Instants are "
    "UTC. Responses are places of options in the question's own order, from 0. An answer whose "
    "verdict comes at its question's close is there without it until then, and so long what "
    "Cohort infers from it ('memory', 'ability_term') is left out; so is what stands on a mock "
    "exam that you are sitting."
)


def give_data(scene: Scene) -> Reply:
    """Give the asker a file with everything held about them."""
    content = data_of(scene.tx, scene.me.learner_id)
    name = f"cohort-me-{scene.today.isoformat()}.json"
    words = f"JSON, {counted(max(1, len(content) // 1024), 'kilobyte')}"
    file = Enclosure(id=f"{scene.rng.getrandbits(96):024x}", name=name, data=content)
    return Reply(card=data_card(name, words, file.id), key="data", files=(file,))


def data_of(tx: Tx, learner_id: int) -> bytes:
    """Write everything held about a person as JSON.

    It is put together line by line, so that a long history never holds up anybody's press.
    """
    tables: dict[str, list[str]] = defaultdict(list)
    hashes: dict[str, None] = {}
    waiting, sealed = reports.withheld_rounds(tx), attempts.sealed_counts(tx, learner_id)
    sat = sittings.items_sat(tx, learner_id)
    for table, row in holdings.held(tx, learner_id):
        if table == "attempt" and row["round_id"] in waiting:
            # Its verdict comes at the close, and so do the key and whatever tells of it.
            row = {**row, "is_right": None, "share": None, "points": None, "item_hash": None}
        key = (str(row.get("pack")), str(row.get("concept")))
        if (table == "memory" and key in sealed) or (table == "ability_term" and sealed):
            continue  # it would tell whether an answer holds whose verdict is still to come
        if table == "concept_total":
            row = _told(row, sealed)
        tables[table].append(holdings.as_line(row))
        if isinstance(version := row.get("item_hash"), str):
            hashes[version] = None
    named = {str(group.id): group.name for group in groups.all_groups(tx)}
    parts = [f'{{"about": {json.dumps(ABOUT)},\n"held": {{']
    parts.append(",\n".join(f'"{name}": [\n{_lines(rows)}\n]' for name, rows in tables.items()))
    items = [
        f'"{version}": {holdings.as_line(content)}'
        for version, content in holdings.items_of(tx, list(hashes))
        if content["id"] not in sat
    ]
    parts.append(f'}},\n"item": {{\n{_lines(items)}\n}},\n"group": {json.dumps(named)}}}\n')
    return "".join(parts).encode()


def _told(row: holdings.Held, sealed: Mapping[tuple[str, str], tuple[int, int]]) -> holdings.Held:
    """Give a total without the answers whose verdict is still to come."""
    n, n_right = sealed.get((str(row["pack"]), str(row["concept"])), (0, 0))
    parts = {"n": (row["n"], n), "n_right": (row["n_right"], n_right)}
    return row | {
        name: whole - part for name, (whole, part) in parts.items() if isinstance(whole, int)
    }


def _lines(rows: list[str]) -> str:
    return ",\n".join(rows)
