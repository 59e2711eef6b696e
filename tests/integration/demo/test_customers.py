import pytest

from desk.accounts.errors import NoAccount, UnknownCustomer
from desk.bootstrap import Desk
from desk.demo import profiles
from desk.demo.errors import UnknownProfile
from desk.demo.handset import Handset
from desk.demo.service import DemoService
from desk.verification.ports import Sms
from tests.conftest import SettableClock
from tests.journey import submit

PROFILES = {
    "clear": [],
    "unpaid_loan": ["unpaid_loan"],
    "instalments": ["instalments"],
    "overdue": ["overdue"],
    "repayment_in_flight": ["repayment_in_flight"],
    "refund_in_flight": ["refund_in_flight"],
    "overpaid": ["overpaid"],
    "frozen": ["frozen"],
    "many_obstacles": ["overdue", "unpaid_loan", "instalments", "refund_in_flight", "overpaid"],
    "closed": ["closed"],
    "no_account": ["no_account"],
}


@pytest.fixture
def demo(desk: Desk) -> DemoService:
    assert desk.demo is not None
    return desk.demo


def kinds(desk: Desk, customer: str) -> list[str]:
    return [obstacle.kind.value for obstacle in desk.accounts.obstacles(customer)]


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_has_its_obstacles_and_settling_clears_them(
    desk: Desk, demo: DemoService, profile: str
) -> None:
    customer = demo.create(profile).customer
    assert kinds(desk, customer) == PROFILES[profile]
    demo.settle(customer)
    if profile not in ("closed", "no_account"):
        assert kinds(desk, customer) == []


def test_the_profiles_are_those_that_are_promised() -> None:
    assert set(profiles.PROFILES) == set(PROFILES)


def test_every_customer_has_a_phone_and_a_password_of_their_own(demo: DemoService) -> None:
    made = [demo.create("clear") for _ in range(5)]
    assert len({each.customer for each in made}) == len({each.phone for each in made}) == 5
    assert all(len(each.payment_password) == 6 and each.payment_password.isdigit() for each in made)
    assert all(each.customer.startswith("demo/") and each.name for each in made)
    assert made[0].payment_password not in repr(made[0])


def test_the_password_is_kept_as_a_hash_only(demo: DemoService) -> None:
    made = demo.create("clear")
    assert demo.customer(made.customer).password_hash.startswith("$argon2id$")


def test_borrowing_writes_a_loan_on_a_frozen_account_too(desk: Desk, demo: DemoService) -> None:
    customer = demo.create("clear").customer
    application = submit(desk, customer)
    demo.borrow(customer)
    demo.borrow(customer)
    (loan,) = desk.accounts.obstacles(customer, application_id=application.id)
    assert (loan.kind.value, loan.count) == ("unpaid_loan", 2)


def test_settling_leaves_the_freeze_of_a_closure_alone(desk: Desk, demo: DemoService) -> None:
    customer = demo.create("clear").customer
    submit(desk, customer)
    demo.settle(customer)
    assert kinds(desk, customer) == ["already_closing"]


def test_unknown_profiles_and_customers_are_refused(demo: DemoService) -> None:
    with pytest.raises(UnknownProfile):
        demo.create("rich")
    for deed in (demo.settle, demo.borrow, demo.customer):
        with pytest.raises(UnknownCustomer):
            deed("demo/nobody")
    with pytest.raises(NoAccount):
        demo.borrow(demo.create("no_account").customer)


def test_the_handset_shows_its_texts_in_order_and_each_once(
    desk: Desk, demo: DemoService, clock: SettableClock
) -> None:
    handset = Handset(desk.transactions._engine, clock=clock)
    handset.send(Sms("19900000001", "第一条", "111111", "k1"))
    first = clock()
    clock.advance(minutes=1)
    handset.send(Sms("19900000001", "第二条", "222222", "k2"))
    handset.send(Sms("19900000001", "第二条", "222222", "k2"))
    handset.send(Sms("19900000002", "别人的", "333333", "k3"))
    texts = demo.texts("19900000001")
    assert [(each.text, each.sent_at) for each in texts] == [("第一条", first), ("第二条", clock())]
    assert demo.texts("19900000009") == ()
