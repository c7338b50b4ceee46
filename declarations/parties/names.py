"""How names of givers meet in two spellings: as all names in the register do."""

from register.kernel.names import LONGEST_FORM, forms_of, search_form

__all__ = ["LONGEST_FORM", "forms_of", "search_form"]
