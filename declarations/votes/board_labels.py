"""Words of those who lead a meeting: how an answer came, and how somebody voted in an open vote."""

from collections.abc import Mapping

from declarations.votes.model import Medium, Stance
from register.kernel.message import Message, pmsg

MEDIA: Mapping[Medium, Message] = {
    Medium.LINK: pmsg("medium", "By the person’s own hand"),
    Medium.ALOUD: pmsg("medium", "Aloud"),
    Medium.PAPER: pmsg("medium", "On paper"),
    Medium.LIST: pmsg("medium", "On a list"),
}
SAID: Mapping[Stance, Message] = {
    Stance.NOTHING: pmsg("disclosure", "Nothing to disclose"),
    Stance.SOMETHING: pmsg("disclosure", "Something to disclose"),
}
INTERESTS: Mapping[str, Message] = {
    "own": pmsg("interest", "Own interest"),
    "family": pmsg("interest", "Interest of the family"),
    "employer": pmsg("interest", "Interest of the employer"),
    "gift": pmsg("interest", "Gift, favour or entertainment"),
    "other": pmsg("interest", "Something else"),
}
CHOICE_WORDS: Mapping[str, Message] = {
    "yes": pmsg("vote", "In favour"),
    "no": pmsg("vote", "Against"),
    "abstain": pmsg("vote", "Abstention"),
}
