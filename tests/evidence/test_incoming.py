from __future__ import annotations

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsvc.evidence.incoming import CHUNK, Incoming, Reserve, digest, lock
from generator.programme.errors import UploadRefused

NO_RESERVE = Reserve(0, 0)


@pytest.fixture
def incoming(tmp_path) -> Incoming:
    return Incoming(tmp_path / "incoming", limit=1_000_000, reserve=NO_RESERVE)


class BrokenLine(io.BytesIO):
    """A connection that is cut once its bytes are used up."""

    def read(self, size=-1, /):
        chunk = super().read(min(size, 1000))
        if not chunk:
            raise ConnectionResetError
        return chunk


def left_in(incoming: Incoming) -> list[str]:
    return list(incoming.names())


def test_a_file_is_received_with_its_size_and_hash(incoming):
    data = os.urandom(3 * CHUNK + 7)

    part = incoming.receive(io.BytesIO(data))

    assert part.path.read_bytes() == data
    assert (part.size, part.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert stat.S_IMODE(part.path.stat().st_mode) == 0o600


def test_an_empty_file_is_refused_and_leaves_nothing(incoming):
    with pytest.raises(UploadRefused, match="empty"):
        incoming.receive(io.BytesIO())

    assert left_in(incoming) == []


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(incoming):
    assert incoming.receive(io.BytesIO(b"a" * 1_000_000)).size == 1_000_000

    with pytest.raises(UploadRefused) as refusal:
        incoming.receive(io.BytesIO(b"a" * 1_000_001))
    assert refusal.value.reason == "too-large"
    assert len(left_in(incoming)) == 1


def test_the_default_limit_is_said_in_words(tmp_path):
    class Endless:
        def read(self, size, /):
            return b"\0" * size

    with pytest.raises(UploadRefused, match="larger than 25 MB"):
        Incoming(tmp_path, reserve=NO_RESERVE).receive(Endless())


def test_a_cut_connection_leaves_nothing_of_a_file_sent_in_one_go(incoming):
    with pytest.raises(ConnectionResetError):
        incoming.receive(BrokenLine(b"half a file"))

    assert left_in(incoming) == []


def test_below_the_reserve_nothing_is_taken(tmp_path):
    full = Incoming(tmp_path, reserve=Reserve(size=10**18))

    for receive in (lambda: full.receive(io.BytesIO(b"a")), full.begin):
        with pytest.raises(UploadRefused) as refusal:
            receive()
        assert refusal.value.reason == "space"
    assert left_in(full) == []


def test_the_reserve_may_be_a_share_of_the_disk(tmp_path):
    with pytest.raises(UploadRefused, match="no room"):
        Reserve(size=0, share=1.0).check(tmp_path)


def test_a_disk_that_fills_up_is_an_answer_and_leaves_nothing(tmp_path):
    """The child may write 64 KiB into a file, and meets the limit as it would a full disk."""
    seen = run(FULL, str(tmp_path))

    assert seen.stdout.strip() == "space []"


FULL = """
import io, resource, sys
from pathlib import Path
from formsvc.evidence.incoming import Incoming, Reserve
from generator.programme.errors import UploadRefused

resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
incoming = Incoming(Path(sys.argv[1]), reserve=Reserve(0, 0))
try:
    incoming.receive(io.BytesIO(bytes(300_000)))
except UploadRefused as refusal:
    print(refusal.reason, list(incoming.names()))
"""


# --- in pieces ------------------------------------------------------------------------------


@given(pieces=st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=6))
def test_a_file_sent_in_pieces_is_the_file(tmp_path_factory, pieces):
    incoming = Incoming(tmp_path_factory.mktemp("incoming"), reserve=NO_RESERVE)
    name, offset = incoming.begin(), 0

    for piece in pieces:
        offset = incoming.append(name, io.BytesIO(piece), offset)
    part = digest(incoming.path(name))

    whole = b"".join(pieces)
    assert part.path.read_bytes() == whole
    assert (part.size, part.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())


def test_what_arrived_before_the_line_broke_stays_and_sending_goes_on_from_there(incoming):
    name = incoming.begin()
    with pytest.raises(ConnectionResetError):
        incoming.append(name, BrokenLine(b"first half, "), 0)

    incoming.append(name, io.BytesIO(b"second half"), incoming.size(name))

    assert incoming.path(name).read_bytes() == b"first half, second half"


@pytest.mark.parametrize("offset", [0, 4, 6])
def test_a_piece_for_another_place_is_refused_and_changes_nothing(incoming, offset):
    name = incoming.begin()
    incoming.append(name, io.BytesIO(b"12345"), 0)

    with pytest.raises(UploadRefused) as refusal:
        incoming.append(name, io.BytesIO(b"x"), offset)

    assert (refusal.value.reason, incoming.size(name)) == ("offset", 5)


def test_two_requests_cannot_write_the_same_file_at_once(incoming):
    name = incoming.begin()

    class SecondRequestMeanwhile(io.BytesIO):
        def read(self, size=-1, /):
            with pytest.raises(UploadRefused) as refusal:
                incoming.append(name, io.BytesIO(b"x"), 0)
            assert refusal.value.reason == "busy"
            return super().read(size)

    assert incoming.append(name, SecondRequestMeanwhile(b"12345"), 0) == 5


def test_a_request_waits_for_one_that_is_about_to_end(incoming):
    name = incoming.begin()
    with ThreadPoolExecutor(1) as other:
        with incoming.path(name).open("r+b") as file:
            lock(file)
            second = other.submit(incoming.append, name, io.BytesIO(b"12345"), 0)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.1)

        assert second.result() == 5


def test_the_limit_holds_for_all_pieces_together(incoming):
    name = incoming.begin()
    incoming.append(name, io.BytesIO(b"a" * 600_000), 0)

    with pytest.raises(UploadRefused, match="larger"):
        incoming.append(name, io.BytesIO(b"a" * 600_000), 600_000)

    assert left_in(incoming) == []


def test_a_file_of_no_pieces_is_refused(incoming):
    name = incoming.begin()

    with pytest.raises(UploadRefused, match="empty"):
        digest(incoming.path(name))


@pytest.mark.parametrize("name", ["", "../x.part", "a.part", "0" * 32, "0" * 32 + ".part\n"])
def test_a_name_that_is_no_part_is_never_looked_for(incoming, name):
    with pytest.raises(ValueError, match="not the name"):
        incoming.append(name, io.BytesIO(b"x"), 0)


# --- what must hold -------------------------------------------------------------------------


def test_memory_grows_by_less_than_10_mib_while_20_mib_are_stored(tmp_path):
    seen = run(STORE_20_MIB, str(tmp_path))

    size, growth = map(int, seen.stdout.split())
    assert size == 20 * 1024 * 1024
    assert growth < 10 * 1024 * 1024


STORE_20_MIB = """
import resource, sys
from pathlib import Path
from formsvc.evidence.incoming import Incoming, Reserve
from formsvc.evidence.store import FolderStore

class Stream:
    left = 20 * 1024 * 1024
    def read(self, size, /):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

root = Path(sys.argv[1])
incoming = Incoming(root / "incoming", reserve=Reserve(0, 0))
before = peak()
part = incoming.receive(Stream())
store = FolderStore(root / "evidence")
key = store.put(part.path)
print(store.path(key).stat().st_size, peak() - before)
"""


def test_a_process_killed_in_the_middle_leaves_one_part_and_nothing_else(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", RECEIVE_FROM_A_PIPE, str(tmp_path)], stdin=subprocess.PIPE
    )
    child.stdin.write(bytes(4 * CHUNK))
    child.stdin.flush()
    wait_until_something_arrived(tmp_path, child)

    child.send_signal(signal.SIGKILL)
    child.stdin.close()
    child.wait()

    (left,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert list(Incoming(tmp_path / "incoming").names()) == [left.name]


RECEIVE_FROM_A_PIPE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from formsvc.evidence.incoming import Incoming, Reserve
from formsvc.evidence.store import FolderStore

root = Path(sys.argv[1])
part = Incoming(root / "incoming", reserve=Reserve(0, 0)).receive(sys.stdin.buffer)
FolderStore(root / "evidence").put(part.path)
"""


def wait_until_something_arrived(folder: Path, child: subprocess.Popen) -> None:
    while child.poll() is None:
        if any(path.stat().st_size for path in folder.rglob("*.part")):
            return


def run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
