"""The real rasa-sdk server as a process, asked over HTTP as Rasa asks it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml

from actions.server import ACTIONS
from desk.bootstrap import Desk, build_desk
from desk.closures.model import Stage
from desk.demo.database import create
from desk.settings import Settings
from tests.conftest import KNOWLEDGE, SECRETS

ROOT = Path(__file__).parents[3]
PATIENCE = 30


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keys: dict[str, Any] = {name: f"{name}-for-tests-".ljust(40, "x") for name in SECRETS}
    url = f"sqlite:///{folder / 'xiaohu.db'}"
    create(url)
    return Settings(
        demo=True,
        database_url=url,
        data_dir=folder,
        knowledge_dir=KNOWLEDGE,
        actions_url=f"http://127.0.0.1:{port}/webhook",
        **keys,
    )


@pytest.fixture(scope="module")
def server(served: Settings) -> Iterator[httpx.Client]:
    given = served.model_dump(mode="json") | {
        name: getattr(served, name).get_secret_value() for name in SECRETS
    }
    environment = {f"XIAOHU_{name}".upper(): str(value) for name, value in given.items() if value is not None}
    command = [sys.executable, "-W", "error", "-m", "actions"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.PIPE)
    secret = served.actions_secret.get_secret_value()
    base = served.actions_url.removesuffix("/webhook")
    with httpx.Client(base_url=base, headers={"X-Xiaohu-Secret": secret}) as client:
        await_health(client, process)
        yield client
    process.terminate()
    _, complaints = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in complaints
    assert process.returncode == 0


def await_health(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        try:
            assert client.get("/health").json() == {"status": "ok"}
        except httpx.TransportError:
            continue
        return
    pytest.fail("the action server did not start")


@pytest.fixture
def desk(served: Settings) -> Iterator[Desk]:
    """A desk beside the server's, on the same database."""
    built = build_desk(served)
    yield built
    built.close()


def call(client: httpx.Client, action: str, sender: str, intent: str = "", text: str = "") -> dict[str, Any]:
    message = {"intent": {"name": intent}, "text": text, "entities": []}
    tracker = {"sender_id": sender, "latest_message": message, "events": [], "slots": {}}
    body = {"next_action": action, "sender_id": sender, "tracker": tracker, "domain": {}, "version": "3.6.21"}
    answer = client.post("/webhook", json=body)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def begin(desk: Desk) -> tuple[str, str]:
    assert desk.demo
    customer = desk.demo.create("clear").customer
    conversation = desk.conversations.of(customer, is_visitor=False)
    return customer, desk.conversations.receive(conversation.id, str(uuid4()), text="我要注销").sender


def test_it_answers_with_text_card_question_and_buttons(server: httpx.Client, desk: Desk) -> None:
    customer, sender = begin(desk)
    answer = call(server, "action_close_account", sender, "close_account")
    (said,) = answer["responses"]
    assert said["custom"]["card"]["kind"] == "consequences"
    assert said["custom"]["question"] == "affirm"
    assert said["buttons"] == [
        {"title": "同意并继续", "payload": "affirm@consenting"},
        {"title": "先不办了", "payload": "stop@consenting"},
    ]
    assert said["text"]
    assert desk.closures.stage(customer) is Stage.CONSENTING


def test_it_sets_no_slot_and_no_event(server: httpx.Client, desk: Desk) -> None:
    _, sender = begin(desk)
    for action in sorted(kind.action_name for kind in ACTIONS):
        assert call(server, action, sender, "faq_limit", "额度")["events"] == []


def test_every_action_of_the_domain_is_served_and_no_other(server: httpx.Client) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    assert sorted(action["name"] for action in server.get("/actions").json()) == sorted(domain["actions"])


@pytest.mark.parametrize("secret", ["", "wrong", "actions_secret-for-tests-"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/webhook"), ("GET", "/actions"), ("OPTIONS", "/webhook")]
)
def test_nobody_without_the_secret_gets_in(server: httpx.Client, method: str, path: str, secret: str) -> None:
    answer = server.request(method, path, headers={"X-Xiaohu-Secret": secret}, content=b"{}")
    assert answer.status_code == 401


def test_a_broken_tracker_gets_a_sentence_not_an_error(server: httpx.Client) -> None:
    (said,) = call(server, "action_faq", "nobody")["responses"]
    assert said["text"]


def test_a_wrong_setting_stops_the_start_with_a_sentence(served: Settings, tmp_path: Path) -> None:
    environment = {**os.environ, "XIAOHU_ENV_FILE": str(tmp_path / "missing.env")}
    command = [sys.executable, "-m", "actions"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"missing.env" in ended.stderr
    assert b"Traceback" not in ended.stderr
