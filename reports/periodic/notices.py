"""Telling those who make a report where it stands: a link alone, never a number of it."""

from register.kernel.db import Transaction
from register.kernel.i18n import msg
from register.notices.service import post
from reports.periodic import store_reports as store
from reports.periodic.stored import Report

_READ = msg("Read it in the register. This message says nothing of it.")


async def tell_frozen(tx: Transaction, report: Report) -> None:
    """To everybody who may release it: those who review reports and had no part in writing this one."""
    for person in await store.reviewers(tx):
        if person not in {report.prepared_by, report.frozen_by}:
            await post(
                tx, recipient=person, subject=msg("A report waits for your release"), body=[_READ], link=_page(report)
            )


async def tell_released(tx: Transaction, report: Report) -> None:
    """To whoever wrote it."""
    await post(
        tx, recipient=report.prepared_by, subject=msg("The report was released"), body=[_READ], link=_page(report)
    )


async def tell_set_aside(tx: Transaction, report: Report) -> None:
    """To whoever wrote it; why, only the page says."""
    await post(
        tx,
        recipient=report.prepared_by,
        subject=msg("The report was set aside instead of released"),
        body=[_READ],
        link=_page(report),
    )


def _page(report: Report) -> str:
    return f"/reports/{report.id}"
