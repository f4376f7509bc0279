"""What texts say about the rest of the content: links, amounts, and times called future."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.programme.addresses import (
    FILES,
    FILES_ONCE,
    LISTS,
    RULES,
    RULES_ANCHORS,
    of_record,
)
from generator.programme.call import Call
from generator.programme.host import Host
from generator.programme.lump_sums import LumpSums
from generator.programme.programme import ProgrammeFile
from generator.programme.rules import RulePack
from generator.programme.text import ENGLISH
from generator.programme.visit import Visit
from generator.reader.checks.findings import Amount, Findings, Link
from generator.reader.checks.pages import PageFile
from generator.reader.checks.passages import Remark, Spot, of_page, place_in
from generator.reader.checks.past import promise_mistakes
from generator.reader.checks.publication import comes_or_goes, gap
from generator.reader.checks.rates import amount_mistakes
from generator.reader.checks.targets import Target, address_of, link_mistakes
from generator.reader.nodes import Mistake, Place

if TYPE_CHECKING:
    from generator.reader.sources import Source

Found = Iterator[tuple[str, Remark]]
ANY = Target()
"""Nobody can say which anchors the page has."""


class Teller(NamedTuple):
    """A file whose words say something about others; a page has an address, and no record."""

    file: str
    kind: str
    said: Findings
    record: Any
    address: str = ""


class Prose:
    """Compares the words of every file with the whole content."""

    def __init__(self, content: Path, sources: list[Source], pages: list[PageFile]) -> None:
        self.content, self.sources, self.pages = content, sources, pages
        self.tellers = [
            *(Teller(one.file, one.kind, one.findings, one.record) for one in sources if one.said),
            *(Teller(str(one.path), "pages", one.findings, None, one.address) for one in pages),
        ]
        self.records = {(source.kind, source.slug): source.record for source in sources}
        self.shown = {
            of_record(kind, slug): record
            for (kind, slug), record in self.records.items()
            if comes_or_goes(record)
        }
        self.targets = self._targets()

    def mistakes(self, today: date | None) -> Iterator[tuple[Path, Mistake]]:
        """Give what the words say wrongly.

        Args:
            today: the programme date; without it nothing depends on the clock.
        """
        for file, remark in self._remarks(today):
            yield Path(file), Mistake(self._place(file, remark.spot), *remark[1:])

    def _remarks(self, today: date | None) -> Found:
        yield from self._links()
        yield from self._amounts()
        if today:
            for file, _, said, *_ in self.tellers:
                for remark in promise_mistakes(said.promises, today):
                    yield file, remark

    def _place(self, file: str, spot: Spot) -> Place:
        """Find a spot again, in the file as it stands."""
        text = Path(file).read_text("utf-8")
        source = next((source for source in self.sources if source.file == file), None)
        return place_in(source.tree, text, spot) if source else of_page(text, "").place(spot[1])

    def _links(self) -> Found:
        for file, _, said, record, own in self.tellers:
            for remark in link_mistakes(said.links, self.targets, self._has_file, own):
                yield file, remark
            for link in said.links if self.shown else ():
                for remark in self._hidden(link, record, own):
                    yield file, remark

    def _hidden(self, link: Link, naming: object, own: str) -> Iterator[Remark]:
        """A link to a record that is not public while the text is."""
        named = self.shown.get(address_of(link.target, own))
        said = gap(naming, named) if named else ""
        if said:
            hint = "look at publish_on and expires_on of the record, or take the link out"
            yield Remark(link.spot, "not-public", f'"{link.target}" {said}', hint)

    def _has_file(self, name: str) -> bool:
        return (self.content / "files" / name).is_file()

    def _amounts(self) -> Found:
        for file, kind, said, record, _ in self.tellers:
            if kind == "lump_sums" or not said.amounts:
                continue  # a table of lump sums is what the others are compared with
            about = (record.country,) if isinstance(record, (Visit, Host)) else ()
            table = self._table(record.call if isinstance(record, Visit) else None)
            for remark in self._compared(said.amounts, table, about):
                yield file, remark

    def _compared(
        self, amounts: Iterable[Amount], table: LumpSums | None, about: tuple[str, ...]
    ) -> Iterator[Remark]:
        if table:
            for amount in amounts:
                countries = about or self._countries(amount.visits)
                yield from amount_mistakes([amount], table, countries)

    def _countries(self, visits: tuple[str, ...]) -> tuple[str, ...]:
        """The host countries of the visits that a paragraph links to, each once."""
        found = (self.records.get(("visits", slug)) for slug in visits)
        return tuple(dict.fromkeys(visit.country for visit in found if isinstance(visit, Visit)))

    def _call(self, slug: str | None) -> Call | None:
        about = self.records.get(("programme", "programme"))
        if slug is None and isinstance(about, ProgrammeFile):
            slug = about.current_call
        call = self.records.get(("calls", slug or ""))
        return call if isinstance(call, Call) else None

    def _table(self, call_slug: str | None) -> LumpSums | None:
        call = self._call(call_slug)
        table = self.records.get(("lump_sums", call.lump_sums)) if call else None
        return table if isinstance(table, LumpSums) else None

    def _targets(self) -> dict[str, Target]:
        """Every address of the site; in each language, since records are shown in all."""
        found = dict.fromkeys((*LISTS, *FILES), ANY)
        found[RULES] = self._rules()
        for kind, slug in self.records:
            address = of_record(kind, slug)
            if address:
                found[address] = ANY
            if kind == "visits":
                found[f"visits/{slug}.ics"] = ANY
        for page in self.pages:
            if page.language == ENGLISH:
                found[page.address] = Target(page.anchors)
        for language in {page.language for page in self.pages} | self._languages():
            if language != ENGLISH:
                found |= {f"{language}/{address}": ANY for address in self._english(found)}
        found |= dict.fromkeys(FILES_ONCE, ANY)
        return found | {page.address: Target(page.anchors) for page in self.pages}

    def _english(self, found: dict[str, Target]) -> list[str]:
        others = tuple(f"{language}/" for language in self._languages() - {ENGLISH})
        return [address for address in found if not address.startswith(others)]

    def _languages(self) -> set[str]:
        site = self.records.get(("site", "site_config"))
        return set(site.languages) if site else set()

    def _rules(self) -> Target:
        call = self._call(None)
        pack = self.records.get(("rules", call.rules)) if call else None
        if not isinstance(pack, RulePack):
            return Target()
        return Target(RULES_ANCHORS | {rule.id.value for rule in pack.rules})
