"""From 咋注销啊 to a closed account, in DingTalk: by HTTP, and by Stream mode."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests.e2e.channels.browser import Browser, eventually
from tests.e2e.channels.closing import Closing
from tests.e2e.channels.office import DingTalkPhone, free_port, running_system
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper
from tests.fakes.dingtalk import FakeDingTalk, running_dingtalk
from tests.fakes.dingtalk.malice import forgeries
from tests.fakes.dingtalk.robot import Person, text

STRANGER, OUTSIDER = Person.member("another0001"), Person.outsider("guest")
STATUS = {
    "nothing": 400,
    "no object": 400,
    "nested without end": 400,
    "without a sender": 400,
    "ten megabytes": 413,
}


@pytest.fixture(scope="module", params=["http", "stream"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def platform(mode: str) -> Iterator[FakeDingTalk]:
    with running_dingtalk() as dingtalk:
        dingtalk.members.add(STRANGER.staff_id)
        yield dingtalk


@pytest.fixture(scope="module")
def system(
    mode: str, platform: FakeDingTalk, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSystem]:
    port = free_port()
    platform.webhook = f"http://127.0.0.1:{port}/webhooks/dingtalk?key={platform.keys.webhook_key}"
    settings = platform.keys.environment(platform.base, mode=mode)
    with running_system(tmp_path_factory.mktemp("dingtalk"), port, **settings) as running:
        yield running


@pytest.fixture
def shopper(system: RunningSystem) -> Iterator[Shopper]:
    found = Shopper.arrive(system.url, "clear")
    yield found
    found.client.close()


def browser_of(platform: FakeDingTalk, person: Person) -> Browser:
    return Browser(platform.base, {"X-Phone": person.union_id})


def test_it_closes_in_dingtalk_from_the_first_word_to_the_end(
    mode: str, system: RunningSystem, platform: FakeDingTalk, shopper: Shopper
) -> None:
    member = Person.member("manager4220")
    phone = DingTalkPhone(platform, member, by_stream=mode == "stream")
    with closing(browser_of(platform, member)) as browser, closing(browser_of(platform, STRANGER)) as other:
        way = Closing(system, phone, browser, shopper, platform.expire_tokens)
        way.bind()
        way.ask()
        link = way.consent()
        assert other.open(link).status_code == 403
        assert browser.open(link).status_code == 200
        assert other.open(browser.url).status_code == 403
        way.verify()
        number = way.submit()
        way.ask_while_it_is_down()
        # What is decided later is told by the API: the session has ended meanwhile.
        platform.expire_sessions()
        way.review(number)
        way.nothing_was_doubled()
    ways = [received.way for received in phone.received()]
    assert ways[0] == "session"
    assert ways[-2:] == ["api", "api"]


def test_somebody_outside_is_answered_and_cannot_be_bound(
    mode: str, system: RunningSystem, platform: FakeDingTalk
) -> None:
    phone = DingTalkPhone(platform, OUTSIDER, by_stream=mode == "stream")
    phone.says("我要注销备用金")
    eventually(lambda: platform.inbox(OUTSIDER.sender_id))
    with closing(browser_of(platform, OUTSIDER)) as browser:
        (said,) = platform.inbox(OUTSIDER.sender_id)
        link = next(iter(said.links.values()))
        assert browser.open(link).status_code == 403


def test_in_a_group_nothing_is_said_but_to_write_in_private(
    mode: str, system: RunningSystem, platform: FakeDingTalk
) -> None:
    told = platform.told(STRANGER, group="cidagroup==", **text("我要注销备用金"))
    phone = DingTalkPhone(platform, STRANGER, by_stream=mode == "stream")
    assert eventually(lambda: phone.tell(told))
    (said,) = eventually(lambda: platform.inbox("group:cidagroup=="))
    assert "私下" in said.text
    assert phone.received() == []


def test_what_is_not_dingtalks_is_turned_away_and_leaves_nothing(
    mode: str, system: RunningSystem, platform: FakeDingTalk
) -> None:
    forger, before = Person.member("forger0001"), len(platform.messages)
    for name, (address, headers, body) in forgeries(platform, forger).items():
        status = httpx.post(address, content=body, headers=headers, timeout=20).status_code
        by_http = STATUS.get(name, 401)
        assert status == (by_http if mode == "http" or name == "ten megabytes" else 401), name
    genuine = platform.push(platform.told(forger, **text("我要注销")))
    assert genuine.status_code == (200 if mode == "http" else 401)
    if mode == "http":
        eventually(lambda: platform.inbox(forger.staff_id))
    assert len(platform.messages) - before == (1 if mode == "http" else 0)
    log = system.log("gateway")
    assert "forger0001" not in log
    assert json.dumps("注销")[1:-1] not in log
    assert "注销" not in log
