"""The server's side of Stream mode: frames out, answers in."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

ROBOT = "/v1.0/im/bot/messages/get"
PATIENCE = 10.0


@dataclass
class Connection:
    """One open WebSocket."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    waiting: dict[str, Future[dict[str, Any]]] = field(default_factory=dict)

    def send(self, frame: dict[str, Any] | str) -> None:
        """Send a frame from any thread."""
        raw = frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)
        asyncio.run_coroutine_threadsafe(self.socket.send_text(raw), self.loop).result(PATIENCE)

    def close(self) -> None:
        """Close it, as the server does ten seconds after it said so."""
        with suppress(RuntimeError):
            asyncio.run_coroutine_threadsafe(self.socket.close(), self.loop).result(PATIENCE)


@dataclass
class Connections:
    """All that are open; a message goes to one of them, and comes once."""

    opened: list[Connection] = field(default_factory=list)
    subscriptions: list[dict[str, str]] = field(default_factory=list)
    refused: int = 0
    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int) -> None:
        """Return once so many connections were opened altogether."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.count >= count, PATIENCE):
                raise TimeoutError(f"{self.count} connections were opened, not {count}")

    def robot_message(self, told: dict[str, Any]) -> int | None:
        """Tell the robot something; the code that it answers with, None when it gives none."""
        answer = self.ask("CALLBACK", ROBOT, json.dumps(told, ensure_ascii=False))
        return answer["code"] if answer else None

    def ping(self) -> bool:
        """Whether the client echoes what it is sent."""
        opaque = secrets.token_hex(4)
        answer = self.ask("SYSTEM", "ping", json.dumps({"opaque": opaque}))
        return answer is not None and json.loads(answer["data"]) == {"opaque": opaque}

    def say_disconnect(self) -> Connection:
        """Announce the end of the newest connection, which nobody has to answer."""
        connection = self.opened[-1]
        connection.send(
            frame("SYSTEM", "disconnect", json.dumps({"reason": "persistent connection is timeout"}))
        )
        return connection

    def ask(self, kind: str, topic: str, data: str, *, patience: float = PATIENCE) -> dict[str, Any] | None:
        """Send a frame and return its answer."""
        connection, asked = self.opened[-1], frame(kind, topic, data)
        answer: Future[dict[str, Any]] = Future()
        connection.waiting[asked["headers"]["messageId"]] = answer
        try:
            connection.send(asked)
            return answer.result(patience)
        except (NoAnswer, RuntimeError, WebSocketDisconnect):
            return None  # it is not sent again, whether nobody answered or nobody was there

    async def serve(self, socket: WebSocket) -> None:
        """Hold a connection open, and give every answer to whoever waits for it."""
        await socket.accept()
        connection = Connection(socket, asyncio.get_running_loop())
        self._change(connection, is_open=True)
        try:
            while True:
                answer = json.loads(await socket.receive_text())
                waiting = connection.waiting.pop(answer["headers"]["messageId"], None)
                if waiting is not None:
                    waiting.set_result(answer)
        except WebSocketDisconnect:
            pass
        finally:
            self._change(connection, is_open=False)

    def close(self) -> None:
        """Close everything."""
        for connection in list(self.opened):
            connection.close()

    def _change(self, connection: Connection, *, is_open: bool) -> None:
        with self.changed:
            if is_open:
                self.opened.append(connection)
                self.count += 1
            else:
                self.opened.remove(connection)
            self.changed.notify_all()


def frame(kind: str, topic: str, data: str) -> dict[str, Any]:
    """A frame as the protocol's page shows it."""
    headers = {
        "topic": topic,
        "messageId": secrets.token_hex(12),
        "contentType": "application/json",
        "time": "1700000000000",
    }
    return {"specVersion": "1.0", "type": kind, "headers": headers, "data": data}
