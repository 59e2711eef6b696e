from dataclasses import replace
from pathlib import Path

import pytest

from xiaohu.processes.service import Service


@pytest.fixture
def service(tmp_path: Path) -> Service:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "main.py").write_text("one")
    (tmp_path / "settings").write_text("one")
    made_of = (tmp_path / "code", tmp_path / "settings", tmp_path / "not there")
    return Service("bot", ("run",), {"KEY": "one"}, tmp_path, made_of)


def test_nothing_changed_means_no_restart(service: Service) -> None:
    assert service.fingerprint() == replace(service).fingerprint()


@pytest.mark.parametrize("change", [{"argv": ("run", "--port", "1")}, {"env": {"KEY": "two"}}, {"env": {}}])
def test_another_command_or_environment_is_a_change(service: Service, change: dict[str, object]) -> None:
    assert replace(service, **change).fingerprint() != service.fingerprint()


@pytest.mark.parametrize(
    "name", ["code/main.py", "code/new.py", "settings", "code/words.yml", "code/page/a.css"]
)
def test_another_content_is_a_change(service: Service, name: str) -> None:
    before = service.fingerprint()
    file = service.cwd / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("two")
    assert service.fingerprint() != before


@pytest.mark.parametrize(
    "name", ["code/__pycache__/main.py", "code/.venv/lib.py", "code/notes.md", "code/main.log"]
)
def test_what_a_process_is_not_made_of_is_no_change(service: Service, name: str) -> None:
    before = service.fingerprint()
    file = service.cwd / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("two")
    assert service.fingerprint() == before


def test_a_file_that_moved_is_a_change(service: Service) -> None:
    before = service.fingerprint()
    (service.cwd / "code" / "main.py").rename(service.cwd / "code" / "other.py")
    assert service.fingerprint() != before
