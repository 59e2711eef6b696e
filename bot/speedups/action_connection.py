"""Keeps connections to the action server between turns.

Cause: `rasa.utils.endpoints.EndpointConfig.session` opens a session with a pool of its own for each request
and closes it after, so that every turn pays for a new connection on both sides: 10% of the bot's work.
"""

import asyncio
from weakref import WeakKeyDictionary

import aiohttp
from rasa.utils import endpoints
from rasa.utils.endpoints import EndpointConfig

# Below the time after which a server may hang up on an idle connection.
KEEP_SECONDS = 3.0

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.TCPConnector] = WeakKeyDictionary()


def install() -> None:
    """Replace the session by one that leaves its connections open for the next."""
    EndpointConfig.session = session


def session(endpoint: EndpointConfig) -> aiohttp.ClientSession:
    """A session like Rasa's own, on the pool of the running loop."""
    known = endpoint.basic_auth
    auth = aiohttp.BasicAuth(known["username"], known["password"]) if known else None
    return aiohttp.ClientSession(
        headers=endpoint.headers,
        auth=auth,
        timeout=aiohttp.ClientTimeout(total=endpoints.DEFAULT_REQUEST_TIMEOUT),
        connector=_pool(),
        connector_owner=False,
    )


def _pool() -> aiohttp.TCPConnector:
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None or pool.closed:
        pool = _pools[loop] = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_SECONDS)
    return pool


async def close() -> None:
    """Close the connections of the running loop."""
    if pool := _pools.pop(asyncio.get_running_loop(), None):
        await pool.close()
