"""Shows what the bot makes of messages: `python -m bot.parse < lines.txt` prints one JSON object a line."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from bot import model
from bot.launcher import prepare
from bot.turn import STAGES


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 when every line was answered."""
    parser = argparse.ArgumentParser(prog="python -m bot.parse", description=__doc__)
    parser.add_argument("--stage", default="none", choices=STAGES, help="read them as said within this stage")
    parser.add_argument(
        "--model", type=Path, help="a model other than the one of the present configuration and data"
    )
    chosen = parser.parse_args(arguments)
    try:
        used = model.trained(chosen.model)
    except model.NoModel as none:
        print(none, file=sys.stderr)  # noqa: T201
        return 1
    prepare()
    asyncio.run(_answer_all(used, chosen.stage, sys.stdin.buffer, sys.stdout))
    return 0


async def _answer_all(used: Path, stage: str, lines: BinaryIO, out: TextIO) -> None:
    from rasa.core.agent import Agent

    from bot.understanding import understand

    agent = Agent.load(used)
    out.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]
    for text in _texts(lines):
        parse = await understand(agent.processor, text, stage)
        out.write(json.dumps(_shown(parse), ensure_ascii=False) + "\n")
        out.flush()


def _texts(lines: BinaryIO) -> Iterator[str]:
    """Lines end at a line feed only: what else Unicode calls a line end may stand in a message."""
    for line in lines:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _shown(parse: dict[str, Any]) -> dict[str, Any]:
    intent = parse["intent"]
    return {
        "text": parse["text"],
        "intent": intent["name"],
        "confidence": round(intent["confidence"], 4),
        "entities": parse["entities"],
        "suggestions": parse["suggestions"],
        "also": parse["also"],
    }


if __name__ == "__main__":
    sys.exit(main())
