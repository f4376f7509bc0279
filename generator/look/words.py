"""Words for what the programme holds, in one language and on one day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from generator.look.code_words import CodeWords
from generator.look.visit_words import VisitWords
from generator.programme.host import Host
from generator.programme.text import ENGLISH, Text

HOST = re.compile(r"https?://(?:www\.)?([^/?#]*)")
"""Of an address that the models took; taking one apart by the library is slow."""


def say(text: Text | None, language: str) -> Markup | str:
    """Give a text in one language; words in another carry theirs, for those who hear them."""
    if text is None:
        return ""
    if language == ENGLISH and isinstance(text.root, str):
        return text.root
    said = text.say(language)
    if said.language == language:
        return said.words
    return Markup('<span lang="{}">{}</span>').format(said.language, said.words)


class Words(CodeWords, VisitWords):
    """Says the programme in one language, on one day."""

    def by_country(self, hosts: Iterable[Host]) -> list[tuple[str, list[Host]]]:
        """Group hosts by the name of their country, in the order of the alphabet."""
        found: dict[str, list[Host]] = {}
        for host in hosts:
            found.setdefault(self.f.country(host.country), []).append(host)
        return sorted(found.items(), key=lambda group: self.f.order(group[0]))

    def host_of(self, url: str) -> str:
        """The short form of a web address: clutex.cz."""
        found = HOST.match(url)
        return found[1] if found else ""

    def page_titles(self) -> list[tuple[str, str]]:
        """Every page that is not a record's, with its address below the language."""
        t = self.t
        return [
            (t("Home"), ""),
            (t("May we go, and for how much?"), "may-i-go/"),
            (t("Visits"), "visits/"),
            (t("Hosts"), "hosts/"),
            (t("Partner clusters"), "partners/"),
            (t("How it works"), "how-it-works/"),
            (t("Host a visit"), "host-a-visit/"),
            (t("Rules and lump sums"), "rules/"),
            (t("Documents"), "documents/"),
            (t("Questions"), "faq/"),
            (t("News"), "news/"),
            (t("Privacy"), "privacy/"),
            (t("Accessibility"), "accessibility/"),
            (t("Legal notice"), "legal/"),
        ]
