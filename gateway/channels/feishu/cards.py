"""Interactive cards (JSON 2.0): text that nothing in it can format, and buttons that call back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from desk.conversations.model import Button

Card = Mapping[str, Any]
_TITLE = 100  # characters that a button may have


def build_card(text: str, links: Sequence[tuple[str, str]], buttons: Iterable[Button], key: str) -> Card:
    """A card for one person.

    Args:
        text: shown as it is. Markdown would let a quoted sentence mention people or hide an address.
        links: title and address of pages to open.
        buttons: as the conversation issued them.
        key: the payload's; comes back with a tap, to find the card by.
    """
    elements: list[dict[str, Any]] = [_paragraph(text)]
    elements += [_button(title, {"type": "open_url", "default_url": url}, "primary") for title, url in links]
    kind = "default" if links else "primary"
    for button in buttons:
        elements.append(
            _button(button.title, {"type": "callback", "value": {"k": button.id, "c": key}}, kind)
        )
        kind = "default"
    return _card(elements)


def addressed(card: Card, to: str) -> Card:
    """The card with its addressee in every button, so that a tap by anybody else is recognised."""
    return _card([_addressed(element, to) for element in card["body"]["elements"]])


def answered(card: Card, button: str, note: Callable[[str], str]) -> Card | None:
    """The card after a tap: the text and the links stay, the buttons give way to what was chosen.

    Args:
        button: the id of the one that was tapped.
        note: makes the sentence that names the chosen button by its title.
    """
    title = next((e["text"]["content"] for e in _callbacks(card) if _value(e)["k"] == button), None)
    if title is None:
        return None
    gone = {id(element) for element in _callbacks(card)}
    kept = [element for element in card["body"]["elements"] if id(element) not in gone]
    return _card([*kept, _paragraph(note(title))])


def as_json(card: Card) -> str:
    """What goes into a message's `content`."""
    return json.dumps(card, ensure_ascii=False, separators=(",", ":"))


def _card(elements: Sequence[Mapping[str, Any]]) -> Card:
    # A card of JSON 2.0 is always shared; what is forwarded shall not be tapped by others.
    config = {"update_multi": True, "enable_forward": False}
    return {"schema": "2.0", "config": config, "body": {"elements": list(elements)}}


def _paragraph(text: str) -> dict[str, Any]:
    return {"tag": "div", "text": {"tag": "plain_text", "content": text}}


def _button(title: str, behavior: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        "tag": "button",
        "type": kind,
        "width": "fill",
        "text": {"tag": "plain_text", "content": title[:_TITLE]},
        "behaviors": [behavior],
    }


def _callbacks(card: Card) -> list[Mapping[str, Any]]:
    return [element for element in card["body"]["elements"] if _value(element)]


def _value(element: Mapping[str, Any]) -> Mapping[str, Any]:
    behaviors = element.get("behaviors") or [{}]
    value: Mapping[str, Any] = behaviors[0].get("value") or {}
    return value


def _addressed(element: Mapping[str, Any], to: str) -> Mapping[str, Any]:
    value = _value(element)
    if not value:
        return element
    return {**element, "behaviors": [{"type": "callback", "value": {**value, "to": to}}]}
