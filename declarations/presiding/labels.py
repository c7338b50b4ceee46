"""Words for stored values of opinions, matters and measures."""

from collections.abc import Mapping

from declarations.presiding.model import FIRST, Act, Finding, Kind, Verdict
from register.kernel.message import Message, pmsg

VERDICTS: Mapping[Verdict, Message] = {
    Verdict.COMPATIBLE: pmsg("presiding", "Compatible with the code"),
    Verdict.WITH_CONDITIONS: pmsg("presiding", "Compatible with conditions"),
    Verdict.NOT_COMPATIBLE: pmsg("presiding", "Not compatible with the code"),
}
KINDS: Mapping[Kind, Message] = {
    Kind.ABUSE: pmsg("presiding", "Abuse"),
    Kind.HARASSMENT: pmsg("presiding", "Harassment"),
    Kind.BREACH: pmsg("presiding", "Another breach of the code"),
}
FINDINGS: Mapping[Finding, Message] = {
    Finding.NOT_COMPLIANT: pmsg("presiding", "Not in line with the code"),
    Finding.COMPLIANT: pmsg("presiding", "In line with the code"),
    Finding.NOT_ESTABLISHED: pmsg("presiding", "Could not be established"),
}
ACTS: Mapping[Act, Message] = {
    Act.SUMMON: pmsg("presiding", "Summoned"),
    Act.WARN: pmsg("presiding", "Warned"),
    Act.CALL_TO_ORDER: pmsg("presiding", "Called to order"),
    Act.URGE: pmsg("presiding", "Urged to abide by the code"),
    Act.INFORM: pmsg("presiding", "All participants informed"),
    Act.HANDED_OVER: pmsg("presiding", "Handed over"),
}
FIRST_ACTS: Mapping[Act, Message] = {act: ACTS[act] for act in FIRST}
