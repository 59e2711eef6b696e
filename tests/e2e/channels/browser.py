"""The browser on a person's phone: follows links out of an app, and is known to the app's own pages."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

_MOST = 10
T = TypeVar("T")


class Browser:
    """Keeps cookies, and goes where it is sent.

    Args:
        platform: where the app's own pages are, which know who holds the phone by `known_by`.
    """

    def __init__(self, platform: str, known_by: Mapping[str, str]) -> None:
        self._platform, self._known_by = platform, dict(known_by)
        self.client = httpx.Client(timeout=20, trust_env=False)
        self.url = ""

    def open(self, url: str) -> httpx.Response:
        """The page at the end of all redirections."""
        answer = self._get(url)
        for _ in range(_MOST):
            if answer.status_code not in {302, 303}:
                return answer
            answer = self._get(urljoin(self.url, answer.headers["location"]))
        raise AssertionError(f"sent around in circles, at last to {self.url}")

    def submit(self, page: httpx.Response, **filled: str) -> httpx.Response:
        """Send the form of a page."""
        action = re.search(r'<form method="post" action="([^"]+)"', page.text)
        assert action, page.text
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        fields = {name: html.unescape(value) for name, value in hidden} | filled
        address = urljoin(self.url, action[1])
        parts = urlsplit(address)
        origin = {"Origin": f"{parts.scheme}://{parts.netloc}"}
        answer = self.client.post(address, data=fields, headers=origin)
        if answer.status_code in {302, 303}:
            return self.open(urljoin(address, answer.headers["location"]))
        return answer

    def post(self, path: str, **body: Any) -> httpx.Response:
        """One call of the page that is open."""
        return self.client.post(f"{self.url.partition('?')[0]}/{path}", json=body)

    def bind(self, link: str, customer_id: str) -> httpx.Response:
        """Through the app's login and the shop's, up to the last word."""
        return self.submit(self.submit(self.open(link), customer_id=customer_id))

    def close(self) -> None:
        self.client.close()

    def _get(self, url: str) -> httpx.Response:
        self.url = url
        headers = self._known_by if url.startswith(self._platform) else {}
        return self.client.get(url.partition("#")[0], headers=headers)


def eventually(look: Callable[[], T], seconds: float = 40.0) -> T:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)
    return found
