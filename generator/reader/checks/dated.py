"""Rules and amounts that do not hold in the call that uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from generator.programme.call import Call
from generator.programme.lump_sums import LumpSums
from generator.programme.rules import RulePack
from generator.reader.nodes import Mistake, Tree

if TYPE_CHECKING:
    from generator.reader.references import Index


def validity_mistakes(call: Call, tree: Tree, files: Index) -> Iterator[Mistake]:
    """Give the rules and the table of a call that are not valid in all of its days.

    Args:
        call: the call.
        tree: its file.
        files: every file by its folder and slug.
    """
    for folder, slug in (("rules", call.rules), ("lump_sums", call.lump_sums)):
        source = files.get((folder, slug))
        record = source.record if source else None
        if isinstance(record, (RulePack, LumpSums)):
            last: date | None = getattr(record, "valid_until", None)
            if record.valid_from > call.opens_on:
                words = f"{slug}.yml is valid from {record.valid_from}, after the call opens"
                hint = f"the call opens on {call.opens_on}; correct one of the two days"
                yield Mistake(tree.place((folder,)), "not-valid", words, hint)
            elif last and last < call.closes_on:
                words = f"{slug}.yml is valid until {last}, before the call closes"
                hint = f"the call closes on {call.closes_on}; correct one of the two days"
                yield Mistake(tree.place((folder,)), "not-valid", words, hint)
