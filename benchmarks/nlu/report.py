"""What was measured, as a page to read and as figures for the tests."""

import json
import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import Figures, Reading, by_intent, by_kind, right

RESULTS = Path(__file__).resolve().parent.parent / "results"
_HEADS = {
    "messages": "messages",
    "strict": "strict",
    "lenient": "lenient",
    "helped": "helped",
    "harmful": "harmful",
    "eager": "eager",
    "outside_found": "out of scope found",
    "inside_refused": "in scope refused",
}


def machine() -> str:
    """Where and when it was measured."""
    today = datetime.now(timezone.utc).date().isoformat()
    names = [line for line in _cpu_facts() if line.startswith("model name")]
    name = names[0].split(":", 1)[1].strip() if names else platform.processor()
    return f"{today}, {len([line for line in _cpu_facts() if line.startswith('processor')])} × {name}"


def _cpu_facts() -> list[str]:
    facts = Path("/proc/cpuinfo")
    return facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []


def table(rows: dict[str, Figures]) -> str:
    """One line a set of messages."""
    lines = ["| measured on | " + " | ".join(_HEADS.values()) + " |", "|---" * (len(_HEADS) + 1) + "|"]
    for name, figures in rows.items():
        values = figures.as_dict()
        cells = [str(int(values["messages"])), *(f"{values[head]:.3f}" for head in list(_HEADS)[1:])]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def kinds(samples: Sequence[Sample], readings: Sequence[Reading]) -> str:
    """One line a kind of message."""
    lines = ["| kind | messages | lenient |", "|---|---|---|"]
    lines += [
        f"| {kind} | {count} | {share:.3f} |" for kind, (count, share) in by_kind(samples, readings).items()
    ]
    return "\n".join(lines)


def intents(samples: Sequence[Sample], readings: Sequence[Reading]) -> str:
    """One line an intent."""
    lines = ["| intent | messages | recall | precision |", "|---|---|---|---|"]
    for name, (count, recall, precision) in by_intent(samples, readings).items():
        lines.append(f"| {name} | {count} | {recall:.2f} | {precision:.2f} |")
    return "\n".join(lines)


def errors(samples: Sequence[Sample], readings: Sequence[Reading]) -> str:
    """Every wrong reading, one a line, with what was offered."""
    wrong = [
        f"{sample.text}\t{sample.gold}\t{reading.intent}\t{','.join(reading.suggestions)}"
        for sample, reading in zip(samples, readings, strict=True)
        if not right(sample, reading)
    ]
    return "\n".join(["message\tmeant\tacted on\toffered", *wrong]) + "\n"


def keep(name: str, content: str) -> None:
    """A file among the results."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(content, encoding="utf-8")


def keep_figures(name: str, facts: dict[str, object]) -> None:
    """The figures that tests compare with."""
    keep(name, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
