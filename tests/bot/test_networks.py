"""The networks together: one ranking, learnt from messages and from copies."""

from pathlib import Path

import pytest
from scipy.sparse import csr_matrix, vstack

from bot.nlu.networks import Networks
from tests.bot.test_network import WIDTH, row

INTENTS = ["greet", "close_account"]
ROWS = vstack([row(0, 1), row(2, 3)] * 200, format="csr")
MINE = vstack([row(0, 7), row(2, 8)] * 200, format="csr"), INTENTS * 200
THEIRS = vstack([row(1, 9), row(3, 10)] * 200, format="csr"), INTENTS * 200


@pytest.fixture(scope="module")
def networks() -> Networks:
    return Networks.train((ROWS, INTENTS * 200), [MINE, THEIRS])


def test_it_ranks_every_intent_by_probability(networks: Networks) -> None:
    ranking = networks.rank(row(2, 3))
    assert [name for name, _ in ranking] == ["close_account", "greet"]
    assert ranking[0][1] > 0.9
    assert sum(chance for _, chance in ranking) == pytest.approx(1)


def test_they_have_heard_the_copies(networks: Networks) -> None:
    assert networks.rank(row(8))[0][0] == "close_account"
    assert networks.rank(row(7))[0][0] == "greet"
    assert networks.rank(row(10))[0][0] == "close_account"


def test_what_most_of_them_say_counts(networks: Networks) -> None:
    each = [network.scores(row(2, 3)) for network in networks.each]
    assert networks.scores(row(2, 3)) == pytest.approx(sum(each) / len(each))


def test_it_is_unsure_of_what_it_has_never_seen(networks: Networks) -> None:
    assert networks.rank(csr_matrix((1, WIDTH)))[0][1] < networks.rank(row(2, 3))[0][1]


def test_stored_networks_come_back(networks: Networks, tmp_path: Path) -> None:
    networks.save(tmp_path)
    loaded = Networks.load(tmp_path)
    assert loaded.intents == networks.intents == ("close_account", "greet")
    assert loaded.rank(row(2))[0][1] == pytest.approx(networks.rank(row(2))[0][1], abs=0.02)
