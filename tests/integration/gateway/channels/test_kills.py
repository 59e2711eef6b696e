"""The gateway is killed between any two steps: nothing is lost, and nothing is said twice."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk.settings import Settings
from tests.conftest import KNOWLEDGE, SECRETS
from tests.fakes.echo.gateway import main
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn

STEPS = (
    "after channels.take",
    "after channels.due",
    "after channels.begin",
    "after conversations.receive",
    "before conversations.answer",
    "after conversations.answer",
    "before channels.done",
    "after channels.outgoing",
    "after channels.keep",
    "after channels.begin_delivery",
    "before channels.delivered",
)
PATIENCE = 30.0
# Importing takes longer than everything else: it is done once.
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.fakes.echo.gateway"])
OK = 200


@pytest.fixture
def environment(settings: Settings, bot: BotStandIn, tmp_path: Path) -> dict[str, str]:
    keys = {f"XIAOHU_{name.upper()}": f"{name}-for-tests-".ljust(40, "x") for name in SECRETS}
    (tmp_path / "empty.env").touch()
    places = {
        "XIAOHU_ENV_FILE": str(tmp_path / "empty.env"),
        "XIAOHU_DEMO": "1",
        "XIAOHU_DATABASE_URL": settings.database_url,
        "XIAOHU_DATA_DIR": str(tmp_path),
        "XIAOHU_KNOWLEDGE_DIR": str(KNOWLEDGE),
        "XIAOHU_BOT_URL": bot.url,
        "XIAOHU_ACTIONS_URL": f"{bot.url}/webhook",
        "XIAOHU_WORKER_INTERVAL": "0.05",
    }
    return {**keys, **places}


def test_a_kill_between_any_two_steps_loses_nothing_and_says_nothing_twice(
    environment: dict[str, str], platform: EchoPlatform, platform_url: str, bot: BotStandIn
) -> None:
    for number, step in enumerate(STEPS):
        said = f"第 {number} 句"
        with gateway(environment, platform_url, step) as (process, url):
            push(platform, url, text=said, id=f"m{number}")
            process.join(PATIENCE)
            assert process.exitcode == -9, step
        with gateway(environment, platform_url, "never") as (_, url):
            # The platform was not answered in time, or was: it pushes again.
            wait_for(
                lambda url=url, said=said, number=number: push(platform, url, text=said, id=f"m{number}")
            )
            wait_for(lambda said=said: f"您说的是：{said}" in platform.texts("ming"))
    assert platform.texts("ming") == [f"您说的是：第 {number} 句" for number in range(len(STEPS))]
    # What the platform accepted just before a kill is sent again, under the key by which it knows it.
    assert len({attempt["key"] for attempt in platform.attempts}) == len(STEPS)


@contextmanager
def gateway(
    environment: dict[str, str], platform_url: str, dies: str
) -> Iterator[tuple[ForkServerProcess, str]]:
    """The gateway's process, and its address once it answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = FORKS.Process(target=main, args=(environment, port, platform_url, dies), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.exitcode is not None or answers(url))
        yield process, url
    finally:
        process.kill()
        process.join(PATIENCE)


def push(platform: EchoPlatform, url: str, **event: Any) -> bool:
    """One push; whether it was answered."""
    body, headers = platform.signed(**{"id": uuid.uuid4().hex, "user": "ming", "kind": "text", **event})
    try:
        with client() as here:
            return here.post(f"{url}/webhooks/echo", content=body, headers=headers).status_code == OK
    except httpx.HTTPError:
        return False


def client() -> httpx.Client:
    """Without the machine's proxies, and without reading certificates that nobody needs here."""
    return httpx.Client(trust_env=False, verify=False, timeout=5)


def answers(url: str) -> bool:
    try:
        with client() as here:
            return here.get(f"{url}/healthz").status_code == OK
    except httpx.HTTPError:
        return False


def wait_for(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.05)
