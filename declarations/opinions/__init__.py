"""The supervisor's opinion on an outside activity: one question by a link that shows nothing else (ICSC 45)."""
