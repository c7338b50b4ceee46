"""What the description of the interface says beside the routes: problems, keys, and headers that a change needs.

Litestar describes an error body of its own; every error of ours is problem+json with one shape.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import (
    OpenAPI,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    Schema,
    SecurityScheme,
)

from register.web.errors import PROBLEM_JSON

Headers = Callable[[str, str], Sequence[str]]
"""The headers that an operation needs, by method and path."""

_ALWAYS = ("400", "401", "403", "404", "422", "429", "500", "503")
_CHANGES = ("409", "413")
_SAYS = {
    "400": "The request could not be read.",
    "401": "No key, or one that is no longer valid.",
    "403": "The key was not made for this, or a browser's session did not send its token.",
    "404": "Not there, or not open to you; the two are never told apart.",
    "409": "The present state does not allow it, or somebody changed it first.",
    "413": "More bytes than are accepted.",
    "422": "What was sent cannot be accepted; `fields` names each fault.",
    "428": "The header If-Match is missing.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
    "500": "A fault of the register; `incident` is its number.",
    "503": "The register is not available just now; Retry-After says how many seconds to wait.",
}
_ABOUT = {
    "If-Match": "The ETag of the state that was read.",
    "Idempotency-Key": "Up to 200 visible characters, new for each create; repeated, it creates nothing again.",
}


class _Description(OpenAPI):
    """What Litestar found, completed once somebody asks for it: most processes are never asked."""

    headers: Headers | None = None

    def to_schema(self) -> dict[str, Any]:
        """Everything, as JSON can carry it."""
        headers, self.headers = self.headers, None
        if headers is not None:
            describe(self, headers)
        return super().to_schema()


@dataclass
class Description(OpenAPIConfig):
    """How the interface is described, with the headers that its operations need."""

    headers: Headers = lambda _method, _path: ()

    def to_openapi_schema(self) -> OpenAPI:
        """What stands before any route is looked at."""
        begun = super().to_openapi_schema()
        description = _Description(**{each.name: getattr(begun, each.name) for each in fields(begun)})
        description.headers = self.headers
        return description


def describe(schema: OpenAPI, headers: Headers) -> None:
    """Complete a description that Litestar made."""
    schema.paths = {path: item for path, item in (schema.paths or {}).items() if path.startswith("/api/")}
    schema.components.schemas["Problem"] = _problem()
    schema.components.security_schemes = {
        "key": SecurityScheme(type="http", scheme="bearer", description="A key of one's own, from the account page.")
    }
    schema.security = [{"key": []}]
    for method, path, operation in _operations(schema):
        needed = headers(method, path)
        operation.parameters = [*(operation.parameters or []), *map(_header, needed)]
        told = {*_ALWAYS, *(_CHANGES if method != "get" else ()), *(["428"] if "If-Match" in needed else [])}
        operation.responses = {
            **{status: found for status, found in (operation.responses or {}).items() if status < "400"},
            **{status: _response(status) for status in sorted(told)},
        }


def _operations(schema: OpenAPI) -> Iterator[tuple[str, str, Operation]]:
    for path, item in (schema.paths or {}).items():
        for method in ("get", "post", "put", "patch", "delete"):
            operation = getattr(item, method)
            if operation is not None:
                yield method, path, operation


def _header(name: str) -> Parameter:
    return Parameter(
        name=name, param_in="header", required=True, description=_ABOUT[name], schema=Schema(type=OpenAPIType.STRING)
    )


def _response(status: str) -> OpenAPIResponse:
    content = {PROBLEM_JSON: OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))}
    return OpenAPIResponse(description=_SAYS[status], content=content)


def _problem() -> Schema:
    text = Schema(type=OpenAPIType.STRING)
    return Schema(
        title="Problem",
        description="RFC 9457, with a code that never changes and the faults by field.",
        type=OpenAPIType.OBJECT,
        required=["type", "title", "status", "code", "detail"],
        properties={
            **dict.fromkeys(("type", "title", "code", "detail", "reason", "incident"), text),
            "status": Schema(type=OpenAPIType.INTEGER),
            "fields": Schema(
                type=OpenAPIType.ARRAY,
                items=Schema(
                    type=OpenAPIType.OBJECT, required=["name", "message"], properties={"name": text, "message": text}
                ),
            ),
        },
    )
