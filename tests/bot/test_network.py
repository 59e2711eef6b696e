"""The network learns what only features together tell, forgets nothing when stored, and repeats itself."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from bot.nlu.network import Network

WIDTH, EACH = 12, 200


def row(*columns: int) -> csr_matrix:
    data = np.full(len(columns), len(columns) ** -0.5, np.float32)
    return csr_matrix((data, (np.zeros(len(columns), int), columns)), shape=(1, WIDTH))


def messages() -> tuple[csr_matrix, np.ndarray]:
    """Two classes that share every single feature: only the pairs tell them apart."""
    kinds = [(row(0, 1), 0), (row(2, 3), 0), (row(0, 2), 1), (row(1, 3), 1), (row(4, 5), 2)]
    return (
        vstack([kind for kind, _ in kinds] * EACH, format="csr"),
        np.array([gold for _, gold in kinds] * EACH),
    )


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.train(*messages())


def test_it_learns_what_only_features_together_tell(network: Network) -> None:
    rows, gold = messages()
    assert (network.scores(rows).argmax(axis=1) == gold).all()


def test_its_scores_are_logarithms_of_probabilities(network: Network) -> None:
    assert np.allclose(np.exp(network.scores(row(0, 4))).sum(axis=1), 1)


def test_a_message_without_a_known_feature_has_finite_scores(network: Network) -> None:
    assert np.isfinite(network.scores(csr_matrix((1, WIDTH)))).all()


def test_a_feature_of_one_message_only_is_not_read() -> None:
    rows, gold = messages()
    once = vstack([rows, row(11)], format="csr")
    assert Network.train(once, np.append(gold, 2)).places[11] < 0


def test_training_twice_gives_the_same_network(network: Network) -> None:
    assert np.array_equal(Network.train(*messages()).inner, network.inner)


def test_another_seed_gives_another_network(network: Network) -> None:
    assert not np.array_equal(Network.train(*messages(), seed=2).inner, network.inner)


def test_a_stored_network_says_nearly_the_same(network: Network, tmp_path: Path) -> None:
    network.save(tmp_path / "network.npz")
    rows, _ = messages()
    assert np.allclose(Network.load(tmp_path / "network.npz").scores(rows), network.scores(rows), atol=0.05)
