"""axe-core in a frame: what keeps people with other eyes, hands or ears out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
_RUN = "within => axe.run(within ?? document, {resultTypes: ['violations'], iframes: false})"


def grave_faults(place: Frame | Page, within: str | None = None) -> list[str]:
    """Every serious or critical fault, with the element that has it.

    Arguments:
        place: the page or the frame to look at; frames in it are looked at by themselves.
        within: a selector, to look at a part only.
    """
    if not place.evaluate("() => 'axe' in window"):
        place.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = place.evaluate(_RUN, within)
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
