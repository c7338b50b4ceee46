"""The directory at work. Loading, suggesting and taking over are offered to other rooms by their short names."""

from declarations.parties.service.loading import SHORTEST, load_file, load_rows, promote, suggest

__all__ = ["SHORTEST", "load_file", "load_rows", "promote", "suggest"]
