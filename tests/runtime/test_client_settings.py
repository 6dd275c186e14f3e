"""What is neither an option nor a setting is refused, as Python refuses an unknown argument."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from postkiln.runtime.client import AsyncClient, SyncClient
from postkiln.runtime.errors import ConfigurationError
from postkiln.runtime.operation import ClientSpec

SPEC = ClientSpec(name="Shop")


@pytest.mark.parametrize("client", [SyncClient, AsyncClient])
def test_a_misspelt_setting_is_refused(client: Any) -> None:
    with pytest.raises(TypeError, match="'strct' is neither an option"):
        client(SPEC, {}, strct=True)


def test_a_misspelt_setting_of_a_copy_is_refused() -> None:
    misspelt: dict[str, Any] = {"api_keyy": "x"}
    with (
        SyncClient(SPEC, {}) as client,
        pytest.raises(TypeError, match="'api_keyy' is neither an option"),
    ):
        client.with_options(**misspelt)


def test_an_http_client_of_the_other_kind_is_refused() -> None:
    other: Any = httpx2.AsyncClient()
    with pytest.raises(ConfigurationError, match=r"must be an httpx2\.Client"):
        SyncClient(SPEC, {}, http=other)


def test_http_none_is_a_client_of_its_own_that_is_closed() -> None:
    none: Any = None
    client = SyncClient(SPEC, {}, http=none)
    client.close()
    with pytest.raises(ConfigurationError, match="closed"):
        client.request("GET", "/x")
