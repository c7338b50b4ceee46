"""The pages of the declaring side; the composition root mounts `filing_pages`."""

from declarations.filing.pages.codes import code_page, codes_page, rule_page
from declarations.filing.pages.drafts import (
    begin,
    begin_page,
    check_page,
    discard,
    draft_page,
    keep_step,
    kinds_page,
    step_page,
    submit,
    take_step,
)
from declarations.filing.pages.own import declaration_page, declarations_page, filed_for_others_page, receipt_page
from declarations.filing.pages.precheck import answer_page, begin_from_answers, precheck_page
from declarations.filing.pages.precheck_kinds import answer_of_kind_page, begin_from_brief, precheck_of_kind_page
from declarations.filing.pages.renewing import renew_it
from declarations.filing.pages.start import start_page
from declarations.filing.pages.steps_taken import (
    acknowledge_it,
    amend_it,
    amend_page,
    answer_it,
    comment_on_it,
    confirm_it,
    settle_it,
    withdraw_it,
)

filing_pages = [
    start_page,
    precheck_page,
    answer_page,
    begin_from_answers,
    precheck_of_kind_page,
    answer_of_kind_page,
    begin_from_brief,
    kinds_page,
    begin_page,
    begin,
    draft_page,
    step_page,
    take_step,
    keep_step,
    check_page,
    submit,
    discard,
    declarations_page,
    filed_for_others_page,
    declaration_page,
    receipt_page,
    answer_it,
    amend_page,
    amend_it,
    renew_it,
    withdraw_it,
    comment_on_it,
    acknowledge_it,
    confirm_it,
    settle_it,
    codes_page,
    code_page,
    rule_page,
]
