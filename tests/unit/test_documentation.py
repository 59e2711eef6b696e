"""What the documents name exists, and what exists is named."""

import re
from pathlib import Path

import pytest
import typer

from desk.settings import PREFIX, Settings
from gateway.settings import GatewaySettings
from providers.faces.settings import FaceSettings
from providers.ledger.settings import LedgerSettings
from providers.sms.settings import SmsSettings
from xiaohu.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# Read from the environment alone, by the command line, the tools around it and the bot.
OTHERS = {"ENV_FILE", "STAFF_PASSPHRASE", "SPEEDUPS"}
PARTS = (Settings, GatewaySettings, SmsSettings, FaceSettings, LedgerSettings)


def test_operating_names_every_setting_and_no_other() -> None:
    fields = {name for part in PARTS for name in part.model_fields}
    settings = {PREFIX + name.upper() for name in fields} | {PREFIX + name for name in OTHERS}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", OPERATING)) == settings


def test_operating_gives_the_gateways_real_defaults() -> None:
    rows = re.findall(r"^\| (`XIAOHU_[^|]+) \| ([^|]+) \| [^|]+ \|$", OPERATING, re.MULTILINE)
    told = {
        name: default.strip()
        for names, defaults in rows
        for name, default in zip(re.findall(r"XIAOHU_(\w+)", names), _each(names, defaults), strict=True)
    }
    assert told == {
        name.upper(): _written(field.default) for name, field in GatewaySettings.model_fields.items()
    }


def _each(names: str, defaults: str) -> list[str]:
    return defaults.split(",") if names.count("XIAOHU_") > 1 else [defaults]


def _written(default: object) -> str:
    return "none" if default == () else f"{default:g}" if isinstance(default, float) else str(default)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_commands_that_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:^|[`\n])make ([a-z-]+)", text)) <= targets
    commands = _commands()
    for group, command in re.findall(
        r"xiaohu (serve|demo|review|people|staff|notices|identities|audit|channels|db) ([a-z]+)", text
    ):
        assert command in commands[group]


def _commands() -> dict[str, set[str]]:
    groups = typer.main.get_group(app).commands
    return {name: set(getattr(group, "commands", ())) for name, group in groups.items()}


def test_make_help_tells_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)) == set(phony[1].split())


def test_every_picture_is_shown_and_none_is_missing() -> None:
    shown = {
        (document.parent / address).resolve()
        for document in DOCUMENTS
        for address in re.findall(r"\]\(([^)\s]+\.png)\)", document.read_text(encoding="utf-8"))
    }
    assert shown == {file.resolve() for file in (ROOT / "docs").rglob("*.png")}
