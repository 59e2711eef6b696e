"""The bot and a small action server as real processes on free ports, and calls to them over real HTTP."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = 60.0  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """Starts a command, waits until `ready_path` answers 200, and stops what it started."""

    def __init__(self, ready_path: str) -> None:
        self.port = free_port()
        self._ready_path = ready_path
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def __enter__(self) -> "Process":
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", **self.environment()}
        self._process = subprocess.Popen(
            [sys.executable, *self.command()], cwd=ROOT, env=environment, stderr=subprocess.PIPE
        )
        end = time.monotonic() + START
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError):
                if self.call("GET", self._ready_path)[0] == 200:
                    return self
            time.sleep(0.1)
        self.__exit__(None, None, None)
        raise RuntimeError("not ready: " + " ".join(self.command()))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        if self._process is not None:
            self.log = self._process.communicate(timeout=20)[1].decode()

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and decoded answer; `body` is sent as it is when it is bytes, as JSON otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            connection.request(method, path, raw, headers or {})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        return response.status, json.loads(content) if content[:1] in (b"{", b"[") else content.decode()


class ActionServer(Process):
    def __init__(self, secret: str) -> None:
        super().__init__("/health")
        self._secret = secret
        self.url = f"http://127.0.0.1:{self.port}/webhook"

    def command(self) -> list[str]:
        return ["tests/bot/action_server.py", str(self.port), self._secret]


class BotServer(Process):
    def __init__(
        self, model: Path, secret: str, actions_url: str, actions_secret: str, *options: str
    ) -> None:
        super().__init__("/webhooks/xiaohu/health")
        self._model, self.secret = model, secret
        self._actions_url, self._actions_secret = actions_url, actions_secret
        self._options = options

    def command(self) -> list[str]:
        return ["-m", "bot.serve", "--port", str(self.port), "--model", str(self._model), *self._options]

    def environment(self) -> dict[str, str]:
        return {
            "XIAOHU_BOT_SECRET": self.secret,
            "XIAOHU_ACTIONS_URL": self._actions_url,
            "XIAOHU_ACTIONS_SECRET": self._actions_secret,
        }

    def turn(self, sender: str, stage: str = "none", **said: Any) -> tuple[int, Any]:
        return self.post({"sender": sender, "stage": stage, **said})

    def post(self, body: Any, secret: str | None = None) -> tuple[int, Any]:
        headers = {"X-Xiaohu-Secret": self.secret if secret is None else secret}
        return self.call("POST", "/webhooks/xiaohu/turns", body, headers)

    def seen(self, sender: str, stage: str = "none", **said: Any) -> dict[str, Any]:
        """What the action saw of a turn that went well."""
        status, messages = self.turn(sender, stage, **said)
        assert status == 200, messages
        seen: dict[str, Any] = messages[0]["custom"]["seen"]
        return seen
