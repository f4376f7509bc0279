"""The form service's half of a version: snapshot, shells, mail templates, script hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from generator.programme.programme import Programme
from generator.reader.kept import Kept
from generator.reader.kinds import FOLDERS
from generator.reader.written import body_of, files_below
from generator.site.addresses import root
from generator.site.engine import Frame
from generator.site.shell import shell

AT_ONCE = 50
"""Records whose JSON is written at once."""


def service_half(
    programme: Programme, frames: Mapping[str, Frame], mails: Path
) -> dict[str, bytes]:
    """Make what the form service reads, but for the snapshot.

    Args:
        programme: everything that the content says.
        frames: by language.
        mails: the folder of mail templates, one folder a language.
    """
    address = programme.site.public_url
    files = {"csp.json": b'{"script-src": []}'}
    for language, frame in frames.items():
        fixed = {"description": "", "canonical": f"{address.rstrip('/')}{root(language)}"}
        files[f"shells/{language}.html"] = shell(frame.stencil("public"), fixed).encode()
    fixed = {"description": "", "canonical": address}
    files["shells/office.html"] = shell(frames["en"].stencil("office"), fixed).encode()
    for file in files_below(str(mails), ".txt"):
        files[f"mails/{file.removeprefix(f'{mails}/')}"] = body_of(file)
    return files


def snapshot(programme: Programme, kept: Kept) -> Iterator[bytes]:
    """Give the programme as JSON, in pieces, from the JSON that its records are kept as."""
    jsons = _jsons(programme, kept)
    for n, name in enumerate(type(programme).model_fields):
        single = name in ("site", "about")
        yield b'%s"%s":%s' % (b"," if n else b"{", name.encode(), b"" if single else b"[")
        written = iter(jsons[name])
        yield b",".join(islice(written, AT_ONCE))
        while some := b",".join(islice(written, AT_ONCE)):
            yield b"," + some
        yield b"" if single else b"]"
    yield b"}"


def _jsons(programme: Programme, kept: Kept) -> dict[str, Iterable[bytes]]:
    """Give the JSON of the records of each field; of `site` and `about` there is one."""
    names: dict[str, list[str]] = {field: [] for field in Programme.model_fields}
    fields = {folder: field for folder, (field, _) in FOLDERS.items()}
    for name in kept.entries:
        folder, _, file = name.partition("/")
        field = fields.get(folder) or ("about" if name == "programme.yml" else "site")
        if _is_in(programme, field, file.removesuffix(".yml")):
            names[field].append(name)
    found: dict[str, Iterable[bytes]] = {
        field: kept.jsons(sorted(some)) for field, some in names.items()
    }
    # The day that the site is shown as of may be moved for this build.
    found["site"] = [programme.site.model_dump_json(by_alias=True).encode()]
    return found


def _is_in(programme: Programme, field: str, slug: str) -> bool:
    """Say whether a record is there: it is not while its first day is to come."""
    records: Any = getattr(programme, field)
    if not isinstance(records, tuple):
        return True
    kind = type(records[0]) if records else None
    return kind is not None and programme.find(kind, slug) is not None
