"""Many accounts with one phone: it is sent no more codes than one account's would be, also at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk.verification.errors import TooManyRequests
from tests.integration.verification.steps import Scene

MANY = 6


def test_of_many_codes_to_one_phone_at_once_one_is_sent(scene: Scene) -> None:
    demo = scene.desk.demo
    assert demo is not None
    customers = [demo.create("clear") for _ in range(MANY)]
    for customer in customers:
        with scene.desk.transactions.write() as work:
            work.customers.set_contact(customer.customer, customer.name, "19900000001")
        scene.desk.closures.start(customer.customer, "v1")
        scene.desk.closures.accept(customer.customer, "1")
    tokens = [scene.service.link(customer.customer).token for customer in customers]
    gate = Barrier(MANY)

    def send(token: str) -> bool:
        gate.wait()
        try:
            scene.service.send_code(token)
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(MANY) as pool:
        assert sum(pool.map(send, tokens)) == 1
    assert scene.deliver() == 1
