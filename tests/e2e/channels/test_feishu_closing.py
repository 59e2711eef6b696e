"""From 咋注销啊 to a closed account, in Feishu."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from tests.e2e.channels.browser import Browser, eventually
from tests.e2e.channels.closing import Closing
from tests.e2e.channels.office import FeishuPhone, free_port, running_system
from tests.e2e.running import RunningSystem
from tests.e2e.shopper import Shopper
from tests.fakes.feishu import FakeFeishu, running_feishu
from tests.fakes.feishu.malice import forgeries

USER, STRANGER = "ou_7dede290d6a27698b969a7fd70ca53da", "ou_84aad35d084aa403a838cf73ee18467"


@pytest.fixture(scope="module")
def platform() -> Iterator[FakeFeishu]:
    with running_feishu() as feishu:
        feishu.pauses = [timedelta(seconds=0.5)] * 100
        feishu.known |= {USER, STRANGER}
        yield feishu


@pytest.fixture(scope="module")
def system(platform: FakeFeishu, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    port = free_port()
    platform.webhook = f"http://127.0.0.1:{port}/webhooks/feishu"
    settings = platform.keys.environment(platform.base)
    with running_system(tmp_path_factory.mktemp("feishu"), port, **settings) as running:
        yield running


@pytest.fixture
def shopper(system: RunningSystem) -> Iterator[Shopper]:
    found = Shopper.arrive(system.url, "clear")
    yield found
    found.client.close()


def browser_of(platform: FakeFeishu, user: str) -> Browser:
    return Browser(platform.base, {"X-Phone": user})


def test_it_closes_in_feishu_from_the_first_word_to_the_end(
    system: RunningSystem, platform: FakeFeishu, shopper: Shopper
) -> None:
    phone = FeishuPhone(platform, USER)
    with closing(browser_of(platform, USER)) as browser, closing(browser_of(platform, STRANGER)) as other:
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
        way.review(number)
        way.nothing_was_doubled()
    assert all(not card.buttons for card in platform.inbox(USER) if "已选" in card.text)
    assert sum("已选" in card.text for card in platform.inbox(USER)) >= 3
    assert not any(card.reverted for card in platform.inbox(USER))


def test_somebody_elses_tap_moves_nothing(
    system: RunningSystem, platform: FakeFeishu, shopper: Shopper
) -> None:
    phone = FeishuPhone(platform, USER)
    phone.says("怎么注销备用金")
    card = eventually(lambda: next((m for m in phone.received()[::-1] if m.buttons), None))
    answer = platform.tap(STRANGER, card, card.buttons[0])
    assert "不是发给您的" in answer.json()["toast"]["content"]
    assert platform.inbox(STRANGER) == []
    assert card.buttons


def test_in_a_group_nothing_is_said_but_to_write_in_private(
    system: RunningSystem, platform: FakeFeishu
) -> None:
    assert platform.say_in_group(USER, "oc_a_group", "我要注销备用金").status_code == 200
    (said,) = eventually(lambda: platform.inbox("oc_a_group"))
    assert "私下" in said.text
    assert said.below is not None


def test_what_is_not_feishus_is_turned_away_and_leaves_nothing(
    system: RunningSystem, platform: FakeFeishu
) -> None:
    before = len(platform.messages)
    statuses = {
        name: platform.post(body, headers).status_code
        for name, (headers, body) in forgeries(platform, "ou_forged").items()
    }
    assert statuses.pop("ten megabytes") == 413
    assert {statuses.pop(name) for name in ("nothing", "no object", "nested without end")} == {400}
    assert set(statuses.values()) == {401}, statuses
    assert len(platform.messages) == before
    log = system.log("gateway")
    assert "ou_forged" not in log
    assert USER not in log
    assert "注销" not in log
