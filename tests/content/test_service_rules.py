"""Services in an item: had by new customers, listed, and named with their status."""

from __future__ import annotations

from tests.content.conftest import Shelf

KEY = "In Amazon Cold Shelf with retrieval"
DISTRACTOR = "In a search index that answers within a second."
BREAKS = "Nobody needs an answer within a second, and an index costs far more than a shelf."


def test_a_closed_key_is_found_even_where_it_is_not_listed(shelf: Shelf) -> None:
    shelf.change(KEY, "In Amazon Old Drawer with retrieval")
    assert shelf.errors() == ["service-status"]


def test_saying_already_about_something_else_does_not_excuse_a_closed_key(shelf: Shelf) -> None:
    shelf.change(KEY, "In Amazon Old Drawer with retrieval")
    shelf.change("A clinic in Peru keeps", "A clinic in Peru already has a plan and keeps")
    assert shelf.errors() == ["service-status"]


def test_a_closed_distractor_says_that_it_is_closed(shelf: Shelf) -> None:
    shelf.change("services: [cold-shelf]", "services: [cold-shelf, old-drawer]")
    shelf.change(DISTRACTOR, "In Amazon Old Drawer that answers within a second.")
    assert shelf.rules() == ["closed-distractor"]
    shelf.change(BREAKS, f"{BREAKS} It is closed to new customers since January 2026.")
    assert shelf.rules() == []


def test_a_service_that_is_named_is_listed(shelf: Shelf) -> None:
    shelf.change("services: [cold-shelf]", "services: []")
    (said,) = shelf.said()
    assert said.endswith("`cold-shelf` is named and not listed. Add it to `services`.")


def test_a_name_inside_a_longer_name_is_not_that_service(shelf: Shelf) -> None:
    path = shelf.root / "questions/service_status.toml"
    more = (
        path.read_text().replace("old-drawer", "cold").replace("Amazon Old Drawer", "Amazon Cold")
    )
    path.write_text(more)
    assert shelf.said() == []


def test_what_bears_a_vendors_name_and_is_unknown_is_named_once(shelf: Shelf) -> None:
    shelf.change("On fast disks beside", "On Amazon Fast Disks 2 beside")
    shelf.change("Fast disks are what", "Amazon Fast Disks 2 is what")
    (said,) = shelf.said()
    assert said.endswith(
        "warning unknown-service: `Amazon Fast Disks 2` is no service that service_status.toml "
        "knows. Add a row for it, or name it as that file does."
    )


def test_regions_and_tools_of_a_vendor_are_no_services(shelf: Shelf) -> None:
    shelf.change("On fast disks beside", "On disks in one AWS Region, by the AWS CLI, beside")
    assert "unknown-service" not in shelf.rules()


def test_a_name_that_is_a_word_counts_with_its_vendor_alone(shelf: Shelf) -> None:
    path = shelf.root / "questions/service_status.toml"
    path.write_text(path.read_text().replace("Amazon Old Drawer", "AWS Batch"))
    shelf.change(KEY, "In Batch of Amazon Cold Shelf")
    assert shelf.said() == []
    shelf.change("In Batch of", "In AWS Batch of")
    assert shelf.errors() == ["service-status"]
