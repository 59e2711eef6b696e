"""What WeChat does not let us say is announced by its own notice, and said when they write."""

from __future__ import annotations

from contextlib import closing

from tests.e2e.channels.browser import Browser, eventually
from tests.e2e.channels.closing import Closing
from tests.e2e.channels.conftest import Tencent
from tests.e2e.shopper import Shopper


def test_a_decision_after_the_48_hours_is_announced_by_a_notice(tencent: Tencent, shopper: Shopper) -> None:
    platform = tencent.wechat
    phone = platform.phone()
    with closing(Browser(platform.url, {"X-Openid": phone.openid})) as browser:
        way = Closing(tencent.system, phone, browser, shopper, platform.tokens.forget)
        way.bind()
        way.ask()
        browser.open(way.consent())
        way.verify()
        phone.taps("确认提交")
        number = way.reads("注销申请已提交").partition("编号 ")[2].partition("。")[0]
        phone.rights.clear()
        done = tencent.system.xiaohu("review", "approve", number, "--as", "甲")
        assert done.returncode == 0, done.stderr
        (notice,) = eventually(lambda: phone.notices)
        assert not any("已通过审核" in text for text in phone.texts())
        assert number not in str(notice)
        assert shopper.customer_id not in str(notice)
        phone.says("注销进度")
        way.reads("已通过审核")
    assert 45015 in platform.refused
    platform.refused[:] = [code for code in platform.refused if code != 45015]
