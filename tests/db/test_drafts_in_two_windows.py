"""A draft that is saved in one window while it is sent from another: nothing that was typed is lost unread."""

import msgspec
import pytest

from declarations.filing.answers import GiftAnswers
from declarations.filing.service.drafts import create_draft, read_draft, save_draft
from declarations.filing.service.filing import CheckedDraft, file_declaration
from declarations.filing.service.own import list_own
from register.kernel.errors import NotFound, Stale
from tests.factories import World, gift_command


async def test_what_was_saved_between_checking_and_sending_is_not_deleted(world: World) -> None:
    amina = await world.person()
    draft = await create_draft(amina)
    checked = CheckedDraft(draft.id, draft.version)

    def added(answers: GiftAnswers) -> GiftAnswers:
        return msgspec.structs.replace(answers, remarks="There was a second box.")

    await save_draft(amina, draft.id, added, seen=draft.version)
    with pytest.raises(Stale):
        await file_declaration(amina, gift_command(key="one"), draft=checked)
    assert (await list_own(amina)).items == []
    kept = await read_draft(amina, draft.id)
    assert kept.answers.remarks == "There was a second box."

    await file_declaration(amina, gift_command(key="one"), draft=CheckedDraft(kept.id, kept.version))
    with pytest.raises(NotFound):
        await read_draft(amina, draft.id)
