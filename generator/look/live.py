"""What a page under live preview gets: the script that reloads it, and a page of mistakes.

Only for an editor's own machine; no page that is published has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VERSION_ADDRESS = "/preview-version"
SCRIPT_ADDRESS = "/preview.js"
RELOAD = b"""let seen;
setInterval(async () => {
  const answer = await fetch("/preview-version", {cache: "no-store"}).catch(() => null);
  if (!answer || !answer.ok) return;
  const now = await answer.text();
  if (seen && now !== seen) location.reload();
  seen = now;
}, 150);
"""
_TAG = b'<script src="/preview.js" defer></script></body>'


def with_reload(page: bytes) -> bytes:
    """Add the script to a page."""
    return page.replace(b"</body>", _TAG)


def mistakes_page(problems: Iterable[str]) -> bytes:
    """A page that lists the problems where the editor is looking."""
    rows = "".join(f"<li><code>{escape(problem)}</code></li>" for problem in problems)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>'
        '<link rel="stylesheet" href="/assets/look.css"><body><main class="wrap oops">'
        '<h1 class="size-mid">The content has mistakes</h1>'
        f"<p>The page comes back when they are put right.</p><ul>{rows}</ul></main></body>"
    ).encode()
