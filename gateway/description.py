"""The calls described for machines: the hand-kept openapi.yaml, as JSON."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    text = files("gateway").joinpath("openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def description_route() -> Route:
    """Where it is."""
    return Route("/openapi.json", _describe)


async def _describe(_request: Request) -> Response:
    return JSONResponse(description())
