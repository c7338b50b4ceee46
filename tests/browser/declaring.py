"""A gift worth more than nominal, as a person declares it page by page."""

from datetime import date, timedelta

from tests.browser.visiting import Visitor

GIVER = "جامعة الأنهار الكبرى"
DESCRIPTION = "قلم حبر في علبة خشبية عليها شعار الجامعة"
STORY = "عُرض عليّ أمام الحضور بعد محاضرة ألقيتها في الجامعة ضمن مهامي."

PRE_CHECK = {
    "direction": "offered_to_me",
    "q_government": "no",
    "q_business": "no",
    "q_money": "no",
    "q_return": "no",
    "q_embarrassment": "no",
}
CIRCUMSTANCES = {
    "official_function": "no",
    "usual_courtesy": "no",
    "unusual": "no",
    "refusal_would_embarrass": "no",
    "in_return_for_act": "no",
    "could_appear_as_influence": "no",
    "through_intermediary": "no",
    "related_to_assignment": "yes",
}
RECEIVED = date.today() - timedelta(days=3)  # noqa: DTZ011 - the day on the machine where the browser runs
WHAT = {
    "direction": "offered_to_me",
    "category": "gift",
    "items": "1",
    "event_date_day": str(RECEIVED.day),
    "event_date_month": str(RECEIVED.month),
    "event_date_year": str(RECEIVED.year),
}
GIVER_ANSWERS = {"giver_name": GIVER, "giver_type": "academic", "giver_relation": "none", "recipient": "self"}
WORDS = {"description": DESCRIPTION, "story": STORY, "language": "ar"}


def value(amount: str, currency: str = "USD") -> dict[str, str]:
    """The answers on what it is worth."""
    return {"value_basis": "estimate", "value": amount, "value_currency": currency}


def steps(amount: str) -> dict[str, dict[str, str]]:
    """All answers, step by step."""
    return {
        "what": WHAT,
        "giver": GIVER_ANSWERS,
        "value": value(amount),
        "circumstances": CIRCUMSTANCES,
        "words": WORDS,
    }


def draft_of(visitor: Visitor) -> str:
    """The address of the draft whose step is open."""
    return visitor.path.split("?")[0].rsplit("/", 1)[0]


def take_steps(visitor: Visitor, amount: str) -> str:
    """From the first step to "Check your answers"; the address of the draft."""
    draft = draft_of(visitor)
    for step, answers in steps(amount).items():
        assert visitor.path.startswith(f"{draft}/{step}"), visitor.path
        visitor.fill(**answers)
        visitor.press(f"{draft}/{step}")
    assert visitor.path.startswith(f"{draft}/check"), visitor.path
    return draft


def declare(visitor: Visitor, amount: str) -> str:
    """A declaration from its beginning to its receipt; the reference."""
    visitor.go("/declare/gift")
    visitor.press("/declare/gift")
    draft = take_steps(visitor, amount)
    visitor.fill(attested="yes")
    visitor.press(f"{draft}/submit")
    return visitor.reference
