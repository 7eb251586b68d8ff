"""The room's pages: it reads a request into an action, asks the desk, and shows the reply.

No decision is taken here. Without scripts every form still works by a plain POST and a
redirect; with them the same answer comes as JSON and live pages follow by server-sent events.
"""

from __future__ import annotations

import asyncio
import json
from asyncio import wrap_future
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlencode

from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.room.codec import card_from_json
from bot.adapters.room.gallery import Gallery
from bot.adapters.room.guard import SESSION, Guard, Tokens
from bot.adapters.room.hub import Event, Hub, Private
from bot.adapters.room.render import Renderer, clock_time, page_html
from bot.cards.commands import completions
from bot.cards.help import refusal_card
from bot.cards.text import block_text
from bot.cards.wire import decode
from bot.core.errors import Fault, NotFound, Refusal
from bot.core.identity import Identity
from bot.services.desk import Desk, Press
from bot.services.reply import Reply, Tell
from bot.services.room import Entry, Kept, RoomBook

YEAR = 365 * 24 * 3600


class Room:
    """The room's web application. ``clock`` gives aware UTC."""

    def __init__(
        self,
        desk: Desk,
        book: RoomBook,
        hub: Hub,
        gallery: Gallery,
        clock: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._book = book
        self._hub = hub
        self._gallery = gallery
        self._clock = clock
        self._tokens = Tokens()

    def app(self, hosts: frozenset[str] = frozenset()) -> Guard:
        """Give the ASGI application. ``hosts`` are names it may be called by beside loopback."""
        routes = [
            Route("/", self.page),
            Route("/act", self.act, methods=["POST"]),
            Route("/as", self.switch, methods=["POST"]),
            Route("/live", self.live),
            Route("/chart/{digest}.png", self.chart),
            Route("/file/{id}", self.file),
            Route("/health", self.health),
            Mount("/static", StaticFiles(directory=_static())),
        ]
        app = Starlette(
            routes=routes,
            exception_handlers={Refusal: _refused, Fault: _broken},
        )
        return Guard(app, hosts)

    async def page(self, request: Request) -> Response:
        """Show a group."""
        view = await wrap_future(
            self._book.view(request.query_params.get("group", ""), _seats(request))
        )
        viewer = view.viewer
        session = self._tokens.session(request)
        token = self._tokens.make(session)
        renderer = self._renderer(token, view.door.name, view.zone)
        html = page_html(
            group=view.door.name,
            simulated=view.door.simulated,
            groups=view.doors,
            members=view.members,
            viewer=viewer,
            messages=[_message(kept, renderer, view.zone) for kept in view.messages],
            private=[
                *(_message(kept, renderer, view.zone) for kept in view.told),
                *(
                    _private(each, renderer)
                    for each in self._hub.private(view.door.place_id, viewer.id)
                ),
            ],
            commands=[
                {"text": word, "help": does}
                for word, does in completions(
                    self._desk.domains(view.door.address), lead=viewer.is_lead
                )
            ],
            token=token,
            zone=view.zone,
            notice=request.query_params.get("notice", ""),
        )
        response = HTMLResponse(html, headers={"cache-control": "no-store"})
        if SESSION not in request.cookies:
            response.set_cookie(SESSION, session, httponly=True, samesite="strict", max_age=YEAR)
        if viewer.id:
            # Every press then says as whom this page was shown, even when that one is gone.
            _take_seat(response, view.door.name, viewer.id)
        return response

    async def act(self, request: Request) -> Response:
        """Do what a button, a form or a typed word asks for."""
        form = await request.form(max_files=0, max_fields=100)
        self._check(request, form)
        here = await self._enter(request, _word(form, "group"))
        viewer, place = here.viewer, here.door.place_id
        reply = await self._reply(here, form, self._tell(place, viewer.id))
        kept = self._hub.give(place, viewer.id, reply, self._clock())
        if reply.farewell:
            self._hub.forget(viewer.id)
        if "x-cohort-token" in request.headers:
            renderer = self._renderer(self._token(request), here.door.name, here.zone)
            return JSONResponse({"private": [_private(kept, renderer)], "notice": ""})
        return _back(here.door.name, block_text(reply.card.blocks[0]) if reply.farewell else "")

    async def switch(self, request: Request) -> Response:
        """See the room as another member, or let somebody new in."""
        form = await request.form(max_files=0, max_fields=20)
        self._check(request, form)
        view = await wrap_future(self._book.view(_word(form, "group"), _seats(request)))
        name = _word(form, "name")
        if name:
            member = (await wrap_future(self._book.add_member(view.door, name))).id
        else:
            member = _word(form, "member")
            if all(each.id != member for each in view.members):
                raise Refusal("Nobody of that name is in this group.")
        response = _back(view.door.name)
        _take_seat(response, view.door.name, member)
        return response

    async def live(self, request: Request) -> Response:
        """Tell a page what happens in a group, for as long as it listens."""
        here = await self._enter(request, request.query_params.get("group", ""))
        renderer = self._renderer(self._token(request), here.door.name, here.zone)

        async def events() -> AsyncIterator[dict[str, str]]:
            async for event in self._hub.listen(here.door.place_id, here.viewer.id):
                yield {"event": event.name, "data": json.dumps(self._event(event, renderer))}

        return EventSourceResponse(events(), ping=15, headers={"cache-control": "no-store"})

    async def chart(self, request: Request) -> Response:
        """Give a picture, in light or dark colours."""
        dark = request.query_params.get("dark") == "1"
        try:
            data = await self._gallery.picture(request.path_params["digest"], dark=dark)
        except NotFound as unknown:
            return PlainTextResponse(str(unknown), 404)
        except Refusal as busy:
            return PlainTextResponse(str(busy), 503)
        headers = {"cache-control": "private, max-age=3600"}
        return Response(data, media_type="image/png", headers=headers)

    async def file(self, request: Request) -> Response:
        """Give a file to the member whom it was made for."""
        here = await self._enter(request, request.query_params.get("group", ""))
        found = self._hub.file(here.viewer.id, request.path_params["id"], self._clock())
        if found is None:
            return PlainTextResponse(
                "This file is not here any more: files are kept for 15 minutes, and only for "
                "the one who asked. Ask for it again.",
                404,
            )
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "cache-control": "no-store",
        }
        return Response(found.data, media_type="application/octet-stream", headers=headers)

    async def health(self, _request: Request) -> Response:
        """Say that the program and its database answer."""
        await wrap_future(self._book.doors())
        return JSONResponse({"status": "ok"})

    def _tell(self, place: int, viewer: str) -> Tell:
        """Give what shows somebody a later reply, from whichever thread it comes."""
        loop = asyncio.get_running_loop()

        def tell(reply: Reply) -> None:
            # A page that is closing has nobody left to be told.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._hub.give, place, viewer, reply, self._clock())

        return tell

    async def _reply(self, here: Entry, form: FormData, tell: Tell) -> Reply:
        action = _word(form, "action")
        inputs = {
            name: tuple(str(value) for value in form.getlist(name))
            for name in form
            if name not in ("token", "group", "action")
        }
        try:
            # A form may have an input of the message line's name; then its button decides.
            what = decode(action) if action else _word(form, "text")
        except Refusal as no:
            return Reply(card=refusal_card(str(no)), key="refusal")
        viewer = here.viewer
        who = Identity(platform="room", workspace="", external_id=viewer.id, name=viewer.name)
        press = Press(who=who, where=here.door.address, what=what, inputs=inputs)
        return await wrap_future(self._desk.press(press, tell))

    async def _enter(self, request: Request, group: str) -> Entry:
        return await wrap_future(
            self._book.enter(group, request.cookies.get(seat_cookie(group), ""))
        )

    def _check(self, request: Request, form: FormData) -> None:
        token = request.headers.get("x-cohort-token") or _word(form, "token")
        if not self._tokens.fits(request, token):
            raise Refusal(
                "This page is from before a restart. Load it again, then press once more."
            )

    def _token(self, request: Request) -> str:
        return self._tokens.make(self._tokens.session(request))

    def _renderer(self, token: str, group: str, zone: str) -> Renderer:
        return Renderer(group=group, token=token, zone=zone, gallery=self._gallery)

    def _event(self, event: Event, renderer: Renderer) -> dict[str, object]:
        name = event.private or f"m{event.number}"
        return {
            "id": name,
            "html": str(renderer.card(event.card, name)),
            "parent": None if event.parent is None else f"m{event.parent}",
            "at": self._clock().isoformat(timespec="seconds"),
        }


def _message(
    kept: Kept, renderer: Renderer, zone: str, *, is_reply: bool = False
) -> dict[str, object]:
    name = f"m{kept.id}"
    return {
        "id": name,
        "at": kept.at.isoformat(timespec="seconds"),
        "shown": clock_time(kept.at, zone),
        "html": renderer.card(card_from_json(kept.card), name),
        "is_reply": is_reply,
        "replies": [_message(reply, renderer, zone, is_reply=True) for reply in kept.replies],
    }


def _private(kept: Private, renderer: Renderer) -> dict[str, object]:
    return {"id": kept.id, "html": renderer.card(kept.reply.card, kept.id)}


def seat_cookie(group: str) -> str:
    """Name the cookie that says as whom a group is seen; group names may hold anything."""
    return f"cohort_member_{group.encode().hex()[:60]}"


def _take_seat(response: Response, group: str, member: str) -> None:
    response.set_cookie(seat_cookie(group), member, httponly=True, samesite="strict", max_age=YEAR)


def _seats(request: Request) -> Callable[[str], str]:
    return lambda group: request.cookies.get(seat_cookie(group), "")


def _word(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _back(group: str, notice: str = "") -> RedirectResponse:
    words = {"group": group} | ({"notice": notice} if notice else {})
    return RedirectResponse(f"/?{urlencode(words)}", status_code=303)


def _static() -> Path:
    return Path(str(files("bot.adapters.room") / "static"))


async def _refused(request: Request, no: Exception) -> Response:
    if "x-cohort-token" in request.headers:
        return JSONResponse({"private": [], "notice": str(no)}, 403)
    return PlainTextResponse(str(no), 403)


async def _broken(request: Request, broken: Exception) -> Response:
    del request
    return PlainTextResponse(f"{broken} Nothing you locked is lost. Load the page again.", 503)
