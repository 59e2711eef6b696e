"""The database and the demo made by command, and what stands in the way said in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk.bootstrap import build_desk
from desk.settings import Settings, read_settings
from tests.conftest import KNOWLEDGE, SECRETS
from tests.integration.xiaohu.conftest import Xiaohu


@pytest.fixture
def place(tmp_path: Path, environment: pytest.MonkeyPatch) -> Path:
    """Where nothing was set yet; the environment file that a demo there would have."""
    for name in ("DATA_DIR", *(secret.upper() for secret in SECRETS)):
        environment.delenv(f"XIAOHU_{name}")
    environment.setenv("XIAOHU_ENV_FILE", str(tmp_path / "new" / "xiaohu.env"))
    return tmp_path / "new" / "xiaohu.env"


def test_an_upgrade_makes_the_tables_once(office: str, xiaohu: Xiaohu) -> None:
    again = xiaohu("db", "upgrade")
    assert (again.code, again.err) == (0, "")
    assert "已是最新" in again.out
    assert xiaohu("review", "list").code == 0


def test_a_demos_database_made_by_an_upgrade_is_marked(
    office: str, environment: pytest.MonkeyPatch, xiaohu: Xiaohu, tmp_path: Path
) -> None:
    environment.setenv("XIAOHU_DEMO", "1")
    environment.setenv("XIAOHU_DATABASE_URL", f"sqlite:///{tmp_path / 'demo.db'}")
    assert xiaohu("db", "upgrade").code == 0
    assert xiaohu("review", "list").code == 0


def test_the_demo_does_not_upgrade_what_is_not_its_own(
    office: str, environment: pytest.MonkeyPatch, xiaohu: Xiaohu
) -> None:
    environment.setenv("XIAOHU_DEMO", "1")
    refused = xiaohu("db", "upgrade")
    assert refused.code == 1
    assert "not a demo's" in refused.err


def test_nobody_else_on_the_machine_can_read_what_it_makes(place: Path, xiaohu: Xiaohu) -> None:
    assert xiaohu("demo", "init").code == 0
    made = [path for path in place.parent.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in made)
    assert all(path.stat().st_mode & 0o077 == 0 for path in made)


@pytest.fixture
def no_tables(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("XIAOHU_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")


@pytest.mark.usefixtures("no_tables")
@pytest.mark.parametrize("words", [("review", "list"), ("people", "waiting"), ("audit", "verify")])
def test_a_database_without_tables_is_refused_with_what_to_do(words: tuple[str, ...], xiaohu: Xiaohu) -> None:
    refused = xiaohu(*words)
    assert (refused.code, refused.out) == (1, "")
    assert "xiaohu db upgrade" in refused.err


@pytest.mark.usefixtures("no_tables")
@pytest.mark.parametrize("process", ["gateway", "actions"])
def test_a_process_that_cannot_start_says_why_and_no_more(process: str) -> None:
    # Processes of their own: a server takes the log of the whole process over.
    command = [sys.executable, "-m", "xiaohu", "serve", process]
    refused = subprocess.run(command, cwd=KNOWLEDGE.parent, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "xiaohu db upgrade" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_setting_that_is_missing_is_named(environment: pytest.MonkeyPatch, xiaohu: Xiaohu) -> None:
    environment.delenv("XIAOHU_AUDIT_KEY")
    refused = xiaohu("review", "list")
    assert (refused.code, refused.out) == (1, "")
    assert "XIAOHU_AUDIT_KEY" in refused.err


def test_a_demo_is_made_with_its_database(place: Path, xiaohu: Xiaohu) -> None:
    assert xiaohu("demo", "init", "--port", "8123").code == 0
    desk = build_desk(read_settings(Settings, knowledge_dir=KNOWLEDGE))
    assert desk.demo is not None
    assert desk.demo.create("clear").customer
    desk.close()


def test_a_demo_that_is_there_stays_as_it_is(place: Path, xiaohu: Xiaohu) -> None:
    xiaohu("demo", "init")
    settings = place.read_bytes()
    desk = build_desk(read_settings(Settings, knowledge_dir=KNOWLEDGE))
    assert desk.demo is not None
    customer = desk.demo.create("clear").customer
    desk.close()
    assert xiaohu("demo", "init", "--port", "9000").code == 0
    assert place.read_bytes() == settings
    desk = build_desk(read_settings(Settings, knowledge_dir=KNOWLEDGE))
    assert desk.demo is not None
    assert desk.demo.customer(customer)
    desk.close()


def test_no_demo_is_made_where_real_settings_are(place: Path, xiaohu: Xiaohu) -> None:
    place.parent.mkdir()
    place.write_text("XIAOHU_DATABASE_URL=postgresql+psycopg://real/xiaohu\n")
    refused = xiaohu("demo", "init")
    assert (refused.code, refused.out) == (1, "")
    assert str(place) in refused.err
    assert list(place.parent.iterdir()) == [place]


def test_stopping_what_does_not_run_is_harmless(place: Path, xiaohu: Xiaohu) -> None:
    xiaohu("demo", "init")
    stopped = xiaohu("demo", "down")
    assert (stopped.code, stopped.err) == (0, "")
    assert "没有在后台运行" in stopped.out


def test_talking_to_nobody_says_what_to_start(
    demo: Settings, environment: pytest.MonkeyPatch, xiaohu: Xiaohu
) -> None:
    environment.setenv("XIAOHU_PUBLIC_URL", "http://127.0.0.1:1")
    refused = xiaohu("chat")
    assert refused.code == 1
    assert "make up" in refused.err
