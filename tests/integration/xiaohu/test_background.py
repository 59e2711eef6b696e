"""What is kept about a supervisor in the background, and whom that may stop."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from xiaohu.processes import pidfile
from xiaohu.processes.background import Background, NotReady
from xiaohu.processes.pidfile import Supervised

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """Some process that runs."""
    started = subprocess.Popen(["sleep", "600"])
    yield started
    started.kill()
    started.wait()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "supervisor.json"


@pytest.fixture
def background(tmp_path: Path) -> Background:
    return Background(tmp_path, NOWHERE)


def test_what_it_started_it_stops_and_forgets(
    background: Background, record: Path, process: subprocess.Popen[bytes]
) -> None:
    pidfile.write(record, Supervised.of(process.pid, "f"))
    assert background.down()
    assert process.wait(5) is not None
    assert not record.exists()
    assert not background.down()


def test_a_stranger_with_the_same_number_is_left_alone(
    background: Background, record: Path, process: subprocess.Popen[bytes]
) -> None:
    own = Supervised.of(process.pid, "f")
    pidfile.write(record, replace(own, created=own.created - 1))
    assert not background.down()
    assert process.poll() is None
    assert not record.exists()


def test_one_that_has_ended_is_gone_also_before_anybody_asked_how(
    record: Path, process: subprocess.Popen[bytes]
) -> None:
    own = Supervised.of(process.pid, "f")
    assert own.process() is not None
    process.kill()
    # Ended but not yet waited for by this test: the number is still taken.
    while own.process() is not None:
        continue
    process.wait()
    assert own.process() is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"pid": 1}', '"text"', "null"])
def test_a_record_that_cannot_be_read_is_none(background: Background, record: Path, text: str) -> None:
    record.write_text(text)
    assert pidfile.read(record) is None
    assert not background.down()


def test_a_record_is_read_as_it_was_written(record: Path) -> None:
    written = Supervised(4_000_000, 1_795_000_000.25, "f")
    assert pidfile.read(record) is None
    pidfile.write(record, written)
    assert pidfile.read(record) == written
    assert written.process() is None


# The process that it starts is meant to outlive the command.
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_a_system_that_ends_at_its_start_is_not_waited_for(
    background: Background, environment: pytest.MonkeyPatch, record: Path
) -> None:
    environment.delenv("XIAOHU_AUDIT_KEY")
    with pytest.raises(NotReady) as trouble:
        background.up()
    assert "XIAOHU_AUDIT_KEY" in trouble.value.log_file.read_text(encoding="utf-8")
    background.down()
    assert not record.exists()
