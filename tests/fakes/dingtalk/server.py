"""DingTalk's HTTP calls and its WebSocket, refused wherever the real ones are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from tests.fakes.dingtalk.platform import FakeDingTalk, Received

PARAMETERS_LIMIT, BUTTON_LIMIT, URL_LIMIT = 15_000, 20, 500
CARDS = {"sampleActionCard": 1, **{f"sampleActionCard{n}": n for n in range(2, 6)}}


class Refused(Exception):
    """DingTalk says no: the older half in a 200, the newer one in a 4xx."""

    def __init__(self, code: str, status: int = 400) -> None:
        self.code, self.status = code, status


def build_server(dingtalk: FakeDingTalk) -> Starlette:
    """The platform's application."""
    server = _Server(dingtalk)
    return Starlette(
        routes=[
            Route("/v1.0/oauth2/accessToken", server.token, methods=["POST"]),
            Route("/v1.0/oauth2/userAccessToken", server.user_token, methods=["POST"]),
            Route("/v1.0/contact/users/me", server.me),
            Route("/topapi/user/getbyunionid", server.by_union_id, methods=["POST"]),
            Route("/v1.0/robot/oToMessages/batchSend", server.to_members, methods=["POST"]),
            Route("/v1.0/robot/groupMessages/send", server.to_group, methods=["POST"]),
            Route("/robot/sendBySession", server.by_session, methods=["POST"]),
            Route("/oauth2/auth", server.authorize),
            Route("/v1.0/gateway/connections/open", server.open_connection, methods=["POST"]),
            WebSocketRoute("/connect", server.connect),
        ],
        exception_handlers={Refused: _refusal},  # type: ignore[dict-item]
    )


def _refusal(_request: Request, refused: Refused) -> Response:
    if refused.status == 200:
        return JSONResponse({"errcode": int(refused.code), "errmsg": "refused"})
    return JSONResponse({"code": refused.code, "message": "refused", "requestid": "r"}, refused.status)


class _Server:
    def __init__(self, dingtalk: FakeDingTalk) -> None:
        self._dingtalk = dingtalk

    async def token(self, request: Request) -> Response:
        """POST oauth2/accessToken."""
        self._dingtalk.calls.append("token")
        body, keys = await _body(request), self._dingtalk.keys
        if (body.get("appKey"), body.get("appSecret")) != (keys.client_id, keys.client_secret):
            raise Refused("invalidClientIdOrSecret")
        return JSONResponse({"accessToken": self._dingtalk.new_token(), "expireIn": 7200})

    async def to_members(self, request: Request) -> Response:
        """POST robot/oToMessages/batchSend: answers 200, and names whom it left out."""
        body = await self._authorized(request)
        users = body.get("userIds")
        if not isinstance(users, list) or not 1 <= len(users) <= 20:
            raise Refused("invalidParameter.userIds.empty")
        shown = _by_template(body)
        unknown = [user for user in users if user not in self._dingtalk.members]
        slowed = [user for user in users if user in self._dingtalk.flow_controlled]
        for user in users:
            if user not in (*unknown, *slowed):
                self._deliver(user, "api", shown)
        answer = {
            "processQueryKey": "pqk",
            "invalidStaffIdList": unknown,
            "flowControlledStaffIdList": slowed,
        }
        return JSONResponse(answer)

    async def to_group(self, request: Request) -> Response:
        """POST robot/groupMessages/send."""
        body = await self._authorized(request)
        if not body.get("openConversationId"):
            raise Refused("invalidParameter.openConversationId.empty")
        self._deliver(f"group:{body['openConversationId']}", "api", _by_template(body))
        return JSONResponse({"processQueryKey": "pqk"})

    async def by_session(self, request: Request) -> Response:
        """POST robot/sendBySession, without a token."""
        self._dingtalk.calls.append(request.url.path)
        if self._dingtalk.failing_sessions:
            raise Refused(self._dingtalk.failing_sessions.pop(0), 200)
        to = self._dingtalk.session(request.query_params.get("session", ""))
        if to is None:
            raise Refused("300001", 200)
        self._deliver(to, "session", _by_kind(await _body(request)))
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def authorize(self, request: Request) -> Response:
        """The login page, where somebody is logged in already: the code comes back as authCode."""
        query = request.query_params
        if query.get("client_id") != self._dingtalk.keys.client_id or query.get("scope") != "openid":
            raise Refused("invalid.client")
        code = self._dingtalk.new_code(request.headers.get("x-phone"))
        answer = urlencode({"authCode": code, "state": query.get("state", "")})
        return RedirectResponse(f"{query['redirect_uri']}?{answer}", 302)

    async def user_token(self, request: Request) -> Response:
        """POST oauth2/userAccessToken: a code is good once, for five minutes."""
        body, keys = await _body(request), self._dingtalk.keys
        if (body.get("clientId"), body.get("clientSecret")) != (keys.client_id, keys.client_secret):
            raise Refused("invalidClientIdOrSecret")
        union_id, until = self._dingtalk.codes.pop(body.get("code", ""), ("", self._dingtalk.clock()))
        if not union_id or until <= self._dingtalk.clock():
            raise Refused("invalidParameter.authCode.notFound")
        token = f"user-{union_id}"
        self._dingtalk.user_tokens[token] = union_id
        return JSONResponse({"accessToken": token, "refreshToken": "r", "expireIn": 7200})

    async def me(self, request: Request) -> Response:
        """GET contact/users/me."""
        union_id = self._dingtalk.user_tokens.get(request.headers.get("x-acs-dingtalk-access-token", ""))
        if union_id is None:
            raise Refused("InvalidAuthentication")
        return JSONResponse({"nick": "某人", "unionId": union_id, "openId": "open"})

    async def by_union_id(self, request: Request) -> Response:
        """POST topapi/user/getbyunionid, of the older half."""
        if not self._dingtalk.is_token(request.query_params.get("access_token", "")):
            raise Refused("40014", 200)
        staff = (await _body(request)).get("unionid", "").removeprefix("union-")
        if staff not in self._dingtalk.members:
            raise Refused("60121", 200)
        return JSONResponse({"errcode": 0, "result": {"contact_type": 0, "userid": staff}})

    async def open_connection(self, request: Request) -> Response:
        """POST gateway/connections/open."""
        self._dingtalk.calls.append(request.url.path)
        if self._dingtalk.failing:
            raise Refused(*self._dingtalk.failing.pop(0))
        body, keys = await _body(request), self._dingtalk.keys
        if (body.get("clientId"), body.get("clientSecret")) != (keys.client_id, keys.client_secret):
            self._dingtalk.asked.set()
            raise Refused("authFailed", 401)
        self._dingtalk.connections.subscriptions = body.get("subscriptions", [])
        endpoint = f"ws{self._dingtalk.base.removeprefix('http')}/connect"
        return JSONResponse({"endpoint": endpoint, "ticket": self._dingtalk.new_ticket()})

    async def connect(self, socket: WebSocket) -> None:
        """The WebSocket: a ticket opens it once, within 90 seconds."""
        if not self._dingtalk.take_ticket(socket.query_params.get("ticket", "")):
            self._dingtalk.connections.refused += 1
            await socket.close(4001)
            return
        await self._dingtalk.connections.serve(socket)

    async def _authorized(self, request: Request) -> dict[str, Any]:
        self._dingtalk.calls.append(request.url.path)
        if self._dingtalk.failing:
            raise Refused(*self._dingtalk.failing.pop(0))
        if not self._dingtalk.is_token(request.headers.get("x-acs-dingtalk-access-token", "")):
            raise Refused("InvalidAuthentication")
        body = await _body(request)
        if body.get("robotCode") != self._dingtalk.keys.client_id:
            raise Refused("invalidParameter.robotCode.auth")
        return body

    def _deliver(self, to: str, way: str, shown: tuple[str, dict[str, str]]) -> None:
        self._dingtalk.messages.append(Received(to, way, *shown))


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise Refused("invalidParameter.param.invalid") from None
    return dict(body)


def _by_template(body: dict[str, Any]) -> tuple[str, dict[str, str]]:
    raw, template = body.get("msgParam", ""), body.get("msgKey")
    if len(raw.encode()) > PARAMETERS_LIMIT:
        raise Refused("invalidParameter.msgParam.tooLong")
    try:
        parameters = json.loads(raw)
    except ValueError:
        raise Refused("invalidParameter.msgParam.invalid") from None
    if template == "sampleText":
        return parameters["content"], {}
    if template not in CARDS or not parameters.get("title"):
        raise Refused("invalidParameter.msgKey.invalid")
    names = [("singleTitle", "singleURL")] if CARDS[template] == 1 else []
    names = names or [(f"actionTitle{n}", f"actionURL{n}") for n in range(1, CARDS[template] + 1)]
    if set(parameters) != {"title", "text", *(name for pair in names for name in pair)}:
        raise Refused("invalidParameter.msgParam.invalid")
    return parameters["text"], _buttons([(parameters[title], parameters[url]) for title, url in names])


def _by_kind(message: dict[str, Any]) -> tuple[str, dict[str, str]]:
    if message.get("msgtype") == "text":
        return message["text"]["content"], {}
    card = message.get("actionCard", {})
    if message.get("msgtype") != "actionCard" or not card.get("title"):
        raise Refused("40035", 200)
    if "singleTitle" in card:
        return card["text"], _buttons([(card["singleTitle"], card["singleURL"])])
    return card["text"], _buttons([(button["title"], button["actionURL"]) for button in card["btns"]])


def _buttons(pairs: list[tuple[str, str]]) -> dict[str, str]:
    if not all(1 <= len(title) <= BUTTON_LIMIT and 1 <= len(url) <= URL_LIMIT for title, url in pairs):
        raise Refused("invalidParameter.msgParam.invalid")
    return dict(pairs)
