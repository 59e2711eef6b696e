"""Refusals in words, and log lines without any."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk import errors as kernel
from desk.conversations import errors as conversations
from desk.verification import errors as verification
from gateway.logs import JsonLines, configure_logging, facts
from gateway.problems import Problem, problem_names, problem_response, too_many_requests
from gateway.refusals import problem_for

SOURCE = Path(__file__).parents[3] / "gateway"


def body(problem: Problem) -> dict[str, object]:
    found: dict[str, object] = json.loads(bytes(problem_response(problem).body))
    return found


@pytest.mark.parametrize("name", sorted(problem_names()))
def test_every_problem_has_a_chinese_title_and_a_status_of_an_error(name: str) -> None:
    response = problem_response(Problem(name))
    said = json.loads(bytes(response.body))
    assert re.search(r"[\u4e00-\u9fff]", said["title"])
    assert not re.search(r"[!！你]", said["title"])
    assert 400 <= said["status"] == response.status_code < 600
    assert response.media_type == "application/problem+json"


def test_every_problem_in_the_file_is_used_and_every_used_one_is_in_the_file() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    used = set(re.findall(r'Problem\("([a-z-]+)"', code)) | set(re.findall(r': "([a-z-]+)"', code))
    assert problem_names() <= used
    assert set(re.findall(r'Problem\("([a-z-]+)"', code)) <= problem_names()


def test_facts_are_members_of_the_problem() -> None:
    until = datetime(2026, 11, 23, tzinfo=UTC)
    assert (
        body(Problem("locked", until=until, method="sms")).items()
        >= {
            "until": "2026-11-23T00:00:00+00:00",
            "method": "sms",
        }.items()
    )


@pytest.mark.parametrize(("wait", "said"), [(0.01, 1), (1, 1), (1.2, 2), (59.9, 60)])
def test_a_wait_is_said_in_whole_seconds_that_are_enough(wait: float, said: int) -> None:
    problem = too_many_requests(wait)
    assert (body(problem)["retry_after"], problem.headers["Retry-After"]) == (said, str(said))


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (kernel.DatabaseBusy(), 503),
        (kernel.Conflict(), 409),
        (kernel.DomainError(), 409),
        (conversations.UnknownButton(), 404),
        (conversations.UnknownMessage(), 404),
        (conversations.MalformedTurn(), 422),
        (conversations.NotClaimed(), 409),
        (verification.UnknownChallenge(), 404),
        (verification.ChallengeNotOpen("passed"), 409),
        (verification.MethodUnavailable("face", "not_offered"), 409),
        (verification.NoLiveCode(), 409),
        (verification.MethodLocked("password", datetime.now(UTC) + timedelta(hours=3)), 423),
        (verification.TooManyRequests(42), 429),
        (verification.ConsentRequired(), 400),
        (verification.MalformedTry(), 400),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_refusal_of_the_business_has_its_status(refusal: kernel.DomainError, status: int) -> None:
    assert problem_response(problem_for(refusal)).status_code == status


def test_a_refusal_nobody_thought_of_is_answered_like_its_base() -> None:
    class Newer(verification.NoLiveCode):
        """A refusal of a later version."""

    assert problem_for(Newer()).name == "no-live-code"


def line(record: logging.LogRecord) -> dict[str, object]:
    text = JsonLines().format(record)
    assert "\n" not in text
    found: dict[str, object] = json.loads(text)
    return found


def record(message: str, **more: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "gateway", "levelname": "INFO", "msg": message, **more})


def test_a_record_is_one_line_with_its_facts() -> None:
    said = line(record("request", **facts(status=200, route="/healthz")))
    assert (said["event"], said["status"], said["route"], said["level"]) == (
        "request",
        200,
        "/healthz",
        "info",
    )


def test_line_breaks_in_a_message_forge_no_line() -> None:
    assert line(record('a\n{"level": "error"}'))["event"] == 'a\n{"level": "error"}'


def test_an_exception_is_logged_with_its_places_and_without_its_text() -> None:
    try:
        try:
            raise ValueError("the customer's words")
        except ValueError as error:
            raise RuntimeError("more of them") from error
    except RuntimeError:
        said = line(record("failed", exc_info=sys.exc_info()))
    assert said["error"] == "RuntimeError"
    assert any("test_problems_and_logs.py" in place for place in said["trace"])  # type: ignore[attr-defined]
    assert "ValueError" in said["trace"]  # type: ignore[operator]
    assert "words" not in json.dumps(said)


def test_libraries_that_would_log_tokens_are_kept_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    before = root.level
    try:
        configure_logging()
        assert len(root.handlers) == 1
        for name in ("httpx", "sse_starlette", "uvicorn.access"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    finally:
        root.setLevel(before)
