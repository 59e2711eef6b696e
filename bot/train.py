"""Trains the model of the present configuration and data: `python -m bot.train`; prints its path."""

import argparse
import contextlib
import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot import model
from bot.launcher import prepare


class TrainingFailed(Exception):
    """Rasa refused the configuration or the data; it has said why."""


def train(*, anew: bool = False) -> Path:
    """The model of the present state, trained unless it is there already; `anew` trains in any case.

    Two trainings at once are one: the second waits and finds the model.

    Raises:
        TrainingFailed: what Rasa said is on standard error.
    """
    target = model.path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(target.parent):
        if anew or not target.is_file():
            _train(target)
    return target


@contextlib.contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    with (directory / ".training").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _train(target: Path) -> None:
    prepare()
    from rasa.model_training import train as rasa_train

    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, contextlib.redirect_stdout(sys.stderr):
        result = rasa_train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data/nlu", "data/rules"],
            output=scratch,
            fixed_model_name=target.name,
            force_training=True,
        )
        if result.model is None:
            raise TrainingFailed("The model was not trained.")
        if model.path() != target:
            raise TrainingFailed(
                "The configuration or the data changed while the model was trained. Train again."
            )
        os.replace(result.model, target)


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 when the model is there."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description=__doc__)
    parser.add_argument("--if-needed", action="store_true", help="do nothing when the model is up to date")
    chosen = parser.parse_args(arguments)
    try:
        print(train(anew=not chosen.if_needed))  # noqa: T201 - the answer
    except TrainingFailed as failure:
        print(failure, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
