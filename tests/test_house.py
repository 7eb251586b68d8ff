"""The house itself: sizes, arrows, names, and that everything documented is so."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from bot.cards.actions import VIEWS, Action
from bot.cards.commands import COMMANDS
from bot.cli import app
from bot.core.crashpoints import POINTS
from bot.settings import Settings, variables

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
LINES_MOST = 400
FORBIDDEN_NAMES = ("Manager", "Handler", "Helper", "Utils", "Base")


def tracked() -> list[Path]:
    """Give every file of the project, as git knows it, or all but caches without git."""
    found = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode:
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in found.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_knows_and_stays_small(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LINES_MOST
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_functions_and_classes_say_what_they_do(path: Path) -> None:
    if "migrations" in path.parts:
        return
    bare = [
        f"{node.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not _is_local(node, path)
    ]
    assert bare == []


def _is_local(node: ast.AST, path: Path) -> bool:
    """Say whether a definition stands inside a function, where its name says enough."""
    tree = ast.parse(path.read_text())
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(outer):
                same = getattr(inner, "lineno", 0) == getattr(node, "lineno", -1)
                if inner is not outer and same and type(inner) is type(node):
                    return True
    return False


def test_no_class_has_a_name_that_says_nothing() -> None:
    names = [
        node.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in names if name.endswith(FORBIDDEN_NAMES)] == []


def test_every_setting_is_described_and_documented() -> None:
    operating = (ROOT / "docs" / "operating.md").read_text()
    for variable, description in variables().items():
        assert description
        assert f"`{variable}`" in operating, variable
    documented = set(re.findall(r"`((?:COHORT|SLACK|DISCORD|DATABASE)_[A-Z_]+)`", operating))
    assert documented == {str(f.validation_alias) for f in Settings.model_fields.values()}


def test_every_shell_command_is_documented() -> None:
    operating = (ROOT / "docs" / "operating.md").read_text()
    names = {(command.name or command.callback.__name__) for command in app.registered_commands}  # type: ignore[union-attr]
    assert {name for name in names if f"`cohort {name}" not in operating} == set()


def test_every_word_of_study_is_documented() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [c.word for c in COMMANDS if f"`{c.word}" not in readme] == []


def test_every_action_has_a_note() -> None:
    assert [kind.__name__ for kind in get_args(Action) if not kind.__doc__] == []


def test_views_are_actions() -> None:
    assert set(VIEWS) <= set(get_args(Action))


def test_every_crash_point_is_reached_somewhere() -> None:
    text = "".join(path.read_text() for path in SOURCES)
    assert [point for point in POINTS if f'reach("{point}")' not in text] == []


def test_content_holds_no_python() -> None:
    for folder in ("questions", "schedules"):
        assert list((ROOT / folder).rglob("*.py")) == []


def test_no_file_names_a_machine_or_an_index() -> None:
    paths = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+)/|pypi\.org/simple|--index-url")
    named = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in (".png",)
        and path != Path(__file__)
        and paths.search(path.read_text(errors="replace"))
    ]
    assert named == []


def test_versions_are_pinned_without_an_address() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [
        line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+]+", line)
    ] == []


def test_every_file_that_the_map_names_exists() -> None:
    text = (ROOT / "docs" / "map.md").read_text()
    missing = []
    for line in text.splitlines():
        folder = ROOT
        for name in re.findall(r"`([\w./]+)`", line.partition("|")[2].partition("|")[2]):
            path = ROOT / name if "/" in name.rstrip("/") or name.endswith("/") else folder / name
            if not path.exists():
                path = folder / name
            if not path.exists():
                missing.append(name)
            elif path.is_file():
                folder = path.parent
            else:
                folder = path.parent if name.endswith("/") and folder != ROOT else path
    assert missing == []
