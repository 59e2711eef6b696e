from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk.bootstrap import Desk
from desk.closures.errors import MoveNotAllowed
from desk.closures.model import Application
from tests.journey import REVIEWER, arrive, confirm, number_of, start, submit

MANY = 10


def at_once(deed: Callable[[int], object]) -> list[object]:
    """Ten people do it in the same moment; refusals come back as what they are."""
    gate = Barrier(MANY)

    def wait_and_do(index: int) -> object:
        gate.wait()
        try:
            return deed(index)
        except MoveNotAllowed as refusal:
            return refusal

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(wait_and_do, range(MANY)))


def test_ten_submissions_at_once_give_one_number(desk: Desk) -> None:
    customer = arrive(desk)
    confirm(desk, customer)
    numbers = {number_of(each) for each in at_once(lambda _: desk.closures.submit(customer))}  # type: ignore[arg-type]
    assert len(numbers) == 1
    application = desk.closures.by_number(numbers.pop())
    assert [event.kind for event in desk.audit.of(application.id)].count("closure.submitted") == 1


def test_ten_starts_at_once_open_one_application(desk: Desk) -> None:
    customer = arrive(desk)
    begun = at_once(lambda _: start(desk, customer).id)
    assert len(set(begun)) == 1


def test_one_of_ten_reviewers_decides(desk: Desk) -> None:
    application = submit(desk, arrive(desk))
    number = number_of(application)

    def decide(index: int) -> Application:
        by = f"{REVIEWER}{index}"
        if index % 2:
            return desk.closures.approve(number, by)
        return desk.closures.reject(number, by, "资料不符")

    outcomes = at_once(decide)
    decided = [each for each in outcomes if isinstance(each, Application)]
    assert len(decided) == 1
    assert sum(isinstance(each, MoveNotAllowed) for each in outcomes) == MANY - 1
    assert desk.closures.by_number(number).stage is decided[0].stage


def test_the_trail_is_whole_after_a_crowd(desk: Desk) -> None:
    customers = [arrive(desk) for _ in range(MANY)]
    at_once(lambda index: submit(desk, customers[index]))
    report = desk.audit.verify()
    assert report.sound
    assert report.unanchored == 0
    assert report.chains == MANY
