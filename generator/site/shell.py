"""The shell: the site's own page as a Jinja template, so that forms look like the site.

The form service never sees MkDocs. It extends this template and fills the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.site.addresses import service_root
from generator.site.stencil import CURRENT, HREF, Stencil

BLOCKS = ("title", "head", "account", "main", "bodyclass")


def shell(stencil: Stencil, fixed: Mapping[str, str]) -> str:
    """Turn a stencil into a Jinja template with the blocks title, head, account, main and bodyclass.

    A block is written once; where a marker stands again it repeats the block (`self.title()`).
    `fixed` gives the other markers' text.
    """
    out: list[str] = []
    seen: set[str] = set()
    for place, piece in enumerate(stencil.pieces):
        if place % 2 == 0:
            out.append(_raw(piece))
        elif piece in BLOCKS:
            out.append(f"{{{{ self.{piece}() }}}}" if piece in seen else _block(piece))
            seen.add(piece)
        elif piece.startswith(HREF):
            out.append(_other_language(piece.removeprefix(HREF)))
        elif not piece.startswith(CURRENT):
            out.append(_raw(fixed[piece]))
    return "".join(out)


def _other_language(language: str) -> str:
    """The same form in another language, if the service says where, or its first page."""
    first = service_root(language)
    return f"{{{{ language_href('{language}') if language_href is defined else '{first}' }}}}"


def _block(name: str) -> str:
    return f"{{% block {name} %}}{{% endblock %}}"


def _raw(text: str) -> str:
    return f"{{% raw %}}{text}{{% endraw %}}" if text else ""
