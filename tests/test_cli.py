"""The shell's side, as a person or a script meets it: real processes on real files."""

from __future__ import annotations

import csv
import json
import re
import shutil
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.running import ROOT, Running, Visitor, cohort, visiting


def question_count(folder: Path) -> int:
    """Count the questions that were posted in the room."""
    with closing(sqlite3.connect(folder / "cohort.db")) as db:
        return int(
            db.execute("SELECT COUNT(*) FROM room_message WHERE thread_of IS NULL").fetchone()[0]
        )


def test_run_prints_its_address_and_ends_with_0(tmp_path: Path) -> None:
    with Running(tmp_path) as running:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", running.address)
        assert running.stop() == 0
    assert running.errors == ""


def test_run_ends_with_0_while_a_page_listens(tmp_path: Path) -> None:
    with (
        visiting(tmp_path) as (running, visitor),
        visitor.client.stream("GET", "/live", params={"group": visitor.group}) as live,
    ):
        assert live.status_code == 200
        assert running.stop(signal.SIGINT) == 0


def test_the_first_start_posts_at_once_and_the_next_does_not(tmp_path: Path) -> None:
    for _ in range(2):
        with visiting(tmp_path) as (_, visitor):
            for _ in range(50):
                if "Answer privately until" in visitor.load():
                    break
                time.sleep(0.1)
            assert "Answer privately until" in visitor.page or "Answer" in visitor.load()
    assert question_count(tmp_path) == 1


def test_a_second_program_on_the_file_is_refused(tmp_path: Path) -> None:
    with Running(tmp_path):
        again = cohort(tmp_path, "run", "--no-open")
    assert again.returncode == 1
    assert "Another Cohort is running" in again.stderr


def test_a_port_in_use_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = cohort(tmp_path, "run", "--no-open", COHORT_PORT=port)
    assert result.returncode == 1
    assert "Set COHORT_PORT to another one" in result.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"COHORT_ZONE": "Europe/Berln"}, "Europe/Berlin"),
        ({"DATABASE_URL": "mysql://x/y"}, "SQLite or Postgres"),
        ({"COHORT_PORT": "many"}, "COHORT_PORT cannot be used"),
        ({"COHORT_CONTENT": "/nowhere"}, "COHORT_CONTENT names"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/cohort.db"}, "database"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, more: dict[str, str], said: str
) -> None:
    result = cohort(tmp_path, "run", "--no-open", **more)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_token_is_answered_honestly_and_never_shown(tmp_path: Path) -> None:
    result = cohort(tmp_path, "run", SLACK_BOT_TOKEN="xoxb-secret-1", COHORT_LOG="debug")
    assert result.returncode == 1
    assert "Slack needs one more" in result.stderr
    assert "xoxb-secret-1" not in result.stderr + result.stdout


def test_post_beside_a_running_bot_is_done_by_it(tmp_path: Path) -> None:
    with visiting(tmp_path):
        asked = cohort(tmp_path, "post")
        assert "Asked the running bot" in asked.stdout
        for _ in range(60):
            if question_count(tmp_path) == 2:
                break
            time.sleep(0.1)
    assert question_count(tmp_path) == 2


@pytest.mark.long
def test_status_is_the_same_beside_a_running_bot(tmp_path: Path) -> None:
    with Running(tmp_path):
        assert "Next question:" in cohort(tmp_path, "status").stdout
    assert "Next question:" in cohort(tmp_path, "status").stdout
    assert "There is no group `x`" in cohort(tmp_path, "status", "--group", "x").stderr


@pytest.mark.long
def test_what_was_locked_survives_a_kill(tmp_path: Path) -> None:
    with visiting(tmp_path) as (running, visitor):
        for _ in range(50):
            if 'value="1:tap:r1:1"' in visitor.load():
                break
            time.sleep(0.1)
        first = visitor.said(action="1:tap:r1:1") if 'value="1:tap:r1:1"' in visitor.page else ""
        if first:
            visitor.said(action="1:lock:r1:certain")
        assert running.stop(signal.SIGKILL) == -signal.SIGKILL
    if first:
        with visiting(tmp_path) as (_, visitor):
            assert "your pick" in visitor.said(action="1:show:r1")


@pytest.mark.long
def test_simulate_export_rebuild_and_backup_go_together(tmp_path: Path) -> None:
    made = cohort(tmp_path, "simulate", "--members", "5", "--weeks", "2", "--seed", "7")
    assert "has lived through 2 weeks" in made.stdout, made.stderr
    again = cohort(tmp_path, "simulate", "--members", "5", "--weeks", "2", "--seed", "7")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert "Everything was right." in cohort(tmp_path, "rebuild").stdout
    group = ("--group", "sim-5x2-7")
    assert cohort(tmp_path, "export", "--out", "all.csv", *group).returncode == 0
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text().splitlines()))
    assert len(rows) > 20
    assert not any("Amara" in cell for row in rows for cell in row.values())
    told = json.loads(cohort(tmp_path, "items", "--simulated", "--json").stdout)
    assert all(each["answers"] >= 5 for each in told["items"])
    assert told["items"]
    assert "No question of this pack" in cohort(tmp_path, "items").stdout
    one = cohort(tmp_path, "export", "--out", "one.json", "--member", "amara", *group)
    assert one.returncode == 0, one.stderr
    own = json.loads((tmp_path / "one.json").read_text())
    assert own["member"] == "amara"
    assert 0 < len(own["answers"]) < len(rows)
    book = cohort(tmp_path, "export", "--out", "all.xlsx", *group)
    assert book.returncode == 0, book.stderr
    assert load_workbook(tmp_path / "all.xlsx").sheetnames[-1] == "Answers"
    mine = cohort(tmp_path, "export", "--out", "one.xlsx", "--member", "amara", *group)
    assert f"{len(own['answers'])} answers written" in mine.stdout, mine.stderr
    assert load_workbook(tmp_path / "one.xlsx")["My progress"]["B4"].value == "Amara"
    refused = cohort(tmp_path, "export", "--out", "all.ods", *group)
    assert "ends in .xlsx, .csv or .json" in refused.stderr
    assert cohort(tmp_path, "backup", "copy.db").returncode == 0
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT COUNT(*) FROM attempt").fetchone()[0] == len(rows)
    assert "exists already" in cohort(tmp_path, "backup", "copy.db").stderr


@pytest.mark.long
def test_the_same_seed_gives_the_same_group(tmp_path: Path) -> None:
    exports = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        cohort(folder, "simulate", "--members", "3", "--weeks", "1", "--seed", "3", "--group", "g")
        cohort(folder, "export", "--out", "x.csv", "--group", "g")
        exports.append((folder / "x.csv").read_text())
    assert exports[0] == exports[1]


@pytest.mark.long
def test_check_says_what_is_wrong_and_ends_with_1(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for name in ("questions", "schedules"):
        shutil.copytree(ROOT / name, content / name)
    sound = cohort(tmp_path, "check", COHORT_CONTENT=str(content))
    assert sound.returncode == 0, sound.stdout
    item = next((content / "questions").rglob("d3.1-03-a.md"))
    item.write_text(item.read_text().replace("kind: single", "kind: sinlge"))
    broken = cohort(tmp_path, "check", "--json", COHORT_CONTENT=str(content))
    assert broken.returncode == 1
    (finding,) = [f for f in json.loads(broken.stdout)["findings"] if f["severity"] == "error"]
    assert finding["path"].endswith("d3.1-03-a.md")
    with visiting(tmp_path, COHORT_CONTENT=str(content)) as (running, visitor):
        assert "d3.1-03-a.md left out" in visitor.said(text="status")
        assert "Left out:" in running.errors
    assert "There is no pack `x`" in cohort(tmp_path, "check", "x").stderr


def test_new_writes_a_file_that_lacks_only_its_prose(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "questions", content / "questions")
    made = cohort(tmp_path, "new", "d1.1-07", COHORT_CONTENT=str(content))
    assert made.returncode == 0, made.stderr
    assert list((content / "questions").rglob("d1.1-07-*.md"))
    wrong = cohort(tmp_path, "new", "d1.1-77", COHORT_CONTENT=str(content))
    assert "Did you mean d1.1-" in wrong.stderr


@pytest.mark.long
def test_what_is_due_is_listed_some_days_ahead(tmp_path: Path) -> None:
    ahead = cohort(tmp_path, "check", "--due", "9999")
    assert ahead.returncode == 0, ahead.stderr
    assert re.search(r"^questions/mls-c01/\S+\.md:\d+: due \d{4}-", ahead.stdout, re.M)
    assert "× service" in ahead.stdout.splitlines()[-1]
    told = cohort(tmp_path, "check", "mla-c01", "--due", "9999", "--json")
    assert "exam" in {row["kind"] for row in json.loads(told.stdout)["due"]}
    assert "Due by " in cohort(tmp_path, "check", "--due").stdout
    assert "`cohort check --due 30` lists" in cohort(tmp_path, "check", "30").stderr
    assert "Name one pack at most" in cohort(tmp_path, "check", "a", "b").stderr


@pytest.mark.long
def test_a_group_may_study_for_the_other_exam(tmp_path: Path) -> None:
    few = ("--members", "3", "--weeks", "1", "--seed", "3")
    made = cohort(tmp_path, "simulate", *few, "--pack", "mla-c01")
    assert "#sim-3x1-3-mla-c01 has lived" in made.stdout, made.stderr
    group = ("--group", "sim-3x1-3-mla-c01")
    assert cohort(tmp_path, "export", "--out", "all.json", *group).returncode == 0
    told = json.loads((tmp_path / "all.json").read_text())
    assert told["pack"] == "mla-c01"
    assert {line["domain"] for line in told["answers"]} <= {"m1", "m2", "m3", "m4"}
    wrong = cohort(tmp_path, "simulate", *few, "--pack", "mla")
    assert "The pack `mla` is not among the content" in wrong.stderr


@pytest.mark.parametrize(
    "command",
    ["run", "check", "new", "post", "status", "export", "simulate", "rebuild", "backup"],
)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    result = cohort(tmp_path, command, "--help")
    assert result.returncode == 0
    assert len(result.stdout.split()) > 20


def test_two_windows_see_one_tally(tmp_path: Path) -> None:
    with visiting(tmp_path) as (running, visitor):
        other = Visitor(running.address)
        other.sit("m2")
        assert "You (lead)" in visitor.load()
        assert 'value="m2" selected' in other.load()
        other.client.close()
