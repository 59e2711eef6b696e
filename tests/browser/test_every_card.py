"""Every kind of card in the widget, made from the product's own replies: usable for everybody."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from desk.accounts.model import Obstacle, ObstacleKind
from desk.closures.model import Moment, Stage
from desk.conversations.model import Reply
from desk.verification.model import ChallengeLink, Method
from tests.browser.axe import grave_faults
from tests.browser.conftest import PICTURES
from tests.e2e.running import RunningSystem
from tests.unit.replies.builders import application, replies

KINDS = (
    "steps",
    "login",
    "obstacles",
    "consequences",
    "verification",
    "confirmation",
    "receipt",
    "status",
    "answer",
    "choices",
    "handoff",
    "rating",
    "warning",
)
SMALLEST = 44
LOOKS = {"light": "", "dark": "theme=dark", "elder": "elder=1", "english": "locale=en"}
TOO_SMALL = """(smallest) => [...document.querySelectorAll(".xh-card :is(button, a, label:has(input))")]
  .filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return Math.min(width, height) < smallest;
  })
  .map((one) => one.textContent)"""
CUT_OFF = """() => [...document.querySelectorAll(".xh-card, .xh-card *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)"""


def said() -> list[Reply]:
    """One reply of each kind, and some that must not look alike."""
    ours, at = replies(), datetime.now(UTC)
    stages = (Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING, Stage.SUBMITTED)
    timeline = tuple(Moment(stage, at - timedelta(minutes=9 - index)) for index, stage in enumerate(stages))
    link = ChallengeLink("x" * 43, at + timedelta(minutes=10), tuple(Method))
    obstacles = (Obstacle(ObstacleKind.OVERDUE, 123456, date(2026, 12, 3)), Obstacle(ObstacleKind.FROZEN))
    return [
        ours.steps(),
        ours.login(),
        ours.obstacles(obstacles),
        ours.consequences(),
        ours.verification(link),
        ours.confirmation(at + timedelta(minutes=10)),
        ours.receipt(application(Stage.SUBMITTED)),
        ours.status(application(Stage.SUBMITTED, timeline=timeline)),
        ours.status(application(Stage.REJECTED, timeline=timeline, reason="有新的账单")),
        ours.answer("faq_credit_report"),
        ours.choices(("close_account", "human_agent")),
        ours.handoff("pending", 3),
        ours.rating("talk.thank"),
        ours.warning("secret"),
        ours.warning("scam"),
    ]


def history(told: list[Reply]) -> dict[str, Any]:
    """The conversation: the customer said something before the last of them."""
    *before, last = told
    messages = [_message(seq, reply) for seq, reply in enumerate(before, 1)]
    own = {**_message(len(told), Reply("有人让我转账")), "role": "user", "type": "text"}
    return {"messages": [*messages, own, _message(len(told) + 1, last)]}


def _message(seq: int, reply: Reply) -> dict[str, Any]:
    buttons = [{"id": f"b{seq}-{index}", "title": spec.title} for index, spec in enumerate(reply.buttons)]
    known = {"seq": seq, "id": f"m{seq}", "role": "bot", "type": "card", "text": reply.text}
    return {**known, "buttons": buttons, "card": reply.card, "created_at": datetime.now(UTC).isoformat()}


def keep_picture(place: Locator, name: str) -> None:
    """For the documentation, when pictures are asked for."""
    if os.environ.get("XIAOHU_PICTURES") == "1":
        place.screenshot(path=PICTURES / "cards" / f"{name}.png", animations="disabled")


def show(page: Page, address: str, told: list[Reply]) -> None:
    """Open the widget on a conversation in which this was said."""
    messages = history(told)

    def first_page(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(json=messages)
        else:
            route.fallback()

    page.unroute("**/api/v1/messages?*")
    page.route("**/api/v1/messages?*", first_page)
    page.goto(address)
    expect(page.locator("[data-seq]")).to_have_count(len(messages["messages"]))


OpenCards = Callable[..., Page]


@pytest.fixture
def open_cards(system: RunningSystem, browser: Browser) -> Iterator[OpenCards]:
    """Open the widget on a conversation in which everything was said."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_one(
        look: str = "light", *, width: int = 390, height: int = 844, replies: list[Reply] | None = None
    ) -> Page:
        page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        show(page, f"{system.url}/widget/?{LOOKS[look]}", said() if replies is None else replies)
        return page

    yield open_one
    for page in pages:
        page.context.close()
    assert errors == []


def test_every_kind_has_a_card(open_cards: OpenCards) -> None:
    page = open_cards()
    for kind in KINDS:
        assert page.locator(f".xh-card-{kind}").count() >= (kind != "choices"), kind


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_shut_out_by_a_card(open_cards: OpenCards, look: str) -> None:
    page = open_cards(look)
    assert grave_faults(page) == []
    assert page.evaluate(TOO_SMALL, SMALLEST) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 375, 768, 1440])
def test_nothing_of_a_card_is_cut_off(open_cards: OpenCards, look: str, width: int) -> None:
    page = open_cards(look, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []


def test_a_card_says_nothing_twice(open_cards: OpenCards) -> None:
    page = open_cards()
    for reply in said():
        card = reply.card or {}
        items = card.get("items", []) if card["kind"] in {"steps", "consequences"} else []
        titles = [item["title"] for item in card.get("items", [])] if card["kind"] == "obstacles" else []
        for once in (*items, *titles):
            assert page.get_by_text(once).count() == 1, once
    expect(page.get_by_text("/verify/")).to_have_count(0)


def test_the_stars_are_moved_over_with_the_arrows(open_cards: OpenCards) -> None:
    page = open_cards()
    page.get_by_role("radio", name="3 星，一般").check(force=True)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="4 星，满意")).to_be_checked()
    expect(page.get_by_role("radio", name="4 星，满意")).to_be_focused()


def test_old_warnings_are_not_shouted_again(open_cards: OpenCards) -> None:
    page = open_cards()
    assert page.get_by_role("alert").count() == 1


@pytest.mark.parametrize("look", ["light", "dark", "elder"])
def test_each_card_is_in_sight_when_it_is_new(open_cards: OpenCards, look: str) -> None:
    page = open_cards(look)
    for reply in said():
        show(page, page.url, [reply])
        # Choices have no card of their own: they are the buttons below the words.
        new = page.locator(".xh-card").first if _has_card(reply) else page.locator("[data-seq='2']")
        expect(new).to_be_in_viewport()
        keep_picture(new, f"{_kind(reply)}-{look}")


def _kind(reply: Reply) -> str:
    card = reply.card or {}
    return "-".join([card["kind"], *(card[name] for name in ("stage", "level") if name in card)])


def _has_card(reply: Reply) -> bool:
    return bool(reply.card) and _kind(reply) != "choices"


def test_a_step_that_another_has_replaced_cannot_be_pressed(open_cards: OpenCards) -> None:
    page = open_cards()
    expect(page.locator(".xh-card-verification")).to_contain_text("这一步已经过去")
    assert page.locator(".xh-card-verification button, .xh-card-obstacles button").count() == 0
