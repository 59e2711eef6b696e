"""Ranks the intents a message may have, with probabilities that can be compared with a threshold."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from threadpoolctl import threadpool_limits

from bot.nlu.readers import Readers
from bot.nlu.slips import SLIP

RANKED = 10  # as many as Rasa's own classifiers report


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedClassifier(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """A classifier over the sparse sentence features of the pipeline."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs features."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set: the figures of the two readers belong together, and stand beside them."""
        return {}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = storage, resource
        self._model: Readers | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CalibratedClassifier":
        """An untrained one."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> "CalibratedClassifier":
        """A trained one, from the model."""
        loaded = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            loaded._model = Readers.load(directory)
        threadpool_limits(limits=1, user_api="blas")  # a message is too small to be shared between cores
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training messages and keep what was learnt in the model."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        written = [message for message in examples if not message.get(SLIP)]
        slips = [message for message in examples if message.get(SLIP)]
        self._model = Readers.train(*_lessons(written), *_lessons(slips))
        with self._storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ranking, and its first as the intent."""
        for message in messages:
            ranked = self._trained().rank(_features(message))[:RANKED]
            ranking = [{"name": name, "confidence": chance} for name, chance in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _trained(self) -> Readers:
        if self._model is None:
            raise RuntimeError("The classifier is used before it is trained or loaded.")
        return self._model


def _lessons(messages: list[Message]) -> tuple[csr_matrix, list[str]]:
    rows = [_features(message) for message in messages]
    return vstack(rows, format="csr"), [message.get(INTENT) for message in messages]


def _features(message: Message) -> csr_matrix:
    _, sentence = message.get_sparse_features(TEXT)
    return csr_matrix(sentence.features)
