"""What was shown on cards can be found again, by their kind."""

from __future__ import annotations

from desk.bootstrap import Desk
from desk.conversations.model import Reply


def card(version: str) -> Reply:
    return Reply(f"后果 {version}", {"kind": "consequences", "version": version, "items": ["一", "二"]})


def test_cards_of_one_kind_are_found_newest_first(desk: Desk) -> None:
    mine, others = (desk.conversations.of(f"shop/{name}", is_visitor=False).id for name in ("a", "b"))
    desk.conversations.append(
        mine, [card("1"), Reply("没有卡片"), Reply("别的", {"kind": "login"}), card("2")]
    )
    desk.conversations.append(others, [card("3")])
    found = desk.conversations.carded(mine, "consequences")
    assert [one.card for one in found] == [card("2").card, card("1").card]
    assert desk.conversations.carded(mine, "consequences", limit=1) == found[:1]
    assert desk.conversations.carded(mine, "receipt") == []
