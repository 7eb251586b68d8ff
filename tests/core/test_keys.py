"""Another key: what it is in another version of the item, and what its author's prose then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.items import Item, Kind, Option, Response
from bot.core.keys import Authority, Ruling, moved, rules, same_question, with_prose
from bot.core.scoring import mark
from bot.core.showing import Showing
from tests import sample
from tests.core.test_scoring import answered, keys_of

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ONE_OF_EACH = (
    sample.single("d1.1-01"),
    sample.multiple("d1.1-01"),
    sample.ordering("d1.1-01"),
    sample.matching("d1.1-01"),
)


def ruling(key: Response, by: Authority = Authority.LEAD) -> Ruling:
    """Make a ruling for a key."""
    return Ruling(key=key, before=(), by=by, seq=7, reason="The page says so.")


def reordered(item: Item, order: list[int], key: Response | None = None) -> Item:
    """Write an item with its options in another order; ``key`` is in the order before."""
    if item.kind is Kind.ORDERING:
        # Steps stand in their right order: another order is another key.
        steps = order if key is None else list(key)
        return replace(item, options=tuple(item.options[step] for step in steps))
    right = item.key if key is None else key
    options = []
    for index in order:
        option = item.options[index]
        if item.kind is Kind.MATCHING:
            options.append(replace(option, match=right[index]))
        else:
            options.append(replace(option, is_key=index in right))
    return replace(item, options=tuple(options))


@given(case=answered(), data=st.data())
def test_a_response_moves_to_another_version_and_back(
    case: tuple[Item, Response], data: st.DataObject
) -> None:
    item, response = case
    order = data.draw(st.permutations(range(len(item.options))))
    other = reordered(item, order)
    assert same_question(item, other)
    there = moved(response, item, other)
    assert response == moved(there, other, item)


@given(case=answered(), data=st.data())
def test_an_answer_is_marked_alike_in_both_versions(
    case: tuple[Item, Response], data: st.DataObject
) -> None:
    item, response = case
    key = data.draw(keys_of(item))
    other = reordered(item, data.draw(st.permutations(range(len(item.options)))), key)
    there = moved(response, item, other)
    assert mark(item, response, moved(other.key, other, item)) == mark(other, there)


@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.kind.value)
def test_a_version_with_another_stem_option_or_id_asks_something_else(item: Item) -> None:
    other_text = (replace(item.options[0], text="Something new."), *item.options[1:])
    assert same_question(item, replace(item, takeaway="Other words.", stem=f" {item.stem}\n"))
    assert not same_question(item, replace(item, stem="Another question?"))
    assert not same_question(item, replace(item, options=other_text))
    assert not same_question(item, replace(item, options=item.options[1:]))
    assert not same_question(item, replace(item, id="sample/d1.1-01/z"))


def test_a_version_that_asks_for_more_answers_asks_something_else() -> None:
    item = sample.multiple("d1.1-01")
    all_right = tuple(replace(option, is_key=True) for option in item.options)
    assert not same_question(item, replace(item, options=all_right))


def test_options_of_one_text_cannot_be_told_apart() -> None:
    item = sample.single("d1.1-01")
    twice = replace(item, options=(item.options[0], *item.options[:3]))
    assert not same_question(twice, twice)


def test_the_newer_prose_argues_for_the_older_version() -> None:
    item = sample.single("d1.1-01")
    options: list[Option] = [
        replace(
            option,
            is_key=n == 0,
            decides="Now this one." if n == 0 else "",
            tempts="" if n == 0 else "It once was.",
            breaks="",
        )
        for n, option in enumerate(item.options)
    ]
    newer = replace(item, options=tuple(reversed(options)), takeaway="New words.")
    told = with_prose(item, newer)
    assert [option.text for option in told.options] == [option.text for option in item.options]
    assert told.key == (0,)
    assert told.options[0].decides == "Now this one."
    assert told.takeaway == "New words."


def test_a_matching_version_keeps_its_own_indexes() -> None:
    item = sample.matching("d3.1-06")
    newer = replace(
        item,
        matches=("Avro", "Parquet"),
        options=tuple(replace(option, match=0) for option in item.options),
    )
    assert with_prose(item, newer).key == (1, 1, 1)
    assert with_prose(item, newer).matches == item.matches


@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.kind.value)
def test_a_lead_overrules_only_the_arguments_that_the_key_touches(item: Item) -> None:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    key = {
        Kind.SINGLE: (0,),
        Kind.MULTIPLE: (1, 2),
        Kind.ORDERING: (1, 0, 2, 3),
        Kind.MATCHING: (1, 1, 0),
    }[item.kind]
    touched = {
        Kind.SINGLE: [0, 2],
        Kind.MULTIPLE: [2, 3],
        Kind.ORDERING: [0, 1],
        Kind.MATCHING: [0],
    }[item.kind]
    showing = Showing(item, order, ruling(key))
    lost = [n for n in range(len(item.options)) if not showing.argument_holds(n)]
    assert (showing.key, lost, showing.prose_holds) == (key, touched, False)
    told = Showing(item, order, ruling(key, Authority.PACK))
    assert all(told.argument_holds(n) for n in range(len(item.options)))
    assert Showing(item, order).key == item.key


def test_the_latest_change_of_a_rule_decides() -> None:
    changes = [((1, "a"), (0,)), ((0, "a"), (3,)), ((1, "a"), (1,)), ((1, "b"), (2,)),
               ((1, "b"), None), ((2, "b"), None)]  # fmt: skip
    assert rules(changes) == {(1, "a"): (1,), (0, "a"): (3,)}
