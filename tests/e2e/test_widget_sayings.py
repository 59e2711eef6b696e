"""What a card of the widget says in the customer's name must be understood as what its button promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.e2e.shopper import Shopper

Arrive = Callable[..., Shopper]
CARDS = Path(__file__).parents[2] / "widget" / "src" / "cards"


def saying(name: str, file: str) -> str:
    found = re.search(rf'export const {name} = "(.+)";', (CARDS / file).read_text(encoding="utf-8"))
    assert found
    return found[1]


def test_checking_again_finds_what_is_left_and_then_nothing(arrive: Arrive) -> None:
    shopper, recheck = arrive("many_obstacles"), saying("RECHECK", "obstacles/Obstacles.tsx")
    shopper.card("obstacles", shopper.say("我要注销备用金"))
    shopper.card("obstacles", shopper.say(recheck))
    shopper.demo("settle")
    messages = shopper.say(recheck)
    assert [button["title"] for button in messages[-1]["buttons"]] == ["办理注销"]
    # It only looked: an application begins when the customer says so.
    shopper.card("consequences", shopper.press("办理注销"))


def test_asking_for_a_new_link_gets_one(arrive: Arrive) -> None:
    shopper = arrive()
    shopper.begin()
    assert shopper.card("verification", shopper.say(saying("RENEW", "verification/Verification.tsx")))["url"]
