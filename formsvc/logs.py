"""What a process says: one line of JSON an event, on the error stream, without personal data."""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Let every `structlog.get_logger()` of this process write such lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
