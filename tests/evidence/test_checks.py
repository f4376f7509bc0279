from __future__ import annotations

import io
from contextlib import suppress

import make_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formsvc.evidence.checks import inspect, inspect_limited
from formsvc.evidence.refusals import REASONS
from generator.programme.errors import UploadRefused

GOOD, WRONG, HOSTILE = make_files.good_files(), make_files.wrong_kinds(), make_files.hostile_pdfs()


def reason_for(data: bytes) -> str:
    with pytest.raises(UploadRefused) as refusal:
        inspect(io.BytesIO(data))
    return refusal.value.reason


@pytest.mark.parametrize("name", GOOD)
def test_p8_a_promised_kind_of_file_is_taken(name):
    data, kind = GOOD[name]

    assert inspect(io.BytesIO(data)).kind == kind


@pytest.mark.parametrize("name", WRONG)
def test_p8_a_wrong_kind_of_file_is_refused_for_what_it_is(name):
    data, reason = WRONG[name]

    assert reason_for(data) == reason


@pytest.mark.parametrize("name", HOSTILE)
def test_p8_a_hostile_pdf_is_refused_for_what_it_does(name):
    data, reason = HOSTILE[name]

    assert reason_for(data) == reason


def test_a_search_of_the_bytes_would_not_have_found_the_script():
    data, _ = HOSTILE["script when opened"]

    assert b"JavaScript" not in data


def test_every_refusal_has_plain_words_and_a_way_out():
    for message, hint in REASONS.values():
        assert message.endswith(".")
        assert hint.endswith(".")


def test_a_picture_says_its_size_and_a_pdf_its_pages():
    photo = inspect(io.BytesIO(make_files.jpeg(120, 80)))
    document = inspect(io.BytesIO(make_files.pdf(pages=3)))

    assert (photo.width, photo.height, photo.pages) == (120, 80, None)
    assert (document.width, document.height, document.pages) == (None, None, 3)
    assert (photo.media_type, photo.extension) == ("image/jpeg", ".jpg")


def test_a_small_file_with_very_many_pixels_is_refused():
    bomb = make_files.png_bomb()

    assert len(bomb) < 20_000
    assert reason_for(bomb) == "too-many-pixels"


def test_a_webp_with_very_many_pixels_is_refused():
    assert reason_for(make_files.webp_bomb()) == "too-many-pixels"


def test_a_pdf_with_too_many_values_is_refused():
    assert reason_for(make_files.pdf_with_many_values(2_100_000)) == "too-demanding"


@pytest.mark.parametrize("name", ["pdf", "jpeg", "progressive jpeg", "png", "webp", "heic"])
@given(share=st.floats(0, 0.9))
@settings(max_examples=25)
def test_a_file_that_is_cut_short_is_refused(name, share):
    data, _ = GOOD[name]

    assert reason_for(data[: int(len(data) * share)]) in REASONS


@pytest.mark.parametrize(
    "name", ["pdf", "e-invoice", "jpeg of a phone", "mpo", "png", "webp", "heic"]
)
@given(data=st.data())
@settings(max_examples=40)
def test_a_file_with_changed_bytes_is_taken_or_refused_and_nothing_else(name, data):
    file = bytearray(GOOD[name][0])
    for _ in range(data.draw(st.integers(1, 8))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))

    with suppress(UploadRefused):
        inspect(io.BytesIO(file))


@given(data=st.binary(max_size=400))
@settings(max_examples=200)
def test_chance_bytes_are_never_taken(data):
    assert reason_for(data) in REASONS


@given(
    start=st.sampled_from(
        [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]
    ),
    rest=st.binary(max_size=400),
)
@settings(max_examples=200)
def test_a_right_start_alone_is_never_taken(start, rest):
    assert reason_for(start + rest) in REASONS


# --- in the limited process -----------------------------------------------------------------


def test_the_limited_process_gives_the_same_answers(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(make_files.mpo())
    assert inspect_limited(path) == inspect(io.BytesIO(make_files.mpo()))

    path.write_bytes(HOSTILE["launch"][0])
    with pytest.raises(UploadRefused) as refusal:
        inspect_limited(path)
    assert (refusal.value.reason, refusal.value.message) == (
        "pdf-launch",
        "This PDF tries to start a program.",
    )


@pytest.mark.parametrize("name", ["png_bomb", "webp_bomb"])
def test_a_bomb_ends_the_limited_process_and_not_ours(tmp_path, name):
    path = tmp_path / "file"
    path.write_bytes(getattr(make_files, name)())

    with pytest.raises(UploadRefused):
        inspect_limited(path)


def test_a_large_photo_fits_into_the_limits(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(make_files.jpeg(10_000, 10_800))

    assert inspect_limited(path).width == 10_000
