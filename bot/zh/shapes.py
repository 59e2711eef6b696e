"""Recognises what has a shape rather than a spelling: amounts, dates, application numbers, phone tails.

Each is one token, so that a sentence about 500元 and one about 300元 have the same words.
"""

import re
from collections.abc import Iterator

_DIGITS = "零〇一二两俩三四五六七八九"
_HAN_NUMBER = rf"[{_DIGITS}十百千万]"
_DAY = rf"(?:\d{{1,2}}|[{_DIGITS}十廿卅]{{1,3}})"
_MONTH = r"(?:[下上]+个?月|[这本]个?月|当月|次月)"

SHAPES: dict[str, str] = {
    "application_number": r"(?<![a-z])byj ?\d{8,24}(?!\d)",
    "phone_tail": r"(?:尾号|后四位|末四位)(?:是|为|:)? ?\d{4}(?!\d)",
    "date": "|".join(
        (
            r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日|号)?",
            rf"(?:[今明去]年)?{_DAY}月(?:份)?{_DAY}(?:日|号)",
            rf"{_MONTH}的?{_DAY}(?:日|号)",
            rf"{_MONTH}(?:底|初|末)?",
            rf"(?<![{_DIGITS}十\d]){_DAY}号(?!线|楼)",
            r"(?:[上下]+个?|[这本])(?:周|星期|礼拜)[一二三四五六日天]?",
            r"大?[今明昨前后]天",
        )
    ),
    "amount": "|".join(
        (
            r"[¥$] ?\d[\d,]*(?:\.\d+)?",
            r"\d[\d,]*(?:\.\d+)? ?[万千百wk]?多?(?:块钱|块|元|圆|毛|rmb)",
            r"\d[\d,]*(?:\.\d+)? ?(?:万|千|百|w(?![a-z])|k(?![a-z]))多?",
            rf"(?:{_HAN_NUMBER}|几){{2,}}多?(?:块钱|块|元)",
            rf"[{_DIGITS}十几](?:块钱|元)",
            rf"[{_DIGITS[2:]}][百千万](?:{_HAN_NUMBER}*)多?",
        )
    ),
}
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SHAPES.items()))


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each shape in a normalised text, from left to right."""
    for match in _ANY.finditer(text):
        yield match.start(), match.end(), str(match.lastgroup)
