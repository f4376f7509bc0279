"""The form service's half of a version: snapshot, shells, mail templates, script hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.programme.programme import Programme
from generator.site.addresses import root
from generator.site.engine import Frame
from generator.site.shell import shell


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
    for path in sorted(mails.rglob("*.txt")):
        files[f"mails/{path.relative_to(mails).as_posix()}"] = path.read_bytes()
    return files


def snapshot(programme: Programme, jsons: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Give the programme as JSON, in pieces, from its records' own JSON.

    Args:
        programme: gives the order of its fields.
        jsons: the JSON of the records of each field; of `site` and `about` there is one.
    """
    for n, name in enumerate(type(programme).model_fields):
        single = name in ("site", "about")
        yield b'%s"%s":%s' % (b"," if n else b"{", name.encode(), b"" if single else b"[")
        for m, json in enumerate(jsons[name]):
            yield b"," + json if m else json
        yield b"" if single else b"]"
    yield b"}"
