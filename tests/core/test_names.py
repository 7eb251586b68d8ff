"""A name is one line of what can be seen, and never somebody else's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Misused
from bot.core.names import NAME_MOST, likeness, read_name


@given(st.text(max_size=120))
def test_whatever_is_typed_becomes_a_plain_name_or_a_sentence(typed: str) -> None:
    try:
        name = read_name(typed)
    except Misused:
        return
    assert len(name) <= NAME_MOST
    assert name == read_name(name)
    assert name == unicodedata.normalize("NFKC", name)
    assert all(unicodedata.category(c)[0] != "C" for c in name)
    assert name == " ".join(name.split())
    assert not name or any(c.isalnum() for c in name)


@given(st.text(min_size=1, max_size=20))
def test_a_name_looks_like_itself_however_it_is_written(name: str) -> None:
    assert likeness(name) == likeness(f"  {name.upper().lower()} ") or not name.isascii()
    assert likeness(name) == likeness(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann", "Аnn"), ("Ann", "ＡＮＮ"), ("Ian", "lan"), ("Bob", "B0b"), ("José", "Jose"),
     ("Kim Lee", "kimlee"), ("Tom", "Тоm"), ("rn", "m"), ("Nino", "N1n0")],
)  # fmt: skip
def test_names_that_could_be_mistaken_look_alike(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ann", "Anna"), ("Ben", "Bea"), ("李雷", "韩梅梅"), ("Юля", "Яна")]
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize(
    "typed",
    ["An\u200bn", "\u202eAnn", "Ann\u2066x", "A\u0000nn", "\ufeffAnn", "Ann\u00ad", "\u3164\u3164a",
     "a\u0300\u0301\u0302\u0303", "…", "🎉", "a" * 41, "Ann\ufe0f"],
)  # fmt: skip
def test_what_cannot_be_seen_or_read_is_refused(typed: str) -> None:
    with pytest.raises(Misused):
        read_name(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Zoe   the\nSwift ", "Zoe the Swift"), ("Ｚｏｅ", "Zoe"), ("", ""), (" \t ", ""),
     ("=HYPERLINK(1)", "=HYPERLINK(1)"), ("محمد", "محمد"), ("Renée 🎉", "Renée 🎉")],
)  # fmt: skip
def test_plain_names_are_kept(typed: str, name: str) -> None:
    assert read_name(typed) == name
