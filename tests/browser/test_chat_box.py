"""What the chat box does with the customer's typing, a bad network, and texts that look like markup."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenShop
from tests.browser.shop import Shop

SEND = "**/api/v1/messages"


def chatting(shop: Shop) -> Shop:
    shop.become("clear")
    shop.open_chat()
    return shop


def only_for_sending(route: Route, answer: dict[str, object] | None) -> None:
    if route.request.method != "POST":
        route.fallback()
    elif answer is None:
        route.abort()
    else:
        route.fulfill(status=int(str(answer["status"])), json=answer)


def test_markup_is_shown_as_it_was_typed(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    markup = "<img src=x onerror=alert(1)><b>粗</b>"
    shop.say(markup)
    assert shop.bubbles("user") == [markup]
    assert shop.page.locator("#log img, #log b").count() == 0


def test_enter_does_not_send_while_a_word_is_being_composed(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    field = shop.page.get_by_label("输入消息")
    field.fill("zhuxiao")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    assert shop.bubbles("user") == []
    expect(field).to_have_value("zhuxiao")


def test_shift_and_enter_begin_a_new_line(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    field = shop.page.get_by_label("输入消息")
    field.fill("第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    expect(field).to_have_value("第一行\n第二行")
    assert shop.bubbles("user") == []


def test_an_empty_message_is_not_sent(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.page.get_by_label("输入消息").fill("  \n ")
    shop.page.get_by_role("button", name="发送").click()
    assert shop.bubbles("user") == []


def test_a_message_that_is_too_long_stays_in_the_box(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    field = shop.page.get_by_label("输入消息")
    field.fill("注" * 2001)
    field.press("Enter")
    expect(shop.page.locator("#chat-hint")).to_contain_text("最多 2000 字")
    assert shop.bubbles("user") == []


def test_a_failed_message_is_sent_once_by_trying_again(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.page.route(SEND, lambda route: only_for_sending(route, None), times=1)
    field = shop.page.get_by_label("输入消息")
    field.fill("怎么注销备用金")
    field.press("Enter")
    expect(shop.page.get_by_text("发送失败")).to_be_visible()
    shop.page.get_by_role("button", name="重试").click()
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]
    expect(shop.page.get_by_text("已发送")).to_be_visible()
    assert all("ERR_FAILED" in error for error in shop.errors)
    shop.errors.clear()


def test_an_answer_that_got_lost_does_not_double_the_message(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(json.loads(route.request.post_data or "{}")["client_id"])
        route.fetch()
        return route.abort()

    shop.page.route(SEND, lose_the_answer, times=1)
    field = shop.page.get_by_label("输入消息")
    field.fill("怎么注销备用金")
    field.press("Enter")
    expect(shop.card("steps")).to_be_visible()
    assert len(sent) == 1
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_too_many_messages_say_when_to_try_again(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    refusal = {"status": 429, "title": "操作过于频繁，请稍后再试", "retry_after": 3}
    shop.page.route(SEND, lambda route: only_for_sending(route, refusal), times=1)
    shop.page.get_by_label("输入消息").fill("你好")
    shop.page.get_by_role("button", name="发送").click()
    expect(shop.page.get_by_text("操作过于频繁")).to_be_visible()
    again = shop.page.locator(".retry")
    expect(again).to_contain_text("秒后可重试")
    expect(again).to_be_disabled()
    expect(again).to_be_enabled(timeout=6000)
    again.click()
    expect(shop.page.locator("#log .message.bot")).to_have_count(1)
    assert all("429" in error for error in shop.errors)
    shop.errors.clear()


def test_a_token_that_ran_out_is_renewed_unasked(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.page.evaluate(
        "() => { const kept = JSON.parse(sessionStorage.getItem('xiaohu-demo-customer'));"
        " sessionStorage.setItem('xiaohu-demo-customer', JSON.stringify({...kept, token: 'run.out'})); }"
    )
    shop.page.reload()
    shop.say("怎么注销备用金")
    expect(shop.card("steps")).to_be_visible()
    assert all("401" in error for error in shop.errors)
    shop.errors.clear()


def test_it_says_when_the_network_is_gone_and_recovers(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.context.set_offline(True)
    expect(shop.page.get_by_text("网络已断开")).to_be_visible()
    shop.context.set_offline(False)
    expect(shop.page.get_by_text("网络已断开")).to_be_hidden()
    shop.say("怎么注销备用金")
    expect(shop.card("steps")).to_be_visible()
    shop.errors.clear()


def test_a_visitor_is_asked_to_log_in(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.page.locator("[data-profile=visitor]").click()
    shop.open_chat()
    shop.say("我要注销备用金")
    expect(shop.card("login")).to_be_visible()
    assert shop.page.locator("#account-controls").is_hidden()


def test_an_answer_can_be_called_helpful(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.say("注销后征信会怎么样")
    with shop.page.expect_response("**/feedback") as said:
        shop.page.get_by_role("button", name="有帮助").last.click()
    assert said.value.status == 204
    expect(shop.page.get_by_text("谢谢您的反馈")).to_be_visible()


def test_a_customer_who_is_gone_can_be_chosen_anew(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.page.evaluate(
        "() => sessionStorage.setItem('xiaohu-demo-customer', JSON.stringify("
        "{customer_id: 'gone', name: '无', phone: '19900000000', profile: 'clear', token: 'run.out'}))"
    )
    shop.page.reload()
    expect(shop.page.locator("#toast")).to_contain_text("请重新选择")
    shop.errors.clear()
    shop.become("clear")
    shop.say("怎么注销备用金")
    expect(shop.card("steps")).to_be_visible()


def test_a_stream_is_read_however_it_is_cut(open_shop: OpenShop) -> None:
    shop = open_shop()
    stream = ": ping\r\n\r\nid: 7\r\nevent: message\r\ndata: 一\r\ndata: 二\r\n\r\nid: 8\ndata:x\n\n"
    read = shop.page.evaluate(
        """async (stream) => {
          const { EventReader } = await import("/demo/events.js");
          const reader = new EventReader();
          return [...stream].flatMap((character) => reader.feed(character));
        }""",
        stream,
    )
    assert read == [
        {"id": "7", "type": "message", "data": "一\n二"},
        {"id": "8", "type": "message", "data": "x"},
    ]


def test_two_tabs_of_one_customer_show_the_same(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    with shop.context.expect_page() as opened:
        shop.page.evaluate("() => { window.open('/demo/#chat') }")  # the new tab takes the session along
    other = opened.value
    expect(other.locator("#chat-title")).to_be_visible()
    shop.say("怎么注销备用金")
    expect(other.locator("#log .card-steps")).to_be_visible()
    assert other.locator("#log .message.user .bubble").all_inner_texts() == ["怎么注销备用金"]
