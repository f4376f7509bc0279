"""The MkDocs plugin: the engine renders editorial pages and our stencils, we stamp the rest.

Thin on purpose: changing the engine means changing this file and the theme, nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.reader import read
from generator.site.stamping import assets, service_half, stamp_all
from generator.site.stencil import Stencil
from generator.site.theme_values import theme_values

STENCILS = {"public": "stencil-public.md", "office": "stencil-office.md"}


class NoOptions(Config):
    """The plugin takes no options: everything comes from content/ and site_config.yml."""


class XchangePlugin(BasePlugin[NoOptions]):
    """Fills the theme from the programme, captures the stencils, stamps every record."""

    def __init__(self) -> None:
        self.programme: Programme | None = None
        self.stencils: dict[str, Stencil] = {}
        self.service_files: dict[str, bytes] = {}

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the content; name the site and its language."""
        self.content = Path(config.docs_dir).parent
        self.whole = read(self.content)
        self.today = self.whole.today(datetime.now(UTC))
        self.programme = programme = self.whole.published(self.today)
        config.site_name = programme.site.title
        config.site_url = f"{programme.site.public_url.rstrip('/')}/"
        config.theme["language"] = ENGLISH
        config.extra["xchange"] = theme_values(programme, ENGLISH, self.today)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add one page of markers for public pages, one for the office."""
        for name, path in STENCILS.items():
            office = "true" if name == "office" else "false"
            front = (
                f"---\ntemplate: record.html\noffice: {office}\nsearch: {{exclude: true}}\n---\n"
            )
            files.append(File.generated(config, path, content=f"{front}\n# {name}\n"))
        return files

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Keep the stencils; an empty answer keeps them off the site."""
        for name, path in STENCILS.items():
            if page.file.src_uri == path:
                self.stencils[name] = Stencil.cut(output)
                return ""
        return output

    def on_post_build(self, config: MkDocsConfig, **_: Any) -> None:
        """Stamp every record into the site."""
        if self.programme is None:
            raise RuntimeError("the engine did not read the configuration")
        stamped = stamp_all(self.programme, self.stencils["public"], ENGLISH, self.today)
        for path, content in {**stamped, **assets()}.items():
            target = Path(config.site_dir) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        mails = self.content / "mails"
        known = self.whole.published(self.today, with_expired=True)
        self.service_files = service_half(known, self.stencils, mails)
