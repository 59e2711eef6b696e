from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.audit.anchor import Anchor, Mark
from desk.audit.model import Event

KEY = b"k" * 32


def event(seq: int, chain: str = "a1") -> Event:
    return Event(chain, seq, datetime(2026, 11, 23, tzinfo=UTC), "demo/1", "moved", "{}", f"seal-{seq}")


@pytest.fixture
def anchor(tmp_path: Path) -> Anchor:
    return Anchor(tmp_path / "var" / "audit.anchor", KEY)


def test_what_was_added_is_remembered(anchor: Anchor) -> None:
    anchor.prepare()
    anchor.add([event(1), event(2)])
    anchor.add([event(1, "a2")])
    assert list(anchor.marks()) == [
        Mark("a1", 1, "seal-1"),
        Mark("a1", 2, "seal-2"),
        Mark("a2", 1, "seal-1"),
    ]


def test_it_is_made_with_its_folder_and_kept_from_others(anchor: Anchor, tmp_path: Path) -> None:
    assert not anchor.exists()
    anchor.prepare()
    anchor.prepare()
    assert anchor.exists()
    assert (tmp_path / "var" / "audit.anchor").stat().st_mode & 0o007 == 0


def test_without_a_file_nothing_is_remembered(anchor: Anchor) -> None:
    assert list(anchor.marks()) == []


def test_a_line_that_was_changed_is_not_genuine(anchor: Anchor, tmp_path: Path) -> None:
    anchor.prepare()
    anchor.add([event(1), event(2)])
    file = tmp_path / "var" / "audit.anchor"
    file.write_text(file.read_text().replace("seal-2", "seal-X"))
    assert [mark.genuine for mark in anchor.marks()] == [True, False]


def test_half_a_line_left_by_a_crash_costs_no_other_line(anchor: Anchor, tmp_path: Path) -> None:
    anchor.prepare()
    anchor.add([event(1)])
    with (tmp_path / "var" / "audit.anchor").open("a") as file:
        file.write('["a1",2,"se')
    anchor.add([event(3)])
    assert [(mark.seq, mark.genuine) for mark in anchor.marks()] == [(1, True), (3, True)]


def test_many_writers_at_once_lose_nothing(anchor: Anchor) -> None:
    anchor.prepare()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda seq: anchor.add([event(seq)]), range(200)))
    assert sorted(mark.seq for mark in anchor.marks()) == list(range(200))
    assert all(mark.genuine for mark in anchor.marks())


def test_noise_in_the_file_is_passed_over(anchor: Anchor, tmp_path: Path) -> None:
    anchor.prepare()
    (tmp_path / "var" / "audit.anchor").write_bytes(b'\xff\xfe\n[1,2]\n{}\n["a",null,"b","c"]\n\n')
    assert list(anchor.marks()) == []
