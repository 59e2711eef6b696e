"""The bot as it will run: prepared for Rasa, with the model of the present configuration and data."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import prepare

prepare()

from rasa.core.agent import Agent  # noqa: E402

from bot import train, understanding  # noqa: E402
from tests.bot.processes import ActionServer, BotServer  # noqa: E402

SECRET = "a secret of the gateway and the bot only"
ACTIONS_SECRET = "a secret of the bot and the actions only"


@pytest.fixture(scope="session")
def model() -> Path:
    """Trained once for a state of the project, then found."""
    return train.train()


@pytest.fixture(scope="session")
def agent(model: Path) -> Agent:
    return Agent.load(model)


@pytest.fixture(scope="session")
def understand(agent: Agent) -> Callable[..., dict[str, Any]]:
    def ask(text: str, stage: str = "none") -> dict[str, Any]:
        return run(understanding.understand(agent.processor, text, stage))

    return ask


@pytest.fixture(scope="session")
def actions() -> Iterator[ActionServer]:
    with ActionServer(ACTIONS_SECRET) as server:
        yield server


@pytest.fixture(scope="session")
def bot(model: Path, actions: ActionServer) -> Iterator[BotServer]:
    with BotServer(model, SECRET, actions.url, ACTIONS_SECRET) as server:
        yield server


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)
