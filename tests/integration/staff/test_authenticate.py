from datetime import timedelta

import pytest

from desk.bootstrap import Desk
from desk.staff.errors import BadName, NameTaken, NotStaff, StaffLocked, WeakPassphrase
from desk.staff.model import Role
from desk.staff.service import StaffService
from tests.conftest import SettableClock

PASSPHRASE = "correct horse battery"


@pytest.fixture
def staff(desk: Desk, clock: SettableClock) -> StaffService:
    """The staff desk outside the demo, with one reviewer."""
    service = StaffService(desk.transactions, clock=clock)
    service.add("李 审核", Role.REVIEWER, PASSPHRASE)
    return service


def test_who_knows_the_passphrase_is_staff(staff: StaffService) -> None:
    member = staff.authenticate("李 审核", PASSPHRASE)
    assert (member.name, member.role) == ("李 审核", Role.REVIEWER)


def test_the_name_may_be_typed_in_full_width_and_with_spaces(staff: StaffService) -> None:
    assert staff.authenticate("  李\u3000审核 ", PASSPHRASE).name == "李 审核"


@pytest.mark.parametrize(
    ("name", "passphrase"), [("李 审核", "wrong"), ("李 审核", ""), ("李 审核", None), ("nobody", PASSPHRASE)]
)
def test_others_are_refused_without_a_hint(staff: StaffService, name: str, passphrase: str | None) -> None:
    with pytest.raises(NotStaff):
        staff.authenticate(name, passphrase)


def test_a_reviewer_is_no_agent_but_an_admin_is_both(staff: StaffService) -> None:
    staff.add("Admin", Role.ADMIN, PASSPHRASE)
    with pytest.raises(NotStaff):
        staff.authenticate("李 审核", PASSPHRASE, role=Role.AGENT)
    for role in (Role.REVIEWER, Role.AGENT, Role.ADMIN):
        assert staff.authenticate("admin", PASSPHRASE, role=role).may(role)


def test_five_wrong_passphrases_lock_the_account_for_a_while(
    staff: StaffService, clock: SettableClock
) -> None:
    for _ in range(5):
        with pytest.raises(NotStaff):
            staff.authenticate("李 审核", "wrong")
    with pytest.raises(StaffLocked) as refused:
        staff.authenticate("李 审核", PASSPHRASE)
    assert refused.value.until == clock() + timedelta(minutes=15)
    clock.advance(minutes=15)
    assert staff.authenticate("李 审核", PASSPHRASE).wrong_tries == 0


def test_a_right_passphrase_forgives_the_wrong_ones(staff: StaffService) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotStaff):
                staff.authenticate("李 审核", "wrong")
        staff.authenticate("李 审核", PASSPHRASE)


def test_a_name_is_taken_in_every_spelling(staff: StaffService) -> None:
    with pytest.raises(NameTaken):
        staff.add("李　审核", Role.AGENT, PASSPHRASE)
    assert [member.name for member in staff.all()] == ["李 审核"]


def test_a_short_passphrase_and_an_empty_name_are_refused(staff: StaffService) -> None:
    with pytest.raises(WeakPassphrase):
        staff.add("王复核", Role.REVIEWER, "short")
    with pytest.raises(BadName):
        staff.add("  ", Role.REVIEWER, PASSPHRASE)


def test_the_passphrase_is_not_kept(staff: StaffService) -> None:
    (member,) = staff.all()
    assert member.passphrase_hash.startswith("$argon2id$")
    assert PASSPHRASE not in member.passphrase_hash


def test_the_demo_takes_any_name_in_any_role(desk: Desk) -> None:
    member = desk.staff.authenticate(" 谁都行 ", None)
    assert member.name == "谁都行"
    assert all(member.may(role) for role in Role)
    with pytest.raises(BadName):
        desk.staff.authenticate("", None)
