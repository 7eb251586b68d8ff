"""The vault: sealed for one workspace, opened by any of its keys, and silent about all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.slack.vault import Unopened, read_vault
from bot.core.errors import Misused
from tests.world import START

OLD, NEW = "the-old-key-0123456789-abcdefghijkl", "the-new-key-9876543210-zyxwvutsrqpo"
TOKEN = "xoxb-1-secret"


def test_what_is_sealed_shows_nothing_and_opens_as_it_was() -> None:
    vault = read_vault(OLD)
    sealed = vault.seal("T1", TOKEN)
    assert "secret" not in sealed
    assert vault.open("T1", sealed) == TOKEN
    assert vault.seal("T1", TOKEN) != sealed
    assert vault.open("T1", vault.seal("T1", "")) == ""


def test_what_is_sealed_opens_for_its_workspace_alone() -> None:
    vault = read_vault(OLD)
    with pytest.raises(Unopened, match="another workspace"):
        vault.open("T2", vault.seal("T1", TOKEN))


@pytest.mark.parametrize("spoilt", ["x", "gAAAA", "é", TOKEN])
def test_what_was_never_sealed_does_not_open(spoilt: str) -> None:
    with pytest.raises(Unopened, match="no key of COHORT_SECRET_KEY"):
        read_vault(OLD).open("T1", spoilt)


def test_a_new_key_in_front_opens_what_the_old_one_sealed_and_seals_it_anew() -> None:
    sealed = read_vault(OLD).seal("T1", TOKEN)
    both = read_vault(f"{NEW}, {OLD}")
    assert both.open("T1", sealed) == TOKEN
    fresh = both.reseal("T1", sealed)
    assert read_vault(NEW).open("T1", fresh) == TOKEN
    assert both.reseal("T1", fresh) == fresh
    with pytest.raises(Unopened):
        read_vault(NEW).reseal("T1", sealed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "COHORT_SECRET_KEY is missing"),
        (" , ", "COHORT_SECRET_KEY is missing"),
        ("short", "COHORT_SECRET_KEY is too easy to guess"),
        ("a" * 64, "COHORT_SECRET_KEY is too easy to guess"),
        (f"{NEW},short", "Key 2 of COHORT_SECRET_KEY is too easy to guess"),
    ],
)
def test_a_key_that_is_no_good_is_refused_with_a_way_to_a_better_one(text: str, said: str) -> None:
    with pytest.raises(Misused, match=said) as refused:
        read_vault(text)
    assert "openssl rand -base64 32" in str(refused.value)
    assert "short" not in str(refused.value)


def test_a_stamp_is_ours_and_lasts_as_long_as_asked() -> None:
    vault = read_vault(f"{NEW},{OLD}")
    stamped = vault.stamp("state", START)
    assert vault.unstamp(stamped, START + timedelta(seconds=600), 600) == "state"
    assert vault.unstamp(stamped, START + timedelta(seconds=601), 600) is None
    assert vault.unstamp("made-up", START, 600) is None
    assert vault.unstamp("é", START, 600) is None
    assert read_vault(OLD).unstamp(stamped, START, 600) is None
    # A token that was sealed is no stamp, and a stamp is no token.
    assert vault.unstamp(vault.seal("T1", TOKEN), START, 600) is None
    with pytest.raises(Unopened):
        vault.open("T1", stamped)


def test_nothing_shows_a_key() -> None:
    vault = read_vault(OLD)
    assert OLD not in repr(vault) + repr(vars(vault))
