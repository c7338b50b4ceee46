"""The declaring side for programs; the composition root mounts `filing_api`."""

from declarations.filing.api.ceilings import list_ceilings
from declarations.filing.api.codes import codes_api
from declarations.filing.api.declarations import (
    acknowledge_one,
    amend_one,
    answer_one,
    ask_pre_check,
    comment_on_one,
    confirm_one,
    file_one,
    list_own,
    list_principals,
    list_readings,
    read_one,
    settle_one,
    withdraw_one,
)

filing_api = [
    *codes_api,
    list_ceilings,
    ask_pre_check,
    list_principals,
    file_one,
    list_own,
    read_one,
    list_readings,
    amend_one,
    answer_one,
    withdraw_one,
    comment_on_one,
    acknowledge_one,
    confirm_one,
    settle_one,
]
