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

from bot.nlu.copies import COPY, NETWORKS
from bot.nlu.networks import Lessons, Networks

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
        """Nothing to set: the figures of the networks belong together, and stand beside them."""
        return {}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = storage, resource
        self._model: Networks | None = None

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
            loaded._model = Networks.load(directory)
        threadpool_limits(limits=1, user_api="blas")  # a message is too small to be shared between cores
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training messages and keep what was learnt in the model."""
        written, *copied = (_lessons(training_data, network) for network in range(NETWORKS + 1))
        self._model = Networks.train(written, copied)
        with self._storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ranking, and its first as the intent."""
        for message in messages:
            ranked = self._trained().rank(_row(message))[:RANKED]
            ranking = [{"name": name, "confidence": chance} for name, chance in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _trained(self) -> Networks:
        if self._model is None:
            raise RuntimeError("The classifier is used before it is trained or loaded.")
        return self._model


def _lessons(training_data: TrainingData, network: int) -> Lessons:
    """The copies for this network; the messages as they were written for 0."""
    labelled = (one for one in training_data.training_examples if one.get(TEXT) and one.get(INTENT))
    heard = [message for message in labelled if message.get(COPY, 0) == network]
    rows = vstack([_row(message) for message in heard], format="csr")
    return rows, [message.get(INTENT) for message in heard]


def _row(message: Message) -> csr_matrix:
    _, sentence = message.get_sparse_features(TEXT)
    return csr_matrix(sentence.features)
