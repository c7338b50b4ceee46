"""An audit under a written mandate, as tests record it and work under it."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import openpyxl

from register.kernel import clock
from register.kernel.identity import Identity
from reports.engagements.model import Engagement, Job
from reports.engagements.service import extracting, recording
from reports.engagements.service.recording import Recorded
from reports.model import FileFormat


def mandate(*auditors: Identity, **changed: Any) -> Recorded:
    """A mandate over the declarations of the last year, in force for a month."""
    today = clock.today()
    said: dict[str, Any] = {
        "title": "Audit of gifts and interests",
        "body": "Board of External Auditors",
        "mandate": "AUD/2026/14",
        "signed_by": "Ioana Petrescu, Chair",
        "signed_on": today - timedelta(days=10),
        "since": today - timedelta(days=365),
        "until": today,
        "in_force_from": today,
        "in_force_until": today + timedelta(days=30),
        "auditors": tuple(each.person for each in auditors),
    }
    return Recorded(**(said | changed))


async def engaged(officer: Identity, *auditors: Identity, **changed: Any) -> Engagement:
    """A recorded engagement."""
    made = await recording.record_engagement(officer, mandate(*auditors, **changed))
    return (await recording.read_engagement(officer, made)).engagement


async def asked(
    auditor: Identity, under: Engagement, language: str = "en", wanted: FileFormat = FileFormat.XLSX
) -> UUID:
    """An extract that was asked for."""
    return await extracting.ask_extract(auditor, under.id, language, wanted)


async def job_of(auditor: Identity, under: Engagement, job: UUID) -> Job:
    """How far it is."""
    found = await recording.read_engagement(auditor, under.id)
    return next(each for each in found.jobs if each.id == job)


async def fetched(auditor: Identity, under: Engagement, job: UUID) -> bytes:
    """The file of an extract."""
    file = await extracting.fetch_extract(auditor, under.id, job)
    return b"".join([piece async for piece in file.pieces])


async def extracted(
    auditor: Identity,
    under: Engagement,
    language: str = "en",
    wanted: FileFormat = FileFormat.XLSX,
    most: int = 1_048_576,
) -> bytes:
    """An extract, from asking to the file."""
    job = await asked(auditor, under, language, wanted)
    while await extracting.work_off(most):
        pass
    return await fetched(auditor, under, job)


def sheets_of(raw: bytes) -> Any:
    """The sheets of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(raw)).worksheets


def rows_of(raw: bytes) -> list[dict[str, str]]:
    """The rows of comma-separated values by heading."""
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


async def cases_of(auditor: Identity, under: Engagement) -> list[dict[str, str]]:
    """The rows of an extract."""
    return rows_of(await extracted(auditor, under, wanted=FileFormat.CSV))
