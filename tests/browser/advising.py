"""Questions to the ethics office that pages can show: one from which guidance is proposed, one published."""

from dataclasses import dataclass

from tests.browser.visiting import Visitor

QUESTION = "هل يجوز لي قبول دعوة إلى مأدبة؟"


@dataclass
class AdviceRecords:
    """Ids of one of each."""

    proposed: str
    published: str
    guidance: str


def arrange_advice(declarant: Visitor, officer: Visitor, head: Visitor, designate: Visitor) -> AdviceRecords:
    """Make one of each, by those who may: the designate stands alone and gives the second look too."""
    proposed, published = _proposed(declarant, officer), _proposed(head, designate)
    designate.go(f"/desk/advice/{published}/publication")
    designate.fill(looked="yes")
    designate.press(f"/desk/advice/{published}/publication")
    note = {"topic": "gift", "channel": "in_person", "minutes": 5, "rule": "ICSC 50"}
    officer.call("/api/v1/advice-desk/notes", note, **{"idempotency-key": "arranged-note"})
    return AdviceRecords(proposed, published, designate.path.removeprefix("/guidance/"))


def _proposed(asker: Visitor, officer: Visitor) -> str:
    asked = {"topic": "gift", "words": QUESTION, "language": "ar"}
    made = asker.call("/api/v1/advice", asked, **{"idempotency-key": "arranged-advice"})
    advice = str(made["body"]["id"])
    answer = {"words": "Oui, si elle est d’usage.", "language": "fr"}
    officer.call(f"/api/v1/advice-desk/{advice}/answers", answer, **{"if-match": '"1"'})
    asker.go(f"/advice/{advice}")
    asker.press(f"/advice/{advice}/consent")
    officer.go(f"/desk/advice/{advice}/guidance")
    officer.fill(rule="ICSC 50", title="Repas officiels", text="Un repas d’usage n’est pas un cadeau.", language="fr")
    officer.press(f"/desk/advice/{advice}/guidance")
    return advice
