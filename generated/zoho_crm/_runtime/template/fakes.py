"""Dynamic variables made of names and words: by the library Faker, and by short lists.

Faker is loaded when the first of them is drawn, with a random generator of its own.
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
_PICTURES: Final = (
    "Abstract Animals Business Cats City Food Nightlife Fashion People Nature Sports Transport"
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
"""Those that Faker has no words for."""


def draw(name: str) -> str | None:
    """A value of the variable, or None if there is none of this name here."""
    if name in _WORDS:
        return _chance.choice(_WORDS[name])
    if name in _MADE:
        return _MADE[name]()
    return None


@cache
def _faker(language: str = "en_US") -> Any:
    library = load("faker", "Faker", "a dynamic variable of names or words")
    made = library.Faker(language)
    # The generator that all instances share may have been seeded by the program.
    made.seed_instance()
    return made


def _lorem() -> Any:
    return _faker("la")


def _fake(provider: str) -> Callable[[], str]:
    """What a provider of Faker makes, as text."""
    return lambda: str(_faker().format(provider))


def _joined(*names: str) -> Callable[[], str]:
    """Values of other variables, with blanks between them."""
    return lambda: " ".join(str(draw(name)) for name in names)


def _word() -> str:
    return str(_faker().word()).capitalize()


def _words() -> str:
    count = _chance.randint(2, 3)
    return " ".join(_word() for _ in range(count))


def _user_name() -> str:
    return f"{_faker().first_name()}{_chance.randint(1, 99)}"


def _host() -> str:
    return f"{_faker().domain_word()}.{_faker().tld()}"


def _file(extension: str) -> str:
    return f"{_faker().word()}_{_faker().word()}.{draw(extension)}"


def _picture(path: str) -> Callable[[], str]:
    return lambda: f"http://placeimg.com/640/480{path}"


def _data_uri() -> str:
    image = "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'/>"
    return f"data:image/svg+xml;charset=UTF-8,{quote(image)}"


def _phrase() -> str:
    verb = draw("$randomVerb")
    adjective = draw("$randomAdjective")
    short = draw("$randomAbbreviation")
    noun = draw("$randomNoun")
    return f"We need to {verb} the {adjective} {short} {noun}!"


def _sentences(least: int, most: int) -> list[str]:
    found: list[str] = _lorem().sentences(_chance.randint(least, most))
    return found


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "$randomWord": _word,
    "$randomWords": _words,
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
    "$randomProductName": _joined(
        "$randomProductAdjective", "$randomProductMaterial", "$randomProduct"
    ),
    "$randomCompanyName": _fake("company"),
    "$randomCompanySuffix": _fake("company_suffix"),
    "$randomCatchPhrase": _joined(
        "$randomCatchPhraseAdjective",
        "$randomCatchPhraseDescriptor",
        "$randomCatchPhraseNoun",
    ),
    "$randomBs": _joined("$randomBsBuzz", "$randomBsAdjective", "$randomBsNoun"),
    "$randomCurrencyCode": _fake("currency_code"),
    "$randomCurrencyName": _fake("currency_name"),
    "$randomPhrase": _phrase,
    "$randomAvatarImage": lambda: (
        f"https://avatars.githubusercontent.com/u/{_chance.randint(1, 10**8)}"
    ),
    "$randomImageUrl": _picture(""),
    **{
        f"$random{kind}Image": _picture(f"/{kind.lower()}")
        for kind in _PICTURES.split()
    },
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
    "$randomLoremSlug": lambda: "-".join(_lorem().words(3)),
    "$randomLoremSentences": lambda: " ".join(_sentences(2, 6)),
    "$randomLoremParagraph": lambda: str(_lorem().paragraph()),
    "$randomLoremParagraphs": lambda: "\n \r".join(_lorem().paragraphs(3)),
    "$randomLoremText": lambda: str(_lorem().text()),
    "$randomLoremLines": lambda: "\n".join(_sentences(1, 5)),
    "$randomFirstName": _fake("first_name"),
    "$randomLastName": _fake("last_name"),
    "$randomFullName": lambda: f"{_faker().first_name()} {_faker().last_name()}",
    "$randomNamePrefix": _fake("prefix"),
    "$randomNameSuffix": _fake("suffix"),
    "$randomJobTitle": _joined(
        "$randomJobDescriptor", "$randomJobArea", "$randomJobType"
    ),
}

NAMES: Final = frozenset((*_WORDS, *_MADE))
"""Those that are drawn here."""
