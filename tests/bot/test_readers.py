"""Kernel and network together: one ranking, learnt from messages and from slips."""

from pathlib import Path

import pytest
from scipy.sparse import csr_matrix, vstack

from bot.nlu.readers import Readers
from tests.bot.test_network import WIDTH, row

INTENTS = ["greet", "close_account"]
ROWS = vstack([row(0, 1), row(2, 3)] * 50, format="csr")
SLIPS = vstack([row(0, 7), row(2, 8)] * 50, format="csr")


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers.train(ROWS, INTENTS * 50, SLIPS, INTENTS * 50)


def test_it_ranks_every_intent_by_probability(readers: Readers) -> None:
    ranking = readers.rank(row(2, 3))
    assert [name for name, _ in ranking] == ["close_account", "greet"]
    assert ranking[0][1] > 0.9
    assert sum(chance for _, chance in ranking) == pytest.approx(1)


def test_it_has_heard_the_slips(readers: Readers) -> None:
    assert readers.rank(row(8))[0][0] == "close_account"
    assert readers.rank(row(7))[0][0] == "greet"


def test_it_is_unsure_of_what_it_has_never_seen(readers: Readers) -> None:
    assert readers.rank(csr_matrix((1, WIDTH)))[0][1] < readers.rank(row(2, 3))[0][1]


def test_stored_readers_come_back(readers: Readers, tmp_path: Path) -> None:
    readers.save(tmp_path)
    loaded = Readers.load(tmp_path)
    assert loaded.intents == readers.intents == ("close_account", "greet")
    assert loaded.rank(row(2))[0][1] == pytest.approx(readers.rank(row(2))[0][1], abs=0.02)
