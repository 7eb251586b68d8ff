"""An event that stays after an erasure holds nobody's words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.erasing import PRIVATE, nameless

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
)


@given(st.text(max_size=12), st.dictionaries(st.text(max_size=8), VALUES))
def test_what_is_not_known_loses_its_texts_and_keeps_its_numbers(
    kind: str, payload: dict[str, object]
) -> None:
    left = nameless(kind, payload)
    if left is None:
        assert kind in PRIVATE
        return
    assert left.keys() == payload.keys()
    assert _texts(left) == []
    assert _numbers(left) == _numbers(payload)


@pytest.mark.parametrize("kind", sorted(PRIVATE))
def test_what_concerns_nobody_else_goes(kind: str) -> None:
    assert nameless(kind, {"text": "mine"}) is None


def test_names_of_things_stay_and_sentences_beside_them_do_not() -> None:
    kept = {"pack": "sample", "item": "sample/d1.1-01/a", "bulletin": 4, "text": "my words"}
    assert nameless("explained", kept) == {**kept, "text": ""}
    assert nameless("explained", {"item": "my words, hidden here"}) == {"item": ""}


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value] if value else []
        case list():
            return [text for part in value for text in _texts(part)]
        case dict():
            return [text for part in value.values() for text in _texts(part)]
        case _:
            return []


def _numbers(value: object) -> list[str]:
    match value:
        case list():
            return [text for part in value for text in _numbers(part)]
        case dict():
            return [text for part in value.values() for text in _numbers(part)]
        case str():
            return []
        case _:
            return [json.dumps(value)]
