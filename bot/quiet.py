"""The one place where noise is turned down: warnings that nobody can act on, and logs that hold texts."""

import logging
import os
import sys
import warnings

_ABOUT_PINNED_LIBRARIES = (
    r".*pkg_resources.*",
    r".*np\.(bool|int|object).*",
    r"Slot auto-fill has been removed.*",
    r".*is not defined in the domain.*",
    r".*which is not used in any (story|rule).*",
)


def quieten() -> None:
    """Turn it down; call it before Rasa is imported. Warnings and errors of the log stay."""
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # what Rasa asks before it draws progress bars
    _quieten_warnings()
    _quieten_logs()


def _quieten_warnings() -> None:
    import sanic.app  # noqa: F401  # it asks for every deprecation warning when it is imported, so it goes first

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    for message in _ABOUT_PINNED_LIBRARIES:
        warnings.filterwarnings("ignore", message=message, category=UserWarning)


def _quieten_logs() -> None:
    """Rasa logs every text at debug level through structlog, which prints it unless told otherwise."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    for name in ("jieba", "rasa", "apscheduler", "matplotlib", "sanic.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
