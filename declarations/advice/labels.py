"""Words for the stored values of advice."""

from collections.abc import Mapping

from declarations.advice.model import Channel, Show, Topic
from declarations.codes.labels import label
from register.kernel.message import Message, pmsg

TOPICS: Mapping[str, Message] = {
    **{kind: label("kind", kind) for kind in (Topic.GIFT, Topic.OUTSIDE_ACTIVITY, Topic.CONFLICT)},
    Topic.APPROVAL_REQUEST: pmsg("topic of advice", "Duties and approval"),
    Topic.POLITICAL_ACTIVITY: pmsg("topic of advice", "Political activity"),
    Topic.AFTER_SERVICE: pmsg("topic of advice", "After leaving the Organization"),
    Topic.OTHER: pmsg("topic of advice", "Another matter"),
}
CHANNELS: Mapping[str, Message] = {
    Channel.REGISTER: pmsg("channel of advice", "In the register"),
    Channel.MAIL: pmsg("channel of advice", "By e-mail"),
    Channel.TELEPHONE: pmsg("channel of advice", "By telephone"),
    Channel.IN_PERSON: pmsg("channel of advice", "In person"),
}
SHOWS: Mapping[str, Message] = {
    Show.OPEN: pmsg("list of advice", "Waiting for an answer"),
    Show.ANSWERED: pmsg("list of advice", "Answered"),
    Show.NOTED: pmsg("list of advice", "Noted by the office"),
}
