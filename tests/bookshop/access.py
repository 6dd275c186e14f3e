"""Who may call: one guard for each way to authenticate. A guard raises 401 or 403."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from .exchange import Call, RefusedError

SHOP_TOKEN = "reader-token"
OTHER_SHOP_TOKEN = "another-readers-token"
STOCK_KEY = "stock-key"
READ_ONLY_STOCK_KEY = "stock-key-for-reading"
ADMIN_USER = "admin"
ADMIN_PASSWORD = "pässword:with colon"
CLERK_USER = "clerk"
AUDIT_TOKEN = "audit-token"
UNSCOPED_TOKEN = "token-without-the-audit-scope"

READERS = {SHOP_TOKEN: "reader", OTHER_SHOP_TOKEN: "someone else"}
STOCK_KEYS = {STOCK_KEY: "write", READ_ONLY_STOCK_KEY: "read"}

Guard = Callable[[Call], object]


def anyone(call: Call) -> None:
    """Open to all; credentials are not even looked at."""


def reader(call: Call) -> str:
    """The reader whose bearer token came along (RFC 6750)."""
    return READERS[_known(_credentials(call, "Bearer"), READERS)]


def stock_key(call: Call) -> None:
    """A key in the header X-Api-Key; some keys may only read."""
    key = _known(call.header("X-Api-Key"), STOCK_KEYS)
    if call.method != "GET" and STOCK_KEYS[key] != "write":
        raise RefusedError(403, "READ_ONLY_KEY", "This key may only read.")


def stock_key_in_query(call: Call) -> None:
    _known(call.query("key", ""), STOCK_KEYS)


def admin(call: Call) -> None:
    """HTTP Basic (RFC 7617); a clerk is known and may not."""
    try:
        pair = base64.b64decode(_credentials(call, "Basic"), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise RefusedError(
            401, "BAD_CREDENTIALS", "The credentials are not Basic."
        ) from error
    user, _, password = pair.partition(":")
    _known(user, {ADMIN_USER, CLERK_USER})
    _known(password, {ADMIN_PASSWORD})
    if user != ADMIN_USER:
        raise RefusedError(403, "NOT_ALLOWED", f"{user} is not an administrator.")


def auditor(call: Call) -> None:
    """A given OAuth 2 access token with the scope for the audit log."""
    token = _known(_credentials(call, "Bearer"), {AUDIT_TOKEN, UNSCOPED_TOKEN})
    if token != AUDIT_TOKEN:
        raise RefusedError(
            403, "SCOPE_MISSING", "The token lacks the scope audit.read."
        )


def _credentials(call: Call, scheme: str) -> str:
    found, _, credentials = call.header("Authorization").partition(" ")
    return credentials.strip() if found == scheme else ""


def _known(given: str, known: dict[str, str] | set[str]) -> str:
    if not given:
        raise RefusedError(401, "NO_CREDENTIALS", "This call needs credentials.")
    if given not in known:
        raise RefusedError(401, "BAD_CREDENTIALS", "These credentials are not known.")
    return given
