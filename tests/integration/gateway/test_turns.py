"""A turn: taken in once, in order, answered once."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from httpx import AsyncClient
from starlette.applications import Starlette

from desk.bootstrap import Desk
from desk.conversations.model import Reply
from tests import journey
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.customer import CALL, Customer, conversation_of, link_for
from tests.unit.gateway.tokens import signed


async def test_a_turn_gives_the_customers_message_and_the_answer(customer: Customer) -> None:
    own, answer = await customer.say("你好")
    assert (own["seq"], own["role"], own["text"], own["type"]) == (1, "user", "你好", "text")
    assert (answer["seq"], answer["role"], answer["text"]) == (2, "bot", "您说的是：你好")
    assert set(own) == {"seq", "id", "role", "type", "text", "buttons", "card", "created_at"}


async def test_cards_and_buttons_come_through_with_ids_of_our_own(
    customer: Customer, bot: BotStandIn
) -> None:
    bot.brain = lambda _: [
        says("选吧", ("办理注销", "close_account"), card={"kind": "steps", "items": ["一"]})
    ]
    _, answer = await customer.say("怎么注销")
    assert (answer["type"], answer["card"]) == ("card", {"kind": "steps", "items": ["一"]})
    assert answer["buttons"][0]["title"] == "办理注销"
    assert "close_account" not in str(answer["buttons"])


async def test_the_bot_is_told_a_session_and_a_stage_and_nobodys_name(
    customer: Customer, bot: BotStandIn, desk: Desk
) -> None:
    desk.closures.start(customer.owner, conversation_of(desk, customer))
    await customer.say("好的")
    assert (bot.last["stage"], bot.last["text"]) == ("consenting", "好的")
    assert customer.id not in bot.last["sender"]
    assert desk.conversations.by_sender(bot.last["sender"]).owner == customer.owner


async def test_a_visitor_is_in_no_stage(client: AsyncClient, bot: BotStandIn) -> None:
    visitor = Customer(client)
    visitor.token = (await client.post("/api/v1/visitors")).json()["token"]
    assert len(await visitor.say("你好")) == 2
    assert bot.last["stage"] == "none"


async def test_a_site_signs_its_customers(client: AsyncClient) -> None:
    shopper, other = Customer(client), Customer(client)
    shopper.token, other.token = signed(sub="c-1"), signed(sub="c-2")
    await shopper.say("我的话")
    assert await other.history() == []
    assert len(await shopper.history()) == 2


async def test_a_repeated_client_id_answers_the_same_and_asks_the_bot_once(
    customer: Customer, bot: BotStandIn
) -> None:
    client_id = str(uuid.uuid4())
    first = await customer.say("你好", client_id=client_id)
    assert await customer.say("你好", client_id=client_id) == first
    assert await customer.say("别的话", client_id=client_id.upper()) == first
    assert len(bot.turns) == 1


async def test_the_same_turn_sent_ten_times_at_once_is_one_turn(customer: Customer, bot: BotStandIn) -> None:
    client_id = str(uuid.uuid4())
    answers = await asyncio.gather(*(customer.say("你好", client_id=client_id) for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert len(bot.turns) == 1
    assert len(await customer.history()) == 2


async def test_one_client_id_of_two_customers_is_two_turns(client: AsyncClient, bot: BotStandIn) -> None:
    client_id = str(uuid.uuid4())
    for shopper in (await Customer(client).arrive(), await Customer(client).arrive()):
        await shopper.say("你好", client_id=client_id)
    assert len(bot.turns) == 2


async def test_messages_of_one_customer_are_handled_in_order(customer: Customer, bot: BotStandIn) -> None:
    await asyncio.gather(*(customer.say(f"第{number}句") for number in range(8)))
    history = await customer.history()
    assert [message["seq"] for message in history] == list(range(1, 17))
    assert [message["role"] for message in history] == ["user", "bot"] * 8
    asked = [message["text"] for message in history[::2]]
    assert [turn["text"] for turn in bot.turns] == asked
    assert [message["text"] for message in history[1::2]] == [f"您说的是：{text}" for text in asked]


async def test_a_slow_customer_holds_up_nobody_else(client: AsyncClient, bot: BotStandIn) -> None:
    slow, quick = await Customer(client).arrive(), await Customer(client).arrive()
    bot.silent = True
    waiting = asyncio.create_task(slow.say("慢"))
    await asyncio.to_thread(bot.came.acquire)
    bot.silent = False
    assert len(await quick.say("快")) == 2
    assert not waiting.done()
    bot.stopped.set()
    await waiting


async def test_a_button_is_its_intent(customer: Customer, bot: BotStandIn) -> None:
    bot.brain = lambda _: [says("选吧", ("办理注销", "close_account"))]
    _, answer = await customer.say("怎么注销")
    own, _ = await customer.press(answer["buttons"][0]["id"])
    assert own["text"] == "办理注销"
    assert bot.last["intent"] == "close_account"
    assert "text" not in bot.last


async def test_a_button_of_somebody_else_is_unknown(client: AsyncClient, bot: BotStandIn) -> None:
    bot.brain = lambda _: [says("选吧", ("办理注销", "close_account"))]
    mine, other = await Customer(client).arrive(), await Customer(client).arrive()
    _, answer = await mine.say("怎么注销")
    refused = await other.post(button=answer["buttons"][0]["id"])
    assert (refused.status_code, refused.headers["content-type"]) == (404, "application/problem+json")
    assert await other.history() == []


async def test_a_button_whose_moment_has_passed_is_told_to_the_bot_as_such(
    customer: Customer, bot: BotStandIn, desk: Desk
) -> None:
    bot.brain = lambda _: [says("看清后果", ("同意并继续", "affirm@consenting"))]
    desk.closures.start(customer.owner, conversation_of(desk, customer))
    _, answer = await customer.say("我要注销")
    desk.closures.stop(customer.owner)
    await customer.press(answer["buttons"][0]["id"])
    assert (bot.last["intent"], bot.last["stage"]) == ("stale_button", "none")


async def test_a_secret_is_masked_and_warned_of_before_the_answer(
    customer: Customer, bot: BotStandIn
) -> None:
    own, warning, answer = await customer.say("我的密码是 394857 帮我看看")
    assert "394857" not in own["text"]
    assert "394857" not in bot.last["text"]
    assert (warning["card"]["kind"], answer["role"]) == ("warning", "bot")


async def test_a_bare_secret_reaches_the_bot_as_an_event_only(customer: Customer, bot: BotStandIn) -> None:
    own, _ = await customer.say("394857")
    assert "394857" not in own["text"]
    assert bot.last["intent"] == "secret_shared"
    assert "text" not in bot.last


async def test_while_a_person_has_the_conversation_the_bot_is_silent(
    customer: Customer, bot: BotStandIn, desk: Desk
) -> None:
    desk.conversations.claim(conversation_of(desk, customer), "agent-1")
    assert [message["role"] for message in await customer.say("在吗")] == ["user"]
    assert bot.turns == []


async def test_a_turn_answers_with_its_own_messages_only(customer: Customer, desk: Desk) -> None:
    await customer.say("你好")
    desk.conversations.append(conversation_of(desk, customer), [Reply("另外说一句")])
    assert [message["seq"] for message in await customer.say("再见")] == [4, 5]


async def test_what_was_stored_before_a_crash_is_answered_when_it_is_repeated(
    customer: Customer, bot: BotStandIn, desk: Desk
) -> None:
    client_id = str(uuid.uuid4())
    desk.conversations.receive(conversation_of(desk, customer), client_id, text="我要注销")
    own, answer = await customer.say("我要注销", client_id=client_id)
    assert (own["seq"], answer["text"]) == (1, "您说的是：我要注销")


async def test_a_receipt_that_a_crash_took_is_given_when_the_last_word_is_repeated(
    customer: Customer, desk: Desk, bot: BotStandIn
) -> None:
    journey.confirm(desk, customer.owner)
    client_id = str(uuid.uuid4())
    desk.conversations.receive(conversation_of(desk, customer), client_id, text="确认提交")
    number = desk.closures.submit(customer.owner).number
    _, answer = await customer.say("确认提交", client_id=client_id)
    assert answer["card"]["kind"] == "receipt"
    assert answer["card"]["number"] == number
    assert bot.turns == []


async def test_what_a_crash_left_unanswered_after_the_receipt_is_asked_of_the_bot(
    customer: Customer, desk: Desk, bot: BotStandIn
) -> None:
    journey.submit(desk, customer.owner)
    client_id = str(uuid.uuid4())
    desk.conversations.receive(conversation_of(desk, customer), client_id, text="谢谢")
    _, answer = await customer.say("谢谢", client_id=client_id)
    assert (answer["card"], bot.last["stage"]) == (None, "submitted")


async def test_a_caller_who_hangs_up_does_not_stop_the_turn(
    customer: Customer, bot: BotStandIn, app: Starlette
) -> None:
    bot.silent = True
    call = asyncio.create_task(customer.say("你好"))
    await asyncio.to_thread(bot.came.acquire)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    bot.stopped.set()
    await app.state.parts.turns.finish()
    assert [message["role"] for message in await customer.history()] == ["user", "bot"]


async def test_the_latency_of_turns_is_measured(customer: Customer, client: AsyncClient) -> None:
    await customer.say("你好")
    figures = (await client.get("/metrics")).text
    assert "xiaohu_turn_seconds_count 1.0" in figures


async def test_the_stage_is_asked_for_at_each_turn(customer: Customer, bot: BotStandIn, desk: Desk) -> None:
    await customer.say("一")
    link_for(desk, customer)
    await customer.say("二")
    assert [turn["stage"] for turn in bot.turns] == ["none", "verifying"]


async def test_a_turn_without_a_token_is_refused(client: AsyncClient) -> None:
    refused = await client.post(CALL, json={"client_id": str(uuid.uuid4()), "text": "你好"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.json()["title"]
