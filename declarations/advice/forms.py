"""What people type into the pages of advice, read into commands; every fault by field."""

from declarations.advice.labels import CHANNELS, TOPICS
from declarations.advice.model import (
    AskCommand,
    Channel,
    Guidance,
    GuidanceCommand,
    GuidanceText,
    NoteCommand,
    Topic,
    TurnCommand,
)
from declarations.advice.rules import citation, read_rule
from declarations.advice.service.advising import LONGEST_TALK
from declarations.advice.service.asking import LONGEST
from register.kernel.clock import today
from register.kernel.errors import Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import LOCALES, current_locale, msg
from register.kernel.numerals import western

ELSEWHERE = tuple((each, CHANNELS[each]) for each in (Channel.IN_PERSON, Channel.TELEPHONE, Channel.MAIL))
WRITE_TITLE = msg("Write a title.")
WRITE_GUIDANCE = msg("Write the guidance.")
_CHOOSE_TOPIC = msg("Choose what it is about.")


def read_question(form: Form) -> AskCommand:
    """A question. Raises Invalid."""
    topic = form.choice("topic", TOPICS, missing=_CHOOSE_TOPIC)
    words, language = read_words(form)
    form.check()
    return AskCommand(_topic(topic), words, language)


def read_words(form: Form) -> tuple[str, str]:
    """Words with their language; faults are noted."""
    words = form.text("words", missing=msg("Write your question."), longest=LONGEST)
    return words, read_language(form)


def read_language(form: Form) -> str:
    """The language of what was written: that of the page, unless another was chosen."""
    return form.choice("language", LOCALES, missing=None) or current_locale().tag


def speak(form: Form) -> Form:
    """The form with the language of the page chosen beforehand, unless one is chosen."""
    if not form.typed("language"):
        form.put("language", current_locale().tag)
    return form


def read_answer(form: Form) -> tuple[str, str]:
    """The answer of the office. Raises Invalid."""
    words = form.text("words", missing=msg("Write the answer."), longest=LONGEST)
    language = read_language(form)
    form.check()
    return words, language


def read_note(form: Form) -> NoteCommand:
    """Advice that was given elsewhere. Raises Invalid."""
    topic = form.choice("topic", TOPICS, missing=_CHOOSE_TOPIC)
    channel = form.choice("channel", [value for value, _ in ELSEWHERE])
    day, rule, minutes = form.day("day"), read_rule(form), _minutes(form)
    name, words = form.line("name"), form.text("words", longest=LONGEST)
    language = read_language(form)
    form.check()
    return NoteCommand(
        topic=_topic(topic),
        channel=Channel(channel or ""),
        day=day or today(),
        words=words,
        language=language,
        rule=rule,
        minutes=minutes,
        name=name,
    )


def _minutes(form: Form) -> int | None:
    typed = western(form.line("minutes", longest=10))
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= LONGEST_TALK):
        form.refuse("minutes", msg("Write whole minutes, from 1 to %(most)s.", most=LONGEST_TALK))
        return None
    return int(typed)


def read_turn(form: Form) -> TurnCommand:
    """What a question becomes. Raises Invalid."""
    agrees = form.choice("agrees", ("yes", "no"))
    form.check()
    return TurnCommand(form.typed("kind"), agrees == YES)


def read_guidance(form: Form) -> GuidanceCommand:
    """Guidance. Raises Invalid."""
    topic = form.choice("topic", TOPICS, missing=_CHOOSE_TOPIC)
    title = form.line("title", missing=WRITE_TITLE)
    text = form.text("text", missing=WRITE_GUIDANCE)
    rule, language = read_rule(form), read_language(form)
    form.check()
    return GuidanceCommand(_topic(topic), rule, GuidanceText(title, text, language))


def filled_guidance(guidance: Guidance) -> Form:
    """The form as the guidance stands."""
    form = Form()
    for name, value in (
        ("topic", str(guidance.topic)),
        ("rule", citation(guidance.rule)[0]),
        ("title", guidance.words.title),
        ("text", guidance.words.text),
        ("language", guidance.words.language),
    ):
        form.put(name, value)
    return form


def _topic(value: str | None) -> Topic:
    if value is None:
        raise Invalid
    return Topic(value)
