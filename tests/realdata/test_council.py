"""A real council’s records go through the interface whole: attendance, items, recusals, every open vote come back."""

import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.factories import World
from tests.realdata.council import FILE, ROLL_CALLS, Held, read_council, read_roll_calls
from tests.realdata.published import published
from tests.realdata.replay import Replayed, Secretary, replayed
from tests.web.served import program, served_app

MADE_UP = """[
  {"date": "2021-03-11", "attendees": ["Ash", "Birch,", "Cedar", "Dogwood - Late"],
   "misc_motion": {"items": ["Motion to take item 3 first"], "yeas": ["All"], "nays": ["None"]},
   "consent_agenda": {"items": [
      "Minutes of the last meeting",
      "Lease of the boathouse. Council Member Cedar RECUSED herself from this item",
      "Bridge over the brook. Mayor Ash RECUSED himself from the vote",],
    "yeas": ["Ash,", "Birch,", "Cedarr"], "nays": ["AYE: Dogwood &"], "absent": []},
   "callup_checkin": ["Sign at the old mill"],
   "public_hearings": [
      {"name": ["Ordinance 7", "Ordinance 8"], "description": "%(long)s", "yeas": ["Ash", "Birch"], "nays": ["Cedar"]},
      {"name": "Ordinance 9", "description": "", "yeas": ["Ash", "Birch"], "nays": ["Birch", "by show"]},
      {"name": "description:", "yeas": [], "nays": []}]},
  {"date": "2021-02-04", "attendees": ["Ash, Birch, Cedar"],
   "consent_agenda": {"items": ["=1+1 stays text", "Roof of the library"],
    "yeas": ["Ash", "Birch"], "nays": ["Cedar", "Dogwood"]}, "callup_checkin": [], "public_hearings": []}
]"""


def made_up() -> list[Held]:
    """Two meetings of a council that does not exist, with every peculiarity of the format."""
    return read_council(MADE_UP.replace("%(long)s", "A very long description. " * 40))


def test_the_reader_takes_names_as_they_were_meant_and_guesses_nothing() -> None:
    early, late = made_up()
    assert [each.day.isoformat() for each in (early, late)] == ["2021-02-04", "2021-03-11"]
    assert early.present == ("Ash", "Birch", "Cedar")
    assert "Dogwood" in early.members, "somebody who voted and does not stand on the list took part all the same"
    first, minutes, lease, bridge, sign, ordinances, ninth = late.motions
    assert first.votes == dict.fromkeys(("Ash", "Birch", "Cedar", "Dogwood"), "yes")
    assert minutes.votes == {"Ash": "yes", "Birch": "yes", "Cedar": "yes", "Dogwood": "no"}
    assert (lease.recused, bridge.recused, sign.votes) == (("Cedar",), ("Ash",), {})
    assert ordinances.title.startswith("Ordinance 7; Ordinance 8: A very long")
    assert ninth.votes == {"Ash": "yes"}
    assert sorted(late.remarks) == ["Birch stands on both sides", "an empty form", "not a member: by show"]


def test_of_a_roll_call_whoever_was_absent_cast_no_vote() -> None:
    [held] = read_roll_calls("date,doc_number,title,Ash,Birch,Cedar,Elm\n2021-05-06,7,Bridge,Yea,Nay,Absent,Abstain\n")
    assert held.motions[0].votes == {"Ash": "yes", "Birch": "no", "Elm": "abstain"}
    assert held.present == ("Ash", "Birch", "Elm")


@pytest.fixture
async def council(world: World) -> AsyncIterator["Council"]:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    address = await world.superuser.fetchval("select email from person where id = $1", secretary.person)
    async with AsyncExitStack() as stack:
        app = served_app()
        theirs = await stack.enter_async_context(program(app, office))
        yield Council(theirs, await stack.enter_async_context(program(app, secretary)), address)


class Council:
    """The office and the secretary at their programs."""

    def __init__(self, office: httpx.AsyncClient, secretary: httpx.AsyncClient, address: str) -> None:
        self.office, self.secretary, self.address = office, secretary, address

    async def hold(self, held: Held) -> tuple[Secretary, Replayed]:
        """Replay one meeting and read it back."""
        done = await replayed(self.office, self.secretary, self.address, held)
        return done, await done.read_back()


def check(held: Held, found: Replayed) -> None:
    """Item by item, vote by vote, recusal by recusal."""
    assert found.present == set(held.present)
    assert list(found.titles) == [motion.number for motion in held.motions]
    for motion in held.motions:
        assert found.titles[motion.number] == motion.title
        assert found.votes[motion.number] == motion.votes, motion
        assert found.aside[motion.number] == found.did[motion.number] == set(motion.recused), motion
        voted_aside = {name for name in motion.recused if name in motion.votes}
        assert found.pointed_out[motion.number] == voted_aside, "a vote by whoever stood aside is pointed out"


async def test_a_made_up_council_goes_through_the_interface_whole(council: Council) -> None:
    for held in made_up():
        done, found = await council.hold(held)
        check(held, found)
    report = (await done.send("GET", "/report")).json()
    assert Counter(item["vote"] for item in report["items"]) == {"show": 6, "none": 1}
    assert [item["votes_aside"] for item in report["items"]] == [0, 0, 1, 1, 0, 0, 0]
    await check_that_nobody_votes_twice(done, report["items"][0]["id"])
    assert (await done.send("GET", "/report.xlsx?in=ar")).content[:2] == b"PK"
    assert (await council.office.get(f"{done.here}/report")).status_code == 404, "nothing of it is the office’s"
    with pytest.raises(AssertionError):  # the control: a vote more than there was
        check(held, json_changed(found))


async def check_that_nobody_votes_twice(done: Secretary, item: str) -> None:
    """As the source has it of one of its members: nobody guesses which of the two it was."""
    seen = f"/items/{item}/disclosures"
    before = (await done.send("GET", seen)).json()["votes"]
    ash = done.delegations["Ash"]
    votes = [{"delegation": ash, "choice": "no"}, {"delegation": ash, "choice": "yes"}]
    refused = await done.client.post(f"{done.here}/items/{item}/votes", json={"votes": votes})
    assert refused.status_code == 422
    assert (await done.send("GET", seen)).json()["votes"] == before


def json_changed(found: Replayed) -> Replayed:
    """The same with one vote turned round."""
    found.votes["1"]["Ash"] = "no"
    return found


@pytest.mark.realdata
@pytest.mark.parametrize(("file", "reader"), [(FILE, read_council), (ROLL_CALLS, read_roll_calls)])
async def test_every_meeting_of_a_real_council_goes_through_the_interface_whole(
    council: Council, file: str, reader: Callable[[str], list[Held]]
) -> None:
    source = reader(published(file).read_text(encoding="utf-8"))
    began, taken = time.monotonic(), Counter[str]()
    for held in source:
        done, found = await council.hold(held)
        check(held, found)
        taken["calls"] += done.calls
        taken["attendances"] += len(found.present)
        taken["items"] += len(found.titles)
        taken["votes"] += sum(len(votes) for votes in found.votes.values())
        taken["recusals"] += sum(len(aside) for aside in found.aside.values())
        taken["votes by who stood aside"] += sum(len(names) for names in found.pointed_out.values())
    taken["meetings"] = len(source)
    taken["remarks"] = sum(len(held.remarks) for held in source)
    print(json.dumps(taken), f"{time.monotonic() - began:.1f} s")
