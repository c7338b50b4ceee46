"""The view for the hall: one item, the one called last or the one that was chosen on the board."""

from datetime import timedelta

import msgspec

from declarations.votes.board_pages import board_pages
from declarations.votes.live import Boards, View
from declarations.votes.service.watching import read_board
from register.access import configure
from register.access.csrf import csrf_field
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import item, meeting
from tests.web.visitors import SETTINGS, signed_in


async def test_where_two_items_are_called_the_board_leads_to_a_view_of_each(world: World) -> None:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    here, at = f"/meetings/{made.id}", made.created_at
    first = await item(secretary, made, called_at=at, titles={"en": "Budget"})
    hall = f"{here}/projector?item={first.id}"
    async with signed_in(rooms(*board_pages), world, secretary) as client:
        assert not (await client.get(f"{here}/board")).all("a", href=hall), "with one item there is nothing to choose"
        later = await item(
            secretary, made, number="6", position=2, called_at=at + timedelta(seconds=1), titles={"en": "Elections"}
        )
        board = await client.get(f"{here}/board")
        assert len(board.all("a", href=hall)) == len(board.all("a", href=f"{here}/projector?item={later.id}")) == 1
        usual, chosen = await client.get(f"{here}/projector"), await client.get(hall)
        assert ("Elections" in usual.text, "Budget" in usual.text) == (True, False)
        assert ("Elections" in chosen.text, "Budget" in chosen.text) == (False, True)
        assert f"{here}/projector/events?item={first.id}" in chosen.response.text, "and it follows the same item"
        await client.get(f"{here}/projector?item=none", status=404)
        boards = Boards()
        await boards._load(made.id)
        state = boards._states[made.id]
        told = [msgspec.json.decode(state.of(View.PROJECTOR, each))["item"] for each in (None, first.id, later.id)]
        assert told == [str(later.id), str(first.id), str(later.id)]
        await world.superuser.execute("update agenda_item set ended_at = now() where id = $1", first.id)
        assert "Elections" in (await client.get(hall)).text, "what has ended gives way to what is before the meeting"
    line = (await read_board(secretary, made.id)).current(first.id)
    assert line is not None
    assert line.item == later
