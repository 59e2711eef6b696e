"""How a conversation looks in WeChat, and that WeChat takes it."""

from __future__ import annotations

import pytest

from desk.conversations.model import Message
from gateway.channels.model import Contact
from gateway.channels.port import TransportError
from gateway.channels.wechat.channel import WeChat
from tests.fakes.wechat import FakeWeChat, Phone
from tests.unit.channels.around import said

URL = "https://chat.example/verify/abc"
LINK = said(
    f"下一步验证是您本人。请打开验证页：{URL}?method=sms\n可以用短信验证码。",
    card={"kind": "verification", "url": URL, "expires_at": "", "methods": ["sms"]},
)


async def deliver(
    channel: WeChat, phone: Phone, *messages: Message, room: int | None = 5
) -> list[dict[str, object]]:
    contact = Contact("wechat", phone.platform.app_id, phone.openid)
    for payload in channel.render(messages, room=room, key="d" * 32):
        await channel.send(contact, payload, {})
    return phone.received


@pytest.fixture
def asked(phone: Phone) -> Phone:
    phone.says("你好")
    return phone


async def test_a_text_arrives_as_written(channel: WeChat, asked: Phone) -> None:
    text = "您好，“备用金”可以注销 \\u4f60 \\\\u0007 😀\n<b>&lt;"
    await deliver(channel, asked, said(text))
    assert asked.texts() == [text]


async def test_control_characters_which_json_must_escape_are_left_out(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, said("您\x07好\x1b\\\x00。"))
    assert asked.texts() == ["您好\\。"]


async def test_buttons_are_a_menu_whose_entries_carry_our_ids(channel: WeChat, asked: Phone) -> None:
    message = said("要继续办理吗？", "同意并继续", "先不办了")
    ((received),) = await deliver(channel, asked, message)
    assert received["msgtype"] == "msgmenu"
    assert asked.entry("先不办了")["id"] == message.buttons[1].id


async def test_a_turn_of_three_messages_costs_one(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, said("一"), said("二"), said("三", "好的"))
    assert asked.texts() == ["一\n\n二\n\n三\n好的"]
    assert asked.rights[0].left == 4


async def test_the_verification_page_is_a_card_to_tap(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, said("好的。"), LINK)
    assert asked.texts()[0] == "好的。"
    (article,) = asked.received[1]["news"]["articles"]
    assert article["url"] == f"{URL}?method=sms"
    assert article["description"] == "下一步验证是您本人。请打开验证页。\n可以用短信验证码。"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("在这里登录：{} 10 分钟内有效。", "在这里登录。10 分钟内有效。"),
        ("请打开 {}，再回来。", "请打开，再回来。"),
        ("{}", ""),
        ("请登录。", "请登录。"),
    ],
)
async def test_the_login_is_a_card_wherever_its_address_stands(
    channel: WeChat, asked: Phone, text: str, description: str
) -> None:
    url = "https://chat.example/bind/t-1_x"
    await deliver(channel, asked, said(text.format(url), card={"kind": "login", "url": url}))
    (article,) = asked.received[0]["news"]["articles"]
    assert (article["url"], article["description"]) == (url, description)


async def test_with_room_for_one_the_page_is_in_the_text(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, said("好的。"), LINK, room=1)
    (text,) = asked.texts()
    assert text.startswith("好的。")
    assert f"{URL}?method=sms" in text


async def test_a_page_between_other_messages_stays_in_the_text(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, LINK, said("还有问题吗？", "没有"))
    (text,) = asked.texts()
    assert URL in text


async def test_a_long_answer_takes_as_many_messages_as_it_needs(channel: WeChat, asked: Phone) -> None:
    words = "\n".join(f"第 {n} 条：" + "注销" * 40 for n in range(20))
    await deliver(channel, asked, said(words, "好的"))
    assert len(asked.received) == 3
    assert sum(text.count("第 ") for text in asked.texts()) == 20


async def test_a_long_answer_is_cut_where_there_is_no_room(channel: WeChat, asked: Phone) -> None:
    await deliver(channel, asked, said("长" * 3000), said("请选择。", "好的"), room=1)
    (text,) = asked.texts()
    assert text.endswith("请选择。\n好的")


@pytest.mark.parametrize("room", [1, 2, 3, 5])
def test_never_more_than_there_is_room_for(channel: WeChat, room: int) -> None:
    messages = [said("很长" * 700, "好的") for _ in range(4)] + [LINK]
    assert len(channel.render(messages, room=room, key="k" * 32)) <= room


def test_each_payload_has_a_key_of_its_own(channel: WeChat) -> None:
    payloads = channel.render([said("一" * 1500)], room=5, key="k" * 32)
    assert [payload.key for payload in payloads] == ["k" * 31 + str(n) for n in range(len(payloads))]


async def test_an_account_without_menus_gets_numbered_text(
    channel: WeChat, platform: FakeWeChat, asked: Phone
) -> None:
    platform.has_menus = False
    await deliver(channel, asked, said("要继续办理吗？", "同意并继续", "先不办了"))
    assert asked.texts() == ["要继续办理吗？\n【1】同意并继续\n【2】先不办了"]


async def test_a_text_is_not_sent_in_another_form(
    channel: WeChat, platform: FakeWeChat, asked: Phone
) -> None:
    platform.failing = [40200]
    with pytest.raises(TransportError) as error:
        await deliver(channel, asked, said("你好"))
    assert error.value.permanent
    assert error.value.tell_staff
