"""The files the tests send, made here: good ones, hostile ones, and those of phones and hotels."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String
from PIL import ExifTags, Image
from pillow_heif import from_pillow

SECRET = b"MZ-second-format-<script>"


def picture(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def saved(image: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


# --- pictures -----------------------------------------------------------------------------


def jpeg(width: int = 120, height: int = 80, **options) -> bytes:
    return saved(picture(width, height), "JPEG", **options)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: the camera, which way is up, and where it was."""
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Phone"
    notes[ExifTags.Base.Orientation] = orientation
    place = notes.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (50.0, 46.0, 12.0)
    return notes


def mpo() -> bytes:
    return saved(picture(), "MPO", save_all=True, append_images=[picture(60, 40)])


def motion_photo() -> bytes:
    film = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + b"\0\0\0\x08mdat" * 20
    return jpeg() + film


def jpeg_with_comment() -> bytes:
    return jpeg(comment=SECRET)


def png(mode: str = "RGB") -> bytes:
    return saved(picture(mode=mode), "PNG")


def animated_png() -> bytes:
    return saved(picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (120, 80))])


def webp(**options) -> bytes:
    return saved(picture(), "WEBP", **options)


def heic(orientation: int = 1) -> bytes:
    out = io.BytesIO()
    file = from_pillow(picture())
    file.save(out, quality=50, exif=exif(orientation).tobytes())
    return out.getvalue()


def png_bomb(side: int = 11_000) -> bytes:
    """Be some 15 kB on disk and 121 megapixels in memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    row = b"\0" * (1 + (side + 7) // 8)
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def webp_bomb() -> bytes:
    """Say 16,384 pixels each way in the header of a small file."""
    canvas = (16_383).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + canvas + webp()[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- PDFs ---------------------------------------------------------------------------------


def pdf(change=None, pages: int = 1, **options) -> bytes:
    """Make a PDF and let `change` add to it; objects go into compressed object streams."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if change:
            change(document)
        document.save(out, object_stream_mode=ObjectStreamMode.generate, **options)
    return out.getvalue()


def pdf_with_text(words: str = "Attendance list") -> bytes:
    def change(document):
        page = document.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 60 Tf 40 400 Td ({words}) Tj ET".encode())

    return pdf(change)


def pdf_opening_with(**action) -> bytes:
    """Make a PDF that does something when it is opened."""
    return pdf(lambda document: _set_open_action(document, Dictionary(**action)))


def _set_open_action(document, action) -> None:
    document.Root.OpenAction = document.make_indirect(action)


def pdf_with_link(address: str) -> bytes:
    def change(document):
        action = Dictionary(S=Name.URI, URI=String(address))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        document.pages[0].Annots = Array([document.make_indirect(link)])

    return pdf(change)


def pdf_with_script_on_page() -> bytes:
    def change(document):
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.pages[0].AA = Dictionary(O=action)

    return pdf(change)


def pdf_with_named_script() -> bytes:
    def change(document):
        script = document.make_stream(b"app.alert(1)")
        names = Array([String("start"), Dictionary(S=Name.JavaScript, JS=script)])
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))

    return pdf(change)


def pdf_with_script_in_pieces() -> bytes:
    """Keep the action's name in an object of its own, away from the action."""

    def change(document):
        name = document.make_indirect(Name.Launch)
        document.Root.OpenAction = Dictionary(S=name, F=String("cmd.exe"))

    return pdf(change)


def pdf_with_attachment(name: str, data: bytes) -> bytes:
    def change(document):
        document.attachments[name] = data

    return pdf(change)


def pdf_with_media() -> bytes:
    def change(document):
        film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
        document.pages[0].Annots = Array([document.make_indirect(film)])

    return pdf(change)


def pdf_with_xfa() -> bytes:
    def change(document):
        form = document.make_stream(b"<xdp:xdp/>")
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form)

    return pdf(change)


def pdf_with_data_elsewhere() -> bytes:
    def change(document):
        contents = document.make_stream(b"")
        contents.stream_dict.F = String("//server/share/page")
        document.pages[0].Contents = contents

    return pdf(change)


def pdf_with_filled_field() -> bytes:
    """Make a form whose field is filled with a black box."""

    def change(document):
        box = document.make_stream(b"0 0 0 rg 0 0 200 200 re f")
        for key, value in {
            "/Type": Name.XObject,
            "/Subtype": Name.Form,
            "/BBox": Array([0, 0, 200, 200]),
        }.items():
            box[key] = value
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), F=4,
                Rect=Array([100, 100, 300, 300]), AP=Dictionary(N=box),
            )
        )  # fmt: skip
        document.pages[0].Annots = Array([field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]))

    return pdf(change)


def locked_pdf(user: str) -> bytes:
    """Encrypt a PDF; with an empty user password it opens for everybody."""
    return pdf(encryption=pikepdf.Encryption(owner="office", user=user))


def pdf_with_script_written_in_codes() -> bytes:
    """Write letters of the names as #53 and the like, which readers take for the letters."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_with_script_on_page())) as document:
        document.save(out, object_stream_mode=ObjectStreamMode.disable)
    return out.getvalue().replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/#4a#53")


def under_empty_password(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="office", user=""))
    return out.getvalue()


def pdf_with_many_values(count: int) -> bytes:
    def change(document):
        rows = [document.make_indirect(Array([0] * 1000)) for _ in range(count // 1000)]
        document.Root.Rows = Array(rows)

    return pdf(change)


def pdf_deep(levels: int = 90) -> bytes:
    def change(document):
        inner = Array([])
        for _ in range(levels):
            inner = Array([inner])
        document.Root.Deep = inner

    return pdf(change)


INVOICE = b"\xef\xbb\xbf<?xml version='1.0'?><rsm:CrossIndustryInvoice/>"


# --- what we do not take --------------------------------------------------------------------


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return out.getvalue()


def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return out.getvalue()


def gif() -> bytes:
    return saved(picture(), "GIF")


def wrong_kinds() -> dict[str, tuple[bytes, str]]:
    """Give each wrong kind of file, with the reason it must be refused for."""
    return {
        "zip": (zipped("a.pdf"), "archive"),
        "empty zip": (zipped(), "archive"),
        "gzip": (gzip.compress(b"a"), "archive"),
        "rar": (b"Rar!\x1a\x07\x00rest", "archive"),
        "docx": (zipped("[Content_Types].xml", "word/document.xml"), "office-file"),
        "xlsx": (zipped("xl/workbook.xml"), "office-file"),
        "odt": (odt(), "office-file"),
        "old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "office-file"),
        "rtf": (rb"{\rtf1 hello}", "office-file"),
        "html": (b"\n<!DOCTYPE html><script>alert(1)</script>", "html"),
        "xhtml": (b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "html"),
        "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg"),
        "svg after xml": (b"<?xml version='1.0'?><!-- --><svg onload='a()'/>", "svg"),
        "exe": (b"MZ\x90\x00" + b"\0" * 100, "program"),
        "elf": (b"\x7fELF\x02\x01\x01", "program"),
        "shell script": (b"#!/bin/sh\nrm -rf /\n", "program"),
        "text": ("Přijeli jsme ráno.".encode(), "text"),
        "text in UTF-16": ("Přijeli jsme".encode("utf-16"), "text"),
        "gif": (gif(), "other-picture"),
        "gif with a script": (b"GIF89a=1;<script>alert(1)</script>", "other-picture"),
        "bmp": (saved(picture(), "BMP"), "other-picture"),
        "tiff": (saved(picture(), "TIFF"), "other-picture"),
        "avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "other-picture"),
        "mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 20, "film"),
        "pdf behind a page": (b"<b>hi</b>" + pdf(), "damaged"),
        "noise": (b"\x00\x01\x02\x03\x04\x05\x06\x07", "unknown"),
        "html called PDF": (b"%PDF-1.7\n<html><script>alert(1)</script>", "damaged"),
        "html called JPEG": (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "damaged"),
        "html called HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic<script>", "damaged"),
        "nothing": (b"", "empty"),
    }


def hostile_pdfs() -> dict[str, tuple[bytes, str]]:
    """Give each hostile PDF, with the reason it must be refused for."""
    remote = String("http://evil.example/a.pdf")
    return {
        "script when opened": (
            pdf_opening_with(S=Name.JavaScript, JS=String("app.alert(1)")),
            "pdf-script",
        ),
        "script on a page": (pdf_with_script_on_page(), "pdf-script"),
        "script by name": (pdf_with_named_script(), "pdf-script"),
        "script in codes": (pdf_with_script_written_in_codes(), "pdf-script"),
        "script under an empty password": (
            under_empty_password(pdf_with_script_on_page()),
            "pdf-script",
        ),
        "script in a link": (pdf_with_link("java\nscript:alert(1)"), "pdf-script"),
        "script in a film action": (
            pdf_opening_with(S=Name.Rendition, JS=String("a")),
            "pdf-script",
        ),
        "launch": (pdf_opening_with(S=Name.Launch, F=String("cmd.exe")), "pdf-launch"),
        "launch in pieces": (pdf_with_script_in_pieces(), "pdf-launch"),
        "submit": (pdf_opening_with(S=Name.SubmitForm, F=remote), "pdf-form"),
        "import": (pdf_opening_with(S=Name.ImportData, F=remote), "pdf-form"),
        "xfa": (pdf_with_xfa(), "pdf-form"),
        "other file": (pdf_opening_with(S=Name.GoToR, F=remote, D=Array([0])), "pdf-remote"),
        "file inside": (pdf_opening_with(S=Name.GoToE, F=remote, D=Array([0])), "pdf-remote"),
        "thread elsewhere": (pdf_opening_with(S=Name.Thread, F=remote), "pdf-remote"),
        "file link": (pdf_with_link("file:///etc/passwd"), "pdf-remote"),
        "share link": (pdf_with_link("\\\\server\\share"), "pdf-remote"),
        "tool link": (pdf_with_link("ms-msdt:/id"), "pdf-remote"),
        "data elsewhere": (pdf_with_data_elsewhere(), "pdf-remote"),
        "after another": (
            pdf_opening_with(
                S=Name.Named, N=Name.NextPage, Next=Array([Dictionary(S=Name.Launch)])
            ),
            "pdf-launch",
        ),
        "film": (pdf_with_media(), "pdf-media"),
        "program inside": (pdf_with_attachment("setup.exe", b"MZ\x90\x00" * 9), "pdf-attachment"),
        "program called XML": (pdf_with_attachment("factur-x.xml", b"MZ\x90\0"), "pdf-attachment"),
        "page called XML": (
            pdf_with_attachment("a.xml", b"<?xml version='1.0'?><html/>"),
            "pdf-attachment",
        ),
        "password": (locked_pdf(user="secret"), "pdf-password"),
        "too deep": (pdf_deep(), "too-demanding"),
    }


def good_files() -> dict[str, tuple[bytes, str]]:
    """Give each kind of file that must be taken."""
    return {
        "pdf": (pdf_with_text(), "pdf"),
        "pdf of three pages": (pdf(pages=3), "pdf"),
        "pdf with a link": (pdf_with_link("https://example.org"), "pdf"),
        "pdf with a host and port": (pdf_with_link("www.example.org:8080/a"), "pdf"),
        "pdf with a mail link": (pdf_with_link("mailto:office@example.org"), "pdf"),
        "pdf that goes to a page": (pdf_opening_with(S=Name.GoTo, D=Array([0, Name.Fit])), "pdf"),
        "pdf with an empty password": (locked_pdf(user=""), "pdf"),
        "pdf form, filled": (pdf_with_filled_field(), "pdf"),
        "e-invoice": (pdf_with_attachment("factur-x.xml", INVOICE), "pdf"),
        "locked e-invoice": (
            under_empty_password(pdf_with_attachment("factur-x.xml", INVOICE)),
            "pdf",
        ),
        "pdf with blank lines behind": (pdf() + b"\r\n\0" * 50, "pdf"),
        "jpeg": (jpeg(), "jpeg"),
        "progressive jpeg": (jpeg(progressive=True), "jpeg"),
        "grey jpeg": (saved(picture().convert("L"), "JPEG"), "jpeg"),
        "cmyk jpeg": (saved(picture().convert("CMYK"), "JPEG"), "jpeg"),
        "jpeg of a phone": (jpeg(exif=exif(6)), "jpeg"),
        "mpo": (mpo(), "jpeg"),
        "motion photo": (motion_photo(), "jpeg"),
        "jpeg with a comment": (jpeg_with_comment(), "jpeg"),
        "png": (png(), "png"),
        "clear png": (png("RGBA"), "png"),
        "animated png": (animated_png(), "png"),
        "webp": (webp(), "webp"),
        "lossless webp": (webp(lossless=True), "webp"),
        "heic": (heic(), "heic"),
    }
