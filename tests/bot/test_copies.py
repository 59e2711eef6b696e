"""Copies of the training messages: made by rule, other ones for each network, the same every time."""

from bot import zh
from bot.nlu.copies import NETWORKS, copies, featured
from bot.nlu.encoder import WEIGHTS, Encoder

WRITTEN = [
    ("我想注销备用金", "close_account"),
    ("怎么还款", "faq_how_to_repay"),
    ("征信会受影响吗", "faq_credit_report"),
    ("人脸识别过不去", "faq_face_verification"),
    ("验证码收不到怎么办", "faq_sms_code"),
    ("好的", "affirm"),
    ("利息怎么算", "faq_interest_fee"),
] * 3


def made(network: int, written: list[tuple[str, str]] = WRITTEN) -> list[tuple[str, str]]:
    read = zh.reader()
    return list(copies(written, lambda text: [token.text_with_ws for token in read(text)], network=network))


def test_each_network_hears_copies_of_its_own() -> None:
    assert set(made(1)) != set(made(2))


def test_the_order_of_the_messages_changes_nothing() -> None:
    assert made(1) == made(1, WRITTEN[::-1])


def test_a_copy_is_never_a_message_itself_nor_empty() -> None:
    assert {text for text, _ in made(1)}.isdisjoint({"", *(text for text, _ in WRITTEN)})


def test_a_copy_means_what_its_message_means() -> None:
    assert {intent for _, intent in made(1)} <= {intent for _, intent in WRITTEN}


def test_every_copy_has_its_row_of_length_one() -> None:
    read = zh.reader()
    encoder = Encoder.learn([read(text) for text, _ in WRITTEN], WEIGHTS)
    found = featured(WRITTEN, encoder)
    assert list(found) == list(range(1, NETWORKS + 1))
    for network, (rows, labelled) in found.items():
        assert list(labelled) == made(network)
        lengths = rows.multiply(rows).sum(axis=1)
        assert rows.shape[0] == len(labelled)
        assert 0 < lengths.min() <= lengths.max() <= 1 + 1e-5
