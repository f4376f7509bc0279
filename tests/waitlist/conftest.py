import pytest


@pytest.fixture
def full(service):
    """A visit with one free seat of twenty."""
    service.has_accepted(19)
    return service
