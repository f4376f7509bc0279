"""The whole office: each of these rooms adds its pages to the blueprint by being imported."""

from __future__ import annotations

from formsvc.office import budget, waiting_lists  # noqa: F401
from formsvc.office.case import (  # noqa: F401
    asking,
    commenting,
    erasing,
    files,
    giving,
    out,
    preparing,
)
from formsvc.office.decisions import release_views, undoing  # noqa: F401
from formsvc.office.decisions import views as decisions  # noqa: F401
from formsvc.office.queue import bulk_views  # noqa: F401
from formsvc.office.queue import views as queue  # noqa: F401
from formsvc.office.views import bp as bp
