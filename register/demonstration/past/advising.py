"""What the office was asked in the years of the history: some of it in the register, some by mail or on the way."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from declarations.advice.model import AskCommand, Channel, NoteCommand, Topic
from declarations.advice.service.advising import answer, note
from declarations.advice.service.asking import ask
from register.demonstration.past.chance import chance
from register.demonstration.past.stories import Advice
from register.kernel import clock
from register.kernel.errors import Stale
from register.kernel.identity import Identity

_EVERY = 26
"""Days between two questions at the most."""


async def give_advice(
    askers: Mapping[str, tuple[Identity, str]], officers: Sequence[Identity], told: Advice, since: date, until: date
) -> None:
    """Ask and answer, or note, again and again between two days; `askers` by address, with the language of each."""
    by_chance, number = chance("advice"), 0
    day = since + timedelta(days=by_chance.randrange(_EVERY))
    while day + timedelta(days=4) <= until:
        number += 1
        address = by_chance.choice(sorted(askers))
        who, language = askers[address]
        topic, officer = Topic(by_chance.choice(told.topics)), by_chance.choice(officers)
        at = datetime.combine(day, time(by_chance.randrange(8, 17)), UTC)
        with clock.at(at):
            if by_chance.random() < 0.4:
                channel = Channel(by_chance.choice(told.channels))
                command = NoteCommand(
                    topic=topic, channel=channel, day=day, words=told.noted[language], language=language
                )
                await note(officer, command, idempotency_key=f"history-{number}")
            else:
                question = AskCommand(topic, told.question[language], language)
                asked = await ask(who, question, idempotency_key=f"history-advice-{number}")
                later = at + timedelta(days=by_chance.randrange(1, 4))
                with clock.at(later), contextlib.suppress(Stale):  # an interrupted start has answered it
                    await answer(officer, asked, told.answer[language], language, 1)
        day += timedelta(days=by_chance.randrange(5, _EVERY))
