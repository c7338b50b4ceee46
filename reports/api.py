"""Extracts for programs; the same use case as the page."""

from datetime import date

import msgspec
from litestar import post
from litestar.params import JSONBody
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from register.access.guards import AnyRequest, identity_of
from reports.download import XLSX, download
from reports.model import Audience, ExportRequest


class ExportIn(msgspec.Struct, forbid_unknown_fields=True):
    """An extract of the register of gifts; the days are those of receipt, both included."""

    language: str = "en"
    since: date | None = None
    until: date | None = None

    def request(self, audience: Audience) -> ExportRequest:
        """The same for one audience."""
        return ExportRequest(audience=audience, language=self.language, since=self.since, until=self.until)


@post("/api/v1/exports/governing-body", opt={"action": "export.governing_body"}, status_code=200, media_type=XLSX)
async def export_governing_body(request: AnyRequest, data: JSONBody[ExportIn]) -> Stream:
    """The workbook without names."""
    return await download(identity_of(request), data.request(Audience.GOVERNING_BODY))


@post("/api/v1/exports/desk", opt={"action": "export.desk"}, status_code=200, media_type=XLSX)
async def export_desk(request: AnyRequest, data: JSONBody[ExportIn]) -> Stream:
    """The workbook with names, of the declarations in one's own queue."""
    return await download(identity_of(request), data.request(Audience.DESK))


reports_api: list[ControllerRouterHandler] = [export_governing_body, export_desk]
