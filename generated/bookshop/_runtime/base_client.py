"""What the sync and the async client have in common: all but the sending.

In: an operation with the arguments of a call. Out: the flow of that call, which
the driver of a client runs (`transport/drivers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Self, TypeVar, cast

import httpx2

from .errors import ConfigurationError, RequestError
from .operation import ClientSpec, Operation
from .options import Given, read_options
from .request.arguments import Values
from .request.headers import Given as GivenHeaders
from .request.headers import merged, problem_of
from .settings import TIMEOUT, ClientSettings, check_settings, headers_of
from .transport.ad_hoc import ad_hoc_call
from .transport.call_flow import Call, ClientContext, call_flow, transport_defaults
from .transport.steps import CallFlow
from .transport.tokens import Tokens

HttpT = TypeVar("HttpT", bound=httpx2.Client | httpx2.AsyncClient)
LockT = TypeVar("LockT")
SettingsT = TypeVar("SettingsT", bound=ClientSettings)
ClientT = TypeVar("ClientT")


class BaseClient(Generic[HttpT, LockT, SettingsT]):
    """A client without the methods that send. Its members are private.

    The classes below are those of its kind: of its httpx2 client, of its lock, and the
    TypedDict of its settings.
    """

    _http_class: type[HttpT]
    _lock_class: type[LockT]
    _settings_class: type[SettingsT]

    _before_call: Callable[[Operation[Any], ClientSpec], None] | None = None
    """Called with each operation before its request is made; for `postkiln verify`."""

    def __init__(
        self,
        spec: ClientSpec,
        given: Given,
        environment: str | None,
        settings: SettingsT,
    ) -> None:
        self._spec = spec
        self._values = read_options(spec, given, environment)
        check_settings(settings, self._settings_class, self._http_class)
        self._settings = settings
        given_http = _http_of(settings)
        self._owns_http = given_http is None
        self._http: HttpT = given_http or self._http_class(timeout=TIMEOUT)
        self._tokens = Tokens()
        self._fetching = self._lock_class()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def _with(self, settings: SettingsT) -> Self:
        """A client with other settings on the same connections."""
        check_settings(settings, self._settings_class, self._http_class)
        other = object.__new__(type(self))  # subclasses have constructors of their own
        other._spec = self._spec
        other._values = self._values
        other._tokens = self._tokens
        other._fetching = self._fetching
        other._settings = cast("SettingsT", {**self._settings, **settings})
        if "headers" in settings:
            of_client = headers_of(self._settings)
            other._settings["headers"] = merged(of_client, headers_of(settings))
        other._http = _http_of(settings) or self._http
        other._owns_http = False
        return other

    def _ad_hoc_flow(
        self,
        method: str,
        path: str,
        query: Values | None,
        headers: GivenHeaders | None,
        body: object,
    ) -> CallFlow[Any]:
        """The flow of a request that the collection lacks."""
        headers = headers or {}
        if problem := problem_of(headers):
            raise RequestError(problem)
        call = ad_hoc_call(
            self._spec, method, path, query=query, headers=headers, body=body
        )
        return self._call_flow(call)

    def _call_flow(self, call: Call) -> CallFlow[Any]:
        """The flow of a call."""
        if self._http.is_closed:
            raise ConfigurationError("this client is closed: make another one")
        if self._before_call is not None:
            self._before_call(call.operation, self._spec)
        defaults = transport_defaults(
            self._settings, self._http.cookies, self._http.headers
        )
        context = ClientContext(
            self._spec, self._values, self._settings, defaults, self._tokens
        )
        return call_flow(call, context)


def _http_of(settings: ClientSettings) -> Any:
    """The httpx2 client that the settings of either kind give, if they do."""
    return cast("Mapping[str, Any]", settings).get("http")


class BaseResource(Generic[ClientT]):
    """A folder of the API: its methods call through the client it belongs to."""

    __slots__ = ("_client",)

    def __init__(self, client: ClientT) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
