"""Copies of the training messages, made by rule: with slips, and put as customers put them.

Each network hears copies of its own, so that the networks err on different messages.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from scipy.sparse import csr_matrix, vstack

from bot import zh
from bot.nlu.encoder import Encoder
from bot.nlu.slips import Slips
from bot.nlu.variations import Cut, Variations
from bot.normalise import normalise

COPY = "copy"  # on a training message that was made here: for which network, from 1 on
NETWORKS = 2
_SLIPS, _VARIATIONS = 4, 0  # the seeds, less the network's number

Labelled = tuple[str, str]  # a normalised text and its intent
Featured = tuple[csr_matrix, Sequence[Labelled]]  # one row of length 1 for each message


def featured(written: Sequence[Labelled], encoder: Encoder) -> dict[int, Featured]:
    """For each network, by its number, its copies and their rows; each made in a process of its own."""
    numbers = range(1, NETWORKS + 1)
    with ProcessPoolExecutor(NETWORKS, get_context("spawn")) as pool:
        return dict(zip(numbers, pool.map(partial(_featured, written, encoder), numbers), strict=True))


def copies(written: Sequence[Labelled], cut: Cut, *, network: int) -> Iterator[Labelled]:
    """The copies of the `written` messages that the network of this number hears, normalised.

    They do not depend on the order of the messages; none is empty or one of the messages.
    """
    messages, known = sorted(written), {text for text, _ in written} | {""}
    slips = Slips([text for text, _ in messages], seed=_SLIPS + network).of(messages)
    varied = Variations(cut, seed=_VARIATIONS + network).of(messages)
    for made, intent in (*slips, *varied):
        text = normalise(made)
        if text not in known:
            yield text, intent


def _featured(written: Sequence[Labelled], encoder: Encoder, network: int) -> Featured:
    read = zh.reader()
    made = list(copies(written, lambda text: [token.text_with_ws for token in read(text)], network=network))
    rows = vstack([encoder.row(read(text)) for text, _ in made], format="csr")
    return rows, made
