"""Dynamic variables: each of the 118 in the format that Postman gives it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from postkiln.runtime.template import dynamic

REFERENCE = Path(__file__).parents[2].parent / "shared/reference/dynamic-variables.json"

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_DATE = (
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d"
    r" GMT\+0000 \(Coordinated Universal Time\)"
)
_FORMATS = {
    "$guid": _UUID,
    "$randomUUID": _UUID,
    "$timestamp": r"\d{10}",
    "$isoTimestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "$randomInt": r"\d{1,3}|1000",
    "$randomBoolean": "true|false",
    "$randomAlphaNumeric": "[a-z0-9]",
    "$randomPassword": r"\w{15}",
    "$randomHexColor": "#[0-9a-f]{6}",
    "$randomSemver": r"\d\.\d\.\d",
    "$randomPhoneNumber": r"\d{3}-\d{3}-\d{4}",
    "$randomPhoneNumberExt": r"\d\d-\d{3}-\d{3}-\d{4}",
    "$randomIP": r"\d{1,3}(\.\d{1,3}){3}",
    "$randomIPV6": "[0-9a-f]{4}(:[0-9a-f]{4}){7}",
    "$randomMACAddress": "[0-9a-f]{2}(:[0-9a-f]{2}){5}",
    "$randomLatitude": r"-?\d{1,2}\.\d{4}",
    "$randomLongitude": r"-?\d{1,3}\.\d{4}",
    "$randomPrice": r"\d{1,4}\.\d\d",
    "$randomBankAccount": r"\d{8}",
    "$randomBankAccountIban": r"[A-Z]{2}\d{2}[A-Z0-9]{11,27}",
    "$randomBankAccountBic": r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "$randomBitcoin": r"[13][A-Za-z0-9]{24,34}",
    "$randomCreditCardMask": r"\d{4}",
    "$randomDatePast": _DATE,
    "$randomDateFuture": _DATE,
    "$randomDateRecent": _DATE,
    "$randomMonth": r"[A-Z][a-z]{2,8}",
    "$randomWeekday": r"[A-Z][a-z]+day",
    "$randomLocale": "[a-z]{2}",
    "$randomCountryCode": "[A-Z]{2}",
    "$randomCurrencyCode": "[A-Z]{3}",
    "$randomAbbreviation": "[A-Z]{3,4}",
    "$randomProtocol": "https?",
    "$randomDirectoryPath": r"(/[\w.]+)+",
    "$randomFilePath": r"(/[\w.-]+)+\.\w+",
    "$randomFileName": r"[\w-]+\.\w+",
    "$randomCommonFileName": r"[\w-]+\.\w+",
    "$randomMimeType": r"[\w-]+/[\w.+-]+",
    "$randomProductName": r"[A-Z]\w+( [A-Z]\w+){2}",
    "$randomCatchPhrase": r"[\w-]+( [\w/-]+){2,}",
    "$randomBs": r"[\w-]+ [\w/-]+ [\w-]+",
    "$randomJobTitle": r"[A-Z]\w+( [A-Z]\w+){2}",
    "$randomFullName": r"[A-Z][\w'.-]+( [A-Z][\w'.-]+)+",
    "$randomAvatarImage": r"https://avatars\.githubusercontent\.com/u/\d+",
    "$randomImageUrl": "http://placeimg.com/640/480",
    "$randomImageDataUri": r"data:image/svg\+xml;charset=UTF-8,%3Csvg\S+",
    "$randomEmail": r"[\w.]+@[\w-]+(\.\w+)+",
    "$randomExampleEmail": r"[\w.]+@example\.(com|net|org)",
    "$randomUserName": r"[\w.]+",
    "$randomUrl": r"https?://[\w-]+\.[a-z]+",
    "$randomDomainName": r"[\w-]+\.[a-z]+",
    "$randomDomainSuffix": "[a-z]{2,5}",
    "$randomDomainWord": r"[\w-]+",
    "$randomUserAgent": r"(Mozilla|Opera)/[^\n]+",
    "$randomLoremSlug": r"\w+(-\w+){2}",
    "$randomLoremSentence": r"[A-Z][^\n]+\.",
    "$randomLoremLines": r"[^\n]+(\n[^\n]+){0,4}",
}
IMAGES = [
    name
    for name in dynamic.NAMES
    if name.endswith("Image") and name not in ("$randomAvatarImage", "$randomImageUrl")
]
FORMATS = {
    **_FORMATS,
    **dict.fromkeys(IMAGES, r"http://placeimg\.com/640/480/[a-z]+"),
}


def test_there_are_118() -> None:
    assert len(dynamic.NAMES) == 118


@pytest.mark.parametrize("name", sorted(dynamic.NAMES))
def test_every_draw_has_the_format(name: str) -> None:
    pattern = FORMATS.get(name, r"\S(.|\s)*")
    for _ in range(20):
        drawn = dynamic.draw(name)
        assert drawn is not None
        assert re.fullmatch(pattern, drawn), drawn


@pytest.mark.corpus
def test_the_formats_are_postmans() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"no list of Postman's variables at {REFERENCE}")
    known = json.loads(REFERENCE.read_text("utf-8"))
    assert set(known) == dynamic.NAMES
    samples = {name: known[name][2].strip() for name in FORMATS}
    unlike = [
        name
        for name, pattern in FORMATS.items()
        if len(samples[name]) < 60  # longer ones are cut off in the list
        and not re.fullmatch(pattern, samples[name])
    ]
    assert unlike == []


def test_check_digits_hold() -> None:
    for _ in range(50):
        iban = dynamic.draw("$randomBankAccountIban") or ""
        digits = "".join(str(int(each, 36)) for each in iban[4:] + iban[:4])
        assert int(digits) % 97 == 1


def test_each_place_is_drawn_anew() -> None:
    assert len({dynamic.draw("$guid") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "name", ["$nope", "guid", "", "$random", "$randomword", "{{x}}"]
)
def test_other_names_are_none(name: str) -> None:
    assert dynamic.draw(name) is None


def run(program: str) -> None:
    where = str(Path(__file__).parents[2] / "generator")
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=where, check=True, timeout=60)


def test_without_the_library_words_say_what_to_install() -> None:
    run(
        "import sys; sys.modules['faker'] = None\n"
        "from postkiln.runtime import errors\nfrom postkiln.runtime.template import dynamic\n"
        "assert dynamic.draw('$guid') and dynamic.draw('$randomMonth')\n"
        "try:\n    dynamic.draw('$randomCity')\n"
        "except errors.ConfigurationError as error:\n"
        "    assert \"pip install 'Faker'\" in str(error)\n"
        "else:\n    raise AssertionError\n"
    )


def test_the_library_loads_when_a_word_is_drawn() -> None:
    run(
        "import sys; from postkiln.runtime.template import dynamic; dynamic.draw('$guid');"
        "assert 'faker' not in sys.modules; dynamic.draw('$randomCity');"
        "assert 'faker' in sys.modules"
    )
