"""A person of ours answers in WeChat, also when WeChat allows nothing for now."""

from __future__ import annotations

from tests.e2e.channels.browser import eventually
from tests.e2e.channels.conftest import Tencent
from tests.fakes.wechat import Phone

ANSWER = "我是人工客服小张，请问要办什么？"


def reads(phone: Phone, part: str) -> None:
    assert eventually(lambda: any(part in text for text in phone.texts()))


def test_what_wechat_does_not_allow_is_said_when_they_write_again(tencent: Tencent) -> None:
    platform, xiaohu = tencent.wechat, tencent.system.xiaohu
    phone = platform.phone()
    phone.says("转人工")
    reads(phone, "人工")
    conversation = xiaohu("people", "waiting").stdout.splitlines()[-1].split()[0]
    assert xiaohu("people", "claim", conversation, "--as", "小张").returncode == 0
    before = len(phone.texts())
    phone.rights.clear()
    assert xiaohu("people", "say", conversation, ANSWER, "--as", "小张").returncode == 0
    eventually(lambda: 45015 in platform.refused)
    assert len(phone.texts()) == before
    phone.says("在吗")
    reads(phone, ANSWER)
    assert len(phone.texts()) == before + 1
    assert xiaohu("people", "resolve", conversation, "--as", "小张").returncode == 0
    phone.says("注销后还能重新开通吗")
    reads(phone, "重新")
    assert phone.texts().count(ANSWER) == 1
    platform.refused.remove(45015)
