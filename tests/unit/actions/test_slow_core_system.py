"""A core system that answers late keeps waiting whom it concerns, and nobody with a general question."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore
from time import monotonic
from typing import Any

import httpx
import pytest

from desk.bootstrap import Desk, build_desk
from desk.demo.database import create
from desk.settings import Settings
from tests.conftest import KNOWLEDGE, SECRETS
from tests.fakes.ledger.server import KEY_ID, SECRET, CoreSystem, running_core
from tests.unit.actions.test_server import PATIENCE, ROOT, await_health, call

MANY, LATE = 14, 2.5


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        yield running


@pytest.fixture
def served(tmp_path: Path) -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keys: dict[str, Any] = {name: f"{name}-for-tests-".ljust(40, "x") for name in SECRETS}
    url = f"sqlite:///{tmp_path / 'xiaohu.db'}"
    create(url)
    address = f"http://127.0.0.1:{port}/webhook"
    places = {"database_url": url, "data_dir": tmp_path, "knowledge_dir": KNOWLEDGE, "actions_url": address}
    return Settings(demo=True, **places, **keys)


@pytest.fixture
def server(served: Settings, core: CoreSystem) -> Iterator[httpx.Client]:
    given = served.model_dump(mode="json") | {
        name: getattr(served, name).get_secret_value() for name in SECRETS
    }
    given |= {"ledger_url": core.url, "ledger_key_id": KEY_ID, "ledger_secret": SECRET}
    environment = {f"XIAOHU_{name}".upper(): str(value) for name, value in given.items() if value is not None}
    command = [sys.executable, "-W", "error", "-m", "actions"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL
    )
    headers = {"X-Xiaohu-Secret": served.actions_secret.get_secret_value()}
    limits = httpx.Limits(max_connections=MANY + 2)
    base = served.actions_url.removesuffix("/webhook")
    with httpx.Client(base_url=base, headers=headers, limits=limits, timeout=PATIENCE) as client:
        await_health(client, process)
        yield client
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def desk(served: Settings) -> Iterator[Desk]:
    built = build_desk(served)
    yield built
    built.close()


def test_a_question_is_answered_while_a_crowd_waits_for_it(
    server: httpx.Client, core: CoreSystem, desk: Desk
) -> None:
    assert desk.demo is not None
    crowd = [desk.demo.create("clear") for _ in range(MANY)]
    for customer in crowd:
        core.books.put(customer.customer, holder_name=customer.name, phone=customer.phone)
    senders = [desk.conversations.of(customer.customer, is_visitor=False).sender for customer in crowd]
    visitor = desk.conversations.of("visitor/somebody", is_visitor=True).sender
    call(server, "action_faq", visitor, "faq_credit_report", "影响征信吗")
    asked = Semaphore(0)

    def late(_verb: str) -> None:
        asked.release()
        core.stopped.wait(LATE)

    core.before = late
    with ThreadPoolExecutor(MANY) as pool:
        waiting = [
            pool.submit(call, server, "action_close_account", sender, "close_account") for sender in senders
        ]
        for _ in range(6):
            assert asked.acquire(timeout=PATIENCE)
        began = monotonic()
        answer = call(server, "action_faq", visitor, "faq_credit_report", "影响征信吗")
        took = monotonic() - began
        assert all(one.result(PATIENCE)["responses"] for one in waiting)
    assert answer["responses"]
    assert took < LATE
