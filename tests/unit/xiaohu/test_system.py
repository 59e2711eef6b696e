from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.settings import Settings
from tests.conftest import SECRETS
from xiaohu.processes.service import Service
from xiaohu.processes.system import System, bot_python, free_port

MODEL = Path("models/some.tar.gz")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(f"XIAOHU_{name.upper()}", f"{name} in the environment")
    monkeypatch.setenv("XIAOHU_DATABASE_URL", "sqlite:////srv/real.db")
    monkeypatch.setenv("XIAOHU_SPEEDUPS", "0")


def services(settings: Settings, env_file: Path | None = None) -> dict[str, Service]:
    bot_python()  # set up by the same command that runs the tests
    return {service.name: service for service in System(settings, env_file).services(MODEL)}


def test_the_three_are_started_from_the_inside_out(settings: Settings) -> None:
    assert list(services(settings)) == ["actions", "bot", "gateway"]


def test_the_bot_is_given_its_two_secrets_and_nothing_that_opens_the_database(settings: Settings) -> None:
    bot = services(settings)["bot"]
    assert {name for name in bot.env if name.startswith("XIAOHU_")} == {
        "XIAOHU_BOT_SECRET",
        "XIAOHU_ACTIONS_SECRET",
        "XIAOHU_ACTIONS_URL",
        "XIAOHU_SPEEDUPS",
    }
    assert not any("in the environment" in value or "real.db" in value for value in bot.env.values())


def test_they_find_each_other(settings: Settings) -> None:
    by_name = services(settings)
    bot, actions, gateway = by_name["bot"], by_name["actions"], by_name["gateway"]
    assert bot.env["XIAOHU_ACTIONS_URL"] == actions.env["XIAOHU_ACTIONS_URL"]
    assert str(urlsplit(gateway.env["XIAOHU_BOT_URL"]).port) in bot.argv
    assert str(MODEL) in bot.argv


def test_a_reload_keeps_the_private_ports(settings: Settings) -> None:
    system = System(settings, None)
    assert system.services(MODEL) == system.services(MODEL)


def test_rules_and_sites_that_are_read_at_the_start_call_for_a_restart(
    settings: Settings, tmp_path: Path
) -> None:
    knowledge, sites, env_file = tmp_path / "knowledge", tmp_path / "sites.txt", tmp_path / "my-settings"
    knowledge.mkdir()
    for file in (knowledge / "policy.yml", knowledge / "messages.yml", sites, env_file):
        file.write_text("one")
    own = settings.model_copy(update={"knowledge_dir": knowledge, "sites_file": sites})

    def changed_by(file: Path) -> set[str]:
        system = System(own, env_file)
        before = {service.name: service.fingerprint() for service in system.services(MODEL)}
        file.write_text("two")
        return {s.name for s in system.services(MODEL) if s.fingerprint() != before[s.name]}

    assert changed_by(knowledge / "policy.yml") == {"actions", "gateway"}
    assert changed_by(env_file) == {"actions", "gateway"}
    assert changed_by(sites) == {"gateway"}
    assert changed_by(knowledge / "messages.yml") == set()


def test_a_free_port_is_a_port() -> None:
    assert 1024 <= free_port() <= 65535
