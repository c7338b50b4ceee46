"""What goes on in the background: mail, seals, closing what is due, clearing what has expired."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from declarations.assets.service.reminding import remind_of_statements
from declarations.authorizations.service.ending import follow_ends
from declarations.evidence.service.scanning import scan_waiting
from declarations.filing.service.clearing import clear_expired
from declarations.legacy.service.runs import work_off
from declarations.retention.erasing import erase_when_asked
from declarations.review.service.closing import clear_searches, keep_closing, remind_of_measures
from declarations.review.service.matching import hear_and_match
from declarations.standing.service.functions import look_at_changes
from declarations.whatif.service.running import clear_what_ifs
from declarations.whatif.service.running import work_off as work_off_what_ifs
from register.access.service.links import send_requested_links
from register.access.service.tidying import tidy
from register.auditing import seal_log
from register.checkpointing import send_daily
from register.kernel import rounds
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.kernel.rounds import every
from register.keys import signing_key
from register.ledger.sealer import Sealer
from register.notices.configuration import mail_settings
from register.notices.mailer import Mailer
from register.notices.transports import DemonstrationTransport, SmtpServer, SmtpTransport, Transport
from register.operations import logs
from register.operations.measuring import EVERY_SECONDS as MEASURED
from register.operations.measuring import count_round, measure
from register.operations.serving_figures import figures_of_this_process
from register.settings import Settings
from reports.engagements.service.ending import clear_extracts
from reports.engagements.service.extracting import work_off as work_off_extracts

Loop = Callable[[], Coroutine[Any, Any, None]]


def transport(settings: Settings) -> Transport:
    """How mail leaves this installation."""
    mail = settings.mail
    if mail.transport == "demonstration":
        return DemonstrationTransport()
    if mail.transport != "smtp":
        raise NotConfigured(msg("The mail transport %(transport)s does not exist.", transport=mail.transport))
    server = SmtpServer(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=mail.password,
        timeout=mail.timeout_seconds,
    )
    try:
        return SmtpTransport(server)
    except ValueError as error:
        raise NotConfigured(msg("The mail settings cannot be used: %(reason)s", reason=str(error))) from error


def loops(settings: Settings) -> list[Loop]:
    """Every supervised loop; each goes on by itself after any failure."""
    return [
        Sealer(signing_key(settings), seal_log(settings)).run,
        Mailer(transport(settings), mail_settings()).run,
        keep_closing,
        lambda: every(2.0, send_requested_links, "the sender of links"),
        lambda: every(1.0, work_off, "the importer of older registers"),
        lambda: every(2.0, hear_and_match, "the matching of names"),
        lambda: every(1.0, work_off_what_ifs, "the what-ifs"),
        lambda: every(2.0, work_off_extracts, "the extracts for auditors"),
        lambda: every(60.0, clear_extracts, "the clearing of extracts"),
        lambda: every(2.0, scan_waiting, "the scanner of evidence"),
        lambda: every(60.0, tidy, "the clearing of sessions"),
        *([lambda: every(MEASURED, measure, "the measuring")] if settings.metrics.port else []),
        lambda: every(60.0, look_at_changes, "the look at changes of function"),
        lambda: every(3600.0, remind_of_statements, "the reminding of asset statements"),
        lambda: every(3600.0, follow_ends, "the reminders of authorizations"),
        lambda: every(3600.0, lambda: send_daily(settings, transport(settings)), "the sending of checkpoints"),
        lambda: every(86400.0, erase_when_asked, "the erasure after retention"),
        lambda: every(3600.0, clear_expired, "the clearing of drafts"),
        lambda: every(3600.0, clear_what_ifs, "the clearing of what-ifs"),
        lambda: every(3600.0, clear_searches, "the clearing of searches"),
        lambda: every(3600.0, remind_of_measures, "the reminding of measures"),
    ]


@contextlib.asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """Run the loops beside whatever happens inside."""
    rounds.observe(count_round)
    tasks = [asyncio.create_task(loop()) for loop in loops(settings)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_alone(settings: Settings) -> None:
    """Run the loops until SIGTERM or SIGINT, for `register worker`; what was taken and not done is given back."""
    told = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    logs.configure(settings.log)
    with figures_of_this_process(settings.metrics):
        async with working(settings):
            await told.wait()
