"""Which rows an action reaches for a role."""

from enum import StrEnum


class Relation(StrEnum):
    """Which rows an action reaches for one role. The service and the row policy of the table enforce it."""

    ANY = "any"
    """Every row of the kind, or no row at all, such as a printed code."""
    OWN = "own"
    """The person's own: the declarant's declarations, one's own sessions, tokens and settings."""
    FILED_FOR = "filed_for"
    """Filed by this assistant, for a person whose assistant they still are."""
    AUTHOR = "author"
    """Written by this person and not yet filed: drafts belong to their author alone."""
    IN_OFFICE_QUEUE = "in_office_queue"
    """On the route of the office, and neither the officer's own case nor that of anyone above them."""
    ASSIGNED_TO_OFFICE = "assigned_to_office"
    """In the officer's queue, and no other authority is named to decide it."""
    REFERRED_TO_ROLE = "referred_to_role"
    """Recommended or referred to the authority this role holds, and neither their own nor their superior's case."""
    ON_DESIGNATE_ROUTE = "on_designate_route"
    """The executive head's own case, which goes straight to the governing body's designate."""
    OF_MEETING = "of_meeting"
    """Of a meeting in which the person holds a function, or which the office set up."""
    ATTENDING = "attending"
    """Of the participant who came by a link, in that one meeting."""
    FROZEN = "frozen"
    """Periodic reports that wait for a second person or are released."""
    RELEASED = "released"
    """Periodic reports that are released."""
    OTHERS = "others"
    """Every row but those about oneself: nobody grants, ends or disables their own."""
