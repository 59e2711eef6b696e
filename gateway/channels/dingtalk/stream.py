"""Stream mode: DingTalk's messages over a WebSocket that the gateway opens, by the frames of its SDK."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlsplit

from dingtalk_stream import AckMessage, CallbackHandler, ChatbotMessage, Credential, DingTalkStreamClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from gateway.channels.dingtalk.client import DingTalkClient
from gateway.channels.dingtalk.parsing import parse_message
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.model import Inbound
from gateway.channels.payloads import read_object, text_at
from gateway.channels.port import Intake, NotGenuine, TransportError, Unreadable

_log = logging.getLogger(__name__)
_LARGEST = 1024 * 1024  # bytes of a frame
_OPENING, _CLOSING, _PING_EVERY, _LAST_WORDS = 10.0, 1.0, 60.0, 15.0  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds between attempts
_GOOD_AFTER = 60.0  # seconds; who held so long is not to blame for the end
_TAKE_PAUSES = (0.2, 1.0, 3.0)  # seconds
_LOOPBACK = {"127.0.0.1", "localhost"}


@dataclass
class _End:
    """When the next connection is to be opened, and whether this was announced."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    announced: bool = False


class Listening:
    """Keeps one connection open for as long as the gateway runs; several gateways share the messages.

    The SDK's own loop is not used: it asks for the connection with a call that blocks the gateway, and takes
    the gateway's end for a fault of the network.
    """

    def __init__(self, client: DingTalkClient, settings: DingTalkSettings, intake: Intake) -> None:
        self._client, self._settings, self._intake = client, settings, intake

    async def forever(self) -> None:
        """Open a connection, and the next one when this one ends or is about to."""
        pause, loop = _FIRST_PAUSE, asyncio.get_running_loop()
        async with asyncio.TaskGroup() as connections:
            while True:
                began, end = loop.time(), _End()
                connections.create_task(self._connection(end))
                await end.reached.wait()
                if end.announced:
                    continue
                held = loop.time() - began > _GOOD_AFTER
                pause = _FIRST_PAUSE if held else min(pause * 2, _LONGEST_PAUSE)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - it spreads load, no more

    async def _connection(self, end: _End) -> None:
        frames = _Frames(self._settings, _Robot(self._settings, self._intake))
        try:
            address = await self._address(frames)
            async with connect(
                address,
                open_timeout=_OPENING,
                close_timeout=_CLOSING,
                ping_interval=_PING_EVERY,
                max_size=_LARGEST,
            ) as socket:
                _log.info("Stream mode is connected")
                await self._listen(frames, socket, end)
        except TransportError as error:
            _log.warning("Stream mode cannot be opened: %s", error)
        except (WebSocketException, OSError, TimeoutError) as error:
            _log.warning("Stream mode ended: %s", type(error).__name__)
        finally:
            end.reached.set()

    async def _listen(self, frames: _Frames, socket: ClientConnection, end: _End) -> None:
        frames.websocket = socket
        async with asyncio.timeout(None) as limit:
            async for raw in socket:
                frame = _readable(raw)
                if (frame.get("type"), text_at(frame, "headers", "topic")) == ("SYSTEM", "disconnect"):
                    # No answer is wanted; the server closes in ten seconds, and the next one is opened now.
                    limit.reschedule(asyncio.get_running_loop().time() + _LAST_WORDS)
                    end.announced = True
                    end.reached.set()
                else:
                    await frames.answer(frame)

    async def _address(self, frames: _Frames) -> str:
        opened = await self._client.open_connection(frames.request())
        endpoint, ticket = text_at(opened, "endpoint"), text_at(opened, "ticket")
        parts = urlsplit(endpoint or "")
        is_safe = parts.scheme == "wss" or (parts.scheme == "ws" and parts.hostname in _LOOPBACK)
        if not endpoint or not ticket or not is_safe:
            raise TransportError("DingTalk gave no connection that can be used")
        return f"{endpoint}?ticket={quote_plus(ticket)}"


class _Frames(DingTalkStreamClient):  # type: ignore[misc]
    """The SDK's client, for what comes over one connection and what is answered."""

    def __init__(self, settings: DingTalkSettings, robot: _Robot) -> None:
        # The SDK logs whole messages and the ticket.
        silent = logging.getLogger("dingtalk_stream.client")
        silent.disabled = True
        super().__init__(Credential(settings.client_id, settings.secret), silent)
        self.register_callback_handler(ChatbotMessage.TOPIC, robot)

    def request(self) -> dict[str, Any]:
        """What is asked for: connections for the topics that somebody here handles."""
        return {
            "clientId": self.credential.client_id,
            "clientSecret": self.credential.client_secret,
            "ua": "xiaohu/1.0",
            "subscriptions": [{"type": "CALLBACK", "topic": topic} for topic in self.callback_handler_map],
        }

    async def answer(self, frame: Mapping[str, Any]) -> None:
        """Do what a frame says, and send its answer; one that makes no sense is passed over."""
        try:
            await self.route_message(frame)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            _log.warning("a frame of Stream mode makes no sense: %s", type(error).__name__)


class _Robot(CallbackHandler):  # type: ignore[misc]
    """Takes messages to the robot, and says so only when they are kept: DingTalk does not send them again."""

    def __init__(self, settings: DingTalkSettings, intake: Intake) -> None:
        super().__init__()
        self._settings, self._intake = settings, intake

    async def process(self, message: Any) -> tuple[int, None]:
        """One message; the SDK sends the code back."""
        try:
            inbound = parse_message(message.data, self._settings)
        except (NotGenuine, Unreadable) as error:
            _log.warning("a message of Stream mode was refused: %s", error)
            return AckMessage.STATUS_BAD_REQUEST, None
        if await self._is_kept(inbound):
            return AckMessage.STATUS_OK, None
        return AckMessage.STATUS_SYSTEM_EXCEPTION, None

    async def _is_kept(self, inbound: Sequence[Inbound]) -> bool:
        for pause in (*_TAKE_PAUSES, None):
            try:
                await self._intake.take(inbound)
            except Exception:  # noqa: BLE001 - whatever the database has, the message is in nobody else's hands
                _log.exception("a message of Stream mode could not be kept yet")
                if pause is not None:
                    await asyncio.sleep(pause)
            else:
                return True
        return False


def _readable(raw: str | bytes) -> Mapping[str, Any]:
    try:
        return read_object(raw)
    except Unreadable:
        _log.warning("a frame of Stream mode cannot be read")
        return {}
