"""From bytes to text: which encoding they are in, and a clear refusal when they are in none.

News archives of the four languages are UTF-8, UTF-16 from Windows, or one of three single-byte
encodings: cp1252 for Indonesian and Norwegian, cp1250 or ISO 8859-2 for Polish and Romanian.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

from reformtext.errors import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

__all__ = ["Decoded", "decode", "decode_page", "decode_row", "open_bytes"]

# UTF-32 stands before UTF-16, whose little-endian mark is the beginning of its own.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
_CHUNK = 1 << 16
_LEAD_OF_THREE = 0xE0

_ESCAPED = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))
_DECLARED = re.compile(rb"(?i)<(?:meta|\?xml)\b[^<>]*?\b(?:charset|encoding)\s*=\W*([\w.:-]+)")
_SINGLE_BYTE = re.compile(r"cp125\d|cp85\d|iso8859-\d+|koi8-\w|mac-\w+")
# What pages mean by a name: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_RAW_TEXT = re.compile(rb"</?(?:script|style)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")
_OF_LATIN_TEXT = re.compile("[\t-\r -\u024f\u1ea0-\u1ef9\u2010-\u2044\u20ac]")

# Letters in 10,000, counted on the project's own sentences (models/recipe/authored, 0.7 million
# letters a language); Romanian with the cedillas that the single-byte encodings have.
_FREQUENCIES = {
    "id": "a1889 n988 e853 i759 t551 r540 u528 k468 m445 s406 d403 g394 p347 l346 b270 h242 "
    "o180 y144 j101 w50 c50 f19 v14 z6 q1 x1",
    "no": "e1619 r865 n855 t854 a603 s590 i572 l530 o475 d410 k374 g352 m330 v244 p205 f205 "
    "u174 b163 å148 h132 ø93 j85 y76 æ17 c11 w4 é4 z4 q1 x1",
    "pl": "a867 i823 o783 e746 n592 z574 r500 w482 c395 s394 d382 t379 y379 k325 p315 m261 "
    "u246 l216 j198 ł190 g150 b129 ę118 ą110 h106 ó103 ż82 ś60 ć40 f26 ń18 ź7 v3 x1 q1",
    "ro": "e1171 i1050 a992 r749 n669 t647 u609 l494 c493 o461 d406 s371 p335 ă309 m266 f113 "
    "v111 ţ109 î107 ş102 b96 g95 z85 â61 h41 j25 x13 k11 y4 w4 q1",
}
_WRITTEN_IN = (
    ("cp1252", "no"),
    ("cp1252", "id"),
    ("cp1250", "pl"),
    ("cp1250", "ro"),
    ("iso8859-2", "pl"),
    ("iso8859-2", "ro"),
)
# What every language of the four may hold, in 10,000: signs, letters of foreign names, the rest.
_SIGNS = frozenset("„“”‘’‚«»‹›–—…•§°·€£©®²³½±\u00a0")
_SIGN, _FOREIGN, _ODD = 1.0, 0.1, 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, without its byte order mark, and the name of the encoding it was read with."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Decoded:
    """Return bytes as text, in the encoding that they are in.

    A byte order mark decides.  Without one it is UTF-8 if it can be; UTF-16 if there are NUL
    bytes and at least 95 of 100 of the characters it then has are of Latin text; otherwise, if
    no language's UTF-8 was damaged, the single-byte encoding in which the letters are likeliest:
    the letter frequencies of Indonesian and Norwegian are laid on the text read as cp1252, those
    of Polish and Romanian on cp1250 and ISO 8859-2, and the highest likelihood wins.

    Nothing but the mark is left out: line breaks and NULs stay as they are.

    Args:
        data: the bytes of a whole text.
        name: what an error calls them: a file, or a file and row.

    Raises:
        ReadingError: for a binary file (NUL bytes that are not UTF-16's, or control characters
            at more than one in a hundred bytes), for damaged UTF-8 (as many sound multi-byte
            sequences as unsound bytes, or one cut off at the end), and for bytes that no
            encoding has; with the offset of the byte.
    """
    return _certain(data, name) or _likely(data, data, name)


def decode_page(data: bytes, name: str) -> Decoded:
    """Return the bytes of an HTML page as text, in the encoding that they are in.

    As ``decode`` does, but what is not UTF-8 is in the single-byte encoding that the page
    declares (``<meta charset=…>``, ``http-equiv`` or an XML declaration in the first 4,096
    bytes), if it is known and has a character for every byte.  Sound UTF-8 outweighs the
    declaration, which often outlives a conversion.  Without one, letters of tags, scripts and
    styles have no say in which encoding is the likeliest.

    Args:
        data: the bytes of a whole page.
        name: what an error calls them.

    Raises:
        ReadingError: as for ``decode``.
    """
    return _certain(data, name) or _as_declared(data) or _likely(data, _visible(data), name)


def decode_row(data: bytes, encoding: str, name: str) -> Decoded:
    """Return the bytes of a row as text: in UTF-8 if they are, else in its file's encoding.

    Args:
        data: the bytes of a row, as they come from ``open_bytes``.
        encoding: the encoding of the file, from there too.
        name: what an error calls the row.

    Raises:
        ReadingError: for a NUL, and for a byte that the encoding has not.
    """
    if b"\0" in data:
        raise _binary(data.index(b"\0"), data, name)
    text, legacy = _utf8(data), not encoding.startswith("utf-")
    if isinstance(text, str):
        return Decoded(text, "utf-8" if legacy else encoding)
    if not legacy:
        raise _undecodable(text, 0, "UTF-8", name) from text
    if not _has_all(encoding, data):
        raise ReadingError(
            f"{name}: is not UTF-8, {_first_undefined(data, encoding)}; mend the row"
        )
    return Decoded(data.decode(encoding), encoding)


def open_bytes(path: Path, name: str) -> tuple[io.BufferedReader, str]:
    """Open a file of rows as bytes in which ASCII stands for itself, and say what it was in.

    UTF-16 and UTF-32 are turned into UTF-8 on the way, in constant memory; anything else comes
    as it is.  There is no byte order mark in it.  What has none is decided by the first 64 KiB
    in which there is a byte that is not ASCII: UTF-8, damaged or not, or the likeliest of the
    single-byte encodings, as in ``decode``.

    Returns:
        the stream, to be closed by the caller, and the encoding that the file was in, for
        ``decode_row``.

    Raises:
        ReadingError: from the stream, for UTF-16 or UTF-32 that is damaged.
        OSError: when the file cannot be opened or read.
    """
    with path.open("rb") as file:
        mark, encoding = _marked(head := file.read(_HEAD))
        encoding = encoding or _unmarked_utf16(head) or _of_rows(head, file)
    stream = path.open("rb")
    stream.seek(len(mark))
    if encoding.startswith(("utf-16", "utf-32")):
        return io.BufferedReader(_Transcoded(stream, encoding, name)), encoding
    return stream, encoding


def _of_rows(head: bytes, stream: io.BufferedReader) -> str:
    """Return the encoding of a file of rows without a mark, the head of which has been read."""
    sample = head + stream.read(_CHUNK)
    while sample.isascii() and (chunk := stream.read(_CHUNK)):
        sample = chunk
    sample += stream.readline(_CHUNK)  # not to end inside a character
    text = _utf8(sample)
    if isinstance(text, str) or _is_damaged(sample, text):
        return "utf-8"
    # A byte that an encoding has not is a mistake of one row: it does not rule it out.
    return _likeliest(Counter(sample), {encoding for encoding, _ in _WRITTEN_IN})


class _Transcoded(io.RawIOBase):
    """A UTF-16 or UTF-32 stream, read as UTF-8."""

    def __init__(self, stream: io.BufferedReader, encoding: str, name: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding
        self._name = name
        self._ready = b""
        self._damage: ReadingError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._ready:
            if self._damage:
                raise self._damage
            offset = self._stream.tell()
            chunk = self._stream.read(_CHUNK)
            self._ready = self._utf8(chunk, offset)
            if not chunk and not self._damage:
                break
        part, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(part)] = part
        return len(part)

    def _utf8(self, chunk: bytes, offset: int) -> bytes:
        """Return what of the chunk is sound; what comes after it is raised at the next read."""
        offset -= len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            self._damage = _undecodable(error, offset, self._encoding, self._name)
            text = error.object[: error.start].decode(self._encoding)
        return text.encode("utf-8")

    def close(self) -> None:
        self._stream.close()
        super().close()


def _marked(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark and the encoding it stands for, both empty without one."""
    return next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))


def _unmarked_utf16(data: bytes) -> str:
    """Return which UTF-16 the bytes clearly are, by their beginning; empty if none."""
    head = data[:_HEAD]
    if b"\0" in head and len(data) % 2 == 0:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _is_latin(head, encoding):
                return encoding
    return ""


def _is_latin(head: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    latin = len(_OF_LATIN_TEXT.findall(text))
    return not _CONTROL.search(text) and latin >= 0.95 * max(len(text), 4)


def _strictly(data: bytes, mark: bytes, encoding: str, name: str) -> str:
    """Return the text after the mark, which has already said what the bytes are."""
    try:
        return data[len(mark) :].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        raise _undecodable(error, len(mark), encoding.removesuffix("-sig"), name) from error


def _undecodable(error: UnicodeDecodeError, base: int, encoding: str, name: str) -> ReadingError:
    """Return the error that names the byte; ``base`` is the offset of what was decoded."""
    return ReadingError(
        f"{name}: byte 0x{error.object[error.start]:02x} at offset {base + error.start:,} is not "
        f"{encoding} ({error.reason}); the text is damaged or cut off: get it again, or save it "
        "as UTF-8"
    )


def _binary(offset: int, data: bytes, name: str) -> ReadingError:
    return ReadingError(
        f"{name}: byte 0x{data[offset]:02x} at offset {offset:,} is of a binary file, expected "
        "text: leave the file out, or convert it to text"
    )


def _certain(data: bytes, name: str) -> Decoded | None:
    """Return the text if the bytes themselves say what they are in."""
    mark, encoding = _marked(data)
    encoding = encoding or _unmarked_utf16(data)
    if encoding:
        return Decoded(_strictly(data, mark, encoding, name), encoding)
    if b"\0" in data:
        raise _binary(data.index(b"\0"), data, name)
    text = _utf8(data)
    return Decoded(text, "utf-8") if isinstance(text, str) else None


def _utf8(data: bytes) -> str | UnicodeDecodeError:
    """Return the text, or what is wrong with it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error


def _as_declared(data: bytes) -> Decoded | None:
    """Return the text in the encoding that a page declares, if that can be."""
    match = _DECLARED.search(data[:_HEAD])
    try:
        encoding = codecs.lookup(match[1].decode("ascii", "replace")).name if match else ""
    except LookupError:
        return None
    encoding = _MEANT.get(encoding, encoding)
    if _SINGLE_BYTE.fullmatch(encoding) and _has_all(encoding, data):
        return Decoded(data.decode(encoding), encoding)
    return None


def _visible(data: bytes) -> bytes:
    """Return roughly what of a page is text: scripts and styles lie between every other tag."""
    return _TAG.sub(b" ", b" ".join(_RAW_TEXT.split(data)[::2]))


def _is_damaged(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether bytes that are not UTF-8 were meant to be."""
    text = data.decode("utf-8", "surrogateescape")
    unsound = len(_ESCAPED.findall(text))
    sound = len(_NOT_ASCII.findall(text)) - unsound
    return sound >= unsound or (error.reason == "unexpected end of data" and _is_tail(data, error))


def _is_tail(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the unfinished sequence at the end is hardly the last letter of a word instead.

    One byte from 0xE0 on may well be (``kafé``); below that it would be a capital, and is none
    after a small letter.
    """
    if error.end - error.start > 1:
        return True
    return data[error.start] < _LEAD_OF_THREE and data[: error.start][-1:].islower()


def _likely(data: bytes, scored: bytes, name: str) -> Decoded:
    """Decode what is not UTF-8, in the single-byte encoding in which ``scored`` is likeliest."""
    error = _utf8(data)
    if not isinstance(error, str) and _is_damaged(data, error):
        raise _undecodable(error, 0, "UTF-8", name) from error
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > len(data) / 100:
        raise _binary(next(i for i, byte in enumerate(data) if byte in _CONTROLS), data, name)
    able = {encoding for encoding, _ in _WRITTEN_IN if _has_all(encoding, data)}
    if not able:
        found = " and ".join(_first_undefined(data, encoding) for encoding in ("cp1250", "cp1252"))
        raise ReadingError(f"{name}: is not UTF-8, {found}; save it as UTF-8, or leave it out")
    best = _likeliest(Counter(scored), able)
    return Decoded(data.decode(best), best)


def _likeliest(counts: Counter[int], encodings: set[str]) -> str:
    """Return in which of the encodings the letters are the likeliest, in any language."""
    pairs = (pair for pair in _WRITTEN_IN if pair[0] in encodings)
    return max(pairs, key=lambda pair: _likelihood(counts, *pair))[0]


def _has_all(encoding: str, data: bytes) -> bool:
    return not data.translate(None, bytes(_characters(encoding)))


def _first_undefined(data: bytes, encoding: str) -> str:
    table = _characters(encoding)
    offset = next(i for i, byte in enumerate(data) if byte not in table)
    return f"{encoding} has no character for byte 0x{data[offset]:02x} at offset {offset:,}"


@cache
def _characters(encoding: str) -> dict[int, str]:
    """Return the characters that an encoding has, by byte; C1 controls are none."""
    decoded = ((byte, bytes([byte]).decode(encoding, "replace")) for byte in range(256))
    return {
        byte: text for byte, text in decoded if text != "\ufffd" and not "\x80" <= text < "\xa0"
    }


def _likelihood(counts: Counter[int], encoding: str, language: str) -> float:
    """Return the logarithm of how likely a language's letters are, up to a constant."""
    weights = _weights(encoding, language)
    return sum(count * weights.get(byte, log(_ODD)) for byte, count in counts.items())


@cache
def _weights(encoding: str, language: str) -> dict[int, float]:
    """Return the logarithm of the frequency of every byte that an encoding has."""
    letters = {entry[0]: float(entry[1:]) for entry in _FREQUENCIES[language].split()}
    table = _characters(encoding)
    return {byte: _weight(character.lower(), letters) for byte, character in table.items()}


def _weight(character: str, letters: dict[str, float]) -> float:
    if character.isascii() and not character.isalpha():
        return 0.0
    rest = _SIGN if character in _SIGNS else _FOREIGN if character.isalpha() else _ODD
    return log(letters.get(character, rest))
