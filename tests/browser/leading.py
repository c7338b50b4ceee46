"""What the secretary and whoever presides do in the meeting, at their own screens."""

from datetime import timedelta

from declarations.codes.decisions import Alert
from declarations.codes.plain import alert_sentence
from declarations.meetings.secrets import link_path
from register.kernel import clock
from register.kernel.i18n import LOCALES, say
from tests.browser.gathering import (
    ALOUD,
    BIDDER,
    CONCERNED,
    DEPUTY,
    LISTED,
    MAILED,
    REPLACED,
    SCRIPTLESS,
    STANDS_IN,
    SUBSTITUTE,
    UNLUCKY,
    Hall,
)
from tests.browser.phones import fits, receipt, sends
from tests.browser.visiting import Visitor

PRESENT = "محبرة فضية في علبة"
WORDS = "أهدتني الشركة محبرة بعد العشاء."
REASON = "The presiding officer comes from the city where the stations are to stand."
ENTITLED = "delegations entitled to vote: 4; answers: 11; standing aside: 1"
LEFT_OUT = 5
"""Of the code, in a meeting for which nothing was prepared."""


def tells_nothing(leader: Visitor, reference: str) -> None:
    """Neither the declaration nor the alert, in any language."""
    alerts = [alert_sentence(Alert.VOTE_TIME, offered=offered) for offered in (False, True)]
    sentences = [say(alert, locale) for alert in alerts for locale in LOCALES.values()]
    html = leader.page.content()
    assert not [part for part in (reference, PRESENT, *sentences) if part in html], leader.path


def says_aloud_and_confirms(desk: Visitor, phone: Visitor, hall: Hall) -> None:
    """Two taps for the secretary; the person confirms from the link."""
    desk.go(f"{hall.path}/clerk")
    desk.fill(item=str(hall.items["7"].id), medium="aloud", name=ALOUD)
    desk.press(f"{hall.path}/clerk")
    said = desk.page.locator("details", has=desk.page.locator("button[value$=something]"))
    said.locator("summary").click()
    said.locator("[name^=levels][value=family]").check()
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


def names_a_substitute(desk: Visitor, hall: Hall) -> None:
    """A delegate who votes at a sitting is replaced there by an alternate; who voted before stays on record."""
    (gone, came), sitting = (hall.people[name] for name in (REPLACED, SUBSTITUTE)), str(hall.sitting.id)
    delegation = f"{hall.path}/delegations/{gone.delegation}"
    desk.go(delegation)
    desk.fill(participant=str(gone.id), sitting=sitting)
    desk.press(f"{delegation}/voting")
    replaced = f"{hall.path}/participants/{gone.id}"
    desk.go(replaced)
    desk.fill(alternate=str(came.id), sitting=sitting)
    desk.press(f"{replaced}/replace")
    assert desk.path == f"{hall.path}/participants/{came.id}"
    desk.go(delegation)
    named = desk.page.locator("table", has=desk.page.locator("form[action*='/voting/']"))
    rows = {row.locator("th").inner_text(): row for row in named.locator("tbody tr").all()}
    votes = {name: bool(row.locator("form").count()) for name, row in rows.items()}
    assert votes == {gone.name: False, came.name: True}


def enters_the_list(desk: Visitor, phone: Visitor, hall: Hall) -> None:
    """A list that went round in the hall is entered afterwards, name by name; the person confirms it from the link."""
    item = str(hall.items["5"].id)
    desk.go(f"{hall.path}/clerk")
    desk.fill(item=item, medium="list", name=LISTED)
    desk.press(f"{hall.path}/clerk")
    with desk.page.expect_navigation():
        desk.page.locator("button[value$=nothing]").click()
    assert (desk.value("item"), desk.value("medium")) == (item, "list"), "ready for the next name"
    phone.go(hall.item_path("5"))
    with phone.page.expect_navigation():
        phone.page.locator("form[action$='/confirmation'] button").click()
    phone.go(hall.item_path("5"))
    assert receipt(phone).is_visible()
    assert not phone.page.locator("form[action$='/confirmation']").count()


def hands_over(desk: Visitor, chair: Visitor, deputy: Visitor, hall: Hall) -> None:
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
    fits(deputy, "fr", "board")
    chair.page.locator("[data-board]").wait_for(state="detached")
    chair.go(f"{hall.path}/board", status=404)


def opens_the_vote(desk: Visitor, late: Visitor, hall: Hall) -> None:
    """What stood then is kept; an answer that comes later is kept too, and marked."""
    about = f"{hall.path}/items/{hall.items['7'].id}"
    desk.go(about)
    desk.press(f"{about}/vote")
    assert ENTITLED in desk.says()
    sends(late, hall, "7")
    receipt(late).wait_for()
    late.go(hall.item_path("7"))
    assert "after the vote was opened" in late.says()
    desk.go(about)
    assert ENTITLED in desk.says()
    done = desk.page.locator("form[action*='/asides/']")
    assert [done.locator(f"[name={each}]").input_value() for each in ("did", "replaced_by")] == ["", ""]
    with desk.page.expect_navigation():
        done.locator("[name=did]").select_option("replaced")  # the person indeed was
        done.locator("[name=replaced_by]").select_option(str(hall.people[STANDS_IN].id))
        done.locator("button").click()


def is_minuted(leaders: list[Visitor], hall: Hall) -> None:
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
            "Answers received: 3 of 12 participants.",
            "Nobody who answered had an interest to disclose.",
            "Answers received: 12 of 12 participants.",
            "Nothing to disclose: 10. Something to disclose: 2.",
            "Received after the vote was opened: 1.",
            "Replaced by another of the delegation: 1.",
        ):
            assert sentence in text, sentence
        assert "The ballot was secret" not in text, "none was held"
    fits(leaders[-1], "fr", "minutes")


def completes(desk: Visitor, hall: Hall) -> None:
    """The committee, of which its code asks more, and this meeting: each is asked once more, with what is missing."""
    committee = f"/meetings/{hall.committee.id}"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    for meeting, sittings in ((committee, "sittings"), (hall.path, f"sittings/{hall.sitting.id}")):
        desk.go(f"{meeting}/{sittings}")
        held = {"starts_day": yesterday, "starts_time": "09:00", "ends_day": yesterday, "ends_time": "12:00"}
        desk.fill(**held)
        desk.press(f"{meeting}/{sittings}")
        desk.go(meeting)
        opener, asked = desk.page.locator("a[href='#complete']"), desk.page.locator("dialog#complete")
        assert not asked.is_visible(), "one press completes nothing"
        opener.click()
        asked.locator("[data-close]").click()
        assert not asked.is_visible(), "there is a way back"
        opener.click()
        if meeting == committee:
            assert asked.locator(".notice.waits li").count() == LEFT_OUT
        desk.press(f"{meeting}/steps")
        assert desk.page.locator("a[href='#close']").is_visible(), "a completed meeting may be closed"


def closes(desk: Visitor, boards: list[Visitor], phones: dict[str, Visitor], hall: Hall) -> None:
    """With the meeting every board that is open, every phone and every link ends, at both servers."""
    desk.go(hall.path)
    desk.page.locator("a[href='#close']").click()
    with desk.page.expect_navigation():
        desk.page.locator("dialog button[value=close]").click()
    for board in boards:
        board.page.locator("[data-events]").wait_for(state="detached")
    for family in (MAILED, SCRIPTLESS):
        phones[family].go("/attend")
        assert phones[family].path == "/join"
        phones[family].go(link_path(hall.people[family]), status=404)
