"""The application: every call, in its skin."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from desk.bootstrap import Desk
from desk.verification.sandbox import SandboxFaces
from gateway.api import Api
from gateway.boundary import Boundary
from gateway.channels.api import BindingsApi
from gateway.channels.entering import Entrance
from gateway.channels.port import Connect
from gateway.channels.webhooks import Webhooks
from gateway.demo import DemoShop
from gateway.demo_login import DemoLogin
from gateway.description import description_route
from gateway.face_pages import FacePages
from gateway.faces import FaceSandbox
from gateway.health import Health
from gateway.metrics import Metrics
from gateway.parts import PAGES, Parts, assemble
from gateway.refusals import HANDLERS
from gateway.settings import GatewaySettings
from gateway.slow_network import SlowNetwork
from gateway.verification import VerificationPage
from gateway.widget import WidgetPages

_CALL_HEADERS = ["Authorization", "Content-Type", "Last-Event-ID"]
_ANSWER_HEADERS = ["Retry-After", "X-Request-ID"]


def build_app(
    desk: Desk,
    settings: GatewaySettings,
    *,
    faces: SandboxFaces | None = None,
    connects: Mapping[str, Connect] | None = None,
    metrics: Metrics | None = None,
) -> Starlette:
    """The gateway in front of a desk; it begins to work when its lifespan does.

    Args:
        faces: what the desk was built with for face checks, when it is the demo's sandbox.
        connects: the messaging apps there are; those that come with the gateway when none are given.
        metrics: where others count already; new ones when none are given.
    """
    parts = assemble(desk, settings, connects, metrics)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with parts.running():
            yield

    app = Starlette(
        routes=_routes(parts, faces), middleware=_skin(parts), exception_handlers=HANDLERS, lifespan=lifespan
    )
    # It would send callers to whatever host they name, and from https to http behind a proxy.
    app.router.redirect_slashes = False
    app.state.parts = parts
    return app


def _routes(parts: Parts, faces: SandboxFaces | None) -> list[BaseRoute]:
    routes = [
        *Api(parts).routes(),
        *FacePages(parts).routes(),
        *VerificationPage(parts).routes(),
        *Health(parts).routes(),
        *BindingsApi(parts).routes(),
        *Webhooks(parts).routes(),
        *Entrance(parts).routes(),
        *WidgetPages().routes(),
        description_route(),
        Mount("/assets", StaticFiles(directory=PAGES / "assets"), name="assets"),
    ]
    if faces is not None:
        routes += FaceSandbox(parts, faces).routes()
    if parts.desk.demo is not None:
        routes += DemoLogin(parts, parts.desk.demo).routes()
        routes += DemoShop(parts, parts.desk.demo).routes()
    return routes


def _skin(parts: Parts) -> list[Middleware]:
    cross_origin = Middleware(
        CORSMiddleware,
        allow_origins=parts.sites.origins,
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=_CALL_HEADERS,
        expose_headers=_ANSWER_HEADERS,
    )
    https = parts.desk.settings.public_url.startswith("https://")
    skin = [
        cross_origin,
        Middleware(Boundary, metrics=parts.metrics, origins=parts.sites.origins, https=https),
    ]
    if parts.desk.demo is not None:
        skin.append(Middleware(SlowNetwork, identities=parts.identities, owners=parts.slow_owners))
    return skin
