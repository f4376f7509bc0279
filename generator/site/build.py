"""Build a whole version: the engine into a staging folder, then one swap."""

from __future__ import annotations

import logging
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as run_engine
from mkdocs.config import load_config

from generator.reader import read
from generator.site.version import Published, publish

THEME = Path(__file__).parent.parent / "look" / "theme"
LEFT_OUT = ("sitemap.xml.gz", "assets/javascripts/", "assets/stylesheets/", "assets/images/")
"""Files of the theme that our pages do not load."""


def build(content: Path, site: Path, today: date | None = None) -> Published:
    """Render everything, then swap it in; a build that fails changes nothing.

    Args:
        content: the folder of YAML and pages; mkdocs.yml stands beside it.
        site: where public pages go; the form service's half goes to `SITE.service`.
        today: shows the programme as of this day.

    Raises:
        ContentError: the content has mistakes; nothing was written.
    """
    read(content)  # the engine would wrap what is wrong in its own words
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as staging:
        config = load_config(
            config_file=str(_engine_file(content)),
            docs_dir=str((content / "pages").resolve()),
            site_dir=staging,
            theme={"name": "material", "custom_dir": str(THEME), "font": False},
            strict=True,
        )
        plugin: Any = config.plugins["xchange"]
        plugin.shown_on = today
        run_engine(config)
        service: dict[str, bytes] = plugin.service_files
        return publish(_rendered(Path(staging)), service, site)


def _engine_file(content: Path) -> Path:
    beside = content.resolve().parent / "mkdocs.yml"
    return beside if beside.exists() else Path(__file__).parents[2] / "mkdocs.yml"


def _rendered(staging: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(staging.rglob("*")) if path.is_file())
    found = {path.relative_to(staging).as_posix(): path.read_bytes() for path in paths}
    return {path: content for path, content in found.items() if not path.startswith(LEFT_OUT)}
