"""Every table, for the migrations; a new models module is added here."""

from __future__ import annotations

import formsvc.accounts.models
import formsvc.assisted.models
import formsvc.candidatures.models
import formsvc.candidatures.search_index
import formsvc.comments.models
import formsvc.evidence.models
import formsvc.exchanges.models
import formsvc.history.models
import formsvc.info_requests.models
import formsvc.limits
import formsvc.links.models
import formsvc.mail.models
import formsvc.office.models
import formsvc.privacy.models
import formsvc.visit_changes.models  # noqa: F401
from formsvc.db import Base

metadata = Base.metadata
