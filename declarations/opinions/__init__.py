"""A supervisor's opinion: one question by a link that shows nothing else, on an activity or pressure (ICSC 12, 45)."""
