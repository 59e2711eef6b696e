"""The fakes push as the platforms do: thrice, and then no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.fakes.httpd import Call, Said, Server
from tests.fakes.wechat import FakeWeChat
from tests.fakes.wechat.phones import SORRY


class Address(Server):
    """A callback address that answers what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Said] = []
        self.stopped = threading.Event()
        self.routes["POST", "/webhooks/wechat"] = self._push

    def _push(self, _call: Call) -> Said:
        if not self.answers:
            self.stopped.wait(10)
            return Said("")
        return self.answers.pop(0)


@pytest.fixture
def address() -> Iterator[Address]:
    server = Address()
    with server.running():
        yield server
        server.stopped.set()


@pytest.fixture
def platform(address: Address) -> FakeWeChat:
    fake = FakeWeChat(callback=f"{address.url}/webhooks/wechat")
    fake.pusher.wait = lambda: None
    fake.pusher.timeout = 0.2
    return fake


@pytest.mark.parametrize("body", ["", "success"])
def test_an_answer_in_time_ends_it(address: Address, platform: FakeWeChat, body: str) -> None:
    address.answers = [Said(body)]
    phone = platform.phone()
    assert phone.says("你好").attempts == 1
    assert phone.texts() == []


def test_it_is_sent_again_with_the_same_number_and_another_signature(
    address: Address, platform: FakeWeChat
) -> None:
    address.answers = [Said("", 500), Said("", 502), Said("success")]
    assert platform.phone().says("你好").attempts == 3
    assert len({call.query["msg_signature"] for call in address.calls}) == 3


@pytest.mark.parametrize("answers", [[], [Said("", 500)] * 3, [Said('{"ok": true}')]])
def test_without_a_sensible_answer_the_person_reads_an_excuse(
    address: Address, platform: FakeWeChat, answers: list[Said]
) -> None:
    address.answers = list(answers)
    phone = platform.phone()
    phone.says("你好")
    assert phone.texts() == [SORRY]
    assert len(address.calls) <= 3


def test_nobody_there_is_tried_three_times(platform: FakeWeChat) -> None:
    platform.pusher.url = "http://127.0.0.1:9/webhooks/wechat"
    pushed = platform.phone().says("你好")
    assert (pushed.attempts, pushed.status) == (3, None)
