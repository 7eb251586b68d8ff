"""Every word of ``help`` can be used on Discord, and means there what it means when it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import discord
import pytest

from bot.adapters.discord.commands import (
    ADMIN,
    CHOICES_MOST,
    OPTIONS,
    STUDY,
    as_typed,
    path_of,
    read_invocation,
    suggestions,
    tree,
)
from bot.adapters.discord.layout import layouts
from bot.adapters.discord.payloads import Payload, listed, text_at
from bot.cards.commands import COMMANDS, Command, completions, parse
from bot.cards.help import help_card
from bot.core.errors import Misused
from tests.adapters.discord.checking import components, problems, walk
from tests.sample import DOMAINS

TITLES = tuple((identity, title) for identity, title, _ in DOMAINS)
Path: TypeAlias = tuple[str, ...]
MANY = tuple((f"d{n}", f"Domain number {n}") for n in range(1, 41))


def use(path: Path, **given: object) -> Payload:
    """Make what an interaction says of a command that is used."""
    inner: list[Payload] = [
        {"type": 3, "name": name, "value": value} for name, value in given.items()
    ]
    for place, name in reversed(list(enumerate(path))[1:]):
        kind = 2 if place < len(path) - 1 else 1
        inner = [{"type": kind, "name": name, "options": inner}]
    return {"id": "1", "type": 1, "name": path[0], "options": inner}


def typing(path: Path, name: str, text: str) -> Payload:
    """Make what an interaction says while somebody types an option."""
    data = use(path, **{name: text})
    beneath = listed(data, "options")
    while listed(beneath[0], "options"):
        beneath = listed(beneath[0], "options")
    beneath[0]["focused"] = True
    return data


def leaves(options: list[Payload], path: Path) -> Iterator[tuple[Path, Payload]]:
    """Give every command that can be used, with its path."""
    for option in options:
        here = (*path, text_at(option, "name"))
        if option["type"] == 2:
            yield from leaves(listed(option, "options"), here)
        else:
            yield here, option


def size(part: Payload) -> int:
    """Count what the platform counts of a command: names, descriptions and values."""
    own = sum(len(str(part.get(name, ""))) for name in ("name", "description", "value"))
    return own + sum(size(each) for name in ("options", "choices") for each in listed(part, name))


@pytest.mark.parametrize("top", tree(), ids=lambda top: top["name"])
def test_discord_takes_the_commands(top: Payload) -> None:
    assert problems(top, "ApplicationCommandCreateRequest") == []
    assert size(top) <= 8000
    assert len(listed(top, "options")) <= 25
    for _, command in leaves(listed(top, "options"), ()):
        names = [text_at(option, "name") for option in listed(command, "options")]
        assert len(names) == len(set(names)) <= 25
        needed = [bool(option["required"]) for option in listed(command, "options")]
        assert needed == sorted(needed, reverse=True), "what is required comes first"


def test_everybody_has_study_everywhere_and_leads_have_theirs_in_servers() -> None:
    study, admin = tree()
    assert (study["contexts"], study["integration_types"]) == ([0, 1, 2], [0, 1])
    assert "default_member_permissions" not in study
    assert (admin["contexts"], admin["integration_types"]) == ([0], [0])
    assert admin["default_member_permissions"] == discord.Permissions(manage_guild=True).value


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_every_word_of_help_is_there_and_means_the_same(command: Command) -> None:
    used = {path for top in tree() for path, _ in leaves([{**top, "type": 2}], ())}
    assert path_of(command) in used
    assert path_of(command)[0] == (ADMIN if command.lead else STUDY)
    assert parse(read_invocation(use(path_of(command))), TITLES) == parse(command.word, TITLES)
    assert bool(command.usage) == (command.word in OPTIONS) or command.word == "team"


def test_every_word_that_can_be_completed_can_be_said_with_options() -> None:
    said = {word for word, _ in completions(TITLES, lead=True)}
    done = {read_invocation(use(path_of(command))) for command in COMMANDS}
    for domain, _ in TITLES:
        done.add(read_invocation(use((STUDY, "practice"), domain=domain)))
    for top in tree():
        for path, command in leaves(listed(top, "options"), (text_at(top, "name"),)):
            for option in listed(command, "options"):
                for choice in listed(option, "choices"):
                    given = {text_at(option, "name"): choice["value"]}
                    done.add(read_invocation(use(path, **given)))
    meant = [repr(parse(words, TITLES)) for words in done]
    by = [word for word in said if " by " in word]
    missing = {word for word in said if repr(parse(word, TITLES)) not in meant}
    # The ways of a board are offered while they are typed.
    assert missing <= {*by, "leave today", "leave tomorrow", "me reminders off", "plan off"}


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        (("study", "practice"), {"domain": "d3", "n": 7}, "practice d3 7"),
        (("study", "practice"), {"n": 7}, "practice 7"),
        (("study", "board"), {"window": "month", "by": "accuracy"}, "board month by accuracy"),
        (("study", "board"), {"by": "d3"}, "board by d3"),
        (("study", "leave"), {"last": "2026-12-24"}, "leave today 2026-12-24"),
        (("study", "help"), {"more": True}, "help more"),
        (("study", "help"), {"more": False}, "help"),
        (("study", "me", "home"), {}, "me"),
        (("study", "team", "list"), {}, "team"),
        (("study", "team", "join"), {"name": " The Otters "}, "team join The Otters"),
        (("study-admin", "skip"), {"what": "review"}, "skip review"),
        (("study-admin", "setup"), {"part": "holidays"}, "setup holidays"),
        (("study-admin", "setup"), {"join": "YDJQ3FG3"}, "setup join YDJQ3FG3"),
        (("study-admin", "season", "begin"), {"finish": "2027-01-22"}, "season begin 2027-01-22"),
    ],
)  # fmt: skip
def test_options_become_the_words_that_are_typed(
    path: Path, given: dict[str, object], words: str
) -> None:
    assert read_invocation(use(path, **given)) == words
    parse(words, TITLES)


@pytest.mark.parametrize(
    "data", [{}, {"name": "study"}, use(("study", "mocks")), use(("x", "today"))]
)
def test_a_command_that_is_not_there_is_refused_in_words(data: Payload) -> None:
    with pytest.raises(Misused, match="/study help"):
        read_invocation(data)


def test_more_domains_than_fit_are_found_by_typing() -> None:
    assert len(suggestions(typing(("study", "practice"), "domain", ""), MANY)) == CHOICES_MOST
    found = suggestions(typing(("study", "practice"), "domain", "number 4"), MANY)
    assert [each["value"] for each in found] == ["d4", "d40"]


def test_a_board_offers_its_ways_and_the_domains() -> None:
    found = suggestions(typing(("study", "board"), "by", ""), TITLES)
    assert [each["value"] for each in found][:5] == [
        "members", "accuracy", "growth", "teams", "helper",
    ]  # fmt: skip
    assert {"name": "Model", "value": "d3"} in found
    for each in found:
        parse(f"board by {each['value']}", TITLES)


def test_what_begins_with_the_word_comes_first_and_nothing_is_too_long() -> None:
    domains = (("a", "The long model"), ("b", "Model"), ("c", "Model " + "🙂" * 100))
    found = suggestions(typing(("study", "practice"), "domain", "model"), domains)
    assert [each["value"] for each in found] == ["b", "c", "a"]
    choices = {"type": 8, "data": {"choices": found}}
    assert problems(choices, "ApplicationCommandAutocompleteCallbackRequest") == []


def test_nothing_is_offered_where_anything_may_be_typed() -> None:
    assert suggestions(typing(("study", "notes"), "search", "x"), TITLES) == []


def test_names_and_descriptions_can_be_told_in_other_languages() -> None:
    words = {"practice": "üben", "A private run of n questions (5)": "Ein Lauf für dich"}
    study, _ = tree({discord.Locale.german: words})
    assert problems(study, "ApplicationCommandCreateRequest") == []
    (practice,) = [o for o in listed(study, "options") if o["name"] == "practice"]
    assert practice["name_localizations"] == {"de": "üben"}
    assert practice["description_localizations"] == {"de": "Ein Lauf für dich"}
    assert "name_localizations" not in listed(study, "options")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See `/study setup more`.", "See `/study-admin setup more`."),
        ("Type `/study setup join X` on Slack.", "Type `/study setup join X` on Slack."),
        ("`/study me` and `/study me link AB-CD`", "`/study me home` and `/study me link AB-CD`"),
        ("/study team [list]", "/study team list"),
        ("/study board [today|week] [by members|teams]", "/study board"),
        ("/study season begin [finish day]", "/study-admin season begin"),
        ("`/study season` shows it", "`/study season` shows it"),
        ("/study post now", "/study-admin post now"),
        ("/study nonsense [x]", "/study nonsense [x]"),
    ],
)
def test_cards_name_the_commands_as_they_are_called_here(text: str, said: str) -> None:
    assert as_typed(text) == said


def test_help_shows_nothing_that_cannot_be_used() -> None:
    used = {"/" + " ".join(path_of(command)) for command in COMMANDS}
    shown = [
        line.strip("`")
        for message in layouts(help_card(more=True, lead=True))
        for part in walk(components(message))
        for line in part.get("content", "").split("\n")
        if line.startswith("`/study")
    ]
    assert set(shown) == used


def test_a_mock_exam_is_chosen_by_its_length() -> None:
    mock = next(each for each in listed(tree()[0], "options") if each["name"] == "mock")
    (option,) = listed(mock, "options")
    assert (option["name"], option["required"]) == ("action", False)
    values = [str(each["value"]) for each in listed(option, "choices")]
    assert values == ["full", "half", "mini"]
    assert [read_invocation(use((STUDY, "mock"), action=each)) for each in values] == [
        "mock full", "mock half", "mock mini",
    ]  # fmt: skip
