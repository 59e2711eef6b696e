"""Who may call, and how often: the checks that come before anything is read or done."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from starlette.requests import Request

from gateway.addresses import caller_address, limit_key
from gateway.identity import Identities, Identity, NotAuthenticated
from gateway.limits import AtOnce, Limit
from gateway.problems import Problem, too_many_requests
from gateway.settings import GatewaySettings

_STREAM_WAIT = 15.0  # seconds; by then a connection that was cut has been noticed


class _Pair:
    """The limits of one kind of call: for each customer, and for each address."""

    def __init__(self, settings: GatewaySettings, factor: int) -> None:
        self.customers = Limit(settings.customer_burst * factor, settings.customer_rate * factor)
        self.addresses = Limit(settings.address_burst * factor, settings.address_rate * factor)


class Callers:
    """Counts and identifies callers; messages are counted apart from everything else."""

    def __init__(self, identities: Identities, settings: GatewaySettings) -> None:
        self._identities, self._settings = identities, settings
        self._messages = _Pair(settings, 1)
        self._others = _Pair(settings, settings.reading_factor)
        self._platforms = Limit(settings.webhook_burst, settings.webhook_rate)
        self._streams = AtOnce(settings.customer_streams), AtOnce(settings.address_streams)

    def speaker(self, request: Request) -> Identity:
        """The identity behind a call that sends a message.

        Raises:
            Problem: 429 when it is one too many, 401 when nobody is proved.
        """
        return self._customer(request, self._messages)

    def reader(self, request: Request) -> Identity:
        """The identity behind any other call of a customer; the same refusals, with higher limits."""
        return self._customer(request, self._others)

    def stream(self, request: Request, identity: Identity) -> AbstractContextManager[None]:
        """Room for one more open stream, to be held while it is open: each keeps asking the database.

        Raises:
            Problem: 429 when this customer or this address has too many open.
        """
        customers, addresses = self._streams
        address = limit_key(caller_address(request, self._settings.trusted_proxies))
        if customers.is_full(identity.owner) or addresses.is_full(address):
            raise too_many_requests(_STREAM_WAIT)
        return self._streaming(identity.owner, address)

    def platform(self, request: Request) -> None:
        """Count a push of a messaging app; one address pushes for all its users.

        Raises:
            Problem: 429 when it is one too many.
        """
        address = caller_address(request, self._settings.trusted_proxies)
        _refuse_after(self._platforms.take(limit_key(address)))

    def anyone(self, request: Request) -> None:
        """Count a call that needs no identity."""
        self._count_address(request, self._others)

    @contextmanager
    def _streaming(self, owner: str, address: str) -> Iterator[None]:
        customers, addresses = self._streams
        with customers.one(owner), addresses.one(address):
            yield

    def _customer(self, request: Request, pair: _Pair) -> Identity:
        self._count_address(request, pair)
        try:
            identity = self._identities.identify(request.headers.get("authorization"))
        except NotAuthenticated as error:
            raise Problem("not-authenticated", {"WWW-Authenticate": "Bearer"}) from error
        _refuse_after(pair.customers.take(identity.owner))
        return identity

    def _count_address(self, request: Request, pair: _Pair) -> None:
        address = caller_address(request, self._settings.trusted_proxies)
        _refuse_after(pair.addresses.take(limit_key(address)))


def _refuse_after(wait: float) -> None:
    if wait:
        raise too_many_requests(wait)
