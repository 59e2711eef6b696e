"""The labelled messages to measure on, and the training messages."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.launcher import ROOT

HELD_OUT = ROOT / "tests/nlu/heldout.jsonl"
STAGES = ROOT / "tests/nlu/stages.jsonl"


@dataclass(frozen=True)
class Sample:
    """A message with its intent, and the others that a reasonable colleague accepts.

    `clean` is the same message without its slips, where it has some.
    """

    text: str
    gold: str
    ok: frozenset[str] = frozenset()
    kind: str = "plain"
    stage: str = "none"
    clean: str | None = None

    @property
    def accepted(self) -> frozenset[str]:
        """Every right intent."""
        return self.ok | {self.gold}


def read(path: Path) -> list[Sample]:
    """One sample a line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [_sample(row) for row in rows]


def _sample(row: dict[str, object]) -> Sample:
    known = {name: row[name] for name in ("text", "gold", "kind", "stage", "clean") if name in row}
    return Sample(ok=frozenset(row["ok"]), **known)  # type: ignore[arg-type, call-overload]


def training() -> list[tuple[str, str]]:
    """Every message of `data/nlu`, as the importer gives it to training, with its intent."""
    from rasa.shared.nlu.constants import INTENT, TEXT

    from bot.importer import NormalisingImporter

    files = [str(ROOT / "data/nlu")]
    importer = NormalisingImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), files)
    examples = importer.get_nlu_data().intent_examples
    return [(example.get(TEXT), example.get(INTENT)) for example in examples]
