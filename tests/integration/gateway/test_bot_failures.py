"""However the bot fails, the customer reads a sentence and the operator an alarm."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from gateway.settings import GatewaySettings
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.customer import Customer

Break = Callable[[BotStandIn], None]


def _set(**values: object) -> Break:
    def apply(bot: BotStandIn) -> None:
        for name, value in values.items():
            setattr(bot, name, value)

    return apply


@pytest.fixture
def gateway_settings() -> GatewaySettings:
    return GatewaySettings(bot_timeout=0.3, worker_interval=0.05)


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [
        (_set(silent=True), "timeout"),
        (_set(status=500), "status_500"),
        (_set(status=502), "status_502"),
        (_set(status=503), "status_503"),
        (_set(status=400), "status_400"),
        (_set(secret="another secret"), "status_401"),
        (_set(status=302), "status_302"),
        (_set(raw=b"[]"), "empty"),
        (_set(raw=b"{}"), "empty"),
        (_set(raw=b""), "garbage"),
        (_set(raw=b"<html>"), "garbage"),
        (_set(raw=b"null"), "garbage"),
        (_set(raw=b"3"), "garbage"),
        (_set(raw=b"\xff"), "garbage"),
        (_set(raw=b'["text"]'), "garbage"),
        (_set(raw=b'[{"recipient_id": "x"}]'), "garbage"),
        (_set(brain=lambda _: [says(" ")]), "garbage"),
        (_set(brain=lambda _: [{"text": None}]), "garbage"),
        (_set(brain=lambda _: [{"text": "好", "custom": []}] * 2), None),
        (_set(brain=lambda _: [{"text": "好", "custom": [1]}]), "garbage"),
        (_set(brain=lambda _: [says("好", card="steps")]), "garbage"),
        (_set(brain=lambda _: [{"text": "好", "buttons": ["x"]}]), "garbage"),
        (_set(brain=lambda _: [{"text": "好", "buttons": [{"title": 1, "payload": "x"}]}]), "garbage"),
    ],
)
async def test_a_broken_bot_is_a_sentence_and_an_alarm(
    customer: Customer,
    bot: BotStandIn,
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
    breaks: Break,
    reason: str | None,
) -> None:
    breaks(bot)
    _, answer, *_ = await customer.say("你好")
    alarms = [record.facts["reason"] for record in caplog.records if record.levelno >= logging.ERROR]  # type: ignore[attr-defined]
    if reason is None:
        assert (answer["text"], alarms) == ("好", [])
        return
    assert (answer["role"], answer["text"]) == ("bot", desk.replies.apology().text)
    assert alarms == [reason]
    figures = (await customer.client.get("/metrics")).text
    assert f'xiaohu_bot_failures_total{{reason="{reason}"}} 1.0' in figures


async def test_a_bot_that_is_down_is_no_reason_for_silence(
    customer: Customer, bot: BotStandIn, desk: Desk, app: object
) -> None:
    app.state.parts.turns._bot._turns = "http://127.0.0.1:9/webhooks/xiaohu/turns"  # type: ignore[attr-defined]
    _, answer = await customer.say("你好")
    assert answer["text"] == desk.replies.apology().text


async def test_the_apology_is_the_answer_of_that_turn_for_good(customer: Customer, bot: BotStandIn) -> None:
    client_id = str(uuid.uuid4())
    bot.status = 500
    apologised = await customer.say("你好", client_id=client_id)
    bot.status = 200
    assert await customer.say("你好", client_id=client_id) == apologised
    assert len(bot.turns) == 1


async def test_after_a_failure_the_next_turn_is_answered(customer: Customer, bot: BotStandIn) -> None:
    bot.status = 500
    await customer.say("一")
    bot.status = 200
    assert (await customer.say("二"))[1]["text"] == "您说的是：二"


async def test_a_shared_secret_is_warned_of_even_when_the_bot_is_down(
    customer: Customer, bot: BotStandIn
) -> None:
    bot.status = 500
    _, warning, apology = await customer.say("394857")
    assert warning["card"]["kind"] == "warning"
    assert apology["card"] is None


async def test_nothing_a_customer_wrote_stands_in_the_log(
    customer: Customer, bot: BotStandIn, caplog: pytest.LogCaptureFixture, client: AsyncClient
) -> None:
    caplog.set_level(logging.DEBUG, "gateway")
    bot.status = 500
    await customer.say("我叫张三丰，住在武当山")
    await client.get(f"/demo/phones/{customer.phone}")
    await client.get("/verify/some-token-of-a-link-1234")
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    for private in ("张三丰", customer.phone, customer.id, customer.token, "some-token-of-a-link"):
        assert private not in logged
