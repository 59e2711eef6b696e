"""From 咋注销啊 to a closed account, in WeCom and in WeChat customer service."""

from __future__ import annotations

from contextlib import closing

from tests.e2e.channels.browser import Browser
from tests.e2e.channels.closing import Closing
from tests.e2e.channels.conftest import Tencent
from tests.e2e.shopper import Shopper

MISTAKES = {40003, 40008, 40056, 40059, 45002, 47001, 81013, 95000, 95001, 95002, 95008, 95009, 95010}


def test_it_closes_in_wecom_from_the_first_word_to_the_end(tencent: Tencent, shopper: Shopper) -> None:
    platform = tencent.wecom
    member, stranger = platform.member(), platform.member()
    assert platform.pusher.echo() == "1616140317555161061"
    known = {"X-Userid": member.user}
    with (
        closing(Browser(platform.url, known)) as browser,
        closing(Browser(platform.url, {"X-Userid": stranger.user})) as other,
    ):
        way = Closing(tencent.system, member, browser, shopper, platform.tokens.forget)
        way.bind()
        way.ask()
        link = way.consent()
        assert other.open(link).status_code == 403
        assert browser.open(link).status_code == 200
        way.verify()
        number = way.submit()
        way.ask_while_it_is_down()
        way.review(number)
        way.nothing_was_doubled()
    assert not MISTAKES & set(platform.refused)


def test_it_closes_in_customer_service_from_the_first_word_to_the_end(
    tencent: Tencent, shopper: Shopper
) -> None:
    platform = tencent.kf
    customer = platform.customer()
    assert platform.pusher.echo() == "1616140317555161061"
    with closing(Browser(platform.url, {})) as browser, closing(Browser(platform.url, {})) as other:
        way = Closing(tencent.system, customer, browser, shopper, platform.tokens.forget)
        customer.enters()
        assert way.reads("您好")
        way.bind()
        way.ask()
        link = way.consent()
        # Here the shop says who it is: another customer's link opens for nobody else.
        stranger = Shopper.arrive(tencent.system.url, "clear")
        assert other.submit(other.open(link), customer_id=stranger.customer_id).status_code == 403
        stranger.client.close()
        assert browser.submit(browser.open(link), customer_id=shopper.customer_id).status_code == 200
        way.verify()
        number = way.submit()
        way.ask_while_it_is_down()
        way.review(number)
        way.nothing_was_doubled()
    assert not MISTAKES & set(platform.refused)


def test_a_ticket_in_the_accounts_link_binds_by_one_word(tencent: Tencent, shopper: Shopper) -> None:
    asked = shopper.client.post("/api/v1/bindings", json={"channel": "kf"}, headers=shopper.headers)
    customer = tencent.kf.customer()
    with closing(Browser(tencent.kf.url, {})) as browser:
        way = Closing(tencent.system, customer, browser, shopper, tencent.kf.tokens.forget)
        customer.enters(asked.json()["ticket"])
        way.reads("请在 10 分钟内回复")
        customer.says("绑定")
        way.reads("绑定好了")
        customer.says("我现在能不能注销")
        way.reads("符合注销条件")


def test_the_check_asks_each_platform_and_shows_no_secret(tencent: Tencent) -> None:
    checked = tencent.system.xiaohu("channels", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for name, platform in (("wechat", tencent.wechat), ("wecom", tencent.wecom), ("kf", tencent.kf)):
        assert f"好  {name}：" in checked.stdout
        assert platform.secret not in checked.stdout + checked.stderr
