"""What axe-core finds on a page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async () => (await axe.run({ iframes: false })).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html} ${node.any[0]?.message ?? ""}`))"""


def serious_findings(page: Page | Frame) -> list[str]:
    """What would shut somebody out, one line each; frames in the page are looked at by themselves."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(_RUN))
