"""Making a declaration out of a question: a draft with the asker's words; nothing of the answer goes with it."""

from uuid import UUID

import msgspec

from declarations.advice import store
from declarations.advice.model import AdviceRow, TurnCommand
from declarations.advice.sealing import opened
from declarations.advice.service.asking import own_row
from declarations.filing.kinds.model import Answers, KindForm
from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.kinds.registry import FORMS
from declarations.filing.service.drafts import Draft, begin_draft
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import Identity

_ALONE = msg(
    "Nobody else could review it. Agree, or make a declaration of its own that has nothing to do with this question."
)


def kinds() -> list[KindForm]:
    """What a question can become: every kind but the statement that there is nothing."""
    return [form for kind, form in FORMS.items() if kind != "nil"]


async def turn(identity: Identity, advice: UUID, command: TurnCommand) -> Draft:
    """Begin a draft of a kind with the words of one's own question.

    Unless the asker agrees, whoever answered the question takes no part in the review of what it becomes. Raises
    Invalid by field, also where nobody would be left to review it; NotFound; Conflict above 50 drafts.
    """
    form = next((each for each in kinds() if each.kind == command.kind), None)
    if form is None:
        raise Invalid(fields=[FieldError("kind", msg("Choose what you want to declare."))])
    async with transaction(identity) as tx:
        row = await own_row(tx, advice, lock=True)
        if not command.agrees:
            await _refuse_nobody_left(tx, row)
        draft = await begin_draft(tx, _answers(form, row), kind=form.kind)
        await store.remember_draft(tx, advice, draft.id, agrees=command.agrees)
        return draft


async def _refuse_nobody_left(tx: Transaction, row: AdviceRow) -> None:
    advised = set(await store.advisers(tx, row.id))
    if advised and not set(await store.advising(tx, row)) - advised:
        raise Invalid(fields=[FieldError("agrees", _ALONE)])


def _answers(form: KindForm, row: AdviceRow) -> Answers:
    words = opened(row).words
    answers = form.answers(language=words.language)
    if isinstance(answers, PromptAnswers):
        return msgspec.structs.replace(answers, said={"description": words.text})
    return msgspec.structs.replace(answers, description=words.text)
