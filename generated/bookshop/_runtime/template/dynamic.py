"""Postman's dynamic variables, drawn anew at each place: `{{$guid}}` and the like.

Here are those that are made of digits, letters and times; `fakes.py` has those that are
made of names and words.
"""

from __future__ import annotations

import string
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Final

from . import fakes

# Sample data and no secrets; the system's randomness repeats in no fork and no thread.
_chance: Final = SystemRandom()

_DIGITS: Final = string.digits
_HEX: Final = "0123456789abcdef"
_LETTERS: Final = string.ascii_uppercase
_ALPHANUMERIC: Final = string.ascii_lowercase + string.digits
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
_YEAR: Final = 365 * 24 * 3600


def draw(name: str) -> str | None:
    """A value of the dynamic variable, or None if there is none of this name.

    ConfigurationError: it is made of words, and the library that has them is missing.
    """
    make = _DRAWS.get(name)
    return fakes.draw(name) if make is None else make()


def _some(characters: str, count: int) -> str:
    return "".join(_chance.choice(characters) for _ in range(count))


def _digits(*counts: int) -> str:
    return "-".join(_some(_DIGITS, count) for count in counts)


def _uuid() -> str:
    return str(uuid.uuid4())


def _iso_timestamp() -> str:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return now.replace("+00:00", "Z")


def _date(earliest: int, latest: int) -> str:
    """A time so many seconds from now, as JavaScript writes a Date."""
    moment = datetime.now(UTC) + timedelta(seconds=_chance.uniform(earliest, latest))
    # Not by %a and %b: the locale of the process may be another one.
    day, month = _DAYS[moment.weekday()], _MONTHS[3 * moment.month - 3 :][:3]
    tail = moment.strftime("%d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
    return f"{day} {month} {tail}"


def _degrees(most: int) -> str:
    return f"{_chance.uniform(-most, most):.4f}"


def _iban() -> str:
    """A German account number with the check digits of ISO 13616."""
    account = _digits(18)
    return f"DE{98 - int(account + '131400') % 97:02}{account}"


def _bic() -> str:
    return f"{_some(_LETTERS, 4)}{_chance.choice(('DE', 'FR', 'GB', 'US'))}{_some(_LETTERS + _DIGITS, 2)}"


def _hex_groups(count: int, digits: int) -> str:
    return ":".join(_some(_HEX, digits) for _ in range(count))


def _ip() -> str:
    return ".".join(str(_chance.randint(0, 255)) for _ in range(4))


_DRAWS: Final[Mapping[str, Callable[[], str]]] = {
    "$guid": _uuid,
    "$randomUUID": _uuid,
    "$timestamp": lambda: str(int(time.time())),
    "$isoTimestamp": _iso_timestamp,
    "$randomInt": lambda: str(_chance.randint(0, 1000)),
    "$randomBoolean": lambda: _chance.choice(("true", "false")),
    "$randomAlphaNumeric": lambda: _some(_ALPHANUMERIC, 1),
    "$randomPassword": lambda: _some(string.ascii_letters + _DIGITS + "_", 15),
    "$randomHexColor": lambda: f"#{_some(_HEX, 6)}",
    "$randomSemver": lambda: ".".join(_some(_DIGITS, 1) for _ in range(3)),
    "$randomPhoneNumber": lambda: _digits(3, 3, 4),
    "$randomPhoneNumberExt": lambda: _digits(2, 3, 3, 4),
    "$randomIP": _ip,
    "$randomIPV6": lambda: _hex_groups(8, 4),
    "$randomMACAddress": lambda: _hex_groups(6, 2),
    "$randomLatitude": lambda: _degrees(90),
    "$randomLongitude": lambda: _degrees(180),
    "$randomPrice": lambda: f"{_chance.uniform(0, 1000):.2f}",
    "$randomBankAccount": lambda: _digits(8),
    "$randomBankAccountIban": _iban,
    "$randomBankAccountBic": _bic,
    "$randomBitcoin": lambda: (
        _chance.choice("13") + _some(string.ascii_letters + _DIGITS, 26)
    ),
    "$randomCreditCardMask": lambda: _digits(4),
    "$randomDatePast": lambda: _date(-_YEAR, -1),
    "$randomDateFuture": lambda: _date(1, _YEAR),
    "$randomDateRecent": lambda: _date(-24 * 3600, 0),
}

NAMES: Final = fakes.NAMES.union(_DRAWS)
"""All 118 of them."""
