"""What members do, what they read, and what each refusal of WeCom means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from desk.conversations.model import Message
from gateway.channels.model import Act, Answer, Contact, Inbound, Ring
from gateway.channels.port import LoginRefused, TransportError
from gateway.channels.wecom.channel import WeCom
from tests.conftest import SettableClock
from tests.fakes.wecom import FakeWeCom, Member
from tests.unit.channels.around import Mailbox, said
from tests.unit.channels.wecom.conftest import Make

Receive = Callable[[], Awaitable[Answer]]
URL = "https://chat.example/enter/" + "t" * 200
LINK = said(f"请打开验证页：{URL}\n可以用短信验证码。", card={"kind": "verification", "url": URL})
RING = Ring("closed", "注销申请有结果", "请打开对话查看。", None, SettableClock().now)


async def the_one(receive: Receive) -> Inbound:
    (inbound,) = (await receive()).inbound
    return inbound


async def deliver(channel: WeCom, member: Member, *messages: Message) -> list[str]:
    for payload in channel.render(messages, room=None, key="d" * 28):
        await channel.send(contact(member), payload, {})
    return member.texts()


def contact(member: Member) -> Contact:
    return Contact("wecom", f"{member.application.corp_id}:{member.application.agent_id}", member.user)


async def refused(channel: WeCom, member: Member) -> TransportError:
    with pytest.raises(TransportError) as error:
        await deliver(channel, member, said("您好"))
    return error.value


async def test_a_text_is_said_and_a_redelivery_is_recognised(receive: Receive, member: Member) -> None:
    member.says("咋注销啊")
    inbound = await the_one(receive)
    assert (inbound.act, inbound.text, inbound.contact) == (Act.SAID, "咋注销啊", contact(member))
    member.again()
    assert await the_one(receive) == inbound


@pytest.mark.parametrize("kind", ["image", "voice", "video", "location", "link", "new"])
async def test_what_is_no_text_is_told_that_text_is_needed(
    receive: Receive, member: Member, kind: str
) -> None:
    member.sends(kind, MediaId="m")
    assert (await the_one(receive)).act is Act.OTHER


@pytest.mark.parametrize(
    ("event", "act"), [("subscribe", Act.ENTERED), ("unsubscribe", Act.LEFT), ("click", Act.ENTERED)]
)
async def test_events_mean_what_they_say(receive: Receive, member: Member, event: str, act: Act) -> None:
    member.event(event, "key")
    assert (await the_one(receive)).act is act


@pytest.mark.parametrize("event", ["enter_agent", "view", "LOCATION", "template_card_event", "new"])
async def test_other_events_are_acknowledged(receive: Receive, member: Member, event: str) -> None:
    member.event(event)
    answer = await receive()
    assert (answer.status, answer.body, list(answer.inbound)) == (200, "", [])


async def test_a_menu_entry_says_what_the_operator_set(make: Make, member: Member) -> None:
    member.event("click", "close")
    mailbox = member.application.pusher
    assert isinstance(mailbox, Mailbox)
    (inbound,) = (await make(menu='{"close": "我要注销"}').receive(mailbox.last)).inbound
    assert (inbound.act, inbound.text) == (Act.SAID, "我要注销")


async def test_answers_are_numbers_to_type(channel: WeCom, member: Member) -> None:
    texts = await deliver(channel, member, said("要继续吗？", "同意并继续", "先不办了"))
    assert texts == ["要继续吗？\n【1】同意并继续\n【2】先不办了\n回复数字就可以选。"]
    assert member.number("先不办了") == "2"


async def test_the_verification_page_is_a_text_card(channel: WeCom, member: Member) -> None:
    await deliver(channel, member, said("好的。"), LINK)
    card = member.received[1]["textcard"]
    assert card["url"] == URL
    assert URL not in card["description"]


async def test_a_long_answer_arrives_whole(channel: WeCom, member: Member) -> None:
    texts = await deliver(channel, member, said("注销" * 1000, "好的"))
    assert "".join(texts).count("注销") == 1000
    assert texts[-1].endswith("【1】好的\n回复数字就可以选。")


@pytest.mark.parametrize("url", [None, "https://chat.example/"])
async def test_a_notice_is_an_application_message(channel: WeCom, member: Member, url: str | None) -> None:
    ring = Ring(RING.kind, RING.title, RING.text, url, RING.at)
    await channel.ring(contact(member), ring)
    assert member.texts() == ["\n".join(filter(None, (RING.title, RING.text, url)))]


async def test_a_member_who_left_is_gone_although_the_call_succeeds(channel: WeCom, member: Member) -> None:
    member.has_left = True
    assert (await refused(channel, member)).gone


async def test_nobody_known_is_gone(channel: WeCom, platform: FakeWeCom, member: Member) -> None:
    platform.members.clear()
    assert (await refused(channel, member)).gone


@pytest.mark.parametrize(
    ("code", "tell_staff", "permanent"),
    [(-1, False, False), (45009, False, False), (60020, True, False), (40056, True, True), (1, True, False)],
)
async def test_a_code_says_what_is_to_be_done(
    channel: WeCom, platform: FakeWeCom, member: Member, code: int, tell_staff: bool, permanent: bool
) -> None:
    await deliver(channel, member, said("您好"))
    platform.failing = [code]
    error = await refused(channel, member)
    assert (error.tell_staff, error.permanent) == (tell_staff, permanent)


async def test_an_expired_token_is_renewed(
    channel: WeCom, platform: FakeWeCom, member: Member, clock: SettableClock
) -> None:
    await deliver(channel, member, said("一"))
    clock.advance(hours=3)
    await deliver(channel, member, said("二"))
    assert member.texts() == ["一", "二"]
    assert platform.tokens.fetched == 2


async def test_a_wrong_secret_is_told_to_staff_and_found_by_the_check(make: Make, member: Member) -> None:
    channel = make(secret="wrong0secret")
    assert (await refused(channel, member)).tell_staff
    (finding,) = await channel.check()
    assert not finding.good
    assert "wrong0secret" not in finding.sentence


async def test_the_check_finds_good_credentials(channel: WeCom) -> None:
    assert [finding.good for finding in await channel.check()] == [True]


async def test_the_browser_comes_back_with_a_code_that_names_the_member(
    make: Make, platform: FakeWeCom, member: Member
) -> None:
    platform.web_host = "chat.example"
    login = make(oauth_base=platform.url).login
    url = login.authorize_url(redirect_uri="https://chat.example/enter/wecom/return", state="S1")
    assert url.endswith("#wechat_redirect")
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url, headers={"X-Userid": member.user})
    back = httpx.URL(answer.headers["location"])
    assert await login.identify(back.params["code"]) == member.user
    with pytest.raises(LoginRefused):
        await login.identify(back.params["code"])


async def test_an_outsider_is_nobody(channel: WeCom, platform: FakeWeCom, member: Member) -> None:
    member.is_outsider = True
    with pytest.raises(LoginRefused, match="no member"):
        await channel.login.identify(platform.look_at(member))


@pytest.mark.parametrize("code", ["", "a b", "x" * 600])
async def test_what_is_no_code_is_not_even_asked_about(
    channel: WeCom, platform: FakeWeCom, code: str
) -> None:
    with pytest.raises(LoginRefused):
        await channel.login.identify(code)
    assert platform.calls == []


async def test_a_platform_that_is_away_is_no_refusal_of_the_person(make: Make) -> None:
    with pytest.raises(TransportError):
        await make(api_base="http://127.0.0.1:1").login.identify("code")
