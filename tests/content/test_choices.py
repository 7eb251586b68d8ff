"""Files of which everybody has one: each with a name of its own, one the default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.choices import read_choices
from bot.content.findings import Finding


@dataclass(frozen=True, slots=True)
class Tune:
    id: str
    default: bool


def read(root: Path, *texts: str) -> tuple[list[Tune], list[Finding]]:
    folder = root / "songs" / "tunes"
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.toml").write_text(text)
    tunes, findings = read_choices(
        folder, lambda file: Tune(file.text("id"), file.flag("default")), noun="tune",
        rule="song", cure="Hum it.", default="One is sung first.",
    )  # fmt: skip
    return list(tunes), findings


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    tunes, findings = read(tmp_path, 'id = "b"', 'id = "a"\ndefault = true')
    assert tunes == [Tune("b", False), Tune("a", True)]
    assert findings == []


def test_two_share_neither_a_name_nor_the_default(tmp_path: Path) -> None:
    first = 'id = "a"\ndefault = true'
    tunes, findings = read(tmp_path, first, 'id = "a"', 'default = true\nid = "b"')
    assert tunes == [Tune("a", True)]
    assert [finding.text() for finding in findings] == [
        "songs/tunes/1.toml:1: error song: Another tune is called a, too. Hum it.",
        "songs/tunes/2.toml:1: error song: a is the default already. One is sung first.",
    ]


def test_a_broken_one_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    tunes, (finding,) = read(tmp_path, 'id = "a"', "id =", 'id = "c"')
    assert [tune.id for tune in tunes] == ["a", "c"]
    assert (finding.path, finding.rule, finding.cure) == ("songs/tunes/1.toml", "song", "Hum it.")
