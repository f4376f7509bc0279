"""Whoever sends files."""

from __future__ import annotations

import pytest


@pytest.fixture
def anna(service):
    """An applicant whose draft is ready to be sent."""
    return service.applicant().fills_in()
