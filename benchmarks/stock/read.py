"""Reads messages with a stock model: one a line in, one ranking a line out."""

import asyncio
import json
import sys

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage


async def main(model: str) -> None:
    """Answer standard input."""
    processor = Agent.load(model).processor
    for line in sys.stdin.read().splitlines():
        parse = await processor.parse_message(UserMessage(line))
        ranking = [(one["name"], one["confidence"]) for one in parse["intent_ranking"]]
        print(json.dumps(ranking), flush=True)


asyncio.run(main(sys.argv[1]))
