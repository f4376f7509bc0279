"""Pages and mails are looked at again only when they, or our own code, have changed."""

from __future__ import annotations

import pytest

from generator import state
from generator.reader import first_look, kept_texts
from generator.reader.reading import read_files
from generator.reader.written import Look, texts_in

PAGE = "---\ntitle: About\ndescription: What this is.\n---\n\n# About\n\nWe weave, see [hosts](/hosts/).\n"


@pytest.fixture
def page(small):
    """A page of the small site."""
    (small / "pages").mkdir()
    path = small / "pages" / "about.md"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def kept(small, page, tmp_path):
    """The file in which it is kept what was seen in the small site."""
    file = str(tmp_path / "texts")
    kept_texts.save(file, read_files(small).texts, state.code_sum())
    return file


def seen(content, kept=""):
    return [one.packed() for one in Look(kept).written(list(texts_in(str(content))))]


@pytest.fixture
def looked_at(monkeypatch):
    """The files that were really looked at."""
    names = []
    look = first_look._text

    def note(wanted, text):
        names.append(wanted.file.rpartition("/")[2])
        return look(wanted, text)

    monkeypatch.setattr(first_look, "_text", note)
    return names


def test_what_is_kept_is_what_would_be_seen(small, kept):
    assert seen(small, kept) == seen(small)


def test_what_did_not_change_is_not_looked_at(small, kept, looked_at):
    seen(small, kept)

    assert looked_at == []


def test_a_text_that_changed_is_looked_at_again(small, page, kept, looked_at):
    page.write_text(f"{PAGE}\nWe recieve guests.\n", "utf-8")

    changed = seen(small, kept)

    assert looked_at == [page.name]
    assert changed == seen(small)


def test_what_other_code_saw_is_not_taken(small, kept, looked_at):
    kept_texts.save(kept, read_files(small).texts, state.code_sum() + 1)
    looked_at.clear()

    seen(small, kept)

    assert len(looked_at) == len(list(texts_in(str(small))))


def test_a_file_that_is_no_text_is_told_each_time(small, page, kept):
    page.write_bytes("Caf\xe9".encode("latin-1"))
    kept_texts.save(kept, read_files(small).texts, state.code_sum())

    assert any("not-utf-8" in str(one) for one in seen(small, kept))
