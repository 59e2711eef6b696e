"""Callers cannot make up figures that then have to be kept for ever."""

from __future__ import annotations

import pytest
from httpx import AsyncClient


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/v1/messages", "/verify/some-link-or-other/sms", "/nowhere"]
)
async def test_an_invented_method_has_no_figure_of_its_own(client: AsyncClient, path: str) -> None:
    for number in range(3):
        await client.request(f"MADEUP{number}", path)
    figures = (await client.get("/metrics")).text
    assert "MADEUP" not in figures
    assert 'method="any"' in figures
