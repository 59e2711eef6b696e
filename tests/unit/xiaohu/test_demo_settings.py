import stat
from pathlib import Path

import pytest

from desk.settings import Settings, read_settings
from gateway.settings import GatewaySettings
from xiaohu import demo_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "var" / "xiaohu.env"
    monkeypatch.setenv("XIAOHU_ENV_FILE", str(path))
    return path


def test_they_are_settings_that_the_system_starts_with(file: Path) -> None:
    demo_settings.ensure(file, port=8123)
    made = read_settings(Settings)
    assert made.demo
    assert made.data_dir == file.parent / "demo"
    assert made.database_url == f"sqlite:///{made.data_dir / 'xiaohu.db'}"
    assert (
        made.public_url
        == f"http://127.0.0.1:{read_settings(GatewaySettings).port}"
        == "http://127.0.0.1:8123"
    )


def test_the_usual_port_needs_no_setting(file: Path) -> None:
    demo_settings.ensure(file)
    assert "PORT" not in file.read_text()


def test_nobody_else_on_the_machine_can_read_the_keys(file: Path) -> None:
    demo_settings.ensure(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_every_demo_has_keys_of_its_own_and_each_key_differs(tmp_path: Path) -> None:
    keys = set()
    for folder in ("one", "two"):
        path = tmp_path / folder / "xiaohu.env"
        demo_settings.ensure(path)
        lines = path.read_text().splitlines()
        keys |= {
            line.split("=")[1] for line in lines if line.split("=")[0].endswith(("KEY", "PEPPER", "SECRET"))
        }
    assert len(keys) == 2 * len(demo_settings.SECRETS)


def test_a_demo_that_is_there_keeps_its_settings(file: Path) -> None:
    demo_settings.ensure(file)
    before = file.read_bytes()
    demo_settings.ensure(file, port=9000)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "XIAOHU_SECRET_KEY=real",
        "XIAOHU_DEMO=0",
        "# never XIAOHU_DEMO=1 here",
        "XIAOHU_DATA_DIR=/srv XIAOHU_DEMO=1",
    ],
)
def test_settings_of_something_else_are_refused_and_left_alone(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(demo_settings.NotADemo):
        demo_settings.ensure(file)
    assert file.read_text() == text
    assert list(file.parent.iterdir()) == [file]
