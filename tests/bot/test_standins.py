"""Rasa without TensorFlow."""

import importlib
import importlib.util
import sys

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.exceptions import RasaException

from bot import standins

PIPELINE = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "LogisticRegressionClassifier"},
]


def check(pipeline: list[dict[str, str]], policies: list[dict[str, str]]) -> None:
    """What training does with a config before it trains."""
    config = {
        "recipe": "default.v1",
        "language": "zh",
        "assistant_id": "a",
        "pipeline": pipeline,
        "policies": policies,
    }
    validate(DefaultV1Recipe().graph_config_for_recipe(config, {}, TrainingType.BOTH))


def test_tensorflow_is_neither_loaded_nor_there() -> None:
    assert not [name for name in sys.modules if name.split(".")[0] in ("tensorflow", "keras")]
    assert importlib.util.find_spec("tensorflow") is None


def test_there_are_eight() -> None:
    assert len({**standins.COMPONENTS, **standins.HELPERS}) == 8


@pytest.mark.parametrize("module", sorted({**standins.COMPONENTS, **standins.HELPERS}))
def test_each_stands_in_for_a_module_that_rasa_still_has(module: str) -> None:
    own = [finder for finder in sys.meta_path if not isinstance(finder, standins._Finder)]
    package, _, _ = module.rpartition(".")
    path = importlib.import_module(package).__path__
    assert any(finder.find_spec(module, path) for finder in own), "Rasa has moved it"


def test_a_config_without_them_is_fine() -> None:
    check(PIPELINE, [{"name": "RulePolicy"}])


@pytest.mark.parametrize(
    "name", ["DIETClassifier", "ResponseSelector", "LanguageModelFeaturizer", "ConveRTFeaturizer"]
)
def test_a_pipeline_that_asks_for_one_is_told_so(name: str) -> None:
    with pytest.raises(RasaException, match=f"^{name} needs TensorFlow"):
        check([*PIPELINE, {"name": name}], [{"name": "RulePolicy"}])


@pytest.mark.parametrize("name", ["TEDPolicy", "UnexpecTEDIntentPolicy"])
def test_a_policy_that_is_one_is_told_so(name: str) -> None:
    with pytest.raises(RasaException, match=f"^{name} needs TensorFlow"):
        check(PIPELINE, [{"name": name}])


def test_the_helpers_can_be_imported_and_not_used() -> None:
    from rasa.utils.tensorflow.callback import RasaModelCheckpoint

    with pytest.raises(RasaException, match=r"^RasaModelCheckpoint needs TensorFlow"):
        RasaModelCheckpoint("here")


def test_installing_twice_is_installing_once() -> None:
    standins.install()
    assert sum(isinstance(finder, standins._Finder) for finder in sys.meta_path) == 1
