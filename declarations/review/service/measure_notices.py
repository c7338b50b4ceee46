"""Whom the measures of a conflict call: that something waits and where, never what it says."""

from datetime import date

from declarations.filing import store as filing
from declarations.filing.measures import Carrier
from declarations.filing.model import BEFORE_DECISION, Declaration
from declarations.filing.service.notices import desk_link, own_link
from declarations.review.store_measures import WaitingMeasure
from register.kernel.db import Transaction
from register.kernel.i18n import Message, msg
from register.notices.service import post


async def tell_set(tx: Transaction, declaration: Declaration) -> None:
    """To the declarant: one more measure was set."""
    await _tell(tx, declaration, msg("The ethics office has set a measure. Read it in the register."))


async def tell_ended(tx: Transaction, declaration: Declaration) -> None:
    """To the declarant: a measure was confirmed or lifted."""
    await _tell(tx, declaration, msg("The ethics office has confirmed or lifted a measure. Read it in the register."))


async def tell_marked(tx: Transaction, declaration: Declaration) -> None:
    """To the declarant: a mark was set on the conflict."""
    await _tell(tx, declaration, msg("The ethics office has recorded how the conflict stands."))


async def _tell(tx: Transaction, declaration: Declaration, body: Message) -> None:
    subject = msg("News of declaration %(reference)s", reference=declaration.reference)
    for person in dict.fromkeys((declaration.declarant, declaration.filed_by)):
        await post(tx, recipient=person, subject=subject, body=[body], link=own_link(declaration))


async def tell_reported(tx: Transaction, declaration: Declaration) -> None:
    """To the officer who has the case: a measure is carried out, as the person says."""
    for person in await filing.reviewing(tx, declaration):
        await post(
            tx,
            recipient=person,
            subject=msg("A measure of case %(reference)s is to be confirmed", reference=declaration.reference),
            body=[msg("The declarant has reported that a measure is carried out.")],
            link=desk_link(declaration),
        )


async def remind(tx: Transaction, measure: WaitingMeasure, today: date) -> None:
    """To the declarant who carries the measure out and can report it, and to the reviewer of the case."""
    case = await filing.by_reference(tx, measure.reference)
    reference, day = measure.reference, measure.due_on
    if day < today:
        subject = msg("A measure of declaration %(reference)s is overdue", reference=reference)
    else:
        subject = msg("A measure of declaration %(reference)s is due by %(day)s", reference=reference, day=day)
    if measure.carrier == Carrier.DECLARANT and case.status not in BEFORE_DECISION:
        report = msg("Report in the register that it is carried out, or tell the ethics office what stands in the way.")
        await post(tx, recipient=measure.declarant, subject=subject, body=[report], link=own_link(case))
    for person in await filing.reviewing(tx, case):
        follow = msg("Nobody has reported yet that it is carried out.")
        await post(tx, recipient=person, subject=subject, body=[follow], link=desk_link(case))
