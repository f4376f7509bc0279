from __future__ import annotations

import io
import stat

import make_files
import pikepdf
import pytest
from PIL import Image

from formsvc.evidence.checks.pdf_objects import check_objects
from formsvc.evidence.previews import make_preview, make_shared_copy
from generator.programme.errors import UploadRefused

GOOD = make_files.good_files()


@pytest.fixture
def draw(tmp_path):
    """Draw a file's bytes with a function of ours and open the copy."""

    def draw(function, data: bytes, kind: str, **options) -> Image.Image:
        source, target = tmp_path / "original", tmp_path / "copy.jpg"
        source.write_bytes(data)
        with source.open("rb") as original:
            function(original, kind, target, **options)
        return Image.open(io.BytesIO(target.read_bytes()))

    return draw


def is_red(colour) -> bool:
    red, green, blue = colour
    return red > 200 and green < 60 and blue < 60


def is_blue(colour) -> bool:
    red, green, blue = colour
    return blue > 200 and red < 60 and green < 60


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_of_file_has_a_jpeg_preview(draw, name):
    data, kind = GOOD[name]

    preview = draw(make_preview, data, kind, size=100)

    assert (preview.format, preview.mode) == ("JPEG", "RGB")
    assert 95 <= max(preview.size) <= 100


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
@pytest.mark.parametrize("function", [make_preview, make_shared_copy])
def test_a_copy_shows_the_picture(draw, function, kind):
    copy = draw(function, GOOD[kind][0], kind)

    assert copy.size == (120, 80)
    assert is_red(copy.getpixel((20, 40)))
    assert is_blue(copy.getpixel((100, 40)))


@pytest.mark.parametrize("function", [make_preview, make_shared_copy])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_files.jpeg(exif=make_files.exif(6)), "jpeg"),
        (make_files.heic(orientation=6), "heic"),
        (make_files.webp(exif=make_files.exif(6)), "webp"),
    ],
)
def test_a_photo_taken_sideways_stands_upright_without_its_place(draw, function, data, kind):
    copy = draw(function, data, kind)

    assert copy.size == (80, 120)  # what was left is now on top
    assert is_red(copy.getpixel((40, 20)))
    assert is_blue(copy.getpixel((40, 100)))
    assert dict(copy.getexif()) == {}
    assert set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("function", [make_preview, make_shared_copy])
def test_no_second_format_is_left_in_a_copy(draw, tmp_path, function):
    data = make_files.jpeg_with_comment() + make_files.zipped("hidden.exe")

    draw(function, data, "jpeg")

    copy = (tmp_path / "copy.jpg").read_bytes()
    assert make_files.SECRET in data
    assert make_files.SECRET not in copy
    assert b"PK\x03\x04" not in copy


def test_what_is_clear_becomes_white(draw):
    clear = make_files.saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")

    assert draw(make_preview, clear, "png").getpixel((10, 10)) == (255, 255, 255)


def test_a_picture_with_16_bits_a_pixel_keeps_its_grey(draw):
    grey = make_files.saved(Image.new("I;16", (20, 20), 128 * 256), "PNG")

    assert abs(draw(make_preview, grey, "png").getpixel((10, 10))[0] - 128) < 3


def test_a_large_photo_is_drawn_smaller(draw):
    preview = draw(make_preview, make_files.jpeg(4000, 3000), "jpeg")

    assert preview.size == (1600, 1200)


def test_a_photo_of_108_megapixels_fits_into_the_limits(draw):
    photo = make_files.jpeg(12_000, 9_000)

    assert draw(make_shared_copy, photo, "jpeg").size == (6000, 4500)


def test_a_page_shows_its_text(draw):
    page = draw(make_preview, make_files.pdf_with_text(), "pdf", size=842)

    assert page.size == (595, 842)
    assert page.convert("L").getextrema()[0] < 60


def test_a_page_shows_its_filled_fields(draw):
    form = draw(make_preview, make_files.pdf_with_filled_field(), "pdf", size=842)

    assert form.getpixel((200, 642)) == (0, 0, 0)


def test_any_page_can_be_drawn_and_one_that_is_not_there_is_refused(draw, tmp_path):
    three = make_files.pdf(pages=3)

    assert draw(make_preview, three, "pdf", size=200, page=3).height == 200
    (tmp_path / "copy.jpg").unlink()
    with pytest.raises(UploadRefused, match="damaged"):
        draw(make_preview, three, "pdf", size=200, page=4)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (make_files.jpeg()[:300], "jpeg", "damaged"),
        (b"%PDF-1.7 and nothing", "pdf", "damaged"),
        (make_files.png_bomb(), "png", "too-many-pixels"),
    ],
)
def test_a_file_that_cannot_be_drawn_leaves_nothing(draw, tmp_path, data, kind, reason):
    with pytest.raises(UploadRefused) as refusal:
        draw(make_preview, data, kind)

    assert refusal.value.reason == reason
    assert [path.name for path in tmp_path.iterdir()] == ["original"]


def test_an_existing_file_is_never_written_over(draw, tmp_path):
    (tmp_path / "copy.jpg").write_bytes(b"kept")

    with pytest.raises(FileExistsError):
        draw(make_preview, make_files.jpeg(), "jpeg")

    assert (tmp_path / "copy.jpg").read_bytes() == b"kept"


def test_only_the_service_itself_can_read_a_copy(draw, tmp_path):
    draw(make_preview, make_files.jpeg(), "jpeg")

    assert stat.S_IMODE((tmp_path / "copy.jpg").stat().st_mode) == 0o600


def test_the_shared_copy_of_a_pdf_holds_the_pixels_of_its_first_pages_and_nothing_else(tmp_path):
    hostile = make_files.pdf_with_script_on_page()
    copy = tmp_path / "copy.pdf"
    for data in (make_files.pdf(pages=12), hostile):
        source = tmp_path / "original"
        source.write_bytes(data)
        with source.open("rb") as original:
            make_shared_copy(original, "pdf", copy)
        with copy.open("rb") as file, pikepdf.open(file) as document:
            pages = len(document.pages)
            check_objects(document)  # the walk that refuses what acts
        copy.unlink()
        assert pages == (10 if data is not hostile else 1)
