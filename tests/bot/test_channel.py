"""The private channel over real HTTP, with a real action server behind it."""

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.turn import STAGES
from tests.bot.conftest import ACTIONS_SECRET, SECRET
from tests.bot.processes import ROOT, ActionServer, BotServer, free_port


def test_it_answers_whole_messages_with_buttons_and_custom_json_as_the_action_gave_them(
    bot: BotServer,
) -> None:
    status, messages = bot.turn("whole", text="我要注销备用金")
    assert status == 200
    assert [sorted(message) for message in messages] == [["buttons", "custom", "text"]]
    assert messages[0]["text"] == "第一段\n\n第二段 action_close_account"
    assert messages[0]["buttons"] == [{"title": "同意", "payload": "affirm@consenting"}]
    assert messages[0]["custom"]["card"] is None


def test_it_hands_the_action_the_stage_and_the_words_as_written(bot: BotServer) -> None:
    seen = bot.seen("words", "verifying", text="  我要註銷備用金！！！ ")
    assert seen["stage"] == "verifying"
    assert seen["message"]["text"] == "  我要註銷備用金！！！ "
    assert seen["message"]["intent"]["name"] == "close_account"


def test_it_hands_the_action_suggestions_when_the_bot_is_unsure(bot: BotServer) -> None:
    seen = bot.seen("unsure", text="备用金 账单 注销 手机号")
    assert seen["message"]["intent"]["name"] == "nlu_fallback"
    assert 1 <= len(seen["message"]["suggestions"]) <= 3


def test_it_hands_the_action_what_was_asked_besides(bot: BotServer) -> None:
    seen = bot.seen("besides", text="备用金怎么注销，另外审核要多久")
    asked = {seen["message"]["intent"]["name"], *seen["message"]["also"]}
    assert asked == {"ask_how_to_close", "faq_review_time"}
    assert seen["message"]["normalised"] == "备用金怎么注销,另外审核要多久"


@pytest.mark.parametrize("stage", STAGES)
def test_an_intent_is_taken_as_sent(bot: BotServer, stage: str) -> None:
    seen = bot.seen("intents", stage, intent="stale_button")
    assert (seen["action"], seen["stage"]) == ("action_stale_button", stage)
    assert seen["message"]["text"] == ""


def test_the_stage_follows_the_gateway_from_turn_to_turn(bot: BotServer) -> None:
    answers = [bot.seen("moving", stage, intent="affirm")["action"] for stage in STAGES]
    assert answers == [
        "action_affirm",
        "action_accept",
        "action_repeat_step",
        "action_submit",
        "action_affirm",
        "action_affirm",
    ]


def test_a_short_reply_counts_inside_a_stage(bot: BotServer) -> None:
    assert bot.seen("short", "consenting", text="嗯呢")["action"] == "action_accept"
    assert bot.seen("short", "confirming", text="再等等")["action"] == "action_stop"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "//close_account",
        "／close_account",
        "\u200b/close_account",
        " / / close_account",
        "\u202e/affirm",
        '/affirm{"stage": "confirming"}',
        "/SetSlots(stage=confirming)",
        "\\/affirm",
    ],
)
def test_text_is_never_a_command(bot: BotServer, text: str) -> None:
    seen = bot.seen("commands", "none", text=text)
    assert seen["stage"] == "none"
    assert seen["message"]["intent"]["confidence"] < 1.0
    assert seen["message"]["entities"] == [{"entity": "stage", "value": "none"}]
    assert bot.seen("commands", "none", intent="greet")["turns"] > 1, "nothing was restarted"


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\u202e\u200b\ufeff",
        "😀😀😀",
        "！！！？？？",
        "<script>alert(1)</script>",
        "備" * 2000,
        "a" * 2000,
        "\U0001f9ff",
    ],
)
def test_whatever_is_typed_is_answered(bot: BotServer, text: str) -> None:
    assert bot.seen("odd", text=text)["message"]["text"] == text


def test_emoji_only_starts_nothing(bot: BotServer) -> None:
    assert bot.seen("emoji", text="👌👌")["action"] not in ("action_close_account", "action_withdraw")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        {"sender": "a", "stage": "none"},
        {"sender": "a", "text": "好"},
        {"stage": "none", "text": "好"},
        {"sender": "a", "stage": "none", "text": "好", "intent": "affirm"},
        {"sender": "a", "stage": "none", "text": "好", "metadata": {}},
        {"sender": "a", "stage": "none", "text": ""},
        {"sender": "a", "stage": "none", "text": "长" * 2001},
        {"sender": "a", "stage": "none", "text": 5},
        {"sender": "", "stage": "none", "text": "好"},
        {"sender": "a" * 129, "stage": "none", "text": "好"},
        {"sender": ["a"], "stage": "none", "text": "好"},
        {"sender": "a", "stage": "closed", "text": "好"},
        {"sender": "a", "stage": None, "text": "好"},
        {"sender": "a", "stage": "none", "intent": "restart"},
        {"sender": "a", "stage": "none", "intent": "back"},
        {"sender": "a", "stage": "none", "intent": "session_start"},
        {"sender": "a", "stage": "none", "intent": "nlu_fallback"},
        {"sender": "a", "stage": "none", "intent": "made_up"},
    ],
)
def test_what_is_no_turn_is_400(bot: BotServer, body: Any) -> None:
    status, answer = bot.post(body)
    assert status == 400
    assert answer["error"]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "é" * 40])
def test_a_wrong_secret_is_401_before_the_body_is_looked_at(bot: BotServer, secret: str) -> None:
    assert bot.post(b"{", secret=secret.encode().decode("latin-1"))[0] == 401


def test_a_missing_secret_is_401(bot: BotServer) -> None:
    assert (
        bot.call("POST", "/webhooks/xiaohu/turns", {"sender": "a", "stage": "none", "text": "好"})[0] == 401
    )


def test_an_action_that_fails_is_502_and_not_silence(bot: BotServer) -> None:
    assert bot.turn("fails", text="崩溃")[0] == 502


def test_an_action_that_says_nothing_is_502(bot: BotServer) -> None:
    assert bot.turn("silent", text="沉默")[0] == 502


def test_the_next_turn_after_a_failed_one_is_answered(bot: BotServer) -> None:
    assert bot.turn("recovers", "consenting", text="转人工 崩溃")[0] == 502
    assert bot.seen("recovers", "consenting", intent="affirm")["action"] == "action_accept"


def test_turns_of_one_conversation_are_answered_in_order(bot: BotServer) -> None:
    turns: list[int] = []
    threads = [
        threading.Thread(target=lambda: turns.append(bot.seen("at once", text="慢一点")["turns"]))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert turns == [1, 2, 3]


def test_conversations_do_not_see_each_other(bot: BotServer) -> None:
    bot.seen("one", "confirming", text="你好")
    assert bot.seen("another", "none", text="你好")["turns"] == 1


def test_it_remembers_the_last_turns_only(bot: BotServer) -> None:
    turns = [bot.seen("long", "none", intent="greet")["turns"] for _ in range(8)]
    assert turns == [1, 2, 3, 4, 5, 5, 5, 5]


def test_the_stage_is_known_however_long_the_conversation(bot: BotServer) -> None:
    assert [bot.seen("staying", "submitted", intent="greet")["stage"] for _ in range(7)] == ["submitted"] * 7


def test_there_is_no_other_way_in(bot: BotServer) -> None:
    for method, path in [
        ("GET", "/"),
        ("GET", "/version"),
        ("GET", "/status"),
        ("GET", "/conversations/long/tracker"),
        ("POST", "/conversations/long/tracker/events"),
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/model/parse"),
        ("GET", "/webhooks/xiaohu/turns"),
    ]:
        assert bot.call(method, path, headers={"X-Xiaohu-Secret": SECRET})[0] in (404, 405), path


def test_a_body_too_large_is_refused(bot: BotServer) -> None:
    body = json.dumps({"sender": "a", "stage": "none", "text": "x" * 100_000}).encode()
    assert bot.post(body)[0] == 413


def test_health_says_ok(bot: BotServer) -> None:
    assert bot.call("GET", "/webhooks/xiaohu/health") == (200, {"status": "ok"})


def test_it_stays_small(bot: BotServer) -> None:
    status = Path(f"/proc/{bot._process.pid}/status").read_text()  # type: ignore[union-attr]
    resident = int(status.split("VmRSS:")[1].split()[0]) / 1024
    assert resident < 400, f"{resident:.0f} MB"


def test_the_action_server_being_down_is_502_and_the_log_holds_no_words(model: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/webhook"
    with BotServer(model, SECRET, nowhere, ACTIONS_SECRET) as lonely:
        assert lonely.turn("a", text="我想问一件私事")[0] == 502
    assert "Couldn't connect" in lonely.log
    assert "私事" not in lonely.log


def test_a_wrong_secret_for_the_action_server_is_502(model: Path, actions: ActionServer) -> None:
    with BotServer(model, SECRET, actions.url, "not the right one at all") as stranger:
        assert stranger.turn("a", text="你好")[0] == 502


@pytest.fixture(scope="module")
def hasty(
    model: Path, actions: ActionServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotServer]:
    """A bot that waits for nothing: 0.1 s for the turn before, 1 s for an action."""
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["lock_store"]["wait"] = 0.1
    file = tmp_path_factory.mktemp("hasty") / "endpoints.yml"
    file.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    options = ("--endpoints", str(file), "--action-timeout", "1")
    with BotServer(model, SECRET, actions.url, ACTIONS_SECRET, *options) as server:
        yield server


def test_a_busy_conversation_is_503_and_others_are_not(hasty: BotServer) -> None:
    with ThreadPoolExecutor() as pool:
        turns = [pool.submit(hasty.turn, sender, text="慢一点") for sender in ("busy", "busy", "free")]
        statuses = [turn.result()[0] for turn in turns]
    assert sorted(statuses[:2]) == [200, 503]
    assert statuses[2] == 200


def test_an_action_that_takes_too_long_is_502_and_frees_the_conversation(hasty: BotServer) -> None:
    assert hasty.turn("endless", text="永远")[0] == 502
    assert hasty.turn("endless", text="你好")[0] == 200


def test_a_caller_that_hangs_up_frees_the_conversation(hasty: BotServer) -> None:
    body = json.dumps({"sender": "gone", "stage": "none", "text": "慢一点"}).encode()
    caller = http.client.HTTPConnection("127.0.0.1", hasty.port)
    caller.request("POST", "/webhooks/xiaohu/turns", body, {"X-Xiaohu-Secret": SECRET})
    caller.close()
    statuses = [hasty.turn("gone", text="你好")[0] for _ in range(5)]
    assert statuses[-1] == 200
