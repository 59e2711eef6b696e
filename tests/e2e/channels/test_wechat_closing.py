"""From 咋注销啊 to a closed account, in WeChat."""

from __future__ import annotations

from contextlib import closing

from tests.e2e.channels.browser import Browser, eventually
from tests.e2e.channels.closing import Closing
from tests.e2e.channels.conftest import Tencent
from tests.e2e.shopper import Shopper
from tests.fakes import wxmalice
from tests.fakes.wechat import FakeWeChat, Phone

MISTAKES = {40003, 40033, 45002, 45015, 45047, 47001, 40008}


def browser_of(platform: FakeWeChat, phone: Phone) -> Browser:
    return Browser(platform.url, {"X-Openid": phone.openid})


def test_it_closes_in_wechat_from_the_first_word_to_the_end(tencent: Tencent, shopper: Shopper) -> None:
    platform = tencent.wechat
    phone, stranger = platform.phone(), platform.phone()
    assert platform.pusher.echo() == "4375120948345356249"
    with closing(browser_of(platform, phone)) as browser, closing(browser_of(platform, stranger)) as other:
        way = Closing(tencent.system, phone, browser, shopper, platform.tokens.forget)
        phone.follow()
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
    assert not MISTAKES & set(platform.refused)
    assert len(platform.tokens.forced_at) <= 2


def test_a_link_binds_nobody_whom_wechat_does_not_really_name(tencent: Tencent, shopper: Shopper) -> None:
    platform = tencent.wechat
    phone, stranger = platform.phone(), platform.phone()
    with closing(browser_of(platform, phone)) as browser, closing(browser_of(platform, stranger)) as other:
        way = Closing(tencent.system, phone, browser, shopper, platform.tokens.forget)
        phone.says("我要注销备用金")
        link = way.link("bind")
        assert other.open(link).status_code == 403
        phone.is_snapshot = True
        assert "快照页" in browser.open(link).text
        phone.is_snapshot = False
        platform.failing = [40163]
        assert browser.open(link).status_code == 403
        assert "绑定好了" in browser.bind(link, shopper.customer_id).text
        assert browser.open(link).status_code == 404


def test_what_is_not_wechats_is_turned_away_and_leaves_nothing(tencent: Tencent) -> None:
    platform = tencent.wechat
    phone = platform.phone()
    phone.says("你好")
    eventually(phone.texts)
    for bad in wxmalice.NOT_GENUINE:
        assert platform.pusher.post(*bad(platform.pusher, phone.last)).status_code == 401
    for body in (*wxmalice.UNREADABLE, phone.last):
        assert platform.pusher.post(platform.pusher.query(), body).status_code == 400
    big = phone.last.replace("你好".encode(), b"x" * 10_000_000)
    assert platform.pusher.post(*platform.pusher.wrapped(big)).status_code == 413
    assert len(phone.texts()) == 1
    log = tencent.system.log("gateway")
    assert phone.openid not in log
    assert "你好" not in log
