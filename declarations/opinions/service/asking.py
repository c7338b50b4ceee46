"""Putting the question: a row of its own, and a link by mail. The desk calls it with the case in hand."""

from collections.abc import Mapping, Sequence

import msgspec

from declarations.filing.model import Declaration
from declarations.opinions import store
from declarations.opinions.model import About, Opinion, OpinionRow, Words
from declarations.opinions.sealing import opened, sealed
from declarations.opinions.settings import opinion_settings
from register import vault
from register.access.tokens import digest, new_token
from register.kernel.db import Transaction
from register.kernel.i18n import Message, msg
from register.kernel.ids import new_id
from register.notices.service import post
from register.people.model import Person

_ON: Mapping[About, Message] = {
    About.ACTIVITY: msg("The ethics office asks for your opinion on an outside activity of a member of your staff."),
    About.PRESSURE: msg("The ethics office asks for your opinion on a matter that bears on the work of your staff."),
}
"""A mail names nobody, and says nothing that others who read it should not know."""


async def put_question(tx: Transaction, case: Declaration, supervisor: Person, words: Words) -> None:
    """Mail the supervisor a link to one question; an earlier link of the case that was not answered works no more.

    It ends with what it was about: the database ends it at every new version, decision and withdrawal.
    """
    await store.end_waiting(tx, case.id)
    key, token = vault.new_data_key(), new_token()
    until = tx.now + opinion_settings().link_life
    row = OpinionRow(
        id=new_id(),
        declaration=case.id,
        supervisor=supervisor.id,
        asked_by=tx.identity.person or case.filed_by,
        asked_at=tx.now,
        expires_at=until,
        answered_at=None,
        ended_at=None,
        stance=None,
        token_hash=digest(token),
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=b"",
    )
    await store.insert(tx, msgspec.structs.replace(row, content=sealed(key, row, words)))
    await post(
        tx,
        recipient=supervisor.id,
        subject=msg("One question to you as a supervisor"),
        body=[
            _ON[words.about],
            msg("Open the link to answer. It works for one answer, until %(until)s; keep it to yourself.", until=until),
        ],
        link=f"/opinion/{token}?lang={supervisor.language}",
    )


async def opinions_of(tx: Transaction, case: Declaration) -> Sequence[Opinion]:
    """What supervisors were asked in a case and what they answered, the newest first."""
    if case.kind not in {"outside_activity", "conflict"}:
        return ()
    return tuple(opened(row) for row in await store.of_case(tx, case.id) if row.wrapped_key is not None)
