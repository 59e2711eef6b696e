"""What the gateway's own settings lack for messaging apps, where real customers are."""

from __future__ import annotations

import pytest

from tests.integration.xiaohu.conftest import Xiaohu

pytestmark = pytest.mark.usefixtures("office", "feishu")


def test_an_address_that_phones_cannot_open_is_a_finding(
    xiaohu: Xiaohu, environment: pytest.MonkeyPatch
) -> None:
    assert "XIAOHU_PUBLIC_URL 不是 https" in xiaohu("channels", "check").out
    environment.setenv("XIAOHU_PUBLIC_URL", "https://help.example")
    assert "XIAOHU_PUBLIC_URL" not in xiaohu("channels", "check").out


def test_shops_without_a_login_are_a_finding(xiaohu: Xiaohu) -> None:
    checked = xiaohu("channels", "check")
    assert checked.code == 1
    assert "login_url" in checked.out
