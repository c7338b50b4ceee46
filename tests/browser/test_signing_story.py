"""A cabinet assistant files for the executive head, whose case is the designate's; the head signs five others at once.

With PICTURES=1 photographed for people who judge how it looks (artefacts/signing, not kept with the sources).
"""

import shutil
from pathlib import Path

import pytest

from tests.browser import declaring
from tests.browser.arranging import act, file
from tests.browser.visiting import ASSISTANT, DECLARANT, HEAD, OFFICER, PICTURED, Demonstration, Visitor

pytestmark = pytest.mark.browser

DESIGNATE = "governing_body_designate@demo.example"
PICTURES = Path(__file__).parents[2] / "artefacts" / "signing"
ADVICE = "Présent d’usage, remis en public ; rien n’est à l’examen."
REASONS = "Each was given in public, and nothing is expected in return."


def photograph(visitor: Visitor, name: str) -> None:
    """The page in English and Arabic, wide and on a phone, where nothing stands beyond its edge."""
    here = visitor.path
    for language in ("ar", "en"):
        visitor.go(f"{here}{'&' if '?' in here else '?'}lang={language}")
        for width in (1280, 320):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if PICTURED:
                visitor.page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, (name, language, width)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_cabinet_assistant_files_for_the_executive_head_and_the_designate_decides(demo: Demonstration) -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    assistant, head = demo.person(ASSISTANT, "en"), demo.person(HEAD, "en")
    officer, designate = demo.person(OFFICER, "fr"), demo.person(DESIGNATE, "en")
    reference = _files_for_the_head(assistant)

    head.go("/desk/signing")
    assert reference not in head.says()
    for other in (head, officer):
        other.go(f"/desk/{reference}", status=404)

    head.go(f"/declarations/{reference}")
    head.press(f"/declarations/{reference}/confirm")

    designate.go("/desk")
    designate.follow(f"/desk/{reference}")
    designate.press(f"/desk/{reference}/taking")
    designate.fill(decision="authorize", reasons=REASONS)
    assert declaring.STORY in designate.says()
    designate.press(f"/desk/{reference}/decision")
    assert REASONS in designate.says()

    for reader in (head, assistant):
        reader.go(f"/declarations/{reference}")
        assert REASONS in reader.says()


def _files_for_the_head(assistant: Visitor) -> str:
    (principal,) = assistant.call("/api/v1/principals")["body"]
    assistant.go("/declare/gift")
    assistant.fill(declarant=principal["id"])
    assistant.press("/declare/gift")
    draft = declaring.take_steps(assistant, "240.00")
    assistant.fill(attested="yes")
    assistant.press(f"{draft}/submit")
    return assistant.reference


def test_the_executive_head_signs_five_cases_by_one_act(demo: Demonstration) -> None:
    declarant, officer, head = demo.person(DECLARANT, "en"), demo.person(OFFICER, "fr"), demo.person(HEAD, "en")
    cases = [file(declarant, f"signing-{number}", f"{120 + number}.00") for number in range(5)]
    for case in cases:
        act(officer, case, "taking")
        act(officer, case, "recommendation", decision="authorize", reasons=ADVICE)

    head.go("/desk")
    head.follow("/desk/signing")
    photograph(head, "list")
    assert head.says().count(ADVICE) == 5
    for case in cases:
        head.page.locator(f"#sign-{case}").check()
    act(officer, cases[2], "notes", note="Le donateur a rappelé.")
    head.fill(reasons=REASONS, attested="yes")
    head.press("/desk/signing")
    photograph_refused(head)
    assert head.page.locator("[name=case]:checked").count() == 4, "one changed meanwhile, so nothing was signed"

    head.page.locator(f"#sign-{cases[2]}").check()
    head.press("/desk/signing")
    assert not any(head.page.locator(f"#sign-{case}").count() for case in cases)
    photograph(head, "signed")
    declarant.go(f"/declarations/{cases[4]}")
    assert REASONS in declarant.says()
    assert ADVICE not in declarant.says()


def photograph_refused(head: Visitor) -> None:
    head.page.screenshot(path=PICTURES / "refused-en-1280.png", full_page=True)


def test_several_new_cases_are_given_to_one_officer_from_the_list(demo: Demonstration) -> None:
    declarant, officer = demo.person(DECLARANT, "en"), demo.person(OFFICER, "fr")
    cases = [file(declarant, f"giving-{number}", f"{80 + number}.00") for number in range(3)]
    officer.go("/desk?show=unassigned")
    photograph(officer, "choosing")
    for case in cases:
        officer.page.locator(f'[name=case][value="{case}"]').check()
    with officer.page.expect_navigation():
        officer.page.locator("form#assigning button").click()
    photograph(officer, "assigning")
    officer.page.locator("#officer").select_option(index=1)
    officer.press("/desk/assignments")
    officer.go("/desk?show=unassigned")
    assert not any(case in officer.says() for case in cases)
    officer.go("/delegations")
    photograph(officer, "absence")
