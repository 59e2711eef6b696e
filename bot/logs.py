"""The bot's log: standard error, one line an event, nothing of what a customer wrote."""

import logging
import sys


def configure() -> None:
    """Send warnings and errors to standard error; call it once, in the process that serves."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(without_foreign_texts)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def without_foreign_texts(record: logging.LogRecord) -> bool:
    """Keep of an exception its kind and where it came from only.

    The message of a failed action holds the action server's answer, and that may hold the whole conversation.
    """
    if record.exc_info:
        _kind, error, trace = record.exc_info
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        record.msg = f"{record.getMessage()} [{_kinds(error)}{place}]"
        record.args, record.exc_info, record.exc_text = None, None, None
    return True


def _kinds(error: BaseException | None) -> str:
    """The exception's kind, and those of what caused it."""
    kinds = []
    while error is not None:
        kinds.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return " from ".join(kinds)
