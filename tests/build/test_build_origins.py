"""Where requests go, and to which origins a credential belongs."""

from __future__ import annotations

from build.trees import api_of, bearer, entries, item, option, url

BASE, FILES = "https://api.shop.test", "https://files.shop.test"


def test_the_origin_of_most_requests_comes_first() -> None:
    api = api_of(
        item("a", url(origin=FILES)),
        item("b", url(origin=BASE)),
        item("c", url(origin=BASE)),
    )
    assert (api.origin, api.other_origins) == (f"{{{{{BASE}}}}}", (f"{{{{{FILES}}}}}",))


def test_a_credential_belongs_to_the_origins_that_it_is_sent_to() -> None:
    key = entries(("X-Api-Key", "{{key}}"))
    api = api_of(
        item("a", url(origin=BASE), auth=bearer("{{token}}")),
        item("b", url(origin=BASE), auth=bearer("{{token}}")),
        item("c", url(origin=FILES), headers=key, auth=bearer("{{token}}")),
        item("d", url(origin="https://open.shop.test")),
    )
    base, files = f"{{{{{BASE}}}}}", f"{{{{{FILES}}}}}"
    assert option(api, "token").origins == (base, files)
    assert option(api, "key").origins == (files,)


def test_what_is_sent_to_the_origin_of_the_api_only_says_no_origins() -> None:
    api = api_of(item("a", url(origin=BASE), auth=bearer("{{token}}")))
    assert option(api, "token").origins == ()
    assert api.other_origins == ()


def test_an_address_that_calls_give_is_no_origin() -> None:
    api = api_of(
        item("a", url(origin=BASE), auth=bearer("{{token}}")),
        item("b", url(origin="{{upload_url}}", path=""), auth=bearer("{{token}}")),
    )
    assert api.other_origins == ()
    assert option(api, "token").origins == ()


def test_a_credential_for_an_address_that_calls_give_belongs_to_that() -> None:
    key = entries(("Cookie", "{{cookie}}"))
    api = api_of(
        item("a", url(origin=BASE)),
        item("b", url(origin="{{upload_url}}", path=""), headers=key),
    )
    assert option(api, "cookie").origins == ("{{upload_url}}",)
