"""The Chinese spaCy pipeline of this project: jieba with the domain's words, and an entity ruler.

`pipeline/` is a spaCy model without weights: its `config.cfg` names the tokenizer below,
`entity_ruler.jsonl` the entities.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


def register() -> None:
    """Make the pipeline's tokenizer known to spaCy, which looks it up by the name in `config.cfg`."""
    from spacy.util import registry

    from bot.zh.tokenizer import make_tokenizer

    registry.tokenizers.register("xiaohu.DomainTokenizer.v1", func=make_tokenizer)


def reader() -> "Callable[[str], Doc]":
    """Cuts a text into the pipeline's words, and leaves the entities out. The first use takes a moment."""
    import spacy

    register()
    pipeline = spacy.load(Path(__file__).with_name("pipeline"))
    return pipeline.make_doc
