"""Entity tags: which state of a record a program has read, and on which it decided."""

import re

from litestar import Request
from litestar.datastructures import State

from register.kernel.errors import BadRequest, PreconditionRequired

_NUMBERED = re.compile(r'"([1-9][0-9]{0,8})"', re.ASCII)


def etag(seq: int) -> str:
    """The entity tag of a record whose last event has this number."""
    return f'"{seq}"'


def if_match(request: Request[object, object, State]) -> int:
    """The number in the header If-Match. PreconditionRequired where there is none, BadRequest where it is not ours."""
    header = request.headers.get("if-match", "").strip()
    if not header:
        raise PreconditionRequired
    found = _NUMBERED.fullmatch(header)
    if found is None:
        raise BadRequest
    return int(found[1])
