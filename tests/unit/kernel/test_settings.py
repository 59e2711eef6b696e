from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.errors import ConfigurationError
from desk.settings import Settings, any_given, env_file, read_settings

SECRETS = ("SECRET_KEY", "AUDIT_KEY", "PASSWORD_PEPPER", "BOT_SECRET", "ACTIONS_SECRET")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)
    for name in SECRETS:
        monkeypatch.setenv(f"XIAOHU_{name}", "k" * 32)
    return tmp_path


def test_it_has_usable_defaults_for_everything_but_the_keys() -> None:
    settings = read_settings(Settings)
    assert not settings.demo
    assert settings.database_url == "sqlite:///var/xiaohu.db"
    assert settings.audit_anchor == Path("var/audit.anchor")


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_key_stops_the_start_with_a_sentence_that_names_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"XIAOHU_{name}")
    with pytest.raises(ConfigurationError, match=f"^XIAOHU_{name} is not set: put it into .*\\.$"):
        read_settings(Settings)


def test_every_missing_key_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(f"XIAOHU_{name}")
    with pytest.raises(ConfigurationError) as refused:
        read_settings(Settings)
    assert all(f"XIAOHU_{name}" in str(refused.value) for name in SECRETS)


def test_a_short_key_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_SECRET_KEY", "hunter2")
    with pytest.raises(ConfigurationError, match="XIAOHU_SECRET_KEY is too short") as refused:
        read_settings(Settings)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_an_unusable_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_DEMO", "perhaps")
    with pytest.raises(ConfigurationError, match="XIAOHU_DEMO cannot be used"):
        read_settings(Settings)


def test_the_usual_env_file_is_read(elsewhere: Path) -> None:
    (elsewhere / "var").mkdir()
    (elsewhere / "var" / "xiaohu.env").write_text("XIAOHU_DATABASE_URL=postgresql://somewhere/xiaohu\n")
    assert read_settings(Settings).database_url == "postgresql://somewhere/xiaohu"


def test_the_environment_wins_over_the_env_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = elsewhere / "my.env"
    file.write_text("XIAOHU_PUBLIC_URL=http://file\nXIAOHU_BOT_URL=http://file\n")
    monkeypatch.setenv("XIAOHU_ENV_FILE", str(file))
    monkeypatch.setenv("XIAOHU_BOT_URL", "http://environment")
    settings = read_settings(Settings)
    assert (settings.public_url, settings.bot_url) == ("http://file", "http://environment")


def test_an_env_file_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_ENV_FILE", "nowhere.env")
    with pytest.raises(ConfigurationError, match=r"nowhere\.env"):
        env_file()


def test_the_anchor_lies_in_the_data_folder_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_DATA_DIR", "/srv/xiaohu")
    assert read_settings(Settings).audit_anchor == Path("/srv/xiaohu/audit.anchor")
    assert read_settings(Settings, audit_anchor=Path("/mnt/a")).audit_anchor == Path("/mnt/a")


def test_settings_cannot_be_changed_and_do_not_show_their_keys() -> None:
    settings = read_settings(Settings)
    with pytest.raises(ValidationError):
        settings.demo = True
    assert "k" * 32 not in repr(settings)


class AppSettings(BaseSettings):
    """Settings of a part that may be left out whole, under names of its own."""

    model_config = SettingsConfigDict(env_prefix="XIAOHU_APP_", extra="ignore")

    number: int
    secret: str


def test_a_missing_setting_of_a_part_is_named_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_APP_NUMBER", "1")
    with pytest.raises(ConfigurationError, match="XIAOHU_APP_SECRET is not set"):
        read_settings(AppSettings)


def test_a_part_without_any_setting_is_told_from_one_with_some(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any_given(AppSettings)
    (elsewhere / "named.env").write_text("XIAOHU_APP_SECRET=s\n")
    monkeypatch.setenv("XIAOHU_ENV_FILE", str(elsewhere / "named.env"))
    assert any_given(AppSettings)
    monkeypatch.delenv("XIAOHU_ENV_FILE")
    monkeypatch.setenv("xiaohu_app_number", "1")
    assert any_given(AppSettings)
