"""A General Assembly from accreditation to minutes: twelve phones, four languages, two server processes, one database.

Whoever leads follows on boards, each at another server than half of the phones. One phone has no scripts, one came in
with a code that was mailed. With PICTURES=1 the phones are photographed (artefacts/meeting).
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.sync_api import Locator, Route, expect, sync_playwright

from declarations.codes.decisions import Alert
from declarations.codes.plain import alert_sentence
from declarations.meetings.model import Part
from register.kernel.i18n import LOCALES, say
from tests.browser.gathering import (
    ALOUD,
    BIDDER,
    CHAIR,
    CONCERNED,
    DELEGATIONS,
    DEPUTY,
    LATE,
    LISTED,
    MAILED,
    SCRIPTLESS,
    SECRETARY,
    STANDS_IN,
    TITLES,
    UNLUCKY,
    Gathering,
    Hall,
    PostOffice,
    prepared,
    two_servers,
)
from tests.browser.leading import (
    PRESENT,
    WORDS,
    closes,
    completes,
    enters_the_list,
    hands_over,
    is_minuted,
    names_a_substitute,
    opens_the_vote,
    says_aloud_and_confirms,
    tells_nothing,
)
from tests.browser.phones import NOTHING, fits, receipt, sends
from tests.browser.visiting import CHROMIUM, FLAGS, Visitor
from tests.databases import Database
from tests.factories import World

pytestmark = pytest.mark.browser

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FIVE, SEVEN, WHOLE = 0, 1, 2
"""The lines of the board: the two items, and the statement for the whole meeting."""


@pytest_asyncio.fixture(loop_scope="session")
async def hall(world: World) -> AsyncIterator[Hall]:
    async with prepared(world) as found:
        yield found


@pytest.fixture
def gathering(hall: Hall, migrated: Database, tmp_path: Path) -> Iterator[Gathering]:
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    mail = PostOffice()
    with two_servers(migrated, tmp_path, mail) as hall.servers, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Gathering(browser, hall, mail)
        browser.close()


def test_a_meeting_from_accreditation_to_minutes(gathering: Gathering, hall: Hall) -> None:
    secretary, chair = gathering.leader(SECRETARY), gathering.leader(CHAIR)
    desk, wall = (Visitor(secretary.page.context.new_page(), secretary.address) for _ in range(2))
    boards = [secretary, chair]
    for board in boards:
        board.go(f"{hall.path}/board")
    wall.go(f"{hall.path}/projector")
    phones = _accredited(gathering)
    _show(boards, "acknowledged", 12)
    names_a_substitute(desk, hall)
    for number in ("5", "7"):
        _calls(desk, hall, number, phones[UNLUCKY])
    _show(boards, f"answered.{WHOLE}", len(DELEGATIONS))
    alert = _declares_a_present(phones[CONCERNED], hall)
    _sees_it_alone(phones, [desk, chair], hall, alert)
    _answer(phones, hall, boards)
    _discloses_and_is_replaced(phones[CONCERNED], hall, alert)
    says_aloud_and_confirms(desk, phones[ALOUD], hall)
    tells_nothing(desk, alert[0])
    _show(boards, f"answered.{SEVEN}", 11)
    hands_over(desk, chair, phones[DEPUTY], hall)
    opens_the_vote(desk, phones[LATE], hall)
    enters_the_list(desk, phones[LISTED], hall)
    _show([secretary, phones[DEPUTY]], f"answered.{SEVEN}", 12)
    _names_nobody(wall, hall)
    is_minuted([desk, phones[DEPUTY]], hall)
    completes(desk, hall)
    closes(desk, [secretary, phones[DEPUTY], wall], phones, hall)
    assert not wall.page.locator("[data-events]").count(), "the hall watches a meeting that is over"


def _accredited(gathering: Gathering) -> dict[str, Visitor]:
    """Everybody by link and a code, past the code of the meeting, in the language of the person.

    All phones are at it together: each step waits for the page that the step before asked for.
    """
    hall = gathering.hall
    phones = {family: gathering.phone(family, java_script_enabled=family != SCRIPTLESS) for family in hall.people}
    with phones[MAILED].page.expect_navigation():
        phones[MAILED].page.locator("form[action='/join/code'] button").click()
    codes = {family: hall.code.translate(ARABIC_DIGITS) for family in DELEGATIONS["وادي السلام", "ar"]}
    codes[MAILED] = gathering.mail.code_for(hall.people[MAILED])
    assert codes[MAILED] != hall.code
    for family, phone in phones.items():
        phone.fill(code=codes.get(family, hall.code))
        phone.page.locator("form[action='/join'] .buttons button").click(no_wait_after=True)
    for family, phone in phones.items():
        phone.page.wait_for_url("**/attend/code")
        fits(phone, hall.people[family].language, "code")
        if hall.people[family].function is Part.HEAD:
            phone.page.locator(NOTHING).click()
        phone.page.locator("form[action='/attend/code'] .buttons button").click(no_wait_after=True)
    for family, phone in phones.items():
        phone.page.wait_for_url("**/attend")
        assert not phone.page.locator("a[href^='/attend/items/']").count()
        fits(phone, hall.people[family].language, "attend")
    return phones


def _show(boards: list[Visitor], figure: str, number: int) -> None:
    """The number comes to every board by itself, at whichever server the phones were."""
    assert len({board.address for board in boards}) == 2
    for board in boards:
        expect(board.page.locator(f"[data-figure='{figure}']")).to_have_text(str(number), timeout=15_000)


def _names_nobody(wall: Visitor, hall: Hall) -> None:
    """What the whole hall looks at has followed from before the first item was called."""
    expect(wall.page.locator("[data-figure=answered]")).to_have_text("12", timeout=15_000)
    html = wall.page.content()
    assert TITLES["7"]["en"] in html
    assert not [name for name in (*hall.people, *(name for name, _ in DELEGATIONS), BIDDER) if name in html]


def _calls(desk: Visitor, hall: Hall, number: str, phone: Visitor) -> None:
    phone.go(hall.item_path(number), status=404)
    spot = f"{hall.path}/agenda/{hall.items[number].id}"
    desk.go(spot)
    with desk.page.expect_navigation():
        desk.page.locator("button[name=step][value=call]").click()
    phone.go("/attend")
    link = phone.page.locator(f"a[href='{hall.item_path(number)}']")
    assert TITLES[number]["en"] in link.inner_text()  # nobody wrote it in the language of this phone


def _declares_a_present(phone: Visitor, hall: Hall) -> tuple[str, str]:
    """Of the bidder of the item, worth two euros; its reference and what the alert says."""
    phone.go("/attend/gifts/new")
    assert not phone.page.locator("#value").is_visible(), "no amount is asked for before its value is known"
    phone.fill(giver_type="unknown")
    assert not phone.page.locator("#giver_relation").is_visible()
    for answer in phone.page.locator("main input[type=radio][value=no]").all():
        answer.check()
    phone.fill(direction="received", category="gift", description=PRESENT, giver_name=BIDDER, giver_type="commercial")
    phone.fill(giver_relation="bidder", item=str(hall.items["7"].id), value_basis="estimate", value="2", attested="yes")
    phone.press("/attend/gifts")
    fits(phone, "ar", "gift")
    said = say(alert_sentence(Alert.VOTE_TIME, offered=True), LOCALES["ar"])
    assert said in phone.says()
    return phone.reference, said


def _alone(phone: Visitor) -> Locator:
    """What only this person sees beside an item."""
    return phone.page.locator("section[aria-labelledby=touches]")


def _sees_it_alone(phones: dict[str, Visitor], leaders: list[Visitor], hall: Hall, alert: tuple[str, str]) -> None:
    reference, sentence = alert
    for family, phone in phones.items():
        phone.go(hall.item_path("7"))
        assert _alone(phone).is_visible() == (family == CONCERNED), family
        fits(phone, hall.people[family].language, "item")
    mine = _alone(phones[CONCERNED])
    assert sentence in mine.inner_text()
    assert mine.locator(f"a[href*='{reference}']").is_visible()
    phones[CONCERNED].go(hall.item_path("5"))
    assert not _alone(phones[CONCERNED]).count()
    for leader in leaders:
        for path in (f"{hall.path}/items/{hall.items['7'].id}", f"{hall.path}/projector", f"{hall.path}/board"):
            leader.go(path)
            tells_nothing(leader, reference)


def _answer(phones: dict[str, Visitor], hall: Hall, boards: list[Visitor]) -> None:
    """Eight at once, and one whose connection fails; two of them on the other item too."""
    receipts = _is_cut_off(phones[UNLUCKY], hall)
    others = [family for family in phones if family not in {CONCERNED, ALOUD, UNLUCKY, LATE}]
    for family in others:
        sends(phones[family], hall, "7")
    for family in others:
        receipt(phones[family]).wait_for()
    receipt(phones[UNLUCKY]).wait_for()
    assert len(receipts) == 2, "sent again by itself"
    assert len(set(receipts)) == 1, "and kept once"
    _show(boards, f"answered.{SEVEN}", len(others) + 1)
    for family in others[:2]:
        sends(phones[family], hall, "5")
    for family in others[:2]:
        receipt(phones[family]).wait_for()
    _show(boards, f"answered.{FIVE}", 2)


def _is_cut_off(phone: Visitor, hall: Hall) -> list[str]:
    """Out of reach when the answer is sent; back in reach, the first receipt is lost. The receipts, as they come."""
    receipts: list[str] = []

    def lose_the_first(route: Route) -> None:
        reply = route.fetch()
        receipts.append(reply.json()["id"])
        if len(receipts) == 1:
            route.abort()
        else:
            route.fulfill(response=reply)

    phone.go(hall.item_path("7"))
    phone.page.context.set_offline(True)
    sends(phone, hall, "7")
    phone.page.locator("[data-sending].waits").wait_for()
    assert receipt(phone).is_hidden()
    phone.page.route("**/api/v1/attend/answers", lose_the_first)
    phone.page.context.set_offline(False)
    return receipts


def _discloses_and_is_replaced(phone: Visitor, hall: Hall, alert: tuple[str, str]) -> None:
    """By the person's own choice, from what was put before them; the alternate takes the place."""
    phone.go(hall.item_path("7"))
    with phone.page.expect_navigation(url=f"**of={alert[0]}**"):
        _alone(phone).locator(f"a[href*='{alert[0]}']").click()
    assert phone.value("party") == BIDDER
    phone.fill(text=WORDS)
    phone.page.locator("form.disclosing .buttons button").click()
    receipt(phone).wait_for()
    phone.go(hall.item_path("7"))
    aside = f"{hall.item_path('7')}/standing-aside"
    phone.fill(measure="replaced", replaced_by=str(hall.people[STANDS_IN].id))
    phone.press(aside)
    assert STANDS_IN in phone.page.locator("#standing-aside").inner_text()
