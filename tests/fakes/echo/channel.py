"""The adapter of the echo app: small, complete, and a pattern for real ones."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx

from desk.conversations.model import Message
from gateway.channels.model import Act, Answer, Contact, Finding, Grant, Inbound, Payload, Push, Ring
from gateway.channels.plain import merged
from gateway.channels.port import (
    Connect,
    Intake,
    LoginRefused,
    NotGenuine,
    Surroundings,
    TransportError,
    Unreadable,
)
from tests.fakes.echo.platform import API_KEY, PUSH_KEY

LIMIT = 2000
GRANTS = {"said": Grant(5, timedelta(hours=48)), "tapped": Grant(3, timedelta(minutes=1))}
ERRORS: dict[int, dict[str, bool]] = {
    400: {"permanent": True},
    401: {"tell_staff": True},
    403: {"closed": True},
    410: {"gone": True},
}


@dataclass
class EchoLogin:
    """The platform's login."""

    http: httpx.AsyncClient
    api: str

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        return f"{self.api}/authorize?{urlencode({'redirect_uri': redirect_uri, 'state': state})}"

    async def identify(self, code: str) -> str:
        response = await self.http.post(f"{self.api}/identify", json={"code": code})
        if response.status_code != httpx.codes.OK:
            raise LoginRefused(response.json()["error"])
        return str(response.json()["identity"])


@dataclass
class EchoChannel:
    """Text with numbered buttons; a tap sends the button's id."""

    surroundings: Surroundings
    api: str
    name: str = "echo"
    allowance: Mapping[str, Grant] | None = None
    has_login: bool = True
    handed: list[tuple[str, bool]] = field(default_factory=list)
    refusals: list[TransportError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.login = EchoLogin(self.surroundings.http, self.api) if self.has_login else None

    async def receive(self, push: Push) -> Answer:
        if push.method == "GET":
            return Answer(push.query.get("echo", ""))
        right = hmac.new(PUSH_KEY.encode(), push.body, sha256).hexdigest()
        if not hmac.compare_digest(push.headers.get("x-echo-signature", ""), right):
            raise NotGenuine("signature")
        try:
            event = json.loads(push.body)
            inbound = self._inbound(event)
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable from error
        return Answer("ok", inbound=[inbound], state={"last": event["id"]})

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        blocks = merged(messages, room, LIMIT)
        return [
            Payload(
                {
                    "text": block.plain(),
                    "buttons": [{"id": one.id, "title": one.title} for one in block.buttons],
                },
                f"{key}{place}"[:32],
            )
            for place, block in enumerate(blocks)
        ]

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        message = {**payload.body, "key": payload.key, "user": reply_to.get("room", contact.user)}
        response = await self.surroundings.http.post(
            f"{self.api}/messages", json=message, headers={"X-Echo-Key": API_KEY}
        )
        if response.status_code != httpx.codes.OK:
            answer = response.json()
            kind: dict[str, Any] = ERRORS.get(response.status_code, {})
            raise TransportError(answer["error"], retry_after=answer.get("retry_after"), **kind)

    async def ring(self, contact: Contact, ring: Ring) -> None:
        raise TransportError("no such way", closed=True)

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        self.handed.append((contact.user, to_person))
        if self.refusals:
            raise self.refusals.pop(0)

    async def run(self, intake: Intake) -> None:
        """Nothing: everything is pushed."""

    async def check(self) -> Sequence[Finding]:
        return [Finding(good=True, sentence="The key is accepted.")]

    def _inbound(self, event: Mapping[str, Any]) -> Inbound:
        acts = {
            "text": Act.SAID,
            "tap": Act.PRESSED,
            "follow": Act.ENTERED,
            "leave": Act.LEFT,
            "room": Act.GROUP,
        }
        act = acts.get(event["kind"], Act.OTHER)
        grant = {Act.SAID: "said", Act.OTHER: "said", Act.PRESSED: "tapped", Act.ENTERED: "tapped"}.get(act)
        return Inbound(
            key=event["id"],
            contact=Contact(self.name, "echo-app", event["user"]),
            act=act,
            text=event.get("text") if act is Act.SAID else None,
            button=event.get("button") if act is Act.PRESSED else None,
            identity=f"id-of-{event['user']}",
            grant=grant,
            ticket=event.get("ticket"),
            reply_to={"room": event["room"]} if act is Act.GROUP else {},
        )


def connect_to(api: str, made: list[EchoChannel], **options: Any) -> Connect:
    """The `connect` of an echo app whose platform is there; the channel is left in `made`."""

    def connect(surroundings: Surroundings) -> EchoChannel:
        made.append(EchoChannel(surroundings, api, **options))
        return made[-1]

    return connect
