"""One spelling for what can be written in many."""

import random

import pytest

from bot.normalise import normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("我要註銷備用金", "我要注销备用金"),
        ("幫我關閉帳戶", "帮我关闭账户"),
        ("ＺＸ　ＡＰＰ１２３", "zx app123"),
        ("VIP会员App", "vip会员app"),
        ("在吗在吗？？？？？", "在吗在吗??"),
        ("哈哈哈哈哈", "哈哈"),
        ("😀😀😀😀", "😀😀"),
        ("欠5000元和10000", "欠5000元和10000"),
        ("  备 用 金\t怎么\n关  ", "备用金怎么关"),
        ("pay off 了", "pay off 了"),
        ("小米备用金怎么关", "备用金怎么关"),
        ("小米商城分期备用金", "备用金"),
        ("BYJ怎么销", "备用金怎么销"),
        ("BYJ2026112300012", "byj2026112300012"),
        ("注\u200b销\u202e备\x00用\ufeff金", "注销备用金"),
        ("①②⑩", "1210"),
        ("好的。", "好的."),
        ("", ""),
        ("\x00\u200b\u202e", ""),
    ],
)
def test_it_gives_one_spelling(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "/restart",
        "//a",
        "／a",
        " / / a",
        "\u200b/a",
        "\u202e／\u200b/a",
        "\x00/\x00/a",
        "\\/a",
        "///",
        "/\u3000/a",
        "/ ／/",
    ],
)
def test_no_slash_is_left_in_front(written: str) -> None:
    assert not normalise(written).startswith("/")
    assert not normalise(written).strip().startswith("/")


def test_a_slash_inside_stays() -> None:
    assert normalise("花呗/白条算不算") == "花呗/白条算不算"


def test_doing_it_twice_changes_nothing_and_never_leaves_a_slash_in_front() -> None:
    dice = random.Random(5)
    pieces = [
        *"备用金小米的註銷帳戶關／/\\ \u200b\u202e\x00!！。…哈1a😀\ufe0f\u0301\t\n～",
        "byj",
        "BYJ",
        "小米金融",
        "beiyongjin",
        "備佣金",
    ]
    for _ in range(5000):
        written = "".join(dice.choices(pieces, k=dice.randrange(12)))
        once = normalise(written)
        assert normalise(once) == once, written
        assert not once.startswith("/"), written


@pytest.mark.parametrize(
    "piece", ["備用金", "byj", "byj ", "小米", "小米 ", "/ ", "啊", "beiyongjin", "\u200b"]
)
def test_a_long_message_is_no_trouble(piece: str) -> None:
    once = normalise((piece * 2000)[:2000])
    assert normalise(once) == once
