"""What is a secret: by its name, and by what it looks like."""

from __future__ import annotations

import pytest

from postkiln.model.api import Secret
from postkiln.secrets import detect as secrets

JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
SECRET_NAMES = """
    Authorization Proxy-Authorization Cookie X-Api-Key x_api_key api_key apikey APIKey
    api-key X-Auth-Token access_token accessToken accesstoken token csrf-token
    client_secret ClientSecret secret password newPassword db_password pwd access_key
    private_key secretKey Ocp-Apim-Subscription-Key session_id JSESSIONID auth
"""
PLAIN_NAMES = """
    page_token pageToken nextPageToken next_token nexttoken continuation
    continuationToken cursor sync_token syncToken $deltatoken $skiptoken start_token
    max_tokens token_type key sort_key author id Accept Content-Type Idempotency-Key
    signature limit X-Request-Id monkey session keyword
"""


@pytest.mark.parametrize(
    "name",
    SECRET_NAMES.split(),
)
def test_a_name_says_secret(name: str) -> None:
    assert secrets.names_secret(name)


@pytest.mark.parametrize(
    "name",
    PLAIN_NAMES.split(),
)
def test_a_name_says_nothing(name: str) -> None:
    assert not secrets.names_secret(name)


@pytest.mark.parametrize(
    "text",
    [
        JWT,
        f"Bearer {JWT}",
        "sk_live_abcdefgh12345678",
        "AKIAABCDEFGHIJKLMNOP",
        "ghp_abcdefghijklmnopqrstuvwxyz",
        "xoxb-1234567890-abc",
        "AIzaSyAbcdefghijklmnopqrstuvwxyz",
        "-----BEGIN PRIVATE KEY-----\nabc",
        "0123456789abcdef0123456789abcdef",
        "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1d+/A==",
    ],
)
def test_a_text_looks_secret(text: str) -> None:
    assert secrets.looks_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "12345678901234567890123456789012",
        "3f2b1c4d-0000-4a5b-8c6d-7e8f9a0b1c2d",
        "application/vnd.example.v2+json; charset=utf-8",
        "a-rather-long-title-of-a-page-2024-edition",
        "supercalifragilisticexpialidocious",
        "https://example.com/a/b/c?d=e",
    ],
)
def test_a_text_looks_harmless(text: str) -> None:
    assert not secrets.looks_secret(text)


def test_a_sample_is_wrapped_by_name_or_by_looks() -> None:
    assert secrets.sample("api_key", "abc") == Secret("abc")
    assert secrets.sample("note", JWT) == Secret(JWT)
    assert secrets.sample("note", "abc") == "abc"
    assert secrets.sample("api_key", None) is None


def test_yes_and_no_are_no_secrets() -> None:
    assert secrets.sample("forgot_password", "true") == "true"


def test_prose_loses_its_keys() -> None:
    assert secrets.masked(f"Send `{JWT}` along.") == "Send `***` along."
    assert secrets.masked("Plain words.") == "Plain words."


def test_user_info_is_seen_in_addresses_only() -> None:
    assert secrets.holds_user_info("https://me:pw@api.example.com/v1")
    assert not secrets.holds_user_info("https://api.example.com/@me")
    assert not secrets.holds_user_info("me@example.com")


@pytest.mark.parametrize(
    ("prose", "masked"),
    [
        ("Use Authorization: Bearer S3cretValue99", "Use Authorization: Bearer ***"),
        ("like api_key=S3cret, or so", "like api_key=***, or so"),
        ("curl -u me:S3cret https://h/x", "curl -u *** https://h/x"),
        ("see https://u:S3cret@h/x", "see https://***@h/x"),
        (
            "the token of the reader, basic as it is",
            "the token of the reader, basic as it is",
        ),
        ("page: 12, limit=50", "page: 12, limit=50"),
        ("at http://sensors:3001/iot", "at http://sensors:3001/iot"),
        ("password: what the user chose", "password: what the user chose"),
    ],
)
def test_descriptions_lose_what_they_tell_of(prose: str, masked: str) -> None:
    assert secrets.masked(prose) == masked
