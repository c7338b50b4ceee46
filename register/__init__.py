"""The declaration register."""

import os

os.environ.setdefault("PICCOLO_CONF", "register.piccolo_conf")
