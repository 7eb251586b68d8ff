"""One-time codes: made without look-alikes, read forgivingly, kept as a hash."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import ALPHABET, LENGTH, hashed, make_code, read_code, shown_code


@given(st.integers())
def test_a_code_is_read_back_however_it_was_typed(seed: int) -> None:
    code = make_code(Random(seed))
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    for typed in (code, code.lower(), shown_code(code), f" {code[:3]} {code[3:]} "):
        assert read_code(typed) == code
        assert hashed(typed) == hashed(code)


def test_no_two_characters_are_mistaken_for_one_another() -> None:
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV"):
        assert not set(pair) <= set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)
    # About 36 bits: five guesses in a quarter of an hour find one in a million years.
    assert len(ALPHABET) ** LENGTH > 5e10


@given(st.text(max_size=200))
def test_anything_can_be_tried(typed: str) -> None:
    assert len(read_code(typed)) <= 2 * LENGTH
    assert len(hashed(typed)) == 64


@pytest.mark.parametrize("other", ["", "AAAAAAAA", "ACDEFGHJK"])
def test_other_codes_have_other_hashes(other: str) -> None:
    assert hashed(other) != hashed("ACDEFGHJ")
