"""A programme that notes which records somebody looked at: a page is made again when they change.

Calls, rules, lump sums, documents and settings are not noted: a change there makes every page
again. So only what a page asks of visits, hosts and partner clusters counts, be it one of them
(`programme.host("elmarco")`) or all of a kind (`programme.hosts`).
"""

from __future__ import annotations

from typing import Any, ClassVar

from generator.programme.cluster import PartnerCluster
from generator.programme.content import Content
from generator.programme.host import Host
from generator.programme.programme import Kind, Programme
from generator.programme.visit import Visit

FOLDERS: dict[type[Content], str] = {Host: "hosts", PartnerCluster: "clusters", Visit: "visits"}
"""Where the records of a kind stand; `programme` calls all of a kind by the same word."""
WHOLE = frozenset(FOLDERS.values())

Note = tuple[str, str]
"""A folder, and the slug of a record in it; an empty slug for all of them."""


class Noting(Programme):
    """The same programme; `notes` are the records that were asked for since `notes.clear()`."""

    notes: ClassVar[set[Note]] = set()

    @classmethod
    def of(cls, programme: Programme) -> Noting:
        """Make one from a programme, sharing its records."""
        found = cls.model_construct(
            **{name: getattr(programme, name) for name in Programme.model_fields}
        )
        found._by_slug  # noqa: B018 - filled now, so that filling it is nobody's question
        cls.notes.clear()
        return found

    def __getattribute__(self, name: str) -> Any:
        if name in WHOLE:
            Noting.notes.add((name, ""))
        return super().__getattribute__(name)

    def find(self, kind: type[Kind], slug: str) -> Kind | None:
        """Give the record of a kind with that slug, or None; note the question."""
        if kind in FOLDERS:
            Noting.notes.add((FOLDERS[kind], slug))
        return super().find(kind, slug)
