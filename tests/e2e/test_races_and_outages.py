"""Two tabs at once, and parts of the system that do not answer."""

from __future__ import annotations

import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.running import RunningSystem, wait_until_ready
from tests.e2e.shopper import Shopper

Arrive = Callable[..., Shopper]


def post(system: RunningSystem, shopper: Shopper, **said: str) -> httpx.Response:
    body = {"client_id": str(uuid.uuid4()), **said}
    return httpx.post(f"{system.url}/api/v1/messages", json=body, headers=shopper.headers, timeout=40)


def test_ten_parallel_submissions_give_one_number(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin_and_verify()
    button = shopper.button("确认|提交")["id"]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(system, shopper, button=button), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    messages = [message for answer in answers for message in answer.json()["messages"]]
    cards = [message["card"] for message in messages if message["card"]]
    assert len({card["number"] for card in cards if card["kind"] == "receipt"}) == 1
    listed = system.xiaohu("review", "list").stdout
    assert listed.count(shopper.customer_id) == 1


def test_quick_messages_are_answered_in_order(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: post(system, shopper, text=f"怎么还款 {n}"), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    history = shopper.history(limit=200)
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    whose = ["user" if message["role"] == "user" else "bot" for message in history]
    assert whose == ["user", "bot"] * 8


@pytest.mark.parametrize("part", ["actions", "bot"])
def test_a_part_that_hangs_becomes_a_sentence_and_the_next_turn_works(
    system: RunningSystem, arrive: Arrive, part: str
) -> None:
    shopper = arrive()
    process = system.process(part)
    process.send_signal(signal.SIGSTOP)
    try:
        messages = shopper.say("我要注销备用金")
    finally:
        process.send_signal(signal.SIGCONT)
    assert messages
    assert messages[-1]["text"]
    wait_until_ready(system)
    shopper.card("consequences", shopper.say("我要注销备用金"))


def test_a_part_that_dies_comes_back(system: RunningSystem, arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin()
    process = system.victim("actions")
    process.kill()
    process.wait(10)
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        messages = shopper.say("我要注销备用金")
        assert messages[-1]["text"]
        if messages[-1]["card"]:
            break
        time.sleep(1)  # within the rate at which a customer may write
    shopper.card("verification", messages)
