"""Starts the bot: `python -m bot.serve --port 5005`.

It wants `XIAOHU_BOT_SECRET`, `XIAOHU_ACTIONS_URL` and `XIAOHU_ACTIONS_SECRET` in the environment.
"""

import argparse
import os
import sys
from pathlib import Path

from bot import model
from bot.launcher import prepare

ACTION_TIMEOUT = 8.0  # below the gateway's, which would otherwise hang up and cancel the turn with its action
WANTED = ("XIAOHU_BOT_SECRET", "XIAOHU_ACTIONS_URL", "XIAOHU_ACTIONS_SECRET")


def main(arguments: list[str] | None = None) -> int:
    """The command; ends when the process is told to stop, or at once with a sentence when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m bot.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument(
        "--model", type=Path, help="a model other than the one of the present configuration and data"
    )
    parser.add_argument(
        "--endpoints", type=Path, default=Path("endpoints.yml"), help="the action server and the stores"
    )
    parser.add_argument("--action-timeout", type=float, default=ACTION_TIMEOUT, help="seconds; %(default)s")
    chosen = parser.parse_args(arguments)
    missing = [name for name in WANTED if not os.environ.get(name)]
    if missing:
        return _refuse(f"Set {', '.join(missing)} in the environment.")
    try:
        used = model.trained(chosen.model)
    except model.NoModel as none:
        return _refuse(str(none))
    return _serve(used, chosen)


def _serve(used: Path, chosen: argparse.Namespace) -> int:
    prepare()
    from bot import logs
    from bot.channel import WeakSecret
    from bot.server import load_agent, serve

    logs.configure()

    try:
        agent = load_agent(used, chosen.endpoints, chosen.action_timeout)
        serve(agent, chosen.host, chosen.port)
    except WeakSecret as weak:
        return _refuse(str(weak))
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
