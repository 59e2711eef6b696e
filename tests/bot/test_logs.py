"""The log says what went wrong and nothing that a customer wrote."""

import logging

from bot.logs import without_foreign_texts


def record_of(error: Exception) -> str:
    try:
        raise RuntimeError("我的密码是 123456") from error
    except RuntimeError as raised:
        record = logging.LogRecord(
            "a",
            logging.ERROR,
            "here",
            1,
            "%s failed",
            ("action_faq",),
            (type(raised), raised, raised.__traceback__),
        )
    assert without_foreign_texts(record) is True
    return logging.Formatter().format(record)


def test_an_exceptions_words_are_left_out_and_its_kind_and_cause_stay() -> None:
    line = record_of(ValueError("全部聊天记录"))
    assert "密码" not in line
    assert "聊天" not in line
    assert "action_faq failed [RuntimeError from ValueError at " in line
    assert "test_logs.py" in line


def test_a_record_without_an_exception_stays_as_it_is() -> None:
    record = logging.LogRecord("a", logging.ERROR, "here", 1, "%s failed", ("action_faq",), None)
    without_foreign_texts(record)
    assert record.getMessage() == "action_faq failed"
