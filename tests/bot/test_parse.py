"""`python -m bot.parse`: what it prints is what the bot would act on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bot.processes import ROOT


def parse(model: Path, given: bytes, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "bot.parse", "--model", str(model), *arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def test_each_line_gives_one_object_with_what_the_channel_would_act_on(
    model: Path, understand: Callable[..., dict[str, Any]]
) -> None:
    texts = [
        "我要注销备用金",
        "/restart",
        "",
        "备用金 那个 就是 还是",
        "还欠500块",
        "备用金怎么注销，注销后影响征信吗",
        "a\u2028b\u0085c",
        "😀",
        "／／註銷",
    ]
    rows = parse(model, "\n".join(texts).encode() + b"\n")
    assert [row["text"] for row in rows] == texts
    for row in rows:
        wanted = understand(row["text"])
        assert row["intent"] == wanted["intent"]["name"]
        assert row["suggestions"] == wanted["suggestions"]
        assert row["entities"] == wanted["entities"]
        assert row["also"] == wanted["also"]
        assert abs(row["confidence"] - wanted["intent"]["confidence"]) < 0.001
        assert list(row) == ["text", "intent", "confidence", "entities", "suggestions", "also"]


def test_a_stage_and_broken_bytes(model: Path) -> None:
    rows = parse(model, "行\r\n".encode() + b"\xff\xfe\x00\n", "--stage", "confirming")
    assert (rows[0]["text"], rows[0]["intent"]) == ("行", "affirm")
    assert len(rows) == 2


def test_an_unknown_stage_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.parse", "--stage", "closed"], cwd=ROOT, input=b"", capture_output=True
    )
    assert done.returncode == 2
    assert b"consenting" in done.stderr


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.parse", "--model", str(tmp_path / "none")],
        cwd=ROOT,
        input=b"",
        capture_output=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"There is no model at")
