"""The Chinese spaCy pipeline of this project: jieba with the domain's words, and an entity ruler.

`pipeline/` is a spaCy model without weights: its `config.cfg` names the tokenizer below,
`entity_ruler.jsonl` the entities.
"""


def register() -> None:
    """Make the pipeline's tokenizer known to spaCy, which looks it up by the name in `config.cfg`."""
    from spacy.util import registry

    from bot.zh.tokenizer import make_tokenizer

    registry.tokenizers.register("xiaohu.DomainTokenizer.v1", func=make_tokenizer)
