"""Extracts for programs; the same use case as the page."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import JSONBody
from litestar.response import Stream
from litestar.types import ControllerRouterHandler
from msgspec import Meta

from declarations.codes.vocabulary import Kind
from declarations.review.model import Asked, Show
from declarations.review.schemas_filters import NarrowingIn
from register.access.guards import AnyRequest, identity_of
from reports.download import MEDIA, download
from reports.model import Audience, ExportRequest, FileFormat


@dataclass
class _Extract(Operation):
    """An extract in the description of the interface: it leaves as a workbook or as comma-separated values."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        made = (self.responses or {}).get("200")
        if isinstance(made, OpenAPIResponse):
            made.content = {media: OpenAPIMediaType(schema=file) for media in MEDIA.values()}


class ListIn(NarrowingIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cases of the desk: a saved filter, and what stands in the place of what it holds."""

    filter: UUID | None = None
    show: Show | None = None
    words: Annotated[str, Meta(max_length=200)] | None = None

    def asked(self) -> Asked:
        """The same as the service takes it."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name != "filter"}
        return Asked(**{name: value for name, value in given.items() if value is not None}, saved=self.filter)


class ExportIn(msgspec.Struct, forbid_unknown_fields=True):
    """An extract of the register of one kind; the days are those of receipt, event or start, both included."""

    kind: Kind = Kind.GIFT
    """Only gifts are made for the governing body."""
    language: str = "en"
    since: date | None = None
    until: date | None = None
    format: FileFormat = FileFormat.XLSX
    """`xlsx` for the workbook, `csv` for the register sheet alone."""
    list: ListIn | None = None
    """A list of the desk instead of the whole register."""

    def request(self, audience: Audience) -> ExportRequest:
        """The same for one audience."""
        asked = self.list.asked() if self.list else None
        return ExportRequest(
            kind=self.kind,
            audience=audience,
            language=self.language,
            since=self.since,
            until=self.until,
            format=self.format,
            asked=asked,
        )


@post(
    "/api/v1/exports/governing-body", opt={"action": "export.governing_body"}, status_code=200, operation_class=_Extract
)
async def export_governing_body(request: AnyRequest, data: JSONBody[ExportIn]) -> Stream:
    """The extract without names: a workbook, or `text/csv` where `format` says so."""
    return await download(identity_of(request), data.request(Audience.GOVERNING_BODY))


@post("/api/v1/exports/desk", opt={"action": "export.desk"}, status_code=200, operation_class=_Extract)
async def export_desk(request: AnyRequest, data: JSONBody[ExportIn]) -> Stream:
    """The extract with names, of the declarations in one's own queue."""
    return await download(identity_of(request), data.request(Audience.DESK))


reports_api: list[ControllerRouterHandler] = [export_governing_body, export_desk]
