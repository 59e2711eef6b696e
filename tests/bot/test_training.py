"""A model is trained once for a state of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import model as models
from bot import train
from tests.bot.processes import ROOT

STATE = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/nlu",
    "bot/zh",
    "bot/importer.py",
    "bot/normalise.py",
    "bot/uv.lock",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of everything that a model is made from."""
    for name in STATE:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path


def test_the_same_state_has_the_same_model_wherever_it_lies(project: Path) -> None:
    assert models.fingerprint(project) == models.fingerprint(ROOT)


@pytest.mark.parametrize(
    "changed",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/closing.yml",
        "data/rules/closures.yml",
        "bot/nlu/network.py",
        "bot/zh/words.txt",
        "bot/zh/pipeline/entity_ruler.jsonl",
        "bot/importer.py",
        "bot/normalise.py",
        "bot/uv.lock",
    ],
)
def test_anything_that_it_is_made_from_makes_another_model(project: Path, changed: str) -> None:
    before = models.path(project)
    with (project / changed).open("a") as file:
        file.write("\n")
    assert models.path(project) != before


def test_a_new_file_of_messages_makes_another_model(project: Path) -> None:
    before = models.path(project)
    (project / "data/nlu/new.yml").write_text('version: "3.1"\n')
    assert models.path(project) != before


def test_a_renamed_file_makes_another_model(project: Path) -> None:
    before = models.path(project)
    (project / "data/nlu/closing.yml").rename(project / "data/nlu/shutting.yml")
    assert models.path(project) != before


def test_what_it_is_not_made_from_does_not_matter(project: Path) -> None:
    before = models.path(project)
    (project / "README.md").write_text("another")
    (project / "bot/nlu/__pycache__").mkdir()
    (project / "bot/nlu/__pycache__/kernel.pyc").write_bytes(b"x")
    assert models.path(project) == before


def test_a_trained_state_is_not_trained_again(model: Path) -> None:
    before = model.stat().st_mtime_ns
    assert train.train() == model
    assert model.stat().st_mtime_ns == before


def test_the_command_prints_the_path_and_nothing_else(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.train", "--if-needed"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{model}\n"


def test_nothing_half_made_is_left(model: Path) -> None:
    assert [path.name for path in model.parent.glob("tmp*")] == []


def test_the_model_of_the_present_state_is_the_one_used(model: Path) -> None:
    assert models.trained() == model.resolve()


def test_a_model_that_is_not_there_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(models.NoModel, match="There is no model at"):
        models.trained(tmp_path / "none.tar.gz")
