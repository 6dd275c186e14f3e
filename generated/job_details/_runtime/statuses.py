"""A status -> the class of the error that is raised for it."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import (
    BadGatewayError,
    BadRequestError,
    ClientError,
    ConflictError,
    FailedDependencyError,
    ForbiddenError,
    GatewayTimeoutError,
    GoneError,
    HeaderFieldsTooLargeError,
    InsufficientStorageError,
    InternalServerError,
    LengthRequiredError,
    LockedError,
    MethodNotAllowedError,
    MisdirectedRequestError,
    NotAcceptableError,
    NotFoundError,
    NotImplementedStatusError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PreconditionFailedError,
    PreconditionRequiredError,
    RangeNotSatisfiableError,
    RequestTimeoutError,
    ServerError,
    ServiceUnavailableError,
    StatusError,
    TooManyRequestsError,
    UnauthorizedError,
    UnavailableForLegalReasonsError,
    UnprocessableEntityError,
    UnsupportedMediaTypeError,
    UpgradeRequiredError,
    UriTooLongError,
)

STATUS_CLASSES: Mapping[int, type[StatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    402: PaymentRequiredError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    408: RequestTimeoutError,
    409: ConflictError,
    410: GoneError,
    411: LengthRequiredError,
    412: PreconditionFailedError,
    413: PayloadTooLargeError,
    414: UriTooLongError,
    415: UnsupportedMediaTypeError,
    416: RangeNotSatisfiableError,
    421: MisdirectedRequestError,
    422: UnprocessableEntityError,
    423: LockedError,
    424: FailedDependencyError,
    426: UpgradeRequiredError,
    428: PreconditionRequiredError,
    429: TooManyRequestsError,
    431: HeaderFieldsTooLargeError,
    451: UnavailableForLegalReasonsError,
    500: InternalServerError,
    501: NotImplementedStatusError,
    502: BadGatewayError,
    503: ServiceUnavailableError,
    504: GatewayTimeoutError,
    507: InsufficientStorageError,
}
"""The class of each status that has one of its own."""


def status_class(status: int) -> type[StatusError]:
    """What is raised for a status: its own class, else the one of all 4xx or 5xx."""
    if status in STATUS_CLASSES:
        return STATUS_CLASSES[status]
    match status // 100:
        case 4:
            return ClientError
        case 5:
            return ServerError
        case _:
            return StatusError
