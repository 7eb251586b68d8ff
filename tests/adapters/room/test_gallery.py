"""Pictures are drawn once, for all who wait, in a bounded memory that may be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.adapters.room import gallery as rooms
from bot.adapters.room.codec import chart_digest
from bot.adapters.room.gallery import Gallery
from bot.charts.draw import draw
from bot.core.charting import Count, CountChart
from bot.core.errors import NotFound, Refusal
from bot.services.workshop import Workshop


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


class Counting(Workshop):
    """A workshop that counts what it is asked to make."""

    asked = 0

    def make(self, job: str, *args: object, **named: object):  # type: ignore[no-untyped-def]
        """Count, then make."""
        self.asked += 1
        return super().make(job, *args, **named)  # type: ignore[arg-type]


def a_chart(number: int) -> CountChart:
    """Give a chart unlike those of other numbers."""
    return CountChart(title=f"Chart {number}", counts=(Count(label="A", count=number),))


async def test_a_chart_is_drawn_in_both_schemes(workshop: Workshop) -> None:
    gallery = Gallery(workshop)
    digest = gallery.show(a_chart(1))
    assert digest == chart_digest(a_chart(1))
    assert await gallery.picture(digest, dark=False) == draw(a_chart(1))
    assert await gallery.picture(digest, dark=True) == draw(a_chart(1), dark=True)


async def test_a_picture_is_drawn_once_however_many_ask() -> None:
    with Counting() as workshop:
        gallery = Gallery(workshop)
        digest = gallery.show(a_chart(1))
        crowd = [gallery.picture(digest, dark=False) for _ in range(20)]
        assert len(set(await asyncio.gather(*crowd))) == 1
        await gallery.picture(digest, dark=False)
        assert workshop.asked == 1


async def test_who_leaves_takes_no_picture_from_those_who_stay() -> None:
    with Counting() as workshop:
        gallery = Gallery(workshop)
        digest = gallery.show(a_chart(1))
        leaving = asyncio.create_task(gallery.picture(digest, dark=False))
        staying = asyncio.create_task(gallery.picture(digest, dark=False))
        await asyncio.sleep(0)
        leaving.cancel()
        assert await staying == draw(a_chart(1))
        assert leaving.cancelled()
        assert workshop.asked == 1


async def test_a_page_full_of_pictures_leaves_room_for_others() -> None:
    with Workshop(waiting_at_most=1) as workshop:
        gallery = Gallery(workshop)
        digests = [gallery.show(a_chart(number)) for number in range(6)]
        drawn = await asyncio.gather(*(gallery.picture(each, dark=False) for each in digests))
        assert len(set(drawn)) == 6


async def test_an_unknown_picture_is_refused_in_words(workshop: Workshop) -> None:
    with pytest.raises(NotFound, match=r"Load the page again, and it is drawn anew\."):
        await Gallery(workshop).picture(chart_digest(a_chart(1)), dark=False)


async def test_the_memory_is_bounded(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "CHARTS_AT_MOST", 2)
    monkeypatch.setattr(rooms, "PICTURES_AT_MOST", 1)
    gallery = Gallery(workshop)
    first, second = gallery.show(a_chart(1)), gallery.show(a_chart(2))
    await gallery.picture(first, dark=False)
    gallery.show(a_chart(1))
    gallery.show(a_chart(3))
    with pytest.raises(NotFound):
        await gallery.picture(second, dark=False)
    assert await gallery.picture(first, dark=False) == draw(a_chart(1))
    await gallery.picture(first, dark=True)
    assert len(gallery._pictures) == 1


async def test_what_could_not_be_drawn_is_tried_again() -> None:
    workshop = Workshop()
    gallery = Gallery(workshop)
    digest = gallery.show(a_chart(1))
    workshop.close()
    for _ in range(2):
        with pytest.raises(Refusal, match="stopping"):
            await gallery.picture(digest, dark=False)
