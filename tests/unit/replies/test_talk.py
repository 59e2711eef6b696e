"""Refusals, joined messages, and how money and time are written."""

from datetime import UTC, date, datetime

import pytest

from desk.accounts.errors import NoAccount
from desk.accounts.model import Obstacle, ObstacleKind
from desk.closures.errors import MoveNotAllowed, NoLongerEligible, UnknownApplication, VerificationBarred
from desk.closures.model import Stage
from desk.conversations.model import ButtonSpec, Reply
from desk.errors import ConfigurationError, DatabaseBusy, DomainError
from desk.replies import formats
from desk.replies.service import joined
from desk.verification.errors import MethodLocked, TooManyRequests
from tests.unit.replies.builders import NOW, replies


def test_a_refusal_speaks_with_its_facts_in_local_time() -> None:
    assert "11月23日 10:00" in replies().refusal(VerificationBarred(NOW)).text
    assert "11月23日 10:00" in replies().refusal(MethodLocked("password", NOW)).text
    assert "45 秒" in replies().refusal(TooManyRequests(45)).text
    assert "2 分钟" in replies().refusal(TooManyRequests(61)).text
    assert "BYJ1" in replies().refusal(UnknownApplication("BYJ1")).text
    assert "注销进度" in replies().refusal(MoveNotAllowed(Stage.CLOSED, Stage.SUBMITTED)).text


def test_a_refusal_over_obstacles_lists_them() -> None:
    found = (Obstacle(ObstacleKind.OVERDUE, 1, date(2026, 12, 1)),)
    reply = replies().refusal(NoLongerEligible(found))
    assert reply == replies().obstacles(found)
    no_account = replies().refusal(NoAccount())
    assert no_account.card
    assert no_account.card["items"][0]["kind"] == "no_account"


def test_a_refusal_without_its_own_words_takes_the_nearest_above() -> None:
    class Odd(DatabaseBusy):
        pass

    assert replies().refusal(Odd()) == replies().refusal(DatabaseBusy())
    assert replies().refusal(ConfigurationError()) == replies().refusal(DomainError())


def test_two_cards_stay_two_messages() -> None:
    first, second = Reply("甲", {"kind": "answer"}), Reply("乙", {"kind": "verification"}, question="q")
    assert joined(first, second) == (first, second)


def test_one_card_makes_one_message_with_every_button_and_the_second_question() -> None:
    yes, no = ButtonSpec("是", "affirm"), ButtonSpec("否", "deny")
    first, second = Reply("甲", None, (yes,)), Reply("乙", {"kind": "steps"}, (no,), "q")
    assert joined(first, second) == (Reply("甲\n乙", {"kind": "steps"}, (yes, no), "q"),)
    assert joined(second, first) == (Reply("乙\n甲", {"kind": "steps"}, (no, yes), None),)


def test_a_warning_says_what_and_how_bad() -> None:
    assert replies().warning("secret").card == {"kind": "warning", "level": "medium"}
    assert replies().warning("scam").card == {"kind": "warning", "level": "high"}


def test_a_hand_off_says_where_it_is() -> None:
    assert "第 3 位" in replies().handoff("pending", 3).text
    assert "第" not in replies().handoff("claimed").text
    assert "结束" in replies().handoff("resolved").text


def test_links_stand_below_an_answer() -> None:
    assert "征信业管理条例：https://" in replies().answer("faq_credit_report").text


@pytest.mark.parametrize(
    ("fen", "written"),
    [(0, "0.00"), (5, "0.05"), (123456, "1,234.56"), (100_000_000, "1,000,000.00"), (-250, "-2.50")],
)
def test_money_is_written_in_yuan(fen: int, written: str) -> None:
    assert formats.money(fen) == written


def test_moments_are_told_in_shanghai() -> None:
    assert formats.moment(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)) == "1月1日 00:05"
    assert formats.day(date(2026, 1, 2)) == "2026年1月2日"


@pytest.mark.parametrize(
    ("seconds", "written"), [(0.2, "1 秒"), (60, "60 秒"), (61, "2 分钟"), (3600, "60 分钟")]
)
def test_waiting_is_rounded_up(seconds: float, written: str) -> None:
    assert formats.wait(seconds) == written
