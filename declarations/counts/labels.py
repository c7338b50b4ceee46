"""Words for the lists and figures of the auditor."""

from collections.abc import Mapping

from declarations.advice.labels import CHANNELS, TOPICS
from register.kernel.message import Message, msg, pmsg

LISTS: Mapping[str, Message] = {
    "assets": msg("Asset statements"),
    "topics": msg("Advice by topic"),
    "channels": msg("Advice by channel"),
    "noted": msg("Advice given elsewhere and noted"),
    "opinions": msg("Opinions of supervisors"),
    "separations": msg("Ends of service"),
}
FIGURES: Mapping[str, Mapping[str, Message]] = {
    "assets": {
        "designations_in_force": msg("Designations in force"),
        "designations_ended": msg("Designations that ended"),
        "statements": msg("Statements"),
        "versions": msg("Versions of statements"),
        "reviews": msg("Reviews of statements"),
        "consents_asked": msg("Consents asked for"),
        "consents_given": msg("Consents given"),
    },
    "topics": TOPICS,
    "channels": CHANNELS,
    "noted": {"with_name": pmsg("advice", "With a name"), "without_name": pmsg("advice", "Without a name")},
    "opinions": {"asked": pmsg("opinions", "Asked for"), "answered": pmsg("opinions", "Given")},
    "separations": {
        "recorded": pmsg("separations", "Recorded"),
        "letters": pmsg("separations", "Letters issued"),
        "completed": pmsg("separations", "Checklists completed"),
    },
}
CLASSES: Mapping[str, Message] = {
    "asset_statements": msg("Asset statements"),
    "advice": msg("Advice"),
    "separations": msg("Ends of service"),
}
