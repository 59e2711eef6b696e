"""Rasa without TensorFlow: stand-ins for the eight of its modules that import TensorFlow.

Rasa imports them whether or not a config uses them. Without them the environment is a third of the size,
starts in half the time and needs half the memory. A config that asks for one of their components is told so
when it is trained.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

CLASSIFIER, POLICY, FEATURIZER = "classifier", "policy", "featurizer"

COMPONENTS = {
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier", CLASSIFIER),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector", CLASSIFIER),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer", FEATURIZER),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer", FEATURIZER),
    "rasa.core.policies.ted_policy": ("TEDPolicy", POLICY),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy", POLICY),
}
HELPERS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def install() -> None:
    """Put the stand-ins in place; call it before Rasa is imported. A second call does nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in COMPONENTS or fullname in HELPERS:
            return ModuleSpec(fullname, _Builder())
        return None


class _Builder(Loader):
    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ in COMPONENTS:
            name, kind = COMPONENTS[module.__name__]
            setattr(module, name, _component(name, kind, module.__name__))
        else:
            for name in HELPERS[module.__name__]:
                setattr(module, name, type(name, (), {"__init__": _refuse(name)}))


def _component(name: str, kind: str, module: str) -> type:
    """A class that Rasa can register and place in a graph, and that refuses to be used."""
    from rasa.engine.graph import GraphComponent
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    refuse: Any = classmethod(_refuse(name))
    body = {"__module__": module, "required_packages": refuse, "create": refuse, "load": refuse}
    kinds = {
        CLASSIFIER: DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
        FEATURIZER: DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
        POLICY: DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT,
    }
    register = DefaultV1Recipe.register(kinds[kind], is_trainable=kind != FEATURIZER)
    registered: type = register(type(name, (GraphComponent,), body))
    return registered


def _refuse(name: str) -> Any:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        from rasa.shared.exceptions import RasaException

        raise RasaException(
            f"{name} needs TensorFlow, and this environment runs Rasa without it. "
            "Take it out of config.yml, or train in an environment that has Rasa with TensorFlow."
        )

    return refuse
