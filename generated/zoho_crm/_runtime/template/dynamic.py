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
_CAPITALS: Final = string.ascii_uppercase
_ALPHANUMERIC: Final = string.ascii_letters + string.digits
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_DAY: Final = 24 * 3600
_YEAR: Final = 365 * _DAY


def draw(name: str) -> str | None:
    """A value of the dynamic variable, or None if there is none of this name.

    ConfigurationError: it is made of words, and the library that has them is missing.
    """
    if name in _DRAWS:
        return _DRAWS[name]()
    return fakes.draw(name)


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
    distance = timedelta(seconds=_chance.uniform(earliest, latest))
    moment = datetime.now(UTC) + distance
    # Not by %a and %b: the locale of the process may be another one.
    weekday = _WEEKDAYS[moment.weekday()]
    month = _MONTHS.split()[moment.month - 1]
    rest = moment.strftime("%d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
    return f"{weekday} {month} {rest}"


def _integer(least: int, most: int) -> str:
    return str(_chance.randint(least, most))


def _degrees(most: int) -> str:
    return f"{_chance.uniform(-most, most):.4f}"


def _iban() -> str:
    """A German account number with the check digits of ISO 13616."""
    account = _digits(18)
    # There, letters count from 10 on: D is 13, E is 14; 00 holds the place of the check.
    check = 98 - int(f"{account}131400") % 97
    return f"DE{check:02}{account}"


def _bic() -> str:
    bank = _some(_CAPITALS, 4)
    country = _chance.choice(("DE", "FR", "GB", "US"))
    city = _some(_CAPITALS + _DIGITS, 2)
    return bank + country + city


def _hex_groups(count: int, digits: int) -> str:
    return ":".join(_some(_HEX, digits) for _ in range(count))


def _ip() -> str:
    return ".".join(_integer(0, 255) for _ in range(4))


_DRAWS: Final[Mapping[str, Callable[[], str]]] = {
    "$guid": _uuid,
    "$randomUUID": _uuid,
    "$timestamp": lambda: str(int(time.time())),
    "$isoTimestamp": _iso_timestamp,
    "$randomInt": lambda: _integer(0, 1000),
    "$randomBoolean": lambda: _chance.choice(("true", "false")),
    "$randomAlphaNumeric": lambda: _some(string.ascii_lowercase + _DIGITS, 1),
    "$randomPassword": lambda: _some(_ALPHANUMERIC + "_", 15),
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
    "$randomBitcoin": lambda: _some("13", 1) + _some(_ALPHANUMERIC, 26),
    "$randomCreditCardMask": lambda: _digits(4),
    "$randomDatePast": lambda: _date(-_YEAR, -1),
    "$randomDateFuture": lambda: _date(1, _YEAR),
    "$randomDateRecent": lambda: _date(-_DAY, 0),
}

NAMES: Final = fakes.NAMES.union(_DRAWS)
"""All that there are, 118."""
