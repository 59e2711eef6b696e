"""Feishu's HTTP calls, refused wherever the real ones are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.fakes.feishu.platform import FakeFeishu

TEXT_LIMIT, CARD_LIMIT = 150 * 1024, 30 * 1024
TAGS = {"div", "button", "hr", "markdown", "column_set"}


class Refused(Exception):
    """Feishu says no."""

    def __init__(self, code: int, status: int = 400) -> None:
        self.code, self.status = code, status


def build_server(feishu: FakeFeishu) -> Starlette:
    """The platform's application."""
    server = _Server(feishu)
    return Starlette(
        routes=[
            Route("/open-apis/auth/v3/tenant_access_token/internal", server.token, methods=["POST"]),
            Route("/open-apis/im/v1/messages", server.send, methods=["POST"]),
            Route("/open-apis/im/v1/messages/{message_id}/reply", server.reply, methods=["POST"]),
            Route("/open-apis/interactive/v1/card/update", server.update, methods=["POST"]),
            Route("/open-apis/bot/v3/info", server.bot),
            Route("/open-apis/authen/v1/authorize", server.authorize),
            Route("/open-apis/authen/v2/oauth/token", server.user_token, methods=["POST"]),
            Route("/open-apis/authen/v1/user_info", server.user_info),
        ],
        exception_handlers={Refused: _refusal},  # type: ignore[dict-item]
    )


def _refusal(_request: Request, refused: Refused) -> Response:
    return JSONResponse({"code": refused.code, "msg": "refused"}, refused.status)


class _Server:
    def __init__(self, feishu: FakeFeishu) -> None:
        self._feishu = feishu

    async def token(self, request: Request) -> Response:
        """POST auth/v3/tenant_access_token/internal."""
        self._feishu.calls.append("token")
        body = await self._body(request)
        keys = self._feishu.keys
        if body.get("app_id") != keys.app_id:
            raise Refused(10003, 200)
        if body.get("app_secret") != keys.app_secret:
            raise Refused(10014, 200)
        return _ok(tenant_access_token=self._feishu.new_token(), expire=7200)

    async def send(self, request: Request) -> Response:
        """POST im/v1/messages."""
        body = await self._authorized(request)
        to, kind = body.get("receive_id", ""), request.query_params.get("receive_id_type")
        if kind not in {"open_id", "chat_id"} or not to.startswith("ou_" if kind == "open_id" else "oc_"):
            raise Refused(230034)
        return self._deliver(to, body)

    async def reply(self, request: Request) -> Response:
        """POST im/v1/messages/:message_id/reply, to what was said in a group and is still there."""
        body = await self._authorized(request)
        message_id = request.path_params["message_id"]
        chat = self._feishu.asked_in_groups.get(message_id)
        if chat is None:
            raise Refused(230110)
        return self._deliver(chat, body, below=message_id)

    async def update(self, request: Request) -> Response:
        """POST interactive/v1/card/update."""
        body = await self._authorized(request)
        _check_card(body.get("card"))
        code = self._feishu.update(body.get("token", ""), body["card"])
        if code:
            raise Refused(code)
        return _ok()

    async def bot(self, request: Request) -> Response:
        """GET bot/v3/info."""
        await self._authorized(request)
        status = 2 if self._feishu.bot_enabled else 1
        return _ok(bot={"activate_status": status, "app_name": "小户", "open_id": "ou_bot"})

    async def authorize(self, request: Request) -> Response:
        """The login page, where somebody is logged in already."""
        query = request.query_params
        if query.get("client_id") != self._feishu.keys.app_id or query.get("response_type") != "code":
            raise Refused(20029)
        back = query["redirect_uri"]
        code = self._feishu.new_code(back, request.headers.get("x-phone"))
        answer = urlencode({"code": code, "state": query.get("state", "")})
        return RedirectResponse(f"{back}?{answer}", 302)

    async def user_token(self, request: Request) -> Response:
        """POST authen/v2/oauth/token: a code is good once, for five minutes, with its own redirect_uri."""
        body, keys = await self._body(request), self._feishu.keys
        if (body.get("client_id"), body.get("client_secret")) != (keys.app_id, keys.app_secret):
            raise Refused(20002)
        user, until, redirect_uri = self._feishu.codes.pop(body.get("code", ""), ("", None, ""))
        if not user or until is None:
            raise Refused(20003)
        if until <= self._feishu.clock():
            raise Refused(20004)
        if body.get("redirect_uri") != redirect_uri:
            raise Refused(20071)
        token = f"u-{user}-token"
        self._feishu.user_tokens[token] = user
        return _ok(access_token=token, expires_in=7200, token_type="Bearer", scope="auth:user.id:read")

    async def user_info(self, request: Request) -> Response:
        """GET authen/v1/user_info."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        user = self._feishu.user_tokens.get(token)
        if user is None:
            raise Refused(20005, 401)
        return _ok(data={"open_id": user, "union_id": f"on_{user[3:]}", "name": "某人"})

    def _deliver(self, to: str, body: dict[str, Any], below: str | None = None) -> Response:
        feishu = self._feishu
        if to.startswith("ou_") and to not in feishu.known:
            raise Refused(230013)
        if to in feishu.stopped:
            raise Refused(230053)
        if feishu.is_too_fast(to):
            raise Refused(230020)
        content = _content(body)
        if body["msg_type"] == "interactive" and feishu.refuses_cards:
            raise Refused(230099)
        message = feishu.deliver(to, body["msg_type"], content, body.get("uuid", ""), below)
        return _ok(data={"message_id": message.message_id, "msg_type": message.kind})

    async def _authorized(self, request: Request) -> dict[str, Any]:
        self._feishu.calls.append(request.url.path)
        if self._feishu.failing:
            raise Refused(*self._feishu.failing.pop(0))
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            raise Refused(99991661)
        if not self._feishu.is_token(token):
            raise Refused(99991663)
        return await self._body(request) if request.method == "POST" else {}

    async def _body(self, request: Request) -> dict[str, Any]:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise Refused(9499)
        try:
            body = await request.json()
        except ValueError:
            raise Refused(9499) from None
        if not isinstance(body, dict):
            raise Refused(9499)
        return body


def _content(body: dict[str, Any]) -> dict[str, Any]:
    raw, kind = body.get("content"), body.get("msg_type")
    if not isinstance(raw, str) or len(str(body.get("uuid", ""))) > 50:
        raise Refused(230001)
    try:
        content = json.loads(raw)
    except ValueError:
        raise Refused(230001) from None
    if len(raw.encode()) > (TEXT_LIMIT if kind == "text" else CARD_LIMIT):
        raise Refused(230025)
    if kind == "interactive":
        _check_card(content)
    elif kind != "text" or not content.get("text"):
        raise Refused(230001)
    return dict(content)


def _check_card(card: Any) -> None:
    """The rules of a card of JSON 2.0 that a mistake would break."""
    if not isinstance(card, dict) or card.get("schema") != "2.0" or not card["config"]["update_multi"]:
        raise Refused(230099)
    for element in card["body"]["elements"]:
        if element.get("tag") not in TAGS:
            raise Refused(230099)
        if element["tag"] == "button" and not _is_button(element):
            raise Refused(230099)


def _is_button(element: dict[str, Any]) -> bool:
    text, behavior = element.get("text", {}), element.get("behaviors", [{}])[0]
    if text.get("tag") != "plain_text" or not 1 <= len(text.get("content", "")) <= 100:
        return False
    if behavior.get("type") == "open_url":
        return bool(behavior.get("default_url"))
    return behavior.get("type") == "callback" and isinstance(behavior.get("value"), dict)


def _ok(**fields: Any) -> Response:
    return JSONResponse({"code": 0, "msg": "ok", **fields})
