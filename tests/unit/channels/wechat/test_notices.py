"""Notices by template message and by subscription."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.channels.model import Contact, Ring
from gateway.channels.port import TransportError
from gateway.channels.wechat.channel import WeChat
from tests.conftest import SettableClock
from tests.fakes.wechat import FakeWeChat, Phone, Template
from tests.unit.channels.wechat.conftest import Make

RING = Ring(
    "approved", "注销申请有进展", "请打开对话查看。", "https://chat.example/demo/", SettableClock().now
)
FIELDS = '{"thing1": "title", "thing2": "text", "time3": "time"}'


@pytest.fixture(params=["template", "subscribe"])
def channel(request: pytest.FixtureRequest, make: Make, platform: FakeWeChat) -> WeChat:
    fields = frozenset({"thing1", "thing2", "time3"})
    platform.templates["T1"] = Template(fields, request.param)
    return make(
        notice=request.param, notice_templates='{"default": "T1", "rejected": "T2"}', notice_fields=FIELDS
    )


async def ring(channel: WeChat, phone: Phone, ring: Ring = RING) -> dict[str, Any]:
    await channel.ring(Contact("wechat", "a", phone.openid), ring)
    return phone.notices[-1]


async def refused(channel: WeChat, phone: Phone, one: Ring = RING) -> TransportError:
    with pytest.raises(TransportError) as error:
        await ring(channel, phone, one)
    return error.value


async def test_it_fills_the_operators_template_outside_the_window(channel: WeChat, phone: Phone) -> None:
    notice = await ring(channel, phone)
    assert notice["data"]["thing1"] == {"value": "注销申请有进展"}
    assert notice["data"]["time3"] == {"value": "2026-11-23 10:00"}
    assert RING.url in {notice.get("url"), notice.get("page")}


async def test_a_notice_without_a_page_has_no_link(channel: WeChat, phone: Phone) -> None:
    assert not {"url", "page"} & set(await ring(channel, phone, replace(RING, url=None)))


async def test_a_long_value_is_cut_to_what_the_field_takes(channel: WeChat, phone: Phone) -> None:
    notice = await ring(channel, phone, replace(RING, text="请打开对话查看这次注销申请现在到了哪一步。"))
    assert len(notice["data"]["thing2"]["value"]) == 20


async def test_a_template_that_is_not_there_is_told_to_staff(channel: WeChat, phone: Phone) -> None:
    error = await refused(channel, phone, replace(RING, kind="rejected"))
    assert error.permanent
    assert error.tell_staff


async def test_a_template_with_other_fields_is_told_to_staff(
    channel: WeChat, platform: FakeWeChat, phone: Phone
) -> None:
    platform.templates["T1"] = replace(platform.templates["T1"], fields=frozenset({"thing9"}))
    assert (await refused(channel, phone)).tell_staff


async def test_who_blocked_the_account_is_gone(channel: WeChat, phone: Phone) -> None:
    phone.has_blocked = True
    assert (await refused(channel, phone)).gone


async def test_who_refused_notices_has_to_be_told_otherwise(
    make: Make, platform: FakeWeChat, phone: Phone
) -> None:
    platform.templates["T1"] = Template(frozenset({"thing1"}), "subscribe")
    phone.takes_notices = False
    settings = {"notice_templates": '{"default": "T1"}', "notice_fields": '{"thing1": "title"}'}
    error = await refused(make(notice="subscribe", **settings), phone)
    assert error.closed


async def test_without_templates_there_is_no_such_way(make: Make, phone: Phone) -> None:
    assert (await refused(make(), phone)).closed


async def test_without_a_template_for_this_there_is_no_such_way(make: Make, phone: Phone) -> None:
    channel = make(notice="template", notice_templates='{"closed": "T1"}', notice_fields=FIELDS)
    assert (await refused(channel, phone)).closed
