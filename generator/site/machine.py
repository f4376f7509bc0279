"""The files for machines beside the pages, made in the same turn from the same programme."""

from __future__ import annotations

import json
from datetime import date

from generator.look.formats import formats
from generator.look.texts import texts
from generator.programme.programme import Programme
from generator.site.may_i_go import MayIGo
from generator.site.words import Words


def machine_readable(programme: Programme, language: str, today: date) -> dict[str, bytes]:
    """Give the files of one language by their path below its root."""
    t, f = texts(language), formats(language)
    may_i_go = MayIGo(programme, language, t, f, Words(t, f, today))
    return {"may-i-go/answers.json": compact(may_i_go.table())}


def compact(value: object) -> bytes:
    """Write JSON without spaces; the order of keys is the order in which they were made."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
