"""What a disk holds after the power is cut, told from the system calls of a traced program.

The model: a write reaches the disk when its file is flushed (fsync, fdatasync), a name when its
folder is flushed. Whatever was not flushed may be there, or not, or in part; `cut` gives the disk
on which nothing of it is, or with a chance, on which some sectors of it are. Names that were not
flushed are never there. Files that exist at the start are on the disk. Not in the model: a disk
that lies about flushing, and files written through memory maps (the database's -shm is one; it is
made anew after a cut).
"""

from __future__ import annotations

import codecs
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,splice,"
    "ftruncate,truncate,fallocate,fsync,fdatasync,sync,syncfs,sync_file_range,rename,renameat,"
    "renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,dup,dup2,dup3,"
    "sendto,sendmsg"
)
SENDS = ("sendto", "sendmsg")
LINE = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<words>.*)\) += (?P<result>-?\d+)")
FILE = re.compile(r"^-?\w+<(?P<path>[^>]*)>")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class File:
    """One file: what programs see, what the disk holds, and the writes in between."""

    seen: bytearray = field(default_factory=bytearray)
    flushed: bytes = b""
    waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, at: int, what: bytes) -> None:
        if at > len(self.seen):
            self.seen.extend(bytes(at - len(self.seen)))
        self.seen[at : at + len(what)] = what
        self.waiting.append((at, what))

    def truncate(self, size: int) -> None:
        del self.seen[size:]
        self.seen.extend(bytes(size - len(self.seen)))

    def flush(self) -> None:
        self.flushed, self.waiting = bytes(self.seen), []

    def after_cut(self, chance: random.Random | None) -> bytes:
        """Give the bytes on the disk; with a chance, some sectors of what waited are there too."""
        if chance is None:
            return self.flushed
        there = bytearray(self.flushed)
        for at, what in self.waiting:
            for start in range(0, len(what), SECTOR):
                piece = what[start : start + SECTOR]
                if chance.random() < 0.5:
                    there.extend(bytes(max(0, at + start + len(piece) - len(there))))
                    there[at + start : at + start + len(piece)] = piece
        return bytes(there)


class Disk:
    """A folder and what is below it, as the calls change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.names: dict[str, File] = {}
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                self.names[str(path)] = File(bytearray(content), content)
        self.durable = dict(self.names)
        self.offsets: dict[tuple[str, str], int] = {}
        self.new_folders: set[str] = set()
        self.flushes = 0

    def play(self, trace: Path) -> Iterator[bytes]:
        """Follow a trace; yield each message to a network peer as it was about to leave."""
        for line in whole_lines(trace):
            found = LINE.match(line)
            if found is None or int(found["result"]) < 0:
                continue
            call, words = found["call"], found["words"]
            if call in SENDS:
                yield plain(TEXT.search(words))
            elif self.folder in words:
                self._do(call, words, int(found["result"]))

    def _do(self, call: str, words: str, result: int) -> None:
        at = FILE.match(words)
        path = at["path"] if at else ""
        if call in ("open", "openat", "creat"):
            self._open(words, result)
        elif call in ("fsync", "fdatasync"):
            self._flush(path)
        elif call == "pwrite64":
            offset = int(words.rpartition(", ")[2])
            self._file(path).write(offset, plain(TEXT.search(words))[:result])
        elif call == "write":
            key = (path, words.partition("<")[0])
            offset = self.offsets.get(key, 0)
            self._file(path).write(offset, plain(TEXT.search(words))[:result])
            self.offsets[key] = offset + result
        elif call == "ftruncate":
            self._file(path).truncate(int(words.rpartition(", ")[2]))
        elif call.startswith("rename"):
            old, new = paths(words)[-2:]
            self.names[new] = self.names.pop(old)
        elif call in ("unlink", "unlinkat"):
            self.names.pop(paths(words)[-1], None)
        elif call in ("mkdir", "mkdirat"):
            self.new_folders.add(paths(words)[-1])
        elif call not in ("rmdir", "dup", "dup2", "dup3"):
            raise RuntimeError(f"the model does not know {call}: {words[:200]}")

    def _open(self, words: str, descriptor: int) -> None:
        """A new file has a name that is not flushed; a descriptor begins at the start."""
        path = paths(words)[0]
        self.offsets[path, str(descriptor)] = 0
        if "O_CREAT" in words and path not in self.names:
            self.names[path] = File()
        if "O_TRUNC" in words and path in self.names:
            self.names[path].truncate(0)

    def _flush(self, path: str) -> None:
        self.flushes += 1
        if path in self.names:
            self.names[path].flush()
            return
        for name in [each for each in self.durable if above(each) == path]:
            del self.durable[name]
        self.durable |= {name: file for name, file in self.names.items() if above(name) == path}
        self.new_folders -= {each for each in self.new_folders if above(each) == path}

    def _file(self, path: str) -> File:
        return self.names.get(path) or File()  # deleted while it is open: nobody finds it again

    def cut(self, place: Path, chance: random.Random | None = None) -> Path:
        """Write the disk as it is after a cut, below a new folder."""
        for name, file in self.durable.items():
            if any(name.startswith(f"{folder}/") for folder in self.new_folders):
                continue
            target = place / os.path.relpath(name, self.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.after_cut(chance))
        return place


def above(path: str) -> str:
    """Give the folder that a name stands in."""
    return path.rpartition("/")[0]


def whole_lines(trace: Path) -> Iterator[str]:
    """Join calls that strace shows in two parts, because another thread spoke between them.

    A call counts when it is done; an answer counts when it begins to leave.
    """
    begun: dict[str, str] = {}
    with trace.open(encoding="latin-1") as lines:
        for line in lines:
            pid, _, rest = line.partition(" ")
            if found := re.match(r" *<\.\.\. \w+ resumed>(.*)", rest):
                if pid in begun:
                    yield begun.pop(pid) + found[1]
            elif "<unfinished ...>" not in line:
                yield line
            elif rest.lstrip().startswith(SENDS):
                yield line.partition(" <unfinished ...>")[0] + ") = 1"
            else:
                begun[pid] = line.partition(" <unfinished ...>")[0]


def plain(found: re.Match[str] | None) -> bytes:
    """Give the bytes of a text as strace writes it."""
    return codecs.escape_decode(found[1].encode("latin-1"))[0] if found else b""


def paths(words: str) -> list[str]:
    """Give the paths of a call."""
    return [os.path.normpath(plain(each).decode()) for each in TEXT.finditer(words)]
