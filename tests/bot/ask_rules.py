"""Prints which action comes where rules compete; a process of its own, so that hashing can be varied."""

import sys

from bot.launcher import prepare

prepare()

from rasa.core.agent import Agent  # noqa: E402

from bot.turn import STAGES  # noqa: E402
from tests.bot.test_dialogue_rules import next_action, turn  # noqa: E402

if __name__ == "__main__":
    agent = Agent.load(sys.argv[1])
    for stage in STAGES:
        for intent in ("affirm", "deny"):
            unsure = turn(stage, "nlu_fallback", "action_fallback")
            for turns in ([turn(stage, intent)], [unsure, turn(stage, intent)]):
                sys.stdout.write(f"{stage} {intent} {next_action(agent, *turns)}\n")
