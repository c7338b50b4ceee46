"""Every page of meetings in four languages, before those who have a part in one: as `test_every_page` judges the rest.

The pages are those that the application routes: one without an entry here fails the first test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.browser.convening import MeetingRecords, arrange_meeting
from tests.browser.test_every_page import NOBODY, Looks, pages_of_the_application
from tests.browser.visiting import CHROMIUM, OFFICER, demonstration, looked_at
from tests.browser.watching import SignedIn, Watcher

pytestmark = pytest.mark.browser

SECRETARY = "meeting_secretary@demo.example"
CHAIR = "presiding_officer@demo.example"
WIDTHS = {"en": 1280}
HEAD, DEPUTY, NEWCOMER = "head of a delegation", "deputy who came by a link", "newcomer"


def looks(at: MeetingRecords) -> dict[str, Looks]:
    """For each page of meetings: who looks at it, and where."""
    return {**_of_secretary(at), **_of_people(at), **_of_chair(at), **_of_participants(at)}


def _of_secretary(at: MeetingRecords) -> dict[str, Looks]:
    here, of = at.here, "/meetings/{meeting}"
    said = ("edit", "sittings", "agenda/new", "standing-aside", "code", "clerk", "minutes", "attendance", "officers")
    return {
        "/meetings": [(DEPUTY, "/meetings")],
        "/meetings/new": [(OFFICER, "/meetings/new")],
        of: [(SECRETARY, here), (DEPUTY, here)],
        **{f"{of}/{each}": [(SECRETARY, f"{here}/{each}")] for each in said},
        f"{of}/sittings/{{sitting}}": [(SECRETARY, f"{here}/sittings/{at.sitting}")],
        f"{of}/agenda": [(SECRETARY, f"{here}/agenda")],
        f"{of}/agenda/{{item}}": [(SECRETARY, f"{here}/agenda/{at.vote}")],
        f"{of}/agenda/{{item}}/edit": [(SECRETARY, f"{here}/agenda/{at.other}/edit")],
        f"{of}/agenda/revisions/{{number}}": [(SECRETARY, f"{here}/agenda/revisions/1")],
        f"{of}/board": [(DEPUTY, f"{here}/board")],
        f"{of}/projector": [(SECRETARY, f"{here}/projector")],
        f"{of}/items/{{item}}": [(SECRETARY, f"{here}/items/{each}") for each in (at.vote, at.other)],
    }


def _of_people(at: MeetingRecords) -> dict[str, Looks]:
    here, of = at.here, "/meetings/{meeting}"
    lists = ("people", "participants", "people/import", "links", "badges", "accreditation")
    forms = ("delegations/new", "participants/new")
    one, whole = f"participants/{at.participant}", f"delegations/{at.delegation}"
    return {
        **{f"{of}/{each}": [(SECRETARY, f"{here}/{each}")] for each in (*lists, *forms)},
        f"{of}/people/import/{{wanted}}": [(SECRETARY, at.listed)],
        f"{of}/participants/{{participant}}": [(SECRETARY, f"{here}/{one}")],
        f"{of}/participants/{{participant}}/edit": [(SECRETARY, f"{here}/{one}/edit")],
        f"{of}/delegations/{{delegation}}": [(SECRETARY, f"{here}/{whole}")],
        f"{of}/delegations/{{delegation}}/edit": [(SECRETARY, f"{here}/{whole}/edit")],
    }


def _of_chair(at: MeetingRecords) -> dict[str, Looks]:
    here, of = at.here, "/meetings/{meeting}"
    return {
        f"{of}/opinions": [(CHAIR, f"{here}/opinions")],
        f"{of}/opinions/{{opinion}}/guidance": [(CHAIR, f"{here}/opinions/{at.opinion}/guidance")],
        f"{of}/statements": [(CHAIR, f"{here}/statements")],
        f"{of}/items/{{item}}/asides/{{aside}}/dispensation": [
            (CHAIR, f"{here}/items/{at.vote}/asides/{at.aside}/dispensation")
        ],
        f"{of}/matters": [(CHAIR, f"{here}/matters")],
        f"{of}/matters/{{matter}}": [(CHAIR, f"{here}/matters/{at.matter}")],
    }


def _of_participants(at: MeetingRecords) -> dict[str, Looks]:
    pages = ("opinions", "report", "informed", "guidance", "gifts", "gifts/new", "delegation", "agenda")
    gift = f"/attend/gifts/{at.gift}"
    return {
        "/join": [(NOBODY, "/join"), (NOBODY, at.link)],
        "/attend": [(HEAD, "/attend")],
        "/attend/code": [(NEWCOMER, "/attend/code")],
        "/attend/items/{item}": [(HEAD, f"/attend/items/{each}") for each in (at.vote, at.other)],
        **{f"/attend/{page}": [(HEAD, f"/attend/{page}")] for page in pages},
        "/attend/gifts/{reference}": [(HEAD, gift)],
        "/attend/gifts/{reference}/amend": [(HEAD, f"{gift}/amend")],
    }


def sent(at: MeetingRecords) -> Sequence[tuple[str, str, str]]:
    """Forms that are sent with nothing filled in, and where to: the page comes back with its faults."""
    here, item = at.here, f"/attend/items/{at.other}"
    return [
        (HEAD, "/attend", "/attend/statement"),
        (HEAD, item, item),
        (HEAD, "/attend/gifts/new", "/attend/gifts"),
        (HEAD, "/attend/opinions", "/attend/opinions"),
        (HEAD, "/attend/report", "/attend/report"),
        (NOBODY, at.link, "/join"),
        (SECRETARY, f"{here}/agenda/new", f"{here}/agenda/new"),
        (SECRETARY, f"{here}/delegations/new", f"{here}/delegations/new"),
        (SECRETARY, f"{here}/participants/new", f"{here}/participants/new"),
        (SECRETARY, f"{here}/people/import", f"{here}/people/import"),
        (CHAIR, f"{here}/opinions/{at.opinion}/guidance", f"{here}/opinions/{at.opinion}/guidance"),
    ]


@dataclass
class InSession(SignedIn):
    """The records of the meeting, too."""

    records: MeetingRecords


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InSession]:
    """A demonstration of its own, which holds its meeting."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    folder = tmp_path_factory.mktemp("demonstration")
    with demonstration(folder, empty=False) as served, looked_at(served) as demo:
        accounts = {email: demo.person(email, "en") for email in (SECRETARY, CHAIR, OFFICER)}
        records, hall = arrange_meeting(demo, accounts[SECRETARY], accounts[CHAIR])
        people = accounts | {HEAD: hall.head, DEPUTY: hall.deputy, NEWCOMER: hall.newcomer}
        states = {name: visitor.page.context.storage_state() for name, visitor in people.items()}
        for visitor in people.values():
            visitor.page.context.close()
        yield InSession(demo, states, records)


def test_every_page_of_meetings_is_looked_at(meeting: InSession) -> None:
    found = pages_of_the_application(of_meetings=True)
    assert found == set(looks(meeting.records))
    assert found - {"/attend"} != set(looks(meeting.records))


@pytest.mark.proof
def test_every_page_of_meetings_is_open_to_everyone_in_four_languages(meeting: InSession) -> None:
    """On phones; in English on a wide screen. What was sent comes back in one of the languages, judged by all rules."""
    watcher, at = Watcher(meeting, WIDTHS), meeting.records
    found = [fault for page in looks(at).values() for look in page for fault in watcher.look(*look)]
    found += [fault for form in sent(at) for fault in watcher.send(*form)]
    assert not found, "\n".join(found)
