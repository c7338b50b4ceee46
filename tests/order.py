"""Which files of tests begin first: the longest, so that the processes of a run end together.

Weighed by a whole run on two cores; what is not named takes less than five seconds and keeps its place behind them.
"""

LONGEST = (
    "browser/test_every_page.py",
    "browser/test_every_meeting_page.py",
    "browser/test_meeting_story.py",
    "process/test_serving.py",
    "browser/test_keyboard.py",
    "browser/test_activity_story.py",
    "browser/test_desk_page.py",
    "browser/test_declaring_pages.py",
    "process/test_import_command.py",
    "process/test_recovery.py",
    "process/test_crashes.py",
    "browser/test_signing_story.py",
    "browser/test_import_story.py",
    "process/test_backup.py",
    "browser/test_conflict_story.py",
    "web/test_fuzz.py",
    "browser/test_without_scripts.py",
    "browser/test_story.py",
    "process/test_containers.py",
    "browser/test_desk_keys.py",
    "db/test_review_queue.py",
    "browser/test_amounts.py",
    "process/test_servers.py",
    "browser/test_assets_story.py",
    "browser/test_former_staff_story.py",
    "process/test_operations.py",
)
_PLACES = {f"tests/{name}": place for place, name in enumerate(LONGEST)}


def place(node: str) -> int:
    """Where the file of a test stands in the order."""
    return _PLACES.get(node.partition("::")[0], len(_PLACES))
