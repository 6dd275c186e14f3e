"""Dynamic variables made of names and words: by the library Faker, and by short lists.

Faker is loaded when the first of them is drawn, and has a randomness of its own here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from random import SystemRandom
from typing import Any, Final
from urllib.parse import quote

from ..optional import load

_chance: Final = SystemRandom()
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS: Final = (
    "January February March April May June July August September October November December"
)

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "$randomMonth": tuple(_MONTHS.split()),
    "$randomWeekday": tuple(_WEEKDAYS.split()),
    "$randomProtocol": ("http", "https"),
    "$randomLocale": ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "zh"),
    "$randomDepartment": ("Books", "Garden", "Kitchen", "Music", "Shoes", "Toys"),
    "$randomProductAdjective": ("Compact", "Gentle", "Plain", "Quiet", "Sturdy"),
    "$randomProductMaterial": ("Cotton", "Glass", "Oak", "Paper", "Steel", "Wool"),
    "$randomProduct": ("Basket", "Chair", "Kettle", "Lamp", "Pencil", "Table"),
    "$randomCatchPhraseAdjective": ("Adaptive", "Balanced", "Open", "Shared"),
    "$randomCatchPhraseDescriptor": ("local", "modular", "regional", "stable"),
    "$randomCatchPhraseNoun": ("archive", "interface", "network", "platform"),
    "$randomBsAdjective": ("efficient", "global", "integrated", "visible"),
    "$randomBsBuzz": ("deliver", "extend", "integrate", "scale", "streamline"),
    "$randomBsNoun": ("channels", "markets", "services", "systems"),
    "$randomDatabaseColumn": ("createdAt", "email", "group", "id", "name", "status"),
    "$randomDatabaseType": ("bigint", "date", "double", "enum", "text", "varchar"),
    "$randomDatabaseCollation": ("ascii_bin", "utf8_bin", "utf8_general_ci"),
    "$randomDatabaseEngine": ("ARCHIVE", "CSV", "InnoDB", "MEMORY", "MyISAM"),
    "$randomBankAccountName": ("Checking Account", "Savings Account"),
    "$randomTransactionType": ("deposit", "invoice", "payment", "withdrawal"),
    "$randomCurrencySymbol": ("$", "£", "¥", "€", "₩", "₹"),
    "$randomAbbreviation": ("API", "CSS", "HTTP", "JSON", "SQL", "TCP", "XML"),
    "$randomAdjective": ("digital", "mobile", "neural", "open-source", "virtual"),
    "$randomNoun": ("array", "bus", "circuit", "driver", "protocol", "sensor"),
    "$randomVerb": ("copy", "index", "parse", "program", "synthesize", "transmit"),
    "$randomIngverb": ("copying", "indexing", "parsing", "programming"),
    "$randomJobDescriptor": ("Chief", "District", "Junior", "Lead", "Senior"),
    "$randomJobArea": ("Accounts", "Branding", "Quality", "Research", "Security"),
    "$randomJobType": ("Architect", "Designer", "Engineer", "Manager", "Planner"),
    "$randomCommonFileType": ("application", "audio", "image", "text", "video"),
    "$randomCommonFileExt": ("gif", "htm", "jpg", "mp3", "pdf", "png", "wav"),
    "$randomFileType": ("application", "audio", "font", "image", "message", "text"),
    "$randomFileExt": ("aiff", "csv", "dic", "epub", "json", "png", "svg", "xml"),
    "$randomDirectoryPath": ("/bin", "/etc", "/opt/bin", "/usr", "/usr/lib", "/var"),
}
"""What Faker has no word for, in a few of our own."""

_PICTURES: Final = (
    "Abstract Animals Business Cats City Food Nightlife Fashion People Nature Sports Transport"
)


def draw(name: str) -> str | None:
    """A value of the variable, or None if there is none of this name here."""
    if name in _WORDS:
        return _chance.choice(_WORDS[name])
    make = _MADE.get(name)
    return None if make is None else make()


@cache
def _faker(language: str = "en_US") -> Any:
    library = load("faker", "Faker", "a dynamic variable of names or words")
    made = library.Faker(language)
    made.seed_instance()  # from the system; the randomness of others stays their own
    return made


def _lorem() -> Any:
    return _faker("la")


def _fake(what: str) -> Callable[[], str]:
    """What a provider of Faker makes, as text."""
    return lambda: str(_faker().format(what))


def _of(*names: str) -> Callable[[], str]:
    """Values of other variables, with blanks between them."""
    return lambda: " ".join(str(draw(name)) for name in names)


def _word() -> str:
    return str(_faker().word()).capitalize()


def _user_name() -> str:
    return f"{_faker().first_name()}{_chance.randint(1, 99)}"


def _host() -> str:
    return f"{_faker().domain_word()}.{_faker().tld()}"


def _slug(words: int) -> str:
    return "-".join(map(str, _lorem().words(words)))


def _file(ending: str) -> str:
    return f"{_faker().word()}_{_faker().word()}.{draw(ending)}"


def _picture(kind: str) -> Callable[[], str]:
    tail = f"/{kind.lower()}" if kind else ""
    return lambda: f"http://placeimg.com/640/480{tail}"


def _data_uri() -> str:
    box = "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'/>"
    return f"data:image/svg+xml;charset=UTF-8,{quote(box)}"


def _phrase() -> str:
    words = (draw(f"$random{kind}") for kind in ("Verb", "Adjective", "Noun"))
    verb, adjective, noun = map(str, words)
    return f"We need to {verb} the {adjective} {draw('$randomAbbreviation')} {noun}!"


def _lines() -> str:
    return "\n".join(_lorem().sentences(_chance.randint(1, 5)))


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "$randomWord": _word,
    "$randomWords": lambda: " ".join(_word() for _ in range(_chance.randint(2, 3))),
    "$randomFilePath": lambda: (
        f"{draw('$randomDirectoryPath')}/{_file('$randomFileExt')}"
    ),
    "$randomFileName": lambda: f"{_faker().word()}.{draw('$randomFileExt')}",
    "$randomCommonFileName": lambda: _file("$randomCommonFileExt"),
    "$randomMimeType": _fake("mime_type"),
    "$randomCity": _fake("city"),
    "$randomStreetName": _fake("street_name"),
    "$randomStreetAddress": _fake("street_address"),
    "$randomCountry": _fake("country"),
    "$randomCountryCode": _fake("country_code"),
    "$randomColor": lambda: str(_faker().safe_color_name()),
    "$randomProductName": _of(
        "$randomProductAdjective", "$randomProductMaterial", "$randomProduct"
    ),
    "$randomCompanyName": _fake("company"),
    "$randomCompanySuffix": _fake("company_suffix"),
    "$randomCatchPhrase": _of(
        "$randomCatchPhraseAdjective",
        "$randomCatchPhraseDescriptor",
        "$randomCatchPhraseNoun",
    ),
    "$randomBs": _of("$randomBsBuzz", "$randomBsAdjective", "$randomBsNoun"),
    "$randomCurrencyCode": _fake("currency_code"),
    "$randomCurrencyName": _fake("currency_name"),
    "$randomPhrase": _phrase,
    "$randomAvatarImage": lambda: (
        f"https://avatars.githubusercontent.com/u/{_chance.randint(1, 10**8)}"
    ),
    "$randomImageUrl": _picture(""),
    **{f"$random{kind}Image": _picture(kind) for kind in _PICTURES.split()},
    "$randomImageDataUri": _data_uri,
    "$randomEmail": lambda: f"{_user_name()}@{_faker().free_email_domain()}",
    "$randomExampleEmail": lambda: (
        f"{_user_name()}@example.{_chance.choice(('com', 'net', 'org'))}"
    ),
    "$randomUserName": _user_name,
    "$randomUrl": lambda: f"{draw('$randomProtocol')}://{_host()}",
    "$randomDomainName": _host,
    "$randomDomainSuffix": _fake("tld"),
    "$randomDomainWord": _fake("domain_word"),
    "$randomUserAgent": _fake("user_agent"),
    "$randomLoremWord": lambda: str(_lorem().word()),
    "$randomLoremWords": lambda: " ".join(_lorem().words(3)),
    "$randomLoremSentence": lambda: str(_lorem().sentence()),
    "$randomLoremSlug": lambda: _slug(3),
    "$randomLoremSentences": lambda: (
        " ".join(_lorem().sentences(_chance.randint(2, 6)))
    ),
    "$randomLoremParagraph": lambda: str(_lorem().paragraph()),
    "$randomLoremParagraphs": lambda: "\n \r".join(_lorem().paragraphs(3)),
    "$randomLoremText": lambda: str(_lorem().text()),
    "$randomLoremLines": _lines,
    "$randomFirstName": _fake("first_name"),
    "$randomLastName": _fake("last_name"),
    "$randomFullName": lambda: f"{_faker().first_name()} {_faker().last_name()}",
    "$randomNamePrefix": _fake("prefix"),
    "$randomNameSuffix": _fake("suffix"),
    "$randomJobTitle": _of("$randomJobDescriptor", "$randomJobArea", "$randomJobType"),
}

NAMES: Final = frozenset((*_WORDS, *_MADE))
"""Those that are drawn here."""
