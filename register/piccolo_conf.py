"""Where Piccolo finds the rooms that hold tables, in the order of their migrations."""

from importlib.util import find_spec

from piccolo.conf.apps import AppRegistry

from register.kernel.db import ENGINE

DB = ENGINE

APP_REGISTRY = AppRegistry(
    apps=[
        app
        for app in [
            "register.people.piccolo_app",
            "register.access.piccolo_app",
            "register.ledger.piccolo_app",
            "register.notices.piccolo_app",
            "declarations.codes.piccolo_app",
            "declarations.parties.piccolo_app",
            "declarations.filing.piccolo_app",
            "declarations.authorizations.piccolo_app",
            "declarations.opinions.piccolo_app",
            "declarations.evidence.piccolo_app",
            "declarations.letters.piccolo_app",
            "declarations.review.piccolo_app",
            "declarations.standing.piccolo_app",
            "declarations.policies.piccolo_app",
            "declarations.whatif.piccolo_app",
            "declarations.advice.piccolo_app",
            "declarations.legacy.piccolo_app",
            "declarations.assets.piccolo_app",
            "declarations.meetings.piccolo_app",
            "declarations.votes.piccolo_app",
            "declarations.presiding.piccolo_app",
            "reports.piccolo_app",
        ]
        if find_spec(app)
    ]
)
