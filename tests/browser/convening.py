"""The meeting of the demonstration as its pages can show it: answered, reported on, with a vote that was opened."""

from dataclasses import dataclass
from uuid import uuid4

from register.kernel import clock
from tests.browser.visiting import Demonstration, Visitor

LIST = "Delegation,First name,Family name,Function\nRuritania,Rudolf,Rassendyll,delegate\nRuritania,,,king\n"
GIFT = {
    "direction": "received",
    "category": "gift",
    "description": "A fountain pen in a case",
    "giver_name": "Northern Waterworks",
    "giver_type": "commercial",
    "giver_relation": "none",
    "value_basis": "estimate",
    "value": "2",
    "value_currency": "EUR",
    "official_function": "no",
    "usual_courtesy": "yes",
    "unusual": "no",
    "in_return_for_act": "no",
    "could_appear_as_influence": "yes",
    "attested": "yes",
}


@dataclass
class MeetingRecords:
    """Ids of one of each."""

    meeting: str
    sitting: str
    vote: str
    """The item on which the vote was opened."""
    other: str
    """An item that is called, and not yet voted on."""
    delegation: str
    participant: str
    listed: str
    """The page of a list that was looked at."""
    opinion: str
    matter: str
    gift: str
    link: str
    """The personal link of somebody who has not come in."""
    aside: str
    """Somebody who stands aside on the item on which the vote was opened."""

    @property
    def here(self) -> str:
        return f"/meetings/{self.meeting}"


@dataclass
class Hall:
    """Who has a part in the meeting: two with accounts, three by their links."""

    secretary: Visitor
    chair: Visitor
    head: Visitor
    deputy: Visitor
    newcomer: Visitor
    """Came in, and has not acknowledged the code."""


def come_in(demo: Demonstration, secretary: Visitor, meeting: str, participant: str) -> Visitor:
    """Somebody behind their personal link, with the code on the screen of the hall."""
    of = f"/api/v1/meetings/{meeting}"
    (code, *_) = [each["code"] for each in secretary.call(f"{of}/sittings")["body"]["items"] if each["number"] == 1]
    visitor = demo.stranger()
    visitor.go(_link(secretary, of, participant))
    visitor.fill(code=code)
    visitor.press("/join")
    return visitor


def _link(secretary: Visitor, of: str, participant: str) -> str:
    """The path of a personal link."""
    link = secretary.call(f"{of}/participants/{participant}/link")["body"]["link"]
    return "/join/" + str(link).rsplit("/", 1)[1]


def arrange_meeting(demo: Demonstration, secretary: Visitor, chair: Visitor) -> tuple[MeetingRecords, Hall]:
    """Let everybody come in, and make one of each."""
    meeting = secretary.call("/api/v1/meetings")["body"]["items"][0]["id"]
    of = f"/api/v1/meetings/{meeting}"
    people = {
        each["family_name"]: each
        for letter in "RAET"
        for each in secretary.call(f"{of}/participants/searches", {"name": letter})["body"]["items"]
    }
    items = {each["number"]: each["id"] for each in secretary.call(f"{of}/agenda")["body"]["items"]}
    deputy = people["Rassendyll"]["id"]
    secretary.call(f"{of}/officers", {"function": "deputy", "participant": deputy, "precedence": 1})
    names = ("Almaszout", "Rassendyll", "Elphberg")
    came = [come_in(demo, secretary, meeting, people[name]["id"]) for name in names]
    hall = Hall(secretary, chair, *came)
    _acknowledge(hall.head)
    _acknowledge(hall.deputy)
    _disclose(hall.head, items["7"])
    _open_the_vote(secretary, of, items["7"], people["Almaszout"]["delegation"])
    _recorded(secretary, of, items["5"], people["Trovik"]["id"])
    records = MeetingRecords(
        meeting=meeting,
        sitting=secretary.call(f"{of}/sittings")["body"]["items"][0]["id"],
        vote=items["7"],
        other=items["5"],
        delegation=people["Almaszout"]["delegation"],
        participant=people["Almaszout"]["id"],
        listed=_list(secretary, meeting),
        opinion=_asked(hall, meeting),
        matter=_reported(hall, meeting),
        gift=_gift(hall.head),
        link="/join/"
        + secretary.call(f"{of}/participants/{people['Trovik']['id']}/link")["body"]["link"].rsplit("/")[-1],
        aside=chair.call(f"{of}/items/{items['7']}/disclosures")["body"]["asides"][0]["id"],
    )
    return records, hall


def _acknowledge(visitor: Visitor) -> None:
    code = "/api/v1/attend/code"
    visitor.call(code, {"version": visitor.call(code)["body"]["version"]})


def _disclose(visitor: Visitor, item: str) -> None:
    """An interest that touches an item, and standing aside from it."""
    said = {"levels": ["family"], "text": "Mon frère y travaille.", "party": "Delta Pumps Ltd", "language": "fr"}
    answer = {"item": item, "stance": "something", "client_key": str(uuid4()), **said}
    visitor.call("/api/v1/attend/answers", answer)
    visitor.call(f"/api/v1/attend/items/{item}/standing-aside", {"measure": "leaves"})


def _open_the_vote(secretary: Visitor, of: str, item: str, delegation: str) -> None:
    seen = secretary.call(f"{of}/agenda/{item}")["etag"]
    secretary.call(f"{of}/items/{item}/vote", {}, **{"if-match": seen})
    secretary.call(f"{of}/items/{item}/votes", {"votes": [{"delegation": delegation, "choice": "yes"}]})


def _recorded(secretary: Visitor, of: str, item: str, participant: str) -> None:
    answer = {"item": item, "stance": "nothing", "client_key": str(uuid4())}
    secretary.call(f"{of}/answers", {**answer, "participant": participant, "medium": "aloud"})


def _list(secretary: Visitor, meeting: str) -> str:
    """The page of a list of which one row is not understood."""
    secretary.go(f"/meetings/{meeting}/people/import")
    secretary.page.locator('[name="file"]').set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    secretary.press(f"/meetings/{meeting}/people/import")
    return secretary.path


def _asked(hall: Hall, meeting: str) -> str:
    """Two opinions that were asked for, the first given and put in general words."""
    asked = [
        hall.head.call("/api/v1/attend/opinions", {"text": text, "client_key": str(uuid4()), "language": "fr"})
        for text in ("Puis-je accepter le dîner ?", "Puis-je siéger au comité ?")
    ]
    opinion = str(asked[0]["body"]["id"])
    hall.chair.go(f"/meetings/{meeting}/opinions?answer={opinion}")
    form = f"/meetings/{meeting}/opinions/{opinion}"
    hall.chair.fill(verdict="compatible", reasons="It is offered to all.")
    hall.chair.press(form)
    hall.chair.go(f"{form}/guidance")
    hall.chair.fill(title="Dinners", general="A dinner that is offered to all may be accepted.")
    hall.chair.press(f"{form}/guidance")
    return opinion


def _reported(hall: Hall, meeting: str) -> str:
    """Two reports, one of them reviewed, with a warning."""
    said = {"kind": "breach", "about": "Rupert", "language": "fr"}
    matter, _ = [
        hall.head.call("/api/v1/attend/reports", {**said, "text": text, "client_key": str(uuid4())})["body"]["id"]
        for text in ("Des promesses au bar.", "Des menaces au vestiaire.")
    ]
    case = f"/meetings/{meeting}/matters/{matter}"
    hall.chair.go(case)
    hall.chair.fill(finding="not_compliant", text="It was heard by three.")
    hall.chair.press(f"{case}/review")
    hall.chair.go(case)
    hall.chair.fill(kinds="warn", about="Rupert")
    hall.chair.press(f"{case}/measures")
    return str(matter)


def _gift(visitor: Visitor) -> str:
    """The reference of a gift that was declared from the link."""
    visitor.go("/attend/gifts/new")
    today = clock.today()
    visitor.fill(
        **GIFT, event_date_day=str(today.day), event_date_month=str(today.month), event_date_year=str(today.year)
    )
    visitor.press("/attend/gifts")
    return visitor.path.rsplit("/", 1)[1]
