"""The manifest in the repository: valid, minimal, and what the program really needs."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import validators

from bot.adapters.slack.app import COMMAND
from bot.adapters.slack.arrivals import CLOSING, OPENING
from bot.adapters.slack.reading import FLAG_THIS, PRACTISE_NOW
from bot.adapters.slack.scopes import NEEDED, OPTIONAL
from tests.fakes.slack import AppSide
from tests.running import ROOT

TEXT = (ROOT / "slack-manifest.yaml").read_text()
MANIFEST: dict[str, Any] = yaml.safe_load(TEXT)


def test_it_is_valid_by_slacks_own_schema() -> None:
    shared = os.environ.get("COHORT_SHARED")
    if not shared:
        pytest.skip("the schema is not here")
    schema = json.loads((Path(shared) / "specs/slack-manifest.schema.2.0.0.json").read_text())
    judge = validators.validator_for(schema)(schema)
    assert [str(each.message) for each in judge.iter_errors(MANIFEST)] == []


def test_it_asks_for_what_is_needed_and_for_nothing_else() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(NEEDED)


def test_every_optional_scope_and_event_stands_there_switched_off() -> None:
    off = set(re.findall(r"^ *# - ([a-z_:]+)$", TEXT, re.MULTILINE))
    scopes = {scope for scopes in OPTIONAL for scope in scopes}
    events = {*CLOSING, *OPENING, "member_joined_channel", "member_left_channel"}
    assert off == scopes | events


def test_its_names_are_those_that_the_program_listens_to() -> None:
    app = AppSide.from_manifest(MANIFEST)
    assert app.commands == {COMMAND}
    assert sorted(app.shortcuts or ()) == sorted((PRACTISE_NOW, FLAG_THIS))
    assert sorted(app.events or ()) == ["app_home_opened", "app_uninstalled", "tokens_revoked"]
    assert app.home_tab


def test_its_texts_fit_slacks_limits() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for each in MANIFEST["features"]["shortcuts"]:
        assert len(each["name"]) <= 24
        assert len(each["description"]) <= 150
