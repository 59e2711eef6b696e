import pytest

from desk.staff.errors import BadName
from desk.staff.model import name_key, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Wei", "li wei"),
        ("  李伟 ", "李伟"),
        ("ＬＩ ＷＥＩ", "Li Wei"),
        ("Li\u3000Wei", "Li  Wei"),
        ("李\u200b伟", "李伟"),
        ("Straße", "STRASSE"),
        ("李伟\ufeff", "李伟"),
        ("ﬁona", "FIONA"),
        ("李 伟", "李伟"),
        ("李\u3000伟", "李伟"),
        ("李伟\u3164", "李伟"),
        ("李伟\uffa0", "李伟"),
        ("李\u2800伟", "李伟"),
        ("李伟\ue000", "李伟"),
        ("李伟\udcff", "李伟"),
        ("\u0430lice", "alice"),
        ("\u0392OB", "bob"),
        ("LI W\u0395I", "li wei"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(("one", "other"), [("李伟", "李玮"), ("Li Wei", "Liwei"), ("li1", "li2")])
def test_different_names_are_different_people(one: str, other: str) -> None:
    assert not same_person(one, other)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u3164", "\u2800", "\udcff", "--", "。", "李" * 65])
def test_a_name_has_to_show_something_and_to_be_a_name(name: str) -> None:
    with pytest.raises(BadName):
        name_key(name)
