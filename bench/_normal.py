"""The service with a database that does not wait for the disk: what the power-cut model must catch."""

from __future__ import annotations

from formsvc import db

db.PRAGMAS = tuple(each.replace("=FULL", "=NORMAL") for each in db.PRAGMAS)

from formsvc.wsgi import make_app  # noqa: E402, F401 - after the change
