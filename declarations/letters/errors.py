"""What can go wrong with a letter."""

from register.kernel.errors import RegisterError
from register.kernel.i18n import msg


class LetterNotSet(RegisterError):
    """The letter could not be set as PDF, or not in time."""

    code = "letter_not_set"
    status = 503
    sentence = msg("The letter could not be set as a PDF just now. Read it on its page, or try again in a moment.")
