"""The editor's preview: a change shows, a mistake shows in the page, nothing dies."""

import threading
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from generator.preview import Preview, open_server
from generator.programme.errors import ProgrammeError


@pytest.fixture
def preview(content, tmp_path):
    shown = Preview(content, tmp_path / "site")
    shown.rebuild()
    return shown


@pytest.fixture
def address(preview):
    server = open_server(preview, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def get(url):
    with urlopen(url) as answer:
        return answer.read().decode()


def visit_file(preview):
    return preview.content / "visits/northern-bohemia.yml"


def test_an_edit_shows_after_a_rebuild(preview, address):
    url = f"{address}/visits/northern-bohemia/"
    assert "Open until 20 August 2021" in get(url)
    before = get(f"{address}/preview-version")

    path = visit_file(preview)
    path.write_text(path.read_text().replace("2021-08-20", "2021-08-27"))
    preview.rebuild()

    assert "Open until 27 August 2021" in get(url)
    assert get(f"{address}/preview-version") != before


def test_a_mistake_shows_in_the_page_and_goes_when_it_is_put_right(preview, address):
    path = visit_file(preview)
    right = path.read_text()
    path.write_text(right.replace("lead: clutex", "lead: cluttex"))
    preview.rebuild()

    with pytest.raises(HTTPError) as refused:
        get(f"{address}/")
    with refused.value as answer:
        assert "did you mean &quot;clutex&quot;?" in answer.read().decode()

    path.write_text(right)
    preview.rebuild()
    assert "Northern Bohemia" in get(f"{address}/")


def test_a_page_that_the_engine_refuses_shows_why(preview, address):
    page = preview.content / "pages/faq.md"
    right = page.read_text("utf-8")
    page.write_text(f"{right}\n[nowhere](nowhere.md)\n", "utf-8")
    preview.rebuild()

    with pytest.raises(HTTPError) as refused:
        get(f"{address}/faq/")
    with refused.value as answer:
        assert "nowhere.md" in answer.read().decode()

    page.write_text(right, "utf-8")
    preview.rebuild()
    assert "nowhere" not in get(f"{address}/faq/")


def test_a_page_that_is_not_there_says_so(address):
    with pytest.raises(HTTPError) as missing:
        get(f"{address}/visits/nowhere/")
    with missing.value as answer:
        assert (answer.code, "This page is not here" in answer.read().decode()) == (404, True)


def test_a_port_in_use_is_said_in_words(preview, address):
    with pytest.raises(ProgrammeError, match="is in use"):
        open_server(preview, int(address.rsplit(":", 1)[1]))
