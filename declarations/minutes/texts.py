"""The sentences of the minutes, pure: what a secretary copies into the record of the meeting."""

from collections.abc import Iterator, Mapping

import msgspec

from declarations.meetings.model import Vote
from declarations.minutes.model import Aside, Figures, ItemFigures
from declarations.votes.model import Did
from register.kernel.message import Message, OfMoment, msg, nmsg, pmsg

DONE: Mapping[Did, Message] = {
    Did.SPOKE_AND_VOTED: pmsg("minutes", "Spoke and voted after disclosing: %(count)s."),
    Did.SPOKE: pmsg("minutes", "Spoke without voting: %(count)s."),
    Did.DID_NOT_VOTE: pmsg("minutes", "Stayed, and neither spoke nor voted: %(count)s."),
    Did.LEFT: pmsg("minutes", "Left for the item: %(count)s."),
    Did.PAPERS_WITHHELD: pmsg("minutes", "Left for the item, without its papers: %(count)s."),
    Did.HANDED_OVER_CHAIR: pmsg("minutes", "Handed over the chair: %(count)s."),
    Did.REPLACED: pmsg("minutes", "Replaced by another of the delegation: %(count)s."),
}


class Passage(msgspec.Struct, frozen=True):
    """A heading with its sentences; `words` is a title in a language of the meeting."""

    heading: Message
    words: str
    words_language: str
    sentences: tuple[Message, ...]

    @property
    def label(self) -> Message:
        """The heading as it stands before the words: how a colon is set is the language's."""
        return msg("%(label)s:", label=self.heading) if self.words else self.heading


def minutes(figures: Figures, language: str) -> list[Passage]:
    """The passage on the whole meeting, then one for each item on which disclosure was called for."""
    whole = Passage(msg("Disclosure of interests"), "", "", tuple(_of_meeting(figures)))
    return [whole, *(_of_item(each, figures, language) for each in figures.items if not figures.is_emptied)]


def _of_meeting(figures: Figures) -> Iterator[Message]:
    meeting, statements = figures.meeting, figures.statements
    if meeting.is_voluntary:
        yield msg("Participants were invited to disclose interests; nobody was obliged to.")
    else:
        yield msg("Disclosure was asked for by %(mandate)s.", mandate=meeting.mandate)
    yield msg(
        "The code of conduct was acknowledged by %(acknowledged)s of %(all)s participants.",
        acknowledged=figures.acknowledged,
        all=figures.participants,
    )
    if meeting.code_presented_at is not None:
        yield msg(
            "The code was presented by %(name)s on %(moment)s.",
            name=meeting.code_presented_by,
            moment=OfMoment(meeting.code_presented_at),
        )
    if meeting.code_discussion:
        yield msg("Discussion of the code: %(words)s", words=meeting.code_discussion)
    elif meeting.is_iso:
        yield msg("There was no discussion of the code.")
    if figures.is_emptied:
        yield msg("No answers are held: what is disclosed to a meeting is erased after its period.")
    if statements.all:
        yield msg(
            "Statements for the whole meeting: nothing to disclose %(nothing)s, something to disclose %(something)s.",
            nothing=statements.nothing,
            something=statements.something,
        )


def _of_item(each: ItemFigures, figures: Figures, language: str) -> Passage:
    title, tag = each.item.title(language)
    return Passage(
        msg("Item %(number)s", number=each.item.number), title, tag, tuple(_on_item(each, figures.participants))
    )


def _on_item(each: ItemFigures, participants: int) -> Iterator[Message]:
    answered = each.answered
    yield nmsg(  # the number agrees with the participants in other languages, where English has one form
        "Answers received: %(n)s of %(all)s participants.",
        "Answers received: %(n)s of %(all)s participants.",
        answered.all,
        all=participants,
    )
    if answered.all and not answered.something:
        yield msg("Nobody who answered had an interest to disclose.")
    elif answered.something:
        yield msg(
            "Nothing to disclose: %(nothing)s. Something to disclose: %(something)s.",
            nothing=answered.nothing,
            something=answered.something,
        )
    if answered.after_vote_opened:
        yield msg("Received after the vote was opened: %(count)s.", count=answered.after_vote_opened)
    for aside in each.asides:
        yield from _aside(aside)
    if each.item.vote is Vote.SECRET and each.item.voting_at is not None:
        yield msg("The ballot was secret; no disclosure was compared with it.")


def _aside(aside: Aside) -> Iterator[Message]:
    """As done counts only what was recorded as done: a rule, an announcement or a dispensation is not yet an act."""
    if aside.names and aside.citation and aside.standing:
        yield msg("To stand aside by %(rule)s: %(names)s.", rule=aside.citation, names=", ".join(aside.names))
    if aside.dispensed:
        yield msg("Dispensed by the presiding officer: %(count)s.", count=aside.dispensed)
    for did, sentence in DONE.items():
        if did in aside.did:
            yield msgspec.structs.replace(sentence, values={"count": aside.did[did]})
    left = aside.count - aside.recorded if aside.standing or aside.dispensed else 0
    if left and (aside.names or aside.dispensed):
        yield msg("Of these, with no record of what was then done: %(count)s.", count=left)
    elif left:
        yield msg("Announced, with no record of what was then done: %(count)s.", count=left)
