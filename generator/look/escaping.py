"""Escape plain text for HTML.

`markupsafe.escape` takes anything and gives Markup, and most of its work is to make that; what is
only put between other pieces of HTML does not need it.
"""

from __future__ import annotations

from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]

__all__ = ["escape_text"]
