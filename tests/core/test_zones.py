from __future__ import annotations

import pytest

from bot.core.errors import Misused
from bot.core.zones import close_names, read_zone, zone_named


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("  New York ", "America/New_York"),
        ("kathmandu", "Asia/Kathmandu"),
        ("America/Argentina/Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_however_it_is_typed(typed: str, meant: str) -> None:
    assert meant == read_zone(typed)


def test_a_misspelt_zone_is_answered_with_close_names() -> None:
    with pytest.raises(Misused, match="Did you mean Europe/Berlin"):
        zone_named("Europe/Berln")
    assert close_names("Berln")[0] == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["", "Europe", "../../etc/passwd", "/etc/localtime", "right/UTC", "a\0b", "x" * 9999]
)
def test_what_is_no_zone_is_refused_in_words(name: str) -> None:
    with pytest.raises(Misused) as refusal:
        zone_named(name)
    assert str(refusal.value).startswith("There is no time zone")
    assert len(str(refusal.value)) < 250
