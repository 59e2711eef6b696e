"""What is masked, and what never is."""

import pytest

from desk.conversations.masking import MASK, mask


@pytest.mark.parametrize(
    "text",
    [
        "123456",
        " 123456 ",
        "1 2 3 4 5 6",
        "123 456",
        "１２３４５６",
        "１２３ ４５６",
        "①②③④⑤⑥",
        "١٢٣٤٥٦",
        "1\u200b2\u200b3456",
        "\u202e123456",
        "123456。",
        "123456！",
        "（123456）",
        "12\n34\n56",
    ],
)
def test_a_message_of_six_digits_is_a_bare_secret(text: str) -> None:
    masked = mask(text)

    assert masked.found
    assert masked.bare
    assert MASK in masked.text
    assert not any(character.isdecimal() for character in masked.text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("密码123456", "密码******"),
        ("我的支付密码是 123456，帮我注销", "我的支付密码是 ******，帮我注销"),
        ("123456是我的密码", "******是我的密码"),
        ("验证码：654321", "验证码：******"),
        ("验证码 123456 5分钟内有效", "验证码 ****** 5分钟内有效"),
        ("【小虎】654321（验证码），请勿告诉他人", "【小虎】******（验证码），请勿告诉他人"),
        ("支付密码是１２３ ４５６", "支付密码是******"),
        ("密碼係123456", "密碼係******"),
        ("驗證碼 123456 收到喇", "驗證碼 ****** 收到喇"),
        ("验正码123456", "验正码******"),
        ("yzm 123456", "yzm ******"),
        ("密码 1 2 3 4 5 6", "密码 ******"),
        ("密码12 34 56对吗", "密码******对吗"),
        ("密码是123-456", "密码是******"),
        ("验证码123456分享给您了", "验证码******分享给您了"),
        ("密码是123456号码是13812345678", "密码是******号码是13812345678"),
        ("密码一个是123456一个是654321", "密码一个是******一个是******"),
    ],
)
def test_six_digits_beside_the_word_are_masked(text: str, kept: str) -> None:
    masked = mask(text)

    assert masked.text == kept
    assert masked.found
    assert not masked.bare


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111 – 1111 – 1111 – 1111",
        "４１１１１１１１１１１１１１１１",
        "6222 0212 3456 7890 128",
        "622202 1234567890128",
        "378282246310005",
        "4222222222222",
    ],
)
def test_card_numbers_are_masked(number: str) -> None:
    masked = mask(f"卡号{number}可以吗")

    assert masked.text == f"卡号{MASK}可以吗"
    assert not masked.bare


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_identity_numbers_are_masked(number: str) -> None:
    assert mask(f"身份证{number}").text == f"身份证{MASK}"


def test_a_message_of_a_card_number_only_is_bare() -> None:
    assert mask("4111 1111 1111 1111。").bare


@pytest.mark.parametrize(
    "text",
    [
        "BYJ2026112300123466",
        "byj2026112300123466 到哪一步了",
        "ＢＹＪ２０２６１１２３００１２３４６６",
        "验证码发到BYJ2026112300123466了吗",
        "申请号 BYJ 20261123 001234 66，密码忘了",
        "123456元",
        "¥123456",
        "￥123456",
        "123456 块钱",
        "123,456.00元",
        "密码忘了，还欠123456元",
        "验证码没来，我要还500000块",
        "密码错了，额度200000.50元还在吗",
        "人民币123456",
        "2026年11月23日",
        "20261123日",
        "2026-11-23 2026-12-01",
        "密码是2026年11月23日设的",
        "验证码上个月261123号收到过",
        "13812345678",
        "尾号1234",
        "12345",
        "1234567",
        "借了100000",
        "密码是多少",
        "验证码收不到",
        "4111111111111112",
        "110105194912310021",
        "我要注销备用金",
        "",
    ],
)
def test_these_are_no_secrets(text: str) -> None:
    masked = mask(text)

    assert masked.text == text
    assert not masked.found
    assert not masked.bare


def test_digits_far_from_the_word_are_left_alone() -> None:
    text = "密码的事先不说了，" + "您先听我把前面那件事情从头到尾慢慢讲完再说" * 2 + "，单号是123456"

    assert not mask(text).found


def test_the_rest_stays_as_it_was_typed() -> None:
    assert mask("ＡＢＣ　密码１２３４５６　ｄｅｆ").text == "ＡＢＣ　密码******　ｄｅｆ"


def test_an_amount_does_not_hide_the_code_beside_it() -> None:
    assert mask("还了500元，验证码123456").text == "还了500元，验证码******"


def test_a_card_number_does_not_pass_for_an_amount() -> None:
    assert mask("4111111111111111元").text == f"{MASK}元"


def test_a_card_number_after_an_application_number_is_masked() -> None:
    assert mask("BYJ2026112300123466 4111 1111 1111 1111").text == f"BYJ2026112300123466 {MASK}"
