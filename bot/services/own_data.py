"""Everything that is held about one person, as one JSON file for them alone.

Rows stand as they are kept, by table, one a line; the questions that answers point at stand
beside them in full, so that the file can be read without us.
"""

from __future__ import annotations

import json
from collections import defaultdict

from bot.cards.me import data_card
from bot.cards.wording import counted
from bot.services.reply import Enclosure, Reply
from bot.services.scene import Scene
from bot.store import groups, holdings
from bot.store.tx import Tx

ABOUT = (
    "Everything that Cohort holds about you. 'held' has your rows by table; 'item' has every "
    "question that they point at, by its hash; 'group' has the names of groups. Instants are "
    "UTC. Responses are places of options in the question's own order, from 0."
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
    for table, row in holdings.held(tx, learner_id):
        tables[table].append(holdings.as_line(row))
        if isinstance(version := row.get("item_hash"), str):
            hashes[version] = None
    named = {str(group.id): group.name for group in groups.all_groups(tx)}
    parts = [f'{{"about": {json.dumps(ABOUT)},\n"held": {{']
    parts.append(",\n".join(f'"{name}": [\n{_lines(rows)}\n]' for name, rows in tables.items()))
    items = [
        f'"{version}": {holdings.as_line(content)}'
        for version, content in holdings.items_of(tx, list(hashes))
    ]
    parts.append(f'}},\n"item": {{\n{_lines(items)}\n}},\n"group": {json.dumps(named)}}}\n')
    return "".join(parts).encode()


def _lines(rows: list[str]) -> str:
    return ",\n".join(rows)
