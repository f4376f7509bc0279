"""Stamp every record's page through the stencil, and make the form service's half."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from markupsafe import escape

from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.site.environment import environment
from generator.site.head import head
from generator.site.machine import machine_readable
from generator.site.pages import Page, pages
from generator.site.shell import shell
from generator.site.stencil import Stencil

LOOK = Path(__file__).parent.parent / "look"
SCRIPTS = Path(__file__).parent / "scripts"


def stamp_all(
    programme: Programme, stencil: Stencil, language: str, today: date
) -> dict[str, bytes]:
    """Render and stamp every page made from records; the result is bytes by path."""
    env = environment(programme, language, today)
    stamped = {}
    for page in pages(programme, language, today):
        main = env.get_template(f"site/{page.template}.html").render(page.context)
        html = stencil.stamp(_parts(programme, page, main, language), current=page.current)
        stamped[page.path] = html.encode()
    return stamped | machine_readable(programme, language, today)


def _parts(programme: Programme, page: Page, main: str, language: str) -> Mapping[str, str]:
    site = programme.site
    title = site.title if page.title == site.title else f"{page.title} · {site.title}"
    return {
        "title": str(escape(title)),
        "description": str(escape(page.description)),
        "canonical": f"{site.public_url.rstrip('/')}/{page.url}",
        "head": head(programme, page, language),
        "main": main,
        "bodyclass": page.bodyclass,
    }


def service_half(
    programme: Programme, stencils: Mapping[str, Stencil], mails: Path
) -> dict[str, bytes]:
    """Make what the form service reads: snapshot, shells, mail templates, script hashes.

    Args:
        programme: everything that the content says.
        stencils: by name: `public` and `office`.
        mails: the folder of mail templates, one folder a language.
    """
    fixed = {"description": "", "canonical": programme.site.public_url}
    files = {
        "programme.json": programme.model_dump_json(by_alias=True).encode(),
        f"shells/{ENGLISH}.html": shell(stencils["public"], fixed).encode(),
        "shells/office.html": shell(stencils["office"], fixed).encode(),
        "csp.json": b'{"script-src": []}',
    }
    for path in sorted(mails.rglob("*.txt")):
        files[f"mails/{path.relative_to(mails).as_posix()}"] = path.read_bytes()
    return files


def assets() -> dict[str, bytes]:
    """Give the files that every page needs: the stylesheet, the fonts and the mark."""
    found = {
        "assets/look.css": (LOOK / "look.css").read_bytes(),
        "assets/mark.svg": (LOOK / "mark.svg").read_bytes(),
    }
    for font in sorted((LOOK / "fonts").glob("*")):
        found[f"assets/fonts/{font.name}"] = font.read_bytes()
    for script in sorted(SCRIPTS.glob("*.js")):
        found[f"assets/{script.name}"] = script.read_bytes()
    return found
