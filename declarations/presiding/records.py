"""The tables of this room that the ledger holds."""

import msgspec

from declarations.meetings.records import record_class
from declarations.presiding.model import Informed, Matter, Measure, Opinion, OpinionGuidance
from register.ledger.records import RecordClass

PRESIDING: dict[type[msgspec.Struct], RecordClass] = {
    Opinion: record_class(Opinion, "presiding_opinion"),
    OpinionGuidance: record_class(OpinionGuidance, "opinion_guidance"),
    Matter: record_class(Matter, "reported_matter"),
    Measure: record_class(Measure, "presiding_measure"),
    Informed: record_class(Informed, "participants_informed"),
}
