"""Whatever a person does on a page, a program can do: every action of a page is one of the interface too."""

import inspect
import re
from typing import Any

from litestar.routes import HTTPRoute

from tests.applications import whole, whole_demonstration

FOR_PEOPLE_ALONE = {
    # Coming in and leaving: a program carries a key.
    *("signin.open", "signin.submit", "signout.submit", "link.request", "link.open", "link.use"),
    # A supervisor who is asked for an opinion comes by a link from a mail, once.
    *("opinion.open", "opinion.give"),
    "join.open",
    # A draft is a form that is half filled in; a program files a whole declaration at once.
    *("draft.read", "draft.edit", "draft.discard", "draft.attach", "draft.evidence"),
    # The building itself, and what only the demonstration has.
    *("health.read", "static.read", "schema.read", "demo.mail"),
}


def actions(*, of_programs: bool) -> set[tuple[str, bool]]:
    """Each action with whether it changes something, of the pages or of the interface."""
    found = set()
    for route in whole_demonstration().routes:
        if isinstance(route, HTTPRoute) and route.path_format.startswith("/api/") is of_programs:
            for method, (handler, _) in route.route_handler_map.items():
                if method not in {"OPTIONS", "HEAD"}:
                    found.add((str(handler.opt.get("action")), method != "GET"))
    return found


def test_every_action_of_a_page_has_its_twin_in_the_interface() -> None:
    twins = actions(of_programs=True)
    named = {action for action, _ in twins}
    lacking = {
        (action, changes)
        for action, changes in actions(of_programs=False)
        # A page that shows a form to be sent changes nothing; its twin is the sending.
        if action not in FOR_PEOPLE_ALONE and (action, changes) not in twins and (changes or action not in named)
    }
    assert lacking == set()


def _looks(function: Any) -> bool:
    """Whether a handler, or a function of its module that it calls, reads the header If-Match."""
    source, module = inspect.getsource(function), inspect.getmodule(function)
    called = [getattr(module, name, None) for name in re.findall(r"\b(_\w+)\(", source)]
    return "if_match(" in source or any("if_match(" in inspect.getsource(each) for each in called if each is not None)


def test_the_description_asks_for_the_state_that_was_read_just_where_the_interface_does() -> None:
    app = whole()
    described = app.openapi_schema.to_schema()["paths"]
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path_format.startswith("/api/"):
            for method, (handler, _) in route.route_handler_map.items():
                if method not in {"GET", "HEAD", "OPTIONS"}:
                    operation = described[route.path_format][method.lower()]
                    says = "If-Match" in {parameter["name"] for parameter in operation.get("parameters", [])}
                    assert says == _looks(handler.fn), (method, route.path_format)


def test_what_is_for_people_alone_is_said_because_it_is_there() -> None:
    """The control: no exception is kept that nothing needs."""
    pages = {action for action, _ in actions(of_programs=False)}
    programs = {action for action, _ in actions(of_programs=True)}
    assert pages - programs >= FOR_PEOPLE_ALONE
