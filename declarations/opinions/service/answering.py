"""Behind the link: one question, one answer. Looking consumes nothing, since mail scanners open links too."""

from datetime import timedelta

import msgspec

from declarations.filing import store as filing
from declarations.filing.model import Action, Declaration, Party, Status
from declarations.filing.service.moves import apply_move
from declarations.filing.service.notices import desk_link
from declarations.opinions import store
from declarations.opinions.model import LONGEST_COMMENT, NEEDS_WORDS, STANCES, Answer, Asked, OpinionRow
from declarations.opinions.sealing import sealed, words_of
from register import vault
from register.access.limits import address_of, count
from register.access.tokens import digest, looks_like_token
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import ANONYMOUS, Identity, service
from register.notices.service import post

CLERK = service("clerk")
_TRIES_PER_HOUR = 60
_HOUR = int(timedelta(hours=1).total_seconds())
_REVIEWED = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.INFORMATION_REQUESTED})


async def count_try(client: str) -> None:
    """Count one opening or one answer of an address. Raises TooManyRequests."""
    await count("opinion link", address_of(client), limit=_TRIES_PER_HOUR, seconds=_HOUR)


async def open_question(token: str, by: Identity = ANONYMOUS) -> Asked:
    """The question behind a link. Raises NotFound for one that was used, replaced, has ended, is too old or never was.

    It needs no account; but whoever is signed in while they open it has to be the supervisor who was asked, and that
    one still has to be the declarant's supervisor, and active.
    """
    async with transaction(CLERK) as tx:
        row = await _behind(tx, token, by)
        words = words_of(row)
        return Asked(words.person, words.activity, words.activity_language, row.expires_at, words.about)


@retry_serialization
async def give_opinion(token: str, answer: Answer, by: Identity = ANONYMOUS) -> None:
    """Keep the one answer, and say in the story of the case that it came.

    Raises NotFound as `open_question` does, and Invalid by field. The answer decides nothing.
    """
    comment = answer.comment.strip()
    if answer.stance in NEEDS_WORDS and not comment:
        raise Invalid(fields=[FieldError("comment", msg("Write in a few sentences what should be considered."))])
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(fields=[FieldError("comment", msg("Write at most %(n)s characters.", n=LONGEST_COMMENT))])
    async with transaction(CLERK) as tx:
        row = await _behind(tx, token, by, lock=True)
        words = words_of(row)
        if answer.stance not in STANCES[words.about]:
            raise Invalid(fields=[FieldError("stance", msg("Choose one of the answers."))])
        told = msgspec.structs.replace(words, comment=comment, comment_language=answer.language if comment else "")
        key = vault.unwrap(row.key_id, row.wrapped_key)
        case = await filing.by_id(tx, row.declaration)
        await store.answer(tx, row.id, answer.stance.value, sealed(key, row, told))
        after = await apply_move(
            tx,
            case,
            Action.TAKE_OPINION,
            parties=frozenset({Party.RULE}),
            said={"supervisor": words.supervisor, "stance": answer.stance.value, "in_role": "supervisor_consulted"},
            by_rule=True,
        )
        await _tell(tx, after)


async def _tell(tx: Transaction, case: Declaration) -> None:
    for person in await filing.reviewing(tx, case):
        await post(
            tx,
            recipient=person,
            subject=msg("There is something new in case %(reference)s", reference=case.reference),
            body=[msg("The supervisor has answered your question.")],
            link=desk_link(case),
        )


async def _behind(tx: Transaction, token: str, by: Identity, *, lock: bool = False) -> OpinionRow:
    row = await store.behind_link(tx, digest(token), lock=lock) if looks_like_token(token) else None
    if row is None or row.wrapped_key is None:
        raise NotFound
    if by.person not in {None, row.supervisor}:
        raise NotFound  # a link that was passed on: nobody else answers in the supervisor's name
    if not await store.still_supervises(tx, row.id):
        raise NotFound  # who left, or has handed the person over, no longer answers for them
    case = await filing.by_id(tx, row.declaration)
    if case.status not in _REVIEWED:
        raise NotFound  # it is decided or withdrawn: there is nothing left to be asked
    return row
