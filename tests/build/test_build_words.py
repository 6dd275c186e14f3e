"""What names say, and what kind of text stands in a place: each from both sides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from postkiln.build.placement.tables.names import Says, is_version, says
from postkiln.build.placement.tables.texts import TextKind, kind_of
from postkiln.model.template import parse

# What a name may say: names that say it, and names like these that do not.
NAMES: Sequence[tuple[Says, str, str]] = (
    (
        Says.VERSION,
        "version api-version leversion minorversion API_V v X-Shop-Version",
        "versionNumber apiVersionId file_version_id conversion inversion versioned versionsOf",
    ),
    (Says.FORMAT, "format fmt alt output responseType", "formatted information type"),
    (Says.LOCALE, "locale lang culture X-Lang language_code", "slang allLanguages"),
    (Says.BASE_PATH, "basePath base_path contextPath apiRoot", "filePath base path_id"),
    (Says.PREFIX, "prefix urlPrefix", "prefixes"),
    (Says.TENANT, "tenant tenantId tenant_name", "tenantry tenants"),
    (Says.REALM, "realm realm_id", "realms"),
    (
        Says.REGION,
        "region aws_region region_id datacenter zone zone_name",
        "zone_id datacenter_id time-zone timezone regional",
    ),
    (Says.STAGE, "stage env environment", "environment_id staged"),
    (Says.BRANCH, "branch branch_name", "branchID branches"),
    (
        Says.ORIGIN,
        "endpoint baseUrl base_url host HOST_LEDGER server_url shopHost apiServer",
        "url download_url uploadUrl hosted",
    ),
    (Says.QUERY_STRING, "sas sasToken queryString readSasTokenQueryString", "query"),
    (Says.SIGNED_QUERY, "sas sasToken accessKey signature", "queryString filter"),
    (
        Says.ONE_THING,
        "id orderId openid q email e-mail reference referenceNumber ids patient.identifier",
        "isValid paid invalid grid search_type orderIdList identity page",
    ),
    (
        Says.PAGING,
        "page per_page limit $top startIndex next_token pagination_token usemarker",
        "startTime fromDate pageFormat token delimiter stop",
    ),
    (
        Says.SORTING,
        "sort sort_by orderBy $orderby sort_attr sortField direction",
        "orderId sortCode reorder filterBy",
    ),
    (
        Says.FIELDS,
        "fields user.fields $select expand include include_images should_include_extra",
        "fieldwork type starts-with-query",
    ),
    (Says.SELECTOR, "action op comp restype grant_type", "workflow_action transaction"),
    (Says.KIND, "type method", "object_type paymentMethod"),
    (Says.PROTOCOL, "method jsonrpc json-rpc", "json jsonPath"),
    (
        Says.ONCE,
        "signature timestamp timeStamp nonce request_id X-Trace-Id",
        "startTime design requests orderId",
    ),
    (
        Says.IDEMPOTENCY,
        "Idempotency-Key X-idempotence-uuid PayPal-Request-Id idempotencyKey",
        "X-Request-Id",
    ),
    (
        Says.ONE_CALL,
        "If-Match Range Date X-Amz-Date Content-MD5 traceparent X-B3-TraceId X-Time-Stamp"
        " x-fapi-interaction-request-id",
        "Update-Date Content-Type X-Range-Names X-Order-Id",
    ),
    (
        Says.READING,
        "Accept Accept-Language Content-Type Origin Referer Sec-Fetch-Mode DNT",
        "X-Content-Type Access-Control-Allow-Origin",
    ),
    (Says.TRANSPORT, "Connection TE Keep-Alive", "X-Connection Accept-Encoding"),
    (
        Says.WHO,
        "X-User X-Org-Id Bank-Source Bank-Destination role city_code",
        "User-Agent X-Resource X-Sandbox-Name",
    ),
)

# Texts of each kind, divided by `|`: a blank one stands between two of them.
TEXTS: Sequence[tuple[TextKind, str]] = (
    (TextKind.VARIABLE, "{{status}}"),
    (TextKind.MIXED, "id eq {{id}}|{{a}}{{b}}|v-{{x}}"),
    (TextKind.DRAWN, "{{$guid}}|{{$timestamp}}|{{$randomUUID}}"),
    (
        TextKind.PLACEHOLDER,
        "|  |<string>|<long>|{id}|string|null|YOUR_KEY|your-name|shop_example"
        "|<string>,<string>|[insert your key]|Enter here or elsewhere|<<topic>>",
    ),
    (
        TextKind.SAMPLE,
        "6|-3|0.5|1e3|7,8,9|2024-05-01|2024-05-01T10:00:00Z|01/02/2024|ann@shop.example"
        '|W/"a"|"abc"|+49 30 901820|9f8d2b34-7a5e-4c1d-9e2f-0a1b2c3d4e5f'
        "|book:17|urn:shop:Book:001|Hk3Lm9Qa7Zt2Xv5B|5f2a9c11d0e34b7788aa|{{$randomCity}}",
    ),
    (
        TextKind.WORD,
        "json|return=minimal|application/json|v2|true|en-US|catalogueOfBooks"
        "|BookOrderLineItem2|shop-orders-2024-archive|read,write"
        "|urn:ietf:params:oauth:grant-type:saml2-bearer",
    ),
)


@pytest.mark.parametrize(("meaning", "saying", "silent"), NAMES)
def test_names_say_what_they_mean(meaning: Says, saying: str, silent: str) -> None:
    assert [name for name in saying.split() if not says(name, meaning)] == []
    assert [name for name in silent.split() if says(name, meaning)] == []


def test_every_meaning_has_names_on_both_sides() -> None:
    assert {meaning for meaning, _, _ in NAMES} == set(Says)
    assert all(saying and silent for _, saying, silent in NAMES)


@pytest.mark.parametrize(("kind", "texts"), TEXTS)
def test_texts_are_of_their_kind(kind: TextKind, texts: str) -> None:
    found = {text: kind_of(parse(text)) for text in texts.split("|")}
    assert {text: each for text, each in found.items() if each is not kind} == {}


def test_every_kind_has_texts() -> None:
    assert {kind for kind, _ in TEXTS} == set(TextKind)


@pytest.mark.parametrize("segment", ["v2", "2.0", "v1beta1", "2", "latest", "V3.1"])
def test_segments_that_are_versions(segment: str) -> None:
    assert is_version(segment)


@pytest.mark.parametrize("segment", ["vm", "van-2", "orders", "a1", "beta", "2a-b"])
def test_segments_that_are_none(segment: str) -> None:
    assert not is_version(segment)
