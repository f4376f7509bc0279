"""The MkDocs plugin: the engine renders editorial pages and our stencils, we stamp the rest.

Thin on purpose: changing the engine means changing this file, `site/engine.py` and the theme.
Our own build gives the plugin a programme and a language (`take`) and stamps the records itself.
Under `mkdocs build` and `mkdocs serve` the plugin reads the content and stamps the English pages:
the same bytes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.look.texts import texts
from generator.programme.addresses import FOLDERS, LISTS
from generator.programme.programme import Programme
from generator.programme.text import ENGLISH
from generator.reader.checks.targets import address_of
from generator.reader.folder import read
from generator.site.addresses import in_language, root
from generator.site.compiling import compiled
from generator.site.engine import Files as Beside
from generator.site.search import INDEX
from generator.site.sitemap import sitemap
from generator.site.stamping import assets, stamp_all
from generator.site.stencil import Stencil
from generator.site.theme_values import theme_values

STENCILS = {"public": "stencil-public.md", "office": "stencil-office.md"}
LEFT_OUT = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
"""Files of the theme that our pages do not load."""


class NoOptions(Config):
    """The plugin takes no options: everything comes from content/ and site_config.yml."""


class Linked(Files):
    """The engine's pages, and the records and lists that a page may link to by a file's name.

    `[Liberec](visits/liberec.md)` leads to the visit although no such file exists, in every
    language. They are looked up only when a link asks, so ten thousand of them cost nothing.
    """

    def __init__(self, files: Files, config: MkDocsConfig) -> None:
        super().__init__(files)
        self.config, self.content = config, Path(config.docs_dir).parent

    def get_file_from_path(self, path: str) -> File | None:
        """Give a page of the engine, or a stand-in for one of ours."""
        return super().get_file_from_path(path) or self._ours(path)

    def _ours(self, path: str) -> File | None:
        if not path.endswith(".md"):
            return None
        address = address_of(path, "")
        folder, _, slug = address.strip("/").rpartition("/")
        records = [kind for kind, start in FOLDERS.items() if start == f"{folder}/"]
        if address in LISTS or any(
            (self.content / kind / f"{slug}.yml").is_file() for kind in records
        ):
            return File(path, None, self.config.site_dir, True, dest_uri=f"{address}index.html")
        return None


class XchangePlugin(BasePlugin[NoOptions]):
    """Fills the theme from the programme, captures the stencils, stamps every record."""

    def __init__(self) -> None:
        self.taken: tuple[Programme, str, date] | None = None
        self.language = ENGLISH
        self.stencils: dict[str, str] = {}

    def take(self, programme: Programme, language: str, today: date) -> None:
        """Render frames for a build of our own, and stamp nothing."""
        self.taken = programme, language, today

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Name the site and its language; read the content, if nobody has.

        Our theme overrides every template, so the 14,500 files of Material's are not looked at:
        listing them takes as long as rendering the pages.
        """
        self.pages = Path(config.docs_dir)
        if self.taken:
            self.programme, self.language, self.today = self.taken
        else:
            whole = read(self.pages.parent)
            self.today = whole.today(datetime.now(UTC))
            self.programme = whole.published(self.today)
        site = self.programme.site
        config.site_name = site.title
        config.site_url = f"{site.public_url.rstrip('/')}{root(self.language)}"
        config.theme["language"] = self.language
        config.theme.dirs = [
            name for name in config.theme.dirs if "material" not in Path(name).parts
        ]
        back = texts(self.language)("Back to the place of footnote {}")
        config.mdx_configs.setdefault("footnotes", {})["BACKLINK_TITLE"] = back
        config.extra["xchange"] = theme_values(self.programme, self.language, self.today)
        return config

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Take compiled templates from where ours are."""
        env.bytecode_cache = compiled()
        return env

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add one page of markers for public pages, one for the office; take translations."""
        for file in list(files):
            if file.src_uri.startswith(LEFT_OUT):
                files.remove(file)
        if self.language != ENGLISH:
            self._translate(files, config)
        for name, path in STENCILS.items():
            office = "true" if name == "office" else "false"
            front = (
                f"---\ntemplate: record.html\noffice: {office}\nsearch: {{exclude: true}}\n---\n"
            )
            files.append(File.generated(config, path, content=f"{front}\n# {name}\n"))
        return Linked(files, config)

    def _translate(self, files: Files, config: MkDocsConfig) -> None:
        """Put each translated page in the place of the English one."""
        folder = self.pages.parent / "translations" / self.language / "pages"
        self.translated = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        for name in sorted(self.translated):
            known = files.get_file_from_path(name)
            if known:
                files.remove(known)
            files.append(File(name, str(folder), config.site_dir, config.use_directory_urls))

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Note the language that the words of a page are in, when it is not the page's own."""
        if self.language != ENGLISH and page.file.src_uri not in self.translated:
            page.meta["words_in"] = ENGLISH
        return markdown

    def on_page_content(self, html: str, **_: Any) -> str:
        """Let links stay in the language of the page, also where its words are English."""
        return in_language(html, self.language)

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Keep the stencils; an empty answer keeps them off the site."""
        for name, path in STENCILS.items():
            if page.file.src_uri == path:
                self.stencils[name] = output
                return ""
        return output

    def on_post_build(self, config: MkDocsConfig, **_: Any) -> None:
        """Stamp every record into the site, unless our own build does it."""
        if self.taken:
            return
        stencil = Stencil.cut(self.stencils["public"])
        site = Path(config.site_dir)
        index = (site / INDEX).read_text("utf-8")
        stamped = stamp_all(self.programme, stencil, ENGLISH, self.today, index)
        paths = [path.relative_to(site).as_posix() for path in site.rglob("index.html")]
        stamped["sitemap.xml"] = sitemap(self.programme.site.public_url, [*paths, *stamped])
        found = {**stamped, **assets(self.programme.site.dyes)}
        for path, content in (*found.items(), *Beside(self.pages.parent).items()):
            target = site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
