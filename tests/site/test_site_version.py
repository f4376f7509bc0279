"""One version at a time: what a reader of the files can meet while a build runs."""

import tempfile
from pathlib import Path

import pytest

from generator.site import version
from generator.site.version import Made, named, put, service_folder, stamp_file

SERVICE = {"programme.json": b"{}"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def waiting(files, folder):
    return {path: put(body, f"{folder}/{path}") for path, body in files.items()}


def publish(pages, service, site, before=None):
    """Let every file wait beside the site, as a build does, and publish the version."""
    folder = Path(tempfile.mkdtemp(dir=site.parent))
    made = waiting(pages, folder / "site"), waiting(service, folder / "service")
    return version.publish(*made, site, folder, before)


def test_a_version_has_pages_a_service_half_and_a_stamp(site):
    done = publish({"index.html": b"home"}, SERVICE, site)

    assert (site / "index.html").read_bytes() == b"home"
    assert (service_folder(site) / "programme.json").read_bytes() == b"{}"
    assert stamp_file(site).read_text() == done.version
    assert (service_folder(site) / "version").read_text() == done.version


def test_an_unchanged_page_is_not_written(site):
    publish({"a.html": b"a", "b.html": b"b"}, SERVICE, site)
    before = (site / "a.html").stat().st_mtime_ns

    done = publish({"a.html": b"a", "b.html": b"new"}, SERVICE, site)

    assert (site / "a.html").stat().st_mtime_ns == before
    assert (done.written, done.unchanged) == (1, 1)


def test_the_page_of_a_deleted_record_goes_with_its_folder(site):
    publish({"index.html": b"", "visits/lyon/index.html": b""}, SERVICE, site)

    done = publish({"index.html": b""}, SERVICE, site)

    assert done.removed == 1
    assert not (site / "visits").exists()


def test_the_same_content_has_the_same_version(site):
    first = publish({"a.html": b"a"}, SERVICE, site)

    assert publish({"a.html": b"a"}, SERVICE, site).version == first.version
    assert publish({"a.html": b"b"}, SERVICE, site).version != first.version


def test_the_service_still_reads_the_version_before(site):
    publish({"a.html": b"a"}, SERVICE, site)
    opened = service_folder(site).resolve()

    publish({"a.html": b"b"}, {"programme.json": b"{1}"}, site)

    assert (opened / "programme.json").read_bytes() == b"{}"
    assert (service_folder(site) / "programme.json").read_bytes() == b"{1}"


def test_a_build_that_is_stopped_half_way_leaves_no_stamp(site, monkeypatch):
    publish({"a.html": b"a"}, SERVICE, site)

    def power_cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(version, "_switch_service", power_cut)
    with pytest.raises(KeyboardInterrupt):
        publish({"a.html": b"b"}, SERVICE, site)

    assert not stamp_file(site).exists()
    assert (service_folder(site) / "programme.json").read_bytes() == b"{}"


def test_a_page_that_the_last_version_has_need_not_wait(site):
    publish({"a.html": b"a", "b.html": b"b"}, SERVICE, site)
    pages = {"a.html": Made(named(b"a")), "b.html": put(b"new", str(site.parent / "b"))}
    before = {"a.html": named(b"a"), "b.html": named(b"b"), "gone.html": named(b"")}

    done = version.publish(
        pages, waiting(SERVICE, site.parent / "service"), site, site.parent, before
    )

    assert (done.written, done.unchanged, done.removed) == (1, 1, 1)
    assert [(site / path).read_bytes() for path in ("a.html", "b.html")] == [b"a", b"new"]


def test_a_version_is_named_by_its_content_alone(site, tmp_path):
    first = publish({"a.html": b"a"}, SERVICE, site)

    assert publish({"a.html": b"a"}, SERVICE, tmp_path / "other").version == first.version
