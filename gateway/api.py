"""The widget's calls: visitors, turns, history, the stream, ratings."""

from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk.conversations.model import Message
from desk.notices.preferences import Preferences
from gateway.bodies import checked_text, checked_uuid, optional_text, read_json, whole_number
from gateway.messages import message_json
from gateway.parts import Parts
from gateway.problems import Problem
from gateway.turns import Said

LONGEST_TEXT = 2000
LONGEST_COMMENT = 1000
LONGEST_ID = 64
PAGE = 50
LARGEST_PAGE = 200
LONGEST_KNOWN = 16  # digits
_NO_STORE = {"Cache-Control": "no-store"}


class Api:
    """The calls under /api/v1."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._conversations = parts.desk.conversations

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/api/v1/visitors", self.visitor, methods=["POST"]),
            Route("/api/v1/messages", self.turn, methods=["POST"]),
            Route("/api/v1/messages", self.history, methods=["GET"]),
            Route("/api/v1/events", self.events, methods=["GET"]),
            Route("/api/v1/preferences", self.preferences, methods=["GET"]),
            Route("/api/v1/preferences", self.prefer, methods=["PUT"]),
            Route("/api/v1/rating", self.rating, methods=["POST"]),
            Route("/api/v1/messages/{id}/feedback", self.feedback, methods=["POST"]),
        ]

    async def visitor(self, request: Request) -> Response:
        """A token for somebody who is not logged in."""
        self._parts.callers.anyone(request)
        issued = self._parts.identities.new_visitor()
        body = {"token": issued.token, "expires_in": issued.expires_in}
        return JSONResponse(body, headers=_NO_STORE)

    async def turn(self, request: Request) -> Response:
        """One turn: what the customer said, and the answers to it."""
        identity = self._parts.callers.speaker(request)
        said = _said(await self._body(request))
        messages = await self._parts.turns.take(identity, said)
        await self._parts.doors.free(messages)
        return _messages(messages)

    async def history(self, request: Request) -> Response:
        """A page of the conversation, oldest first."""
        identity = self._parts.callers.reader(request)
        after = whole_number(request, "after", least=0)
        before = whole_number(request, "before", least=0)
        limit = whole_number(request, "limit", least=1, most=LARGEST_PAGE) or PAGE
        conversation_id = await self._parts.turns.conversation_of(identity)
        page = partial(self._conversations.history, after=after, before=before, limit=limit)
        return _messages(await run_sync(page, conversation_id))

    async def events(self, request: Request) -> Response:
        """The same messages as a stream, from after the last one that the caller knows."""
        identity = self._parts.callers.reader(request)
        conversation_id = await self._parts.turns.conversation_of(identity)
        known = request.headers.get("last-event-id", "")
        after = int(known) if known.isascii() and known.isdecimal() and len(known) < LONGEST_KNOWN else 0

        async def newer(seq: int) -> list[Message]:
            page = partial(self._conversations.history, after=seq, limit=LARGEST_PAGE)
            return list(await run_sync(page, conversation_id))

        # Nothing is awaited between the counting and the stream, so that no crowd slips in at once.
        room = self._parts.callers.stream(request, identity)
        return self._parts.stream.response(identity, conversation_id, after, newer, room)

    async def preferences(self, request: Request) -> Response:
        """Where the customer wants to hear of news."""
        owner = self._customer(request)
        return _preferences(await run_sync(self._parts.desk.preferences.of, owner))

    async def prefer(self, request: Request) -> Response:
        """Change that; what is not named stays."""
        owner = self._customer(request)
        body = await self._body(request)
        given = {name: body[name] for name in ("sms", "push") if name in body}
        if not given or not all(isinstance(value, bool) for value in given.values()):
            raise Problem("invalid", field="sms")
        return _preferences(await run_sync(partial(self._parts.desk.preferences.change, owner, **given)))

    def _customer(self, request: Request) -> str:
        identity = self._parts.callers.reader(request)
        if identity.is_visitor:
            raise Problem("forbidden")
        return identity.owner

    async def rating(self, request: Request) -> Response:
        """How satisfied the customer is, 1 to 5."""
        identity = self._parts.callers.reader(request)
        body = await self._body(request)
        score = body.get("score")
        if type(score) is not int or not 1 <= score <= 5:
            raise Problem("invalid", field="score")
        comment = optional_text(body.get("comment"), longest=LONGEST_COMMENT)
        conversation_id = await self._parts.turns.conversation_of(identity)
        await run_sync(self._conversations.rate, conversation_id, score, comment)
        return Response(status_code=204)

    async def feedback(self, request: Request) -> Response:
        """Whether one message helped."""
        identity = self._parts.callers.reader(request)
        body = await self._body(request)
        helpful = body.get("helpful")
        if type(helpful) is not bool:
            raise Problem("invalid", field="helpful")
        reason = optional_text(body.get("reason"), longest=LONGEST_COMMENT)
        message_id = request.path_params["id"]
        if len(message_id) > LONGEST_ID or not message_id.isprintable():
            raise Problem("not-found")
        conversation_id = await self._parts.turns.conversation_of(identity)
        keep = partial(self._conversations.feedback, helpful=helpful, reason=reason)
        await run_sync(keep, conversation_id, message_id)
        return Response(status_code=204)

    async def _body(self, request: Request) -> dict[str, Any]:
        settings = self._parts.settings
        return await read_json(request, limit=settings.body_limit, seconds=settings.body_timeout)


def _said(body: dict[str, Any]) -> Said:
    client_id = checked_uuid(body.get("client_id"))
    text, button = body.get("text"), body.get("button")
    if (text is None) == (button is None):
        raise Problem("invalid", field="text")
    if text is not None:
        return Said(client_id, text=checked_text(text, longest=LONGEST_TEXT))
    if not isinstance(button, str):
        raise Problem("invalid", field="button")
    if not button.isprintable() or not 0 < len(button) <= LONGEST_ID:
        raise Problem("unknown-button")
    return Said(client_id, button=button)


def _messages(messages: Any) -> JSONResponse:
    return JSONResponse({"messages": [message_json(one) for one in messages]}, headers=_NO_STORE)


def _preferences(wanted: Preferences) -> Response:
    return JSONResponse({"sms": wanted.sms, "push": wanted.push}, headers=_NO_STORE)
