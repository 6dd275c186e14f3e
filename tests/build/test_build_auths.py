"""How calls authenticate, and that no literal secret stays in a text."""

from __future__ import annotations

import pytest
from build.trees import api_of, bearer, call, calls, codes, entries, item, option, url

from postkiln.model.api import Api, Role, Secret
from postkiln.postman.collection import AuthBlock, Folder, Item


def sent(api: Api, index: int = 0) -> tuple[str, dict[str, str | bool]]:
    auth = calls(api)[index].auth
    assert auth is not None
    return auth.kind, dict(auth.parameters)


def test_the_nearest_level_decides() -> None:
    api = api_of(
        Folder("A", (item(), item("own", auth=bearer("{{o}}"))), auth=bearer("{{a}}")),
        item("root"),
        Folder("B", (item(),), auth=AuthBlock("noauth")),
        auth=bearer("{{c}}"),
    )
    tokens = {e.path: e.auth.get("token") if e.auth else None for e in calls(api)}
    assert tokens == {
        ("A", "Call"): "{{a}}",
        ("A", "own"): "{{o}}",
        ("root",): "{{c}}",
        ("B", "Call"): None,
    }
    assert api.auth is not None
    assert api.auth.get("token") == "{{c}}"
    assert "unsupported-auth" not in codes(api)


@pytest.mark.parametrize(
    ("auth", "kind", "parameters"),
    [
        (
            AuthBlock("basic", (("username", "{{u}}"), ("password", "{{p}}"))),
            "basic",
            {"username": "{{u}}", "password": "{{p}}"},
        ),
        (
            AuthBlock("apikey", (("key", "X-K"), ("value", "{{k}}"))),
            "apikey",
            {"name": "X-K", "value": "{{k}}"},
        ),
        (
            AuthBlock("apikey", (("key", "k"), ("value", "{{k}}"), ("in", "query"))),
            "apikey",
            {"name": "k", "value": "{{k}}", "place": "query"},
        ),
        (
            AuthBlock("oauth2", (("accessToken", "{{t}}"),)),
            "oauth2",
            {"token": "{{t}}"},
        ),
        (
            AuthBlock(
                "oauth2",
                (
                    ("accessToken", "{{t}}"),
                    ("headerPrefix", ""),
                    ("addTokenTo", "queryParams"),
                ),
            ),
            "oauth2",
            {"token": "{{t}}", "prefix": "", "place": "query"},
        ),
        (
            AuthBlock(
                "digest",
                (
                    ("username", "{{u}}"),
                    ("password", "{{p}}"),
                    ("realm", "r"),
                    ("nonce", None),
                    ("disableRetryRequest", True),
                ),
            ),
            "digest",
            {"username": "{{u}}", "password": "{{p}}", "realm": "r", "retries": False},
        ),
        (
            AuthBlock(
                "oauth1",
                (
                    ("consumerKey", "{{k}}"),
                    ("consumerSecret", "{{s}}"),
                    ("token", ""),
                    ("addParamsToHeader", "false"),  # a text is true to JavaScript
                    ("addEmptyParamsToSign", False),
                    ("disableHeaderEncoding", True),
                ),
            ),
            "oauth1",
            {
                "consumer_key": "{{k}}",
                "consumer_secret": "{{s}}",
                "in_header": True,
                "encodes_header": False,
            },
        ),
        (
            AuthBlock(
                "oauth1", (("consumerKey", "{{k}}"), ("signatureMethod", "RSA-SHA1"))
            ),
            "oauth1",
            {
                "consumer_key": "{{k}}",
                "private_key": "{{auth:oauth1.private_key}}",
                "signature_method": "RSA-SHA1",
            },
        ),
        (
            AuthBlock(
                "awsv4",
                (
                    ("accessKey", "{{a}}"),
                    ("secretKey", "{{s}}"),
                    ("region", "eu-west-1"),
                    ("addAuthDataToQuery", True),
                ),
            ),
            "awsv4",
            {
                "access_key": "{{a}}",
                "secret_key": "{{s}}",
                "region": "eu-west-1",
                "place": "query",
            },
        ),
        (
            AuthBlock(
                "hawk", (("authId", "{{i}}"), ("authKey", "{{k}}"), ("app", "a"))
            ),
            "hawk",
            {"id": "{{i}}", "key": "{{k}}", "app": "a"},
        ),
        (
            AuthBlock(
                "jwt",
                (
                    ("algorithm", "ES256"),
                    ("privateKey", "{{k}}"),
                    ("headerPrefix", "JWT"),
                    ("addTokenTo", "queryParam"),
                ),
            ),
            "jwt",
            {
                "private_key": "{{k}}",
                "algorithm": "ES256",
                "prefix": "JWT",
                "place": "query",
            },
        ),
        (
            AuthBlock(
                "asap",
                (
                    ("privateKey", "{{k}}"),
                    ("iss", "i"),
                    ("kid", "k/1"),
                    ("aud", "{{a}}"),
                ),
            ),
            "asap",
            {
                "private_key": "{{k}}",
                "kid": "k/1",
                "issuer": "i",
                "audience": "{{a}}",
            },
        ),
        (
            AuthBlock(
                "edgegrid",
                (
                    ("accessToken", "{{a}}"),
                    ("clientToken", "{{c}}"),
                    ("clientSecret", "{{s}}"),
                    ("headersToSign", '["A","B"]'),
                ),
            ),
            "edgegrid",
            {
                "access_token": "{{a}}",
                "client_token": "{{c}}",
                "client_secret": "{{s}}",
                "headers_to_sign": "A,B",
            },
        ),
    ],
)
def test_parameters_are_templates(
    auth: AuthBlock, kind: str, parameters: dict[str, str | bool]
) -> None:
    assert sent(api_of(item(auth=auth))) == (kind, parameters)


def test_the_way_a_key_is_sent_is_no_secret() -> None:
    auth = AuthBlock("apikey", (("key", "{{name}}"), ("value", "{{k}}")))
    api = api_of(item(auth=auth))
    assert option(api, "name").role is Role.SHARED
    assert option(api, "k").role is Role.CREDENTIAL


@pytest.mark.parametrize("token", ["abc", ""])
def test_a_literal_is_an_option_without_default(token: str) -> None:
    api = api_of(item(auth=bearer(token)))
    assert sent(api) == ("bearer", {"token": "{{auth:bearer.token}}"})
    found = option(api, "auth:bearer.token")
    assert (found.label, found.role) == ("token", Role.CREDENTIAL)
    assert found.value == (Secret(token) if token else None)
    assert dict(api.values)["auth:bearer.token"] == Secret(token)


def test_equal_literals_share_an_option_and_others_are_told_apart() -> None:
    api = api_of(
        item("a", auth=bearer("one")),
        item("b", auth=bearer("one")),
        Folder("Admin", (item(),), auth=bearer("two")),
    )
    labels = {
        each.variable: each.label for each in api.options if each.role != Role.HOST
    }
    assert labels == {
        "auth:bearer.token": "token",
        "auth:bearer.token@Admin": "Admin token",
    }
    assert sent(api, 2)[1]["token"] == "{{auth:bearer.token@Admin}}"


def test_literals_of_twin_folders_have_holes_of_their_own() -> None:
    twins = (Folder("A", (item(),), auth=bearer(token)) for token in ("1", "2", "3"))
    api = api_of(*twins)
    assert len({each.variable for each in api.options}) == len(api.options) == 4


def test_literals_of_each_kind_are_named_after_what_they_are() -> None:
    api = api_of(
        item("a", auth=AuthBlock("basic", (("username", "me"),))),
        item("b", auth=AuthBlock("apikey", (("key", "X-Api-Key"), ("value", "v")))),
        item("c", auth=AuthBlock("oauth2")),
    )
    labels = [each.label for each in api.options if each.role is Role.CREDENTIAL]
    assert labels == ["username", "password", "X-Api-Key", "access_token"]


def test_a_template_with_a_key_in_it_is_taken_out_whole() -> None:
    value = "ghp_abcdefghijklmnopqrstuvwxyz{{x}}"
    api = api_of(item(auth=bearer(value)))
    assert option(api, "auth:bearer.token").value == Secret(value)
    assert option(api, "x").role is Role.CREDENTIAL


def test_an_auth_that_is_not_spoken_is_one_notice_for_its_level() -> None:
    api = api_of(
        Folder("A", (item(), item("b"), item("own", auth=bearer("{{t}}")))),
        item("signed", auth=AuthBlock("oauth2", (("tokenType", "MAC"),))),
        auth=AuthBlock("azure"),
    )
    found = [n for n in api.notices if n.code.value == "unsupported-auth"]
    assert [(n.path, n.text.split(":")[1]) for n in found] == [
        ((), " 2 requests are sent without"),
        (("signed",), " 1 request is sent without"),
    ]
    assert calls(api)[1].auth is None


def test_a_key_without_a_name_is_not_sent() -> None:
    assert call(item(auth=AuthBlock("apikey", (("value", "v"),)))).auth is None


def headers(api: Api) -> tuple[tuple[str, str], ...]:
    return calls(api)[0].headers


def with_header(name: str, value: str | None) -> Item:
    return item(headers=entries((name, value)))


@pytest.mark.parametrize(
    ("name", "value", "template", "label"),
    [
        ("X-Api-Key", "abc", "{{header:X-Api-Key}}", "X-Api-Key"),
        ("authorization", "Bearer abc", "Bearer {{header:authorization}}", "token"),
        (
            "Authorization",
            "Basic YTpi",
            "Basic {{header:Authorization}}",
            "credentials",
        ),
        ("Authorization", "abc d", "{{header:Authorization}}", "Authorization"),
        ("Cookie", "a=b; c=d", "{{header:Cookie}}", "Cookie"),
        ("X-Api-Key", "", "{{header:X-Api-Key}}", "X-Api-Key"),
        ("X-Odd", "sk_live_abcdefgh12345678", "{{header:X-Odd}}", "X-Odd"),
    ],
)
def test_a_literal_in_a_secrets_place_leaves_the_header(
    name: str, value: str, template: str, label: str
) -> None:
    api = api_of(with_header(name, value))
    assert headers(api) == ((name, template),)
    (only,) = (each for each in api.options if each.role is Role.CREDENTIAL)
    assert only.label == label
    assert isinstance(dict(api.values)[only.variable], Secret)


def test_a_secret_header_that_names_variables_is_kept() -> None:
    api = api_of(with_header("Authorization", "Bearer {{token}}"))
    assert headers(api) == (("Authorization", "Bearer {{token}}"),)
    assert option(api, "token").role is Role.CREDENTIAL
    assert calls(api)[0].parameters == ()


def test_plain_headers_are_kept_in_order_case_and_number() -> None:
    pairs = (("X-A", "1"), ("x-a", ""), ("X-A", "ümlaut"), ("Content-Length", "3"))
    api = api_of(item(headers=entries(*pairs)))
    assert headers(api) == pairs


def test_disabled_and_nameless_headers_are_left_out() -> None:
    gone = entries(("X-A", "1"), disabled=True) + entries((None, "1"), ("", "2"))
    assert headers(api_of(item(headers=gone))) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("X A", "v"), ("X-A", "s3\r\nB: c"), ("X-A", "s3€"), ("X-Ä", "s3"), ("X", "\0")],
)
def test_a_header_http_forbids_is_a_notice_without_its_value(
    name: str, value: str
) -> None:
    api = api_of(with_header(name, value))
    assert headers(api) == ()
    (notice,) = (n for n in api.notices if n.code.value == "bad-header")
    assert "s3" not in notice.text


def test_the_auth_writes_its_header_and_the_items_own_goes() -> None:
    own = entries(("Authorization", "Bearer abc"), ("x_api_key", "abc"))
    by_bearer = api_of(item(headers=own, auth=bearer("{{t}}")))
    assert headers(by_bearer) == (("x_api_key", "{{header:x_api_key}}"),)
    key = AuthBlock("apikey", (("key", "X-Api-Key"), ("value", "{{k}}")))
    by_key = api_of(item(headers=own, auth=key))
    assert headers(by_key) == (("Authorization", "Bearer {{header:Authorization}}"),)


def test_a_blank_token_leaves_the_items_own_header() -> None:
    own = entries(("Authorization", "Bearer {{t}}"))
    api = api_of(item(headers=own, auth=bearer("")))
    assert headers(api) == (("Authorization", "Bearer {{t}}"),)
    assert calls(api)[0].auth is None
    assert [o.variable for o in api.options if o.role is Role.CREDENTIAL] == ["t"]


def test_a_key_in_the_query_replaces_the_items_own() -> None:
    key = AuthBlock("apikey", (("key", "k"), ("value", "{{v}}"), ("in", "query")))
    to = url(query=entries(("k", "old"), ("q", "1")))
    only = call(item(to=to, auth=key))
    assert [place.key for place in only.query] == ["q"]


@pytest.mark.parametrize(
    ("token", "kept"),
    [
        ("{{t}}", True),
        ("Bearer {{t}}", True),
        ("MY_SECRET{{t}}", False),
        ("{{t}}-suffix", False),
    ],
)
def test_a_literal_beside_a_variable_in_a_secrets_place_is_a_secret(
    token: str, kept: bool
) -> None:
    _, parameters = sent(api_of(item(auth=bearer(token))))
    assert (parameters["token"] == token) is kept
