"""The action server: rasa-sdk's own, behind a shared secret, with one desk for all actions."""

from __future__ import annotations

import asyncio
import hmac
import logging
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.base import DeskAction
from actions.closing import CheckEligibility, CloseAccount, HowToClose, Outstanding, WhyBlocked
from actions.closures import Accept, ClosureStatus, Stop, Submit, Withdraw
from actions.fallback import Fallback, RepeatStep, StaleButton
from actions.faq import Faq
from actions.people import Complaint, HumanAgent, ReportScam
from actions.small_talk import Affirm, Deny, SmallTalk
from actions.verification import ChangeMethod, ResendCode, SecretShared
from desk.bootstrap import Desk
from desk.demo.faces import demo_faces
from desk.knowledge import Knowledge
from desk.settings import Settings
from providers.bootstrap import build_providers

HEADER = "X-Xiaohu-Secret"
# Before rasa-sdk's own middleware, which answers preflight requests to anybody.
FIRST = 100
# Python's own number is a few more than there are processors. Actions wait, for seconds at times when a core
# system is slow, and whoever asks something general must not wait behind them.
_AT_ONCE = 32
ACTIONS: tuple[type[DeskAction], ...] = (
    Accept, Affirm, ChangeMethod, CheckEligibility, CloseAccount, ClosureStatus, Complaint, Deny,
    Fallback, Faq, HowToClose, HumanAgent, Outstanding, RepeatStep, ReportScam, ResendCode,
    SecretShared, SmallTalk, StaleButton, Stop, Submit, WhyBlocked, Withdraw,
)  # fmt: skip

App = Sanic[Any, Any]

_log = logging.getLogger(__name__)


def build_app(desk: Desk) -> App:
    """The server's application: `POST /webhook` for Rasa, `GET /health` for anybody."""
    _silence_the_version_warning()
    executor = ActionExecutor()
    for action in ACTIONS:
        executor.register_action(action(desk))
    app: App = create_app(executor, cors_origins=[])
    app.register_listener(_make_room, "before_server_start")
    app.register_middleware(_doorkeeper(desk.settings.actions_secret.get_secret_value()), priority=FIRST)
    return app


def serve(settings: Settings) -> None:
    """Serve until the process is told to end."""
    address = urlsplit(settings.actions_url)
    # The same methods as on the verification page, so that the card in the chat names them all.
    desk = build_providers(settings).desk(settings, face=demo_faces(settings))
    if not settings.demo:
        warn_of_the_unconfirmed(desk.knowledge)
    try:
        app = build_app(desk)
        app.run(
            host=address.hostname or "127.0.0.1",
            port=address.port or 5055,
            single_process=True,
            motd=False,
            access_log=False,
        )
    finally:
        desk.close()


def warn_of_the_unconfirmed(knowledge: Knowledge) -> None:
    """Name what customers are told though nobody in charge has checked it."""
    if names := knowledge.unconfirmed():
        _log.warning("Told to customers but not confirmed by the operator yet: %s", ", ".join(names))


class _doorkeeper:  # noqa: N801 - used like a function
    """Turns away who does not know the secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    async def __call__(self, request: Request) -> HTTPResponse | None:
        given = request.headers.get(HEADER, "").encode()
        if request.path == "/health" or hmac.compare_digest(given, self._secret):
            return None
        _log.warning("A caller without the secret was turned away")
        return json({"error": "The secret is wrong or missing."}, status=401)


async def _make_room(_app: App, loop: asyncio.AbstractEventLoop) -> None:
    loop.set_default_executor(ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="action"))


def _silence_the_version_warning() -> None:
    """rasa-sdk 3.21 serves Rasa 3.6.21 over the same webhook, and warns at every call that it might not."""
    warnings.filterwarnings("ignore", message="Your versions of rasa and")
