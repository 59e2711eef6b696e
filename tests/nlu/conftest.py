"""The trained model, and what it makes of the held-out messages."""

import pytest

from bot.launcher import prepare

prepare()

from rasa.core.agent import Agent  # noqa: E402

from benchmarks.nlu import reading, samples  # noqa: E402
from benchmarks.nlu.samples import Sample  # noqa: E402
from benchmarks.nlu.scoring import Reading  # noqa: E402
from tests.bot.conftest import agent, model  # noqa: E402, F401 - fixtures


@pytest.fixture(scope="session")
def held_out() -> list[Sample]:
    return samples.read(samples.HELD_OUT)


@pytest.fixture(scope="session")
def answered(agent: Agent, held_out: list[Sample]) -> tuple[list[Reading], list[float]]:  # noqa: F811
    return reading.with_model(agent.processor, held_out)
