"""One JSON object a line, with facts for the operator and nothing about the customer."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

FACTS = "facts"
_NOISY = ("httpx", "httpcore", "sse_starlette", "uvicorn.access", "asyncio")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; facts come from ``extra={"facts": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback shows code and never values."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, FACTS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = type(record.exc_info[1]).__name__
            line["trace"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(level: int = logging.INFO) -> None:
    """Send everything to standard error as JSON lines.

    Libraries that would write addresses with tokens in them, or whole messages, are kept to warnings.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def facts(**values: Any) -> dict[str, dict[str, Any]]:
    """The `extra` of a log call."""
    return {FACTS: values}


def _trace(error: BaseException) -> list[str]:
    # An exception's own text may quote what a customer wrote, so only places are logged, cause first.
    places = _trace(error.__cause__) if error.__cause__ else []
    step = error.__traceback__
    while step is not None:
        places.append(f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno} {step.tb_frame.f_code.co_name}")
        step = step.tb_next
    return [*places, type(error).__name__]
