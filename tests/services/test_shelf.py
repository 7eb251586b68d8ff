"""Checking content tries every item's cards on the platforms."""

from __future__ import annotations

from datetime import date

from bot.cards.blocks import Card
from bot.content.findings import Severity
from bot.services.library import Broken, Library
from bot.services.shelf import check_content
from tests.running import ROOT


def test_a_card_that_does_not_fit_is_a_finding_at_its_question() -> None:
    def fits(card: Card, private: bool) -> str:
        return "" if private or not card.reveals else f"{card.title} is too long."

    report = check_content(ROOT, ROOT, date.today(), "mls-c01", {"Slack": fits})
    found = [finding for finding in report.findings if finding.rule == "budget"]
    assert {finding.message.partition(".")[0] for finding in found} == {
        "The closed question does not fit Slack",
        "The thread does not fit Slack",
    }
    assert {finding.severity for finding in found} == {Severity.ERROR}
    assert all((ROOT / finding.path).is_file() for finding in found)
    assert report.has_errors


def test_without_a_platform_nothing_is_tried() -> None:
    report = check_content(ROOT, ROOT, date.today(), "mls-c01")
    assert [finding for finding in report.findings if finding.rule == "budget"] == []


def test_a_screen_names_a_few_files_that_were_left_out() -> None:
    broken = tuple(Broken(path=f"{n}.md", reason="So.") for n in range(9))
    some = Library(catalogues={}, broken=broken[:5])
    assert some.named_broken == broken[:5]
    *named, rest = Library(catalogues={}, broken=broken).named_broken
    assert tuple(named) == broken[:5]
    assert rest == Broken(path="4 more files", reason="`cohort check` names them all.")
