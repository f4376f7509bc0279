"""What a second process reads ahead is what one process would have read."""

import pytest

from generator.reader import written
from generator.reader.folder import check, front
from generator.reader.written import all_in, begin

HOST = "name: Host {n}\ncountry: CZ\nsummary: Makes yarn, see https://example.org/{n}.\n"
SLIPS = {
    "tab": "name: Weaver\n\tcountry: CZ\n",
    "twice": "name: Weaver\nname: Weaver\ncountry: CZ\nsummary: Weaves.\n",
    "unknown": "name: Weaver\ncountry: CZ\nsummary: Weaves.\nweight: 3\n",
    "unfinished": "name: Weaver\ncountry: CZ\nsummary: TODO write this\n",
    "slip": "name: Weaver\ncountry: CZ\nsummary: We recieve guests on the the hill.\n",
    "address": "name: Weaver\ncountry: CZ\nsummary: Weaves.\nwebsite: https://localhos\n",
    "list": "name: Weaver\ncountry: CZ\nsummary: Weaves.\nlanguages: [en, en, cz]\n",
    "lists": "name: Weaver\ncountry: CZ\nsummary: Weaves.\nlanguages: [[en]]\n",
    "words": "- Weaver\n",
    "empty": "",
}


@pytest.fixture
def large(small, monkeypatch):
    """The small site with enough hosts for two processes, and a slip of every sort."""
    monkeypatch.setattr(written, "can_fork", lambda: True)
    for n in range(written.WORTH_IT):
        (small / "hosts" / f"host-{n}.yml").write_text(HOST.format(n=n), "utf-8")
    for name, text in SLIPS.items():
        (small / "hosts" / f"{name}.yml").write_text(text, "utf-8")
    (small / "hosts" / "latin.yml").write_bytes("name: Émile\n".encode("latin-1"))
    (small / "hosts" / "mark.yml").write_bytes(
        b"\xef\xbb\xbfname: W\r\ncountry: CZ\r\nweight: 3\r\n"
    )
    return small


def test_every_slip_is_found_ahead_too(large):
    ahead = begin(all_in(str(large)))

    assert check(large, ahead=ahead)[1] == slowly(large)


def test_every_record_read_ahead_is_the_same(large):
    for name in (*SLIPS, "latin", "mark"):
        (large / "hosts" / f"{name}.yml").unlink()
    ahead = begin(all_in(str(large)))

    programme, _ = check(large, ahead=ahead)

    assert programme is not None
    assert programme == check(large)[0]


def test_the_settings_read_first_are_those_of_the_whole(content):
    first, whole = front(content), check(content)[0]

    assert first is not None
    assert whole is not None
    assert (first.site, first.about) == (whole.site, whole.about)


@pytest.mark.parametrize("text", ["", "- a\n", "title: [\n", "title: 3\n"])
def test_of_broken_settings_nothing_is_read_first(content, text):
    (content / "programme.yml").write_text(text, "utf-8")

    assert front(content) is None


def slowly(content):
    """Check in one process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "can_fork", lambda: False)
        return check(content)[1]
