"""How ready somebody is, in words: the answer first, and no more than is known."""

import pytest

from bot.cards.readiness import raises_of, ranges_of, said_of
from bot.core.readiness import Evidence, Range, Readiness, Strength

TITLES = {"d1": "Gather", "d2": "Explore", "d3": "Modeling", "d4": "Operations"}
ENOUGH = Evidence(answers=94, short={})


def strength(low: float = 0.66, high: float = 0.84, evidence: Evidence = ENOUGH) -> Strength:
    return Strength(
        share=Range((low + high) / 2, low, high),
        domains=dict.fromkeys(TITLES, Range(0.7, 0.48, 0.79)),
        evidence=evidence,
        raises="d3",
    )


def ready(p: float, found: Strength | None = None) -> Readiness:
    return Readiness(chance=p, strength=found or strength())


def test_too_early_reads_as_a_way_to_go() -> None:
    said = said_of(Evidence(answers=38, short={"d4": 5}), "MLA-C01", TITLES)
    assert said.text == (
        "Too early to say. 38 of 60 new questions; Operations needs five more. "
        "About five short runs. Any percentage now would be a guess."
    )


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence(answers=57, short={}), "57 of 60 new questions. About one short run."),
        (
            Evidence(answers=72, short={"d1": 1, "d4": 2}),
            "72 new questions; Gather needs one more and Operations needs two more. "
            "About one short run.",
        ),
        (
            Evidence(answers=1, short=dict.fromkeys(TITLES, 8)),
            "1 of 60 new questions; four domains need more of their own. About 12 short runs.",
        ),
    ],
)
def test_what_is_missing_is_counted(evidence: Evidence, words: str) -> None:
    assert words in said_of(evidence, "MLA-C01", TITLES).text


@pytest.mark.parametrize(
    ("p", "answer"),
    [
        (0.03, "Not there yet: about 3 % to pass."),
        (0.55, "Borderline: about 55 % to pass."),
        (0.78, "Likely: about 78 % to pass."),
        (0.97, "Strong: about 97 % to pass."),
    ],
)
def test_the_band_comes_first(p: float, answer: str) -> None:
    said = said_of(ready(p), "MLA-C01", TITLES)
    assert said.answer == answer
    assert "Expect 66 to 84 % right in the exam" in said.text
    assert "It rests on 94 new questions. Modeling would raise it most." in said.text


def test_a_percentage_never_stands_in_a_band_that_it_is_not_of() -> None:
    for hundredths in range(3, 98):
        answer = said_of(ready(hundredths / 100), "MLA-C01", TITLES).answer
        percent = int(answer.split("about ")[1].split(" ")[0])
        first = {"Not": 0, "Borderline": 40, "Likely": 70, "Strong": 90}
        after = {"Not": 40, "Borderline": 70, "Likely": 90, "Strong": 101}
        band = answer.split(":")[0].split(" ")[0]
        assert first[band] <= percent < after[band], answer


def test_a_closed_exam_is_strength_on_its_blueprint() -> None:
    said = said_of(strength(), "MLS-C01", TITLES)
    assert said.answer == (
        "Strength on the MLS-C01 blueprint: about 75 % of new questions, 66 to 84 %."
    )
    assert "pass" not in said.text


@pytest.mark.parametrize("told", [strength(0.2, 0.8), ready(0.5, strength(0.2, 0.8))])
def test_an_interval_that_is_too_wide_gives_no_figure(told: Strength | Readiness) -> None:
    said = said_of(told, "MLA-C01", TITLES)
    assert said.answer == "Too early to say."
    assert "%" not in said.text
    assert not ranges_of(told)


def test_while_an_answer_waits_nothing_is_told_that_it_could_move() -> None:
    told = ready(0.78)
    said = said_of(told, "MLA-C01", TITLES, waiting=1)
    assert said.text == "1 answer waits for the close. How you stand is told after it."
    assert not ranges_of(told, waiting=1)
    assert raises_of(told, waiting=1) == ""


def test_the_way_on_is_the_domain_that_lacks_most_else_the_one_that_is_worth_most() -> None:
    assert raises_of(Evidence(answers=3, short={"d1": 2, "d4": 5})) == "d4"
    assert raises_of(ready(0.5)) == "d3"
    assert raises_of(Evidence(answers=3, short={})) == ""
