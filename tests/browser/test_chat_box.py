"""What the chat box does with the customer's typing, a bad network, and texts that look like markup."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenShop
from tests.browser.shop import Shop

SEND = "**/api/v1/messages"


def chatting(shop: Shop, profile: str = "clear") -> Shop:
    shop.become(profile)
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
    assert shop.log.locator("img, b").count() == 0


def test_enter_does_not_send_while_a_word_is_being_composed(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.field.fill("zhuxiao")
    shop.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    assert shop.bubbles("user") == []
    expect(shop.field).to_have_value("zhuxiao")


def test_shift_and_enter_begin_a_new_line(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.field.fill("第一行")
    shop.field.press("Shift+Enter")
    shop.field.press_sequentially("第二行")
    expect(shop.field).to_have_value("第一行\n第二行")
    assert shop.bubbles("user") == []


def test_an_empty_message_is_not_sent(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.field.fill("  \n ")
    expect(shop.chat.get_by_role("button", name="发送", exact=True)).to_be_disabled()
    shop.field.press("Enter")
    assert shop.bubbles("user") == []


def test_a_message_that_is_too_long_stays_in_the_box(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.field.fill("注" * 2001)
    shop.field.press("Enter")
    expect(shop.chat.locator("#xh-composer-left")).to_contain_text("1")
    expect(shop.field).to_have_attribute("aria-invalid", "true")
    assert shop.bubbles("user") == []


def test_a_message_that_is_refused_goes_back_into_the_box(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    refusal = {"status": 422, "title": "这条消息发不了"}
    shop.page.route(SEND, lambda route: only_for_sending(route, refusal), times=1)
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.chat.get_by_text("发送失败")).to_contain_text("这条消息发不了")
    shop.chat.get_by_role("button", name="修改").click()
    expect(shop.field).to_have_value("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_a_failed_message_is_sent_once_by_trying_again(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    away = {"status": 503, "title": "暂时不可用"}
    shop.page.route(SEND, lambda route: only_for_sending(route, away), times=1)
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.chat.get_by_text("发送失败")).to_be_visible()
    shop.chat.get_by_role("button", name="重试").click()
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_an_answer_that_got_lost_does_not_double_the_message(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(json.loads(route.request.post_data or "{}")["client_id"])
        if len(sent) > 1:
            return route.fallback()
        route.fetch()
        return route.abort()

    shop.page.route(SEND, lose_the_answer)
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.card("steps")).to_be_visible()
    assert len(set(sent)) == 1
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_too_many_messages_say_when_to_try_again(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    refusal = {"status": 429, "title": "操作过于频繁，请稍后再试", "retry_after": 3}
    shop.page.route(SEND, lambda route: only_for_sending(route, refusal), times=1)
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.chat.get_by_text("秒后").first).to_be_visible()
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_a_token_that_ran_out_is_renewed_unasked(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    asked: list[str] = []

    def old_at_first(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            return route.fallback()
        return route.fulfill(json={"token": "run.out.now", "expires_in": 900})

    shop.page.route("**/demo/customers/*/token", old_at_first)
    shop.open_chat()
    shop.say("怎么注销备用金")
    expect(shop.card("steps")).to_be_visible()
    assert len(asked) == 2
    shop.errors.clear()


def test_it_says_when_the_network_is_gone_and_recovers(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.context.set_offline(True)
    notice = shop.chat.locator(".xh-notice")
    expect(notice).to_have_attribute("data-shown", "true")
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    shop.context.set_offline(False)
    expect(notice).to_have_attribute("data-shown", "false")
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]
    shop.errors.clear()


def test_a_visitor_is_asked_to_log_in_and_led_there(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.page.locator("[data-profile=visitor]").click()
    shop.open_chat()
    shop.say("我要注销备用金")
    expect(shop.card("login")).to_be_visible()
    shop.card("login").get_by_role("button").click()
    expect(shop.page.locator("#people .choice").first).to_be_focused()
    assert shop.page.locator("#account-controls").is_hidden()


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
    shop.open_chat()
    shop.say("怎么注销备用金")
    expect(shop.card("steps")).to_be_visible()


def test_the_next_customer_at_the_same_screen_sees_nothing_of_the_last(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.say("怎么注销备用金")
    shop.become("unpaid_loan")
    shop.open_chat()
    expect(shop.log).not_to_contain_text("注销步骤")
    assert shop.bubbles("user") == []
    kept = shop.frame().evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    assert "怎么注销备用金" not in kept


def test_two_tabs_of_one_customer_show_the_same(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    with shop.context.expect_page() as opened:
        shop.page.evaluate("() => { window.open('/demo/') }")  # the new tab takes the session along
    front = opened.value.frame_locator("#shop")
    front.get_by_role("button", name="打开客服").click()
    other = front.frame_locator("iframe").get_by_role("log")
    expect(other).to_be_visible()
    shop.page.bring_to_front()
    shop.say("怎么注销备用金")
    expect(other.locator(".xh-card-steps")).to_be_visible()
    assert other.locator("[data-seq] .xh-bubble[data-role=user] p").all_inner_texts() == ["怎么注销备用金"]


def test_what_comes_while_the_chat_is_closed_is_counted_at_the_launcher(open_shop: OpenShop) -> None:
    shop = chatting(open_shop())
    shop.say("怎么注销备用金")
    held: list[Route] = []
    shop.page.route(SEND, lambda route: held.append(route))
    with shop.page.expect_request(SEND):
        shop.field.fill("注销后征信会怎么样")
        shop.field.press("Enter")
    shop.chat.get_by_role("button", name="关闭客服").click()
    held[0].continue_()  # an answer that came before the chat was closed would have been seen
    launcher = shop.front.get_by_role("button", name="未读")
    expect(launcher).to_be_visible()
    launcher.click()
    expect(shop.front.get_by_role("button", name="未读")).to_be_hidden()


def test_a_slow_network_delays_and_loses_nothing(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.become("clear")
    with shop.page.expect_response("**/network"):
        shop.page.get_by_label("网络很慢").check()
    shop.open_chat()
    shop.field.fill("怎么注销备用金")
    shop.field.press("Enter")
    expect(shop.chat.get_by_text("发送中")).to_be_visible()
    expect(shop.card("steps")).to_be_visible()
    assert shop.bubbles("user") == ["怎么注销备用金"]


def test_without_storage_the_chat_still_works(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.page.goto(f"{shop.url}/widget/")
    shop.context.add_init_script(
        "if (location.pathname.startsWith('/widget/')) for (const kind of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kind, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    shop.page.reload()
    field = shop.page.get_by_role("textbox", name="输入您的问题")
    field.fill("怎么注销备用金")
    field.press("Enter")
    expect(shop.page.locator(".xh-card-steps")).to_be_visible()


def test_the_window_works_as_a_page_of_its_own(open_shop: OpenShop) -> None:
    shop = open_shop()
    shop.page.goto(f"{shop.url}/widget/")
    field = shop.page.get_by_role("textbox", name="输入您的问题")
    field.fill("我要注销备用金")
    field.press("Enter")
    expect(shop.page.locator(".xh-card-login")).to_be_visible()
