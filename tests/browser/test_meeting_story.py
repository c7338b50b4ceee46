"""A General Assembly from accreditation to minutes: twelve phones, four languages, two server processes, one database.

Whoever leads follows on two boards, each at another server than half of the phones. With PICTURES=1 the phones are
photographed (artefacts/meeting).
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
    BIDDER,
    CHAIR,
    DELEGATIONS,
    SECRETARY,
    TITLES,
    Gathering,
    Hall,
    prepared,
    two_servers,
)
from tests.browser.visiting import CHROMIUM, FLAGS, PICTURED, Visitor
from tests.databases import Database
from tests.factories import World

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "artefacts" / "meeting"
CONCERNED, STANDS_IN = "المنصور", "الخطيب"
DEPUTY, ALOUD, UNLUCKY, LATE = "Almaszout", "Halambique", "Castillo", "Tarlenheim"
PRESENT = "محبرة فضية في علبة"
WORDS = "أهدتني الشركة محبرة بعد العشاء."
REASON = "The presiding officer comes from the city where the stations are to stand."
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FIVE, SEVEN, WHOLE = 0, 1, 2
"""The lines of the board: the two items, and the statement for the whole meeting."""
NOTHING = ".stances input[value=nothing] + label"
"""The large choice that is tapped on a phone."""


@pytest_asyncio.fixture(loop_scope="session")
async def hall(world: World) -> AsyncIterator[Hall]:
    async with prepared(world) as found:
        yield found


@pytest.fixture
def gathering(hall: Hall, migrated: Database, tmp_path: Path) -> Iterator[Gathering]:
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    with two_servers(migrated, tmp_path) as hall.servers, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Gathering(browser, hall)
        browser.close()


def test_a_meeting_from_accreditation_to_minutes(gathering: Gathering, hall: Hall) -> None:
    secretary, chair = gathering.leader(SECRETARY), gathering.leader(CHAIR)
    desk, wall = (Visitor(secretary.page.context.new_page(), secretary.address) for _ in range(2))
    boards = [secretary, chair]
    for board in boards:
        board.go(f"{hall.path}/board")
    wall.go(f"{hall.path}/projector")
    phones = {family: _accredited(gathering, family) for family in hall.people}
    _show(boards, "acknowledged", 12)
    for number in ("5", "7"):
        _calls(desk, hall, number, phones[UNLUCKY])
    _show(boards, f"answered.{WHOLE}", len(DELEGATIONS))
    alert = _declares_a_present(phones[CONCERNED], hall)
    _sees_it_alone(phones, [desk, chair], hall, alert)
    _answer(phones, hall, boards)
    _discloses_and_is_replaced(phones[CONCERNED], hall, alert)
    _says_aloud_and_confirms(desk, phones[ALOUD], hall)
    _tells_nothing(desk, alert[0])
    _show(boards, f"answered.{SEVEN}", 11)
    _hands_over(desk, chair, phones[DEPUTY], hall)
    _opens_the_vote(desk, phones[LATE], hall)
    _show([secretary, phones[DEPUTY]], f"answered.{SEVEN}", 12)
    _names_nobody(wall, hall)
    _is_minuted([desk, phones[DEPUTY]], hall)


def _accredited(gathering: Gathering, family: str) -> Visitor:
    """By link and the code of the hall, past the code of the meeting, in the language of the person."""
    hall, phone = gathering.hall, gathering.phone(family)
    language = hall.people[family].language
    phone.fill(code=hall.code.translate(ARABIC_DIGITS) if language == "ar" else hall.code)
    phone.press("/join")
    assert phone.path == "/attend/code"
    _fits(phone, language, "code")
    if hall.people[family].function is Part.HEAD:
        phone.page.locator(NOTHING).click()
    phone.press("/attend/code")
    assert phone.path == "/attend"
    assert not phone.page.locator("a[href^='/attend/items/']").count()
    _fits(phone, language, "attend")
    return phone


def _fits(phone: Visitor, language: str, name: str) -> None:
    """In the language of the person and no wider than the phone; with PICTURES=1 photographed."""
    assert phone.page.locator("html").get_attribute("lang") == language
    width = phone.page.viewport_size["width"] if phone.page.viewport_size else 0
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= width, phone.path
    if PICTURED:
        PICTURES.mkdir(parents=True, exist_ok=True)
        phone.page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)


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
    for answer in phone.page.locator("main input[type=radio][value=no]").all():
        answer.check()
    phone.fill(direction="received", category="gift", description=PRESENT, giver_name=BIDDER, giver_type="commercial")
    phone.fill(giver_relation="bidder", item=str(hall.items["7"].id), value="2", attested="yes")
    phone.press("/attend/gifts")
    _fits(phone, "ar", "gift")
    said = say(alert_sentence(Alert.VOTE_TIME), LOCALES["ar"])
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
        _fits(phone, hall.people[family].language, "item")
    mine = _alone(phones[CONCERNED])
    assert sentence in mine.inner_text()
    assert mine.locator(f"a[href*='{reference}']").is_visible()
    phones[CONCERNED].go(hall.item_path("5"))
    assert not _alone(phones[CONCERNED]).count()
    for leader in leaders:
        for path in (f"{hall.path}/items/{hall.items['7'].id}", f"{hall.path}/projector", f"{hall.path}/board"):
            leader.go(path)
            _tells_nothing(leader, reference)


def _tells_nothing(leader: Visitor, reference: str) -> None:
    """Neither the declaration nor the alert, in any language."""
    sentences = [say(alert_sentence(Alert.VOTE_TIME), locale) for locale in LOCALES.values()]
    html = leader.page.content()
    assert not [part for part in (reference, PRESENT, *sentences) if part in html], leader.path


def _answer(phones: dict[str, Visitor], hall: Hall, boards: list[Visitor]) -> None:
    """Eight at once, and one whose connection fails; two of them on the other item too."""
    receipts = _is_cut_off(phones[UNLUCKY], hall)
    others = [family for family in phones if family not in {CONCERNED, ALOUD, UNLUCKY, LATE}]
    for family in others:
        _sends(phones[family], hall, "7")
        _receipt(phones[family]).wait_for()
    _receipt(phones[UNLUCKY]).wait_for()
    assert len(receipts) == 2, "sent again by itself"
    assert len(set(receipts)) == 1, "and kept once"
    _show(boards, f"answered.{SEVEN}", len(others) + 1)
    for family in others[:2]:
        _sends(phones[family], hall, "5")
        _receipt(phones[family]).wait_for()
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
    _sends(phone, hall, "7")
    phone.page.locator("[data-sending].waits").wait_for()
    assert _receipt(phone).is_hidden()
    phone.page.route("**/api/v1/attend/answers", lose_the_first)
    phone.page.context.set_offline(False)
    return receipts


def _receipt(phone: Visitor) -> Locator:
    return phone.page.locator("[data-receipt]")


def _sends(phone: Visitor, hall: Hall, number: str) -> None:
    if phone.path != hall.item_path(number):
        phone.go(hall.item_path(number))
    phone.page.locator(NOTHING).click()
    phone.page.locator("form.disclosing .buttons button").click()


def _discloses_and_is_replaced(phone: Visitor, hall: Hall, alert: tuple[str, str]) -> None:
    """By the person's own choice, from what was put before them; the alternate takes the place."""
    phone.go(hall.item_path("7"))
    with phone.page.expect_navigation(url=f"**of={alert[0]}**"):
        _alone(phone).locator(f"a[href*='{alert[0]}']").click()
    assert phone.value("party") == BIDDER
    phone.fill(text=WORDS)
    phone.page.locator("form.disclosing .buttons button").click()
    _receipt(phone).wait_for()
    phone.go(hall.item_path("7"))
    aside = f"{hall.item_path('7')}/standing-aside"
    phone.fill(measure="replaced", replaced_by=str(hall.people[STANDS_IN].id))
    phone.press(aside)
    assert STANDS_IN in phone.page.locator("#standing-aside").inner_text()


def _says_aloud_and_confirms(desk: Visitor, phone: Visitor, hall: Hall) -> None:
    """Two taps for the secretary; the person confirms from the link."""
    desk.go(f"{hall.path}/clerk")
    desk.fill(item=str(hall.items["7"].id), medium="aloud", name=ALOUD)
    desk.press(f"{hall.path}/clerk")
    said = desk.page.locator(f"form[action='{hall.path}/clerk/answers']", has=desk.page.locator("[value=something]"))
    said.locator("summary").click()
    said.locator("[name=levels][value=family]").check()
    with desk.page.expect_navigation():
        said.locator("button").click()
    about = f"{hall.path}/items/{hall.items['7'].id}"
    desk.go(about)
    assert "not confirmed yet" in desk.says()
    phone.go(hall.item_path("7"))
    with phone.page.expect_navigation():
        phone.page.locator("form[action$='/confirmation'] button").click()
    desk.go(about)
    assert "confirmed by the person" in desk.says()
    assert all(part in desk.says() for part in (BIDDER, WORDS, CONCERNED, ALOUD))
    assert UNLUCKY not in desk.says()  # whoever had nothing to disclose is counted, not listed


def _hands_over(desk: Visitor, chair: Visitor, deputy: Visitor, hall: Hall) -> None:
    """The deputy takes the chair over, with a reason; the board of the one who presided ends by itself."""
    desk.go(f"{hall.path}/officers")
    form = desk.page.locator(f"form[action='{hall.path}/officers']")
    desk.fill(function="presiding_officer", who=DEPUTY)
    desk.press(f"{hall.path}/officers")
    assert desk.wrong_fields() == ["reason"]  # a chair does not change without one
    form.locator("[name=reason]").fill(REASON)
    desk.press(f"{hall.path}/officers")
    assert desk.says().count(REASON) == 2  # of the one who goes and of the one who comes
    deputy.go(f"{hall.path}/board")
    _fits(deputy, "fr", "board")
    chair.page.locator("[data-board]").wait_for(state="detached")
    chair.go(f"{hall.path}/board", status=404)


def _opens_the_vote(desk: Visitor, late: Visitor, hall: Hall) -> None:
    """What stood then is kept; an answer that comes later is kept too, and marked."""
    about = f"{hall.path}/items/{hall.items['7'].id}"
    desk.go(about)
    desk.press(f"{about}/vote")
    assert "4 delegations entitled, 11 answers, 1 standing aside" in desk.says()
    _sends(late, hall, "7")
    _receipt(late).wait_for()
    late.go(hall.item_path("7"))
    assert "after the vote was opened" in late.says()
    desk.go(about)
    assert "4 delegations entitled, 11 answers, 1 standing aside" in desk.says()
    with desk.page.expect_navigation():
        desk.page.locator("form[action*='/asides/'] button").click()  # that the person was indeed replaced


def _is_minuted(leaders: list[Visitor], hall: Hall) -> None:
    """In four languages, by counts; whoever presides now reads the same on the phone."""
    known = [*hall.people, BIDDER, PRESENT, WORDS]
    for language in LOCALES:
        leaders[0].go(f"{hall.path}/minutes?in={language}")
        text = leaders[0].page.locator("article.letter").inner_text()
        assert not [name for name in known if name in text], language
    for leader in leaders:
        leader.go(f"{hall.path}/minutes?in=en")
        text = leader.page.locator("article.letter").inner_text()
        for sentence in (
            "The code of conduct was acknowledged by 12 of 12 participants.",
            "Statements for the whole meeting: nothing to disclose 4, something to disclose 0.",
            "Answers received: 2 of 12 participants.",
            "Nobody who answered had an interest to disclose.",
            "Answers received: 12 of 12 participants.",
            "Nothing to disclose: 10. Something to disclose: 2.",
            "Received after the vote was opened: 1.",
            "Replaced by another of the delegation: 1.",
            "The ballot was secret; no disclosure was compared with it.",
        ):
            assert sentence in text, sentence
    _fits(leaders[-1], "fr", "minutes")
