"""Refusals as RFC 9457 problems: one name each, its status and Chinese title kept in a file beside."""

import math
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from starlette.responses import JSONResponse

_MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal on its way to the caller.

    Args:
        name: one of the names in problems.yml.
        facts: further members of the problem, such as `retry_after` in seconds; times become ISO 8601.
        headers: headers that belong to the refusal.
    """

    def __init__(self, name: str, headers: Mapping[str, str] | None = None, **facts: Any) -> None:
        super().__init__(name)
        self.name = name
        self.facts = facts
        self.headers = dict(headers or {})


def too_many_requests(retry_after: float) -> Problem:
    """Come back in `retry_after` seconds, said in the body and in the header."""
    seconds = max(1, math.ceil(retry_after))
    return Problem("too-many-requests", {"Retry-After": str(seconds)}, retry_after=seconds)


def problem_response(problem: Problem) -> JSONResponse:
    """The answer that a problem becomes."""
    status, title = _catalogue()[problem.name]
    facts = {key: _plain(value) for key, value in problem.facts.items()}
    body = {"type": f"urn:xiaohu:problem:{problem.name}", "title": title, "status": status, **facts}
    headers = {"Cache-Control": "no-store", **problem.headers}
    return JSONResponse(body, status, headers=headers, media_type=_MEDIA_TYPE)


def problem_names() -> frozenset[str]:
    """Every problem that the gateway can answer."""
    return frozenset(_catalogue())


@cache
def _catalogue() -> dict[str, tuple[int, str]]:
    text = files("gateway").joinpath("problems.yml").read_text(encoding="utf-8")
    return {name: (entry["status"], entry["title"]) for name, entry in yaml.safe_load(text).items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
