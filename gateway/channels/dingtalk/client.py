"""Calls to DingTalk, and what each of its refusals means for a delivery."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from gateway.channels.access_tokens import AccessToken
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.port import State, TransportError

_SECONDS = 5.0
_SOON, _MINUTE = 1.0, 60.0

TOKEN_REFUSED = frozenset({"InvalidAuthentication", "40001", "40014", "42001", "88"})
_TOO_FAST = frozenset(
    {"130101", "send.too.fast", "send.byToken.tooFast", "too.many.people", "90018", "90002"}
)
_TRY_AGAIN = frozenset({"-1", "system.error", "unknownError", "ServiceUnavailable", "15"})
_GONE = frozenset({"staffId.notExisted", "60121", "33012"})
_STAFF = (
    "Forbidden.AccessDenied",  # a right is missing
    "invalidClientIdOrSecret",
    "invalidParameter.robotCode",
    "resource.not.found",
    "chatbot",
    "40078",
    "40089",
)


class DingTalkError(TransportError):
    """DingTalk answered with an error.

    Args:
        code: DingTalk's name or number for what went wrong.
    """

    def __init__(self, code: str, status: int) -> None:
        is_too_fast = code in _TOO_FAST or "QpsLimit" in code or status == httpx.codes.TOO_MANY_REQUESTS
        is_staffs = not is_too_fast and (code.startswith(_STAFF) or code in TOKEN_REFUSED)
        may_change = is_too_fast or is_staffs or code in _TRY_AGAIN
        super().__init__(
            f"DingTalk answered {code} (HTTP {status})",
            permanent=not may_change and status < httpx.codes.INTERNAL_SERVER_ERROR,
            retry_after=_MINUTE if is_too_fast else None,
            gone=code in _GONE,
            tell_staff=is_staffs,
        )
        self.code = code


class DingTalkClient:
    """The calls that the adapter makes, with a token that all replicas share."""

    def __init__(self, http: httpx.AsyncClient, settings: DingTalkSettings, state: State) -> None:
        self._http, self._settings = http, settings
        self._token = AccessToken(state, self._fetch_token)

    async def by_session(self, session: str, message: Mapping[str, Any]) -> None:
        """Answer where a message came from; whoever has the session may, without a token."""
        url = f"{self._settings.oapi_base}/robot/sendBySession"
        await self._request("POST", url, message, params={"session": session})

    async def to_member(self, staff: str, template: str, parameters: Mapping[str, str]) -> None:
        """A message into somebody's own chat with the robot.

        Raises:
            TransportError: not accepted; `gone` when the directory does not know them any more.
        """
        message = self._message(template, parameters) | {"userIds": [staff]}
        answer = await self._call("/v1.0/robot/oToMessages/batchSend", message)
        # It answers 200 and tells in lists who was left out.
        if staff in _names(answer, "invalidStaffIdList"):
            raise TransportError("DingTalk does not know this person", permanent=True, gone=True)
        if staff in _names(answer, "flowControlledStaffIdList"):
            raise TransportError("DingTalk limits messages to this person", retry_after=_MINUTE)

    async def to_group(self, conversation: str, template: str, parameters: Mapping[str, str]) -> None:
        """A message into a group."""
        message = self._message(template, parameters) | {"openConversationId": conversation}
        await self._call("/v1.0/robot/groupMessages/send", message)

    async def member(self, code: str) -> str:
        """Who logged in, by the code's token, its unionId and the directory; empty for outsiders."""
        settings = self._settings
        token = await self._post(
            "/v1.0/oauth2/userAccessToken",
            {
                "clientId": settings.client_id,
                "clientSecret": settings.secret,
                "code": code,
                "grantType": "authorization_code",
            },
        )
        me = await self._request(
            "GET",
            f"{settings.api_base}/v1.0/contact/users/me",
            None,
            headers=_authorized(str(token.get("accessToken"))),
        )
        union_id = me.get("unionId")
        if not isinstance(union_id, str) or not union_id:
            return ""
        return await self._staff_id(union_id)

    async def check(self) -> None:
        """Fetch a token, whether or not there is one."""
        await self._fetch_token()

    async def open_connection(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for a connection of Stream mode: where it is, and the ticket to it, good once for 90 s."""
        return await self._post("/v1.0/gateway/connections/open", request)

    async def _staff_id(self, union_id: str) -> str:
        url = f"{self._settings.oapi_base}/topapi/user/getbyunionid"
        token = await self._token.current()
        try:
            answer = await self._request("POST", url, {"unionid": union_id}, params={"access_token": token})
        except DingTalkError as error:
            if error.code not in TOKEN_REFUSED:
                raise
            token = await self._token.instead_of(token)
            answer = await self._request("POST", url, {"unionid": union_id}, params={"access_token": token})
        result = answer.get("result")
        # contact_type 1 is an outside contact, who may not see what members see.
        if not isinstance(result, Mapping) or result.get("contact_type") not in (None, 0):
            return ""
        return str(result.get("userid") or "")

    def _message(self, template: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        return {
            "robotCode": self._settings.robot,
            "msgKey": template,
            "msgParam": json.dumps(parameters, ensure_ascii=False),
        }

    async def _call(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        token = await self._token.current()
        try:
            return await self._post(path, body, _authorized(token))
        except DingTalkError as error:
            if error.code not in TOKEN_REFUSED:
                raise
        return await self._post(path, body, _authorized(await self._token.instead_of(token)))

    async def _fetch_token(self) -> tuple[str, timedelta]:
        secret = {"appKey": self._settings.client_id, "appSecret": self._settings.secret}
        answer = await self._post("/v1.0/oauth2/accessToken", secret)
        token, seconds = answer.get("accessToken"), answer.get("expireIn")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise TransportError("DingTalk gave no token")
        return token, timedelta(seconds=seconds)

    async def _post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        return await self._request("POST", f"{self._settings.api_base}{path}", body, headers=headers)

    async def _request(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        try:
            response = await self._http.request(
                method, url, json=body, headers=headers, params=params, timeout=_SECONDS
            )
        except httpx.HTTPError as error:
            raise TransportError(f"DingTalk cannot be reached: {type(error).__name__}") from error
        return _answer(response)


def _answer(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
        # The older half of the platform says errcode in a 200, the newer one code in a 4xx.
        code = answer.get("errcode") or (answer.get("code") if response.is_error else 0)
    except (ValueError, AttributeError) as error:
        raise TransportError(
            f"DingTalk answered HTTP {response.status_code} and no JSON of its own"
        ) from error
    if code or response.is_error:
        raise DingTalkError(str(code or "nothing"), response.status_code)
    return dict(answer)


def _names(answer: Mapping[str, Any], field: str) -> list[Any]:
    found = answer.get(field)
    return found if isinstance(found, list) else []


def _authorized(token: str) -> dict[str, str]:
    return {"x-acs-dingtalk-access-token": token}
