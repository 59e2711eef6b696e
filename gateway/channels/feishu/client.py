"""Calls to Feishu's open platform, and what each of its refusals means for a delivery."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from gateway.channels.access_tokens import AccessToken
from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.port import State, TransportError

_SECONDS = 5.0
_SOON = 1.0  # seconds until a rate limit of five a second is over

# https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code and the pages of each call
TOKEN_REFUSED = frozenset({99991661, 99991663, 99991664, 99991668, 99991671, 99991677, 20005, 20013})
_TOO_FAST = frozenset({11232, 11233, 11247, 230020, 99991400, 200810})
_TRY_AGAIN = frozenset({1500, 2200, 5000, 10101, 10500, 11246, 18121, 20050, 230049, 300120})
_GONE = frozenset({11236, 20021, 230029, 230035, 230053})  # has left, or takes no messages from bots
_STAFF = frozenset(
    {10003, 10005, 10014, 10015, 11205, 11207, 11210, 11223, 11225, 11240, 20002, 20009, 20048}
    | {230006, 230013, 230027, 230036, 99991401, 99991662, 99991672, 99991673, 99992351}
)
CARD_REFUSED = frozenset({200621, 200861, 230025, 230054, 230099, 99992402})
MESSAGE_GONE = frozenset({10020, 10037, 11224, 230011, 230110, 231003})


class FeishuError(TransportError):
    """Feishu answered with a code other than 0.

    Args:
        code: Feishu's number for what went wrong.
    """

    def __init__(self, code: int, status: int) -> None:
        is_known = code in _TOO_FAST | _TRY_AGAIN | _STAFF | TOKEN_REFUSED
        super().__init__(
            f"Feishu answered {code} (HTTP {status})",
            permanent=not is_known and status < httpx.codes.INTERNAL_SERVER_ERROR,
            retry_after=_SOON if code in _TOO_FAST else None,
            gone=code in _GONE,
            tell_staff=code in _STAFF | TOKEN_REFUSED,
        )
        self.code = code


class FeishuClient:
    """The calls that the adapter makes, with a token that all replicas share."""

    def __init__(self, http: httpx.AsyncClient, settings: FeishuSettings, state: State) -> None:
        self._http, self._settings = http, settings
        self._token = AccessToken(state, self._fetch_token, name="tenant_access_token")

    async def send(self, to: str, body: Mapping[str, Any], key: str) -> None:
        """A message to a person (open_id) or a group (chat_id); repeated under the same key it is one."""
        kind = "chat_id" if to.startswith("oc_") else "open_id"
        await self._call(
            "POST",
            "/open-apis/im/v1/messages",
            {"receive_id": to, **_message(body, key)},
            params={"receive_id_type": kind},
        )

    async def reply(self, message_id: str, body: Mapping[str, Any], key: str) -> None:
        """A message below another one."""
        path = f"/open-apis/im/v1/messages/{_segment(message_id)}/reply"
        await self._call("POST", path, {**_message(body, key), "reply_in_thread": False})

    async def update_card(self, token: str, card: Mapping[str, Any]) -> None:
        """Change a card after a tap was answered: within 30 minutes, at most twice for a tap."""
        await self._call("POST", "/open-apis/interactive/v1/card/update", {"token": token, "card": card})

    async def bot(self) -> Mapping[str, Any]:
        """The app's own bot."""
        answer = await self._call("GET", "/open-apis/bot/v3/info", None)
        bot = answer.get("bot")
        return bot if isinstance(bot, Mapping) else {}

    async def open_id(self, code: str, redirect_uri: str) -> str:
        """Who logged in: the code is exchanged for a token of theirs, which says who they are."""
        settings = self._settings
        token = await self._post(
            "/open-apis/authen/v2/oauth/token",
            {
                "grant_type": "authorization_code",
                "client_id": settings.app_id,
                "client_secret": settings.app_secret.get_secret_value(),
                "code": code,
                "redirect_uri": redirect_uri,
            },
        )
        headers = {"Authorization": f"Bearer {token.get('access_token')}"}
        answer = await self._request("GET", "/open-apis/authen/v1/user_info", None, headers)
        data = answer.get("data")
        return str(data.get("open_id") or "") if isinstance(data, Mapping) else ""

    async def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        params: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        token = await self._token.current()
        try:
            return await self._request(method, path, body, _bearer(token), params)
        except FeishuError as error:
            if error.code not in TOKEN_REFUSED:
                raise
        token = await self._token.instead_of(token)
        return await self._request(method, path, body, _bearer(token), params)

    async def _fetch_token(self) -> tuple[str, timedelta]:
        settings = self._settings
        secret = {"app_id": settings.app_id, "app_secret": settings.app_secret.get_secret_value()}
        answer = await self._post("/open-apis/auth/v3/tenant_access_token/internal", secret)
        token, seconds = answer.get("tenant_access_token"), answer.get("expire")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise TransportError("Feishu gave no token")
        return token, timedelta(seconds=seconds)

    async def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return await self._request("POST", path, body, {})

    async def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        try:
            response = await self._http.request(
                method,
                f"{self._settings.api_base}{path}",
                json=body,
                headers=headers,
                params=params,
                timeout=_SECONDS,
            )
        except httpx.HTTPError as error:
            raise TransportError(f"Feishu cannot be reached: {type(error).__name__}") from error
        return _answer(response)


def _answer(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
        code = answer["code"]
    except (ValueError, KeyError, TypeError) as error:
        raise TransportError(f"Feishu answered HTTP {response.status_code} and no JSON of its own") from error
    if code != 0:
        raise FeishuError(code if isinstance(code, int) else -1, response.status_code)
    return dict(answer)


def _message(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    content = json.dumps(body["content"], ensure_ascii=False, separators=(",", ":"))
    return {"msg_type": body["msg_type"], "content": content, "uuid": key}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _segment(message_id: str) -> str:
    """The id as one part of a path; it came from outside, though from a checked envelope."""
    if not message_id.replace("_", "").replace("-", "").isalnum():
        raise TransportError("no message id", permanent=True)
    return message_id
