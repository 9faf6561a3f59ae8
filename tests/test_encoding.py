"""Bytes become the text that was written, or an error that names the byte."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reformtext.encoding import decode, decode_page, decode_row, open_bytes
from reformtext.errors import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(codec="utf-8"))
MARKS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
SENTENCES = {
    "id": "Harga beras naik 5 %, kata “Kepala Dinas” di kafé itu – bukan £ atau m³.",
    "no": "Være eller ikke være: på lørdag åpner kommunen en ny skole for 120 elever.",
    "pl": "Źle się dzieje: być może już jutro żołnierze wrócą do swoich domów, mówi prezes.",
    "ro": "Astăzi, oraşul şi judeţul încep lucrările la drumul spre munte, spune primarul.",
}


@given(TEXTS)
@example("\r\n a\r b\n\x0b\u2028")
def test_utf8_is_read_back(text: str) -> None:
    text = text.replace("\0", "").lstrip("\ufeff")
    decoded = decode(text.encode(), "x")
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


@pytest.mark.parametrize("encoding", MARKS)
@given(text=TEXTS)
@example(text="\ufeff\ufeff")
@example(text="a\0b\r\n")
def test_marked_text_is_read_back_without_its_mark(encoding: str, text: str) -> None:
    if encoding == "utf-16-le":  # its mark and a NUL are the mark of UTF-32
        text = text.lstrip("\0")
    data = MARKS[encoding] + text.encode(encoding.removesuffix("-sig"))
    decoded = decode(data, "x")
    assert (decoded.text, decoded.encoding) == (text, encoding)


@given(st.binary())
@example(b"\x81\xff\x00")
@example(b"\xff\xfea\x00\x00")
def test_any_bytes_are_refused_or_kept_to_the_last(data: bytes) -> None:
    try:
        decoded = decode(data, "x")
    except ReadingError:
        return
    mark = MARKS.get(decoded.encoding, b"")
    encoded = decoded.text.encode(decoded.encoding.removesuffix("-sig"))
    assert data in {encoded, mark + encoded}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_a_mark(sentence: str, encoding: str) -> None:
    decoded = decode(sentence.encode(encoding), "x")
    assert (decoded.text, decoded.encoding) == (sentence, encoding)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("id", "cp1252"),
        ("no", "cp1252"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        ("ro", "cp1250"),
    ],
)
def test_single_byte_encodings_are_told_apart(language: str, encoding: str) -> None:
    sentence = SENTENCES[language]
    decoded = decode(sentence.encode(encoding), "x")
    assert (decoded.text, decoded.encoding) == (sentence, encoding)


MARKUP = "<script>const window = document.theOther(function)</script><style>a {}</style>" * 9
IN = {"id": "cp1252", "no": "cp1252", "pl": "iso8859-2", "ro": "cp1250"}


@pytest.mark.parametrize("language", IN)
def test_markup_has_no_say_in_the_encoding_of_a_page(language: str) -> None:
    sentence = SENTENCES[language]
    page = f'{MARKUP}<div class="the header of the website">{sentence}</div>{MARKUP}'
    decoded = decode_page(page.encode(IN[language]), "x")
    assert (decoded.text, decoded.encoding) == (page, IN[language])


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-8859-2", "iso8859-2", "ąśź"),
        ("Windows-1250", "cp1250", "ąśź"),
        ("windows-1251", "cp1251", "Жук"),
        ("iso-8859-1", "cp1252", "“å”"),
        ("us-ascii", "cp1252", "é"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<meta charset='{}'>",
        "<meta name=x><meta content='text/html; Charset = {}' http-equiv=Content-Type>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_declared_encoding_is_obeyed(form: str, declared: str, encoding: str, text: str) -> None:
    page = form.format(declared) + text
    decoded = decode_page(page.encode(encoding), "x")
    assert (decoded.text, decoded.encoding) == (page, encoding)


@pytest.mark.parametrize(
    "declared", ["no-such", "utf-16", "unicode_escape", "cp1252", "rot13", "é"]
)
def test_a_declaration_that_cannot_be_true_is_not_obeyed(declared: str) -> None:
    # The second line holds a byte that cp1252 has not.
    page = f"<meta charset={declared}>" + SENTENCES["pl"] + "Ť"
    assert decode_page(page.encode("cp1250"), "x").text == page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16"])
def test_bytes_that_speak_for_themselves_outweigh_the_declaration(encoding: str) -> None:
    page = "<meta charset=iso-8859-2>" + SENTENCES["pl"]
    assert decode_page(page.encode(encoding), "x").text == page


@pytest.mark.parametrize("part", [b"<script", b"<", b"<meta charset", b"<style>"])
def test_markup_without_end_is_read_in_time(part: bytes) -> None:
    data = part * (2_000_000 // len(part)) + b"\xb9"
    assert decode_page(data, "x").text.startswith(part.decode())


@pytest.mark.parametrize(
    ("data", "encoding", "text", "own"),
    [
        ("żółw".encode(), "utf-8", "żółw", "utf-8"),
        ("żółw".encode(), "utf-16-le", "żółw", "utf-16-le"),
        ("żółw".encode(), "cp1250", "żółw", "utf-8"),
        ("żółw".encode("cp1250"), "cp1250", "żółw", "cp1250"),
        (b"\xb3", "iso8859-2", "ł", "iso8859-2"),
    ],
)
def test_a_row_is_utf8_or_in_the_encoding_of_its_file(
    data: bytes, encoding: str, text: str, own: str
) -> None:
    decoded = decode_row(data, encoding, "x")
    assert (decoded.text, decoded.encoding) == (text, own)


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"a\xb3", "utf-8", "x: byte 0xb3 at offset 1 is not UTF-8"),
        (b"a\x83", "cp1250", "x: is not UTF-8, cp1250 has no character for byte 0x83 at offset 1"),
        (b"a\x83", "iso8859-2", "has no character for byte 0x83"),
        (b"a\0b", "cp1250", "byte 0x00 at offset 1 is of a binary file"),
    ],
)
def test_a_row_that_cannot_be_decoded_names_the_byte(
    data: bytes, encoding: str, message: str
) -> None:
    with pytest.raises(ReadingError, match=message):
        decode_row(data, encoding, "x")


@pytest.mark.parametrize("last", ["kafé", "Fra A til Å", "Grå", "KAFÉ"])
def test_a_last_letter_is_not_taken_for_damaged_utf8(last: str) -> None:
    text = "Det var en gang en liten " + last
    assert decode(text.encode("cp1252"), "x").text == text


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
@pytest.mark.parametrize("byte", [b"\xff", b"\xb3", b"\xe9"])
def test_a_bad_byte_in_utf8_is_named(sentence: str, byte: bytes) -> None:
    text = sentence + "\n" + SENTENCES["pl"]  # what is sound is in the majority
    start = len(text) // 2
    before = text[:start].encode()
    with pytest.raises(ReadingError) as caught:
        decode(before + byte + b" " + text[start:].encode(), "news.txt")
    assert f"news.txt: byte 0x{byte.hex()} at offset {len(before)}" in str(caught.value)


@pytest.mark.parametrize("text", ["Ia berkata “ya”", "Gdzie jest żółw", "Det var en kafé"])
def test_utf8_that_is_cut_off_is_named(text: str) -> None:
    data = text.encode()
    last = max(i for i, byte in enumerate(data) if byte >= 0xC0)
    with pytest.raises(ReadingError, match=f"at offset {last}.*cut off"):
        decode(data[: last + 1], "x")


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("a¤b\ud83d".encode("utf-16-le", "surrogatepass"), 6),
        ("ab".encode("utf-16-le") + b"c", 4),
    ],
    ids=["half a pair", "half a unit"],
)
def test_damaged_utf16_is_named(data: bytes, offset: int) -> None:
    with pytest.raises(ReadingError, match=f"x: byte 0x.. at offset {offset + 2} is not utf-16-le"):
        decode(codecs.BOM_UTF16_LE + data, "x")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"abc\x81", "cp1250 has no character for byte 0x81 at offset 3"),
        (b"\x83\xe9 \x8d", "cp1252 has no character for byte 0x8d at offset 3"),
    ],
)
def test_bytes_of_no_encoding_are_named(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        decode(data, "x")


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", 8),
        (b"a good text\x00with a NUL", 11),
        (b"PK\x03\x04" + bytes(range(256)), 4),
        (b"\x00\x00\x00\x00", 0),
        (b"\x1f\x8b\x08\xe3\x02\x9a\x05" * 9, 0),
    ],
    ids=["png", "one NUL", "zip", "zeros", "gzip without NUL"],
)
def test_binary_files_are_refused(data: bytes, offset: int) -> None:
    with pytest.raises(ReadingError, match=f"at offset {offset} is of a binary file"):
        decode(data, "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1250"])
def test_a_stream_gives_the_bytes_of_every_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rows.csv"
    text = "".join(f"{number};{SENTENCES['pl']}\r\n" for number in range(3000))
    path.write_bytes(text.encode(encoding))
    stream, found = open_bytes(path, "rows.csv")
    assert found.startswith(encoding)
    with stream:
        lines = list(stream)
    assert len(lines) == 3000
    assert b"".join(lines) == text.encode("cp1250" if encoding == "cp1250" else "utf-8")


def test_a_stream_names_a_damaged_byte(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    good = ("a" * 100_000).encode("utf-16-le")
    path.write_bytes(codecs.BOM_UTF16_LE + good + b"\x00\xdcb\x00")
    stream, encoding = open_bytes(path, "rows.csv")
    assert encoding == "utf-16-le"
    with stream, pytest.raises(ReadingError, match=r"rows\.csv: byte 0x00 at offset 200,002"):
        stream.read()
