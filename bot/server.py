"""Puts the bot together: the model, its memory, its locks, its one door."""

import asyncio
from pathlib import Path

import rasa.core.actions.action
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, register
from rasa.core.lock_store import LockStore
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.understanding import understand

LARGEST_BODY = 64 * 1024


def load_agent(model: Path, endpoints_file: Path, action_timeout: float) -> Agent:
    """The agent of `model`, with the stores and the action server of `endpoints_file`; seconds.

    Rasa would put a store around ours that falls back to an unlimited one without a word; it is left out.
    """
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = action_timeout
    endpoints = AvailableEndpoints.read_endpoints(str(endpoints_file))
    agent = Agent(
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=endpoints.action,
    )
    agent.tracker_store = TrackerStore.create(endpoints.tracker_store)
    agent.load_model(model)
    return agent


def build_app(agent: Agent, channels: list[InputChannel]) -> Sanic:
    """A server with nothing but the channels: no API, no cross-origin access, no access log."""
    app = Sanic("xiaohu_bot", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.ACCESS_LOG = False
    app.ctx.agent = agent
    register(channels, app, route="/webhooks/")
    return app


async def warm_up(agent: Agent) -> None:
    """Read one message of all sorts, so that the first customer does not wait for dictionaries to load."""
    await understand(agent.processor, "註銷 beiyongjin 500元", "none")


def serve(agent: Agent, host: str, port: int) -> None:
    """Serve until the process is told to stop. One worker: its locks and its memory are its own."""
    channels = create_http_input_channels(None, "credentials.yml")
    asyncio.run(warm_up(agent))
    build_app(agent, channels).run(host=host, port=port, workers=1, access_log=False, debug=False)
