"""Cleaning: what each line of an article is, and what the lines around its text say of it.

The rules go by the form of a line, by the labels of all languages (which one it is in is not yet
known, and pages mix them) and by its place.  Nothing is removed: every line that is not blank
becomes a segment, whose kind says whether it belongs to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from reformtext.article import BOILERPLATE, Article, Change, Kind, Metadata, Segment
from reformtext.caption_lines import is_caption
from reformtext.comment_lines import SPEECH, counts_none, is_counter
from reformtext.metadata import (
    byline_names,
    extract_metadata,
    find_urls,
    fold,
    fold_all,
    labels,
    names,
    split_label,
    tells_day,
)
from reformtext.page_lines import (
    is_answer,
    is_marker,
    is_of_page,
    is_of_rights,
    is_on_cookies,
    is_related_label,
    is_tagged,
    is_to_comment,
    is_to_reader,
    is_to_share,
    leads_elsewhere,
    may_be_of_page,
    may_be_title,
)
from reformtext.source_lines import (
    has_address,
    has_short_name,
    is_signed,
    names_source,
)
from reformtext.text import lines, repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["clean", "clean_article"]

_LONGEST = 400  # characters; a longer line is body, unless it is an address and little else
_LONGEST_ADDRESS = 2_100
_ADDRESS_WORDS = 4
_LONGEST_HEADING = 120
_LONGEST_TITLE = 160
_LONGEST_AD = 80
_LONGEST_RELATED = 250  # the title of another article, with its label
_LONGEST_PERSON = 60
_HEAD, _FOOT = 4, 6  # lines at the beginning and the end where a byline may stand
_MOST_TITLES, _MOST_HEADINGS = 3, 2  # lines one below another: at the beginning, and later
_ANSWER_WORDS = 3  # of a line in a list of answers: Setuju, Tidak setuju
_LINKED_WORDS = 5  # of a title below the label of a link; a shorter one may be a heading
_BELOW = 3  # lines below a title among which one must be longer
_MOST_PEOPLE = 2  # lines; more names below one another are a list

_ASKING = frozenset({Kind.RELATED_LINK, Kind.COMMENT_COUNTER})
_ENDS = frozenset(".!?…:")
_NO_HEADING_ENDS = _ENDS | {";", ","}
_NO_TITLE_ENDS = _NO_HEADING_ENDS - {"!", "?"}
_ORNAMENT = " \t*_#>•·|–—-«»=~"
_CLOSING = "\"'”’»)]*_ "
_AD_TOKENS = re.compile(r"(?:\[\s*[^\W\d_][\w -]{0,30}_\d{1,4}\s*\]\s*)+")
_ITEM = re.compile(r"[-•*·▪►–—]|\(?\w{1,2}[.)]\s")

# What begins with a capital at the foot of a page and is no name.
_NOT_IN_NAMES = """
also|artikel|artikler|baca|berita|bagikan|citește|czytaj|foto|galeri|galleri|indeks|juga|kategori
les|lainnya|mai|mer|more|news|også|polecane|populer|powiązane|read|related|saker|see|share|și|știri
tag|tagger|tagi|tags|terbaru|terkait|terpopuler|też|topik|vezi|video|więcej|zobacz
"""


_NO_NAMES = fold_all(_NOT_IN_NAMES)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its place, its repaired text, and that text without ornament and brackets."""

    start: int
    end: int
    text: str  # empty if too long for anything but body
    bare: str

    @property
    def last(self) -> str:
        """The last character, quotation marks and brackets aside."""
        return self.text.rstrip(_CLOSING)[-1:]

    @property
    def is_prose(self) -> bool:
        """Whether it is long, or ends as a sentence does."""
        return not self.text or len(self.text) > _LONGEST_HEADING or self.last in _ENDS


_Kinds = list[Kind | None]


def clean(text: str) -> tuple[Segment, ...]:
    """Return the lines of a text as segments: one for each line that is not blank.

    Kinds: heading, body, caption, byline, and four that are boilerplate: markers of
    advertisements (``[iklan_2]``), source lines (``Kilde: https://…``), counters of comments
    (``Komentar (0)``) and links to other articles (``Baca juga: …``), or what else a page asks of
    its reader: to share, to follow, to log in, to agree to cookies.  Lines with broken encoding
    are recognised as well.

    Raises:
        TypeError: when the text is not a str.
    """
    if not isinstance(text, str):
        raise TypeError(f"the text to clean must be a str, not {type(text).__name__}")
    found = [_read(text, start, end) for start, end in lines(text)]
    kinds = _classified(found)
    pairs = zip(found, kinds, strict=True)
    return tuple(Segment.cut(text, line.start, line.end, kind) for line, kind in pairs)


def clean_article(article: Article) -> Article:
    """Return the article with its lines as segments and the metadata that they tell.

    Metadata that are there already stay as they are.  Every line that is neither body nor
    heading, and every item of metadata found, is a named change in the trace.
    """
    segments = clean(article.source)
    metadata = extract_metadata(segments, article.metadata)
    changes = (*_line_changes(segments), *_metadata_changes(article.metadata, metadata))
    trace = (*article.trace, *changes)
    return replace(article, segments=segments, metadata=metadata, trace=trace)


def _line_changes(segments: tuple[Segment, ...]) -> Iterator[Change]:
    for segment in segments:
        if segment.kind not in {Kind.BODY, Kind.HEADING}:
            place = f"{segment.span.start}–{segment.span.end}"
            yield Change("clean", segment.kind.value, f"{place}: {segment.source[:80]}")


def _metadata_changes(before: Metadata, after: Metadata) -> Iterator[Change]:
    for item in fields(Metadata):
        value = getattr(after, item.name)
        if value != getattr(before, item.name):
            yield Change("clean", item.name, value)


def _read(source: str, start: int, end: int) -> _Line:
    if end - start > _LONGEST_ADDRESS:
        return _Line(start, end, "", "")
    text = source[start:end]
    if len(text) > _LONGEST and len(text.split(maxsplit=_ADDRESS_WORDS)) > _ADDRESS_WORDS:
        return _Line(start, end, "", "")
    text = repair(text).strip()
    bare = text.strip(_ORNAMENT)
    if bare[:1] + bare[-1:] in {"()", "[]"}:
        bare = bare[1:-1].strip(_ORNAMENT)
    return _Line(start, end, text, bare)


def _classified(found: list[_Line]) -> list[Kind]:
    """Return the kind of each line: by itself first, then by its place."""
    kinds = [_kind_alone(line) for line in found]
    body = _first_prose(found, kinds)
    _mark_bylines(found, kinds)
    _mark_foot(found, kinds, body)
    _mark_beside(found, kinds)
    _clear_title(found, kinds)
    _mark_linked(found, kinds)
    _mark_headings(found, kinds)
    return [kind or Kind.BODY for kind in kinds]


def _kind_alone(line: _Line) -> Kind | None:
    """Return what a line is wherever it stands; None if that depends on its place."""
    if not line.bare:
        return None
    return next((kind for kind, is_one in _ALONE.items() if is_one(line)), None)


def _is_ad(line: _Line) -> bool:
    if len(line.text) > _LONGEST_AD:
        return False
    return bool(_AD_TOKENS.fullmatch(line.text)) or is_marker(line.bare) or is_marker(line.text)


def _is_related(line: _Line) -> bool:
    """Return whether a line is the label of a link to another article, with its title or alone.

    Nobody says it, and its title is no prose.
    """
    if len(line.bare) > _LONGEST_RELATED or not SPEECH.isdisjoint(line.text[:1]):
        return False
    label, rest = split_label(line.bare)
    return (label or fold(line.bare)) in labels().related and may_be_title(rest)


def _is_of_page(line: _Line) -> bool:
    """Return whether a line can be no title, wherever it stands: ``Vi bruker cookies``."""
    return is_of_page(line.text) or is_to_reader(line.text) or is_on_cookies(line.text)


def _is_link(line: _Line) -> bool:
    text = line.text
    return _is_related(line) or leads_elsewhere(text) or is_to_share(text) or is_tagged(text)


_ALONE: dict[Kind, Callable[[_Line], bool]] = {
    Kind.AD_MARKER: _is_ad,
    Kind.COMMENT_COUNTER: lambda line: is_counter(line.bare) or is_to_comment(line.text),
    Kind.RELATED_LINK: lambda line: _is_of_page(line) or _is_link(line),
    Kind.SOURCE_LINE: lambda line: (
        has_address(line.bare)
        or has_short_name(line.bare)
        or is_of_rights(line.bare)
        or is_signed(line.text, last=False)
    ),
    Kind.CAPTION: lambda line: is_caption(line.text, line.bare),
}


def _first_prose(found: list[_Line], kinds: _Kinds) -> int:
    """Return the index of the first line of prose; 0 if there is none."""
    pairs = enumerate(zip(found, kinds, strict=True))
    return next((index for index, (line, kind) in pairs if kind is None and line.is_prose), 0)


def _mark_bylines(found: list[_Line], kinds: _Kinds) -> None:
    """Mark bylines and days of publication that have a label, near the beginning and the end.

    What a page put above and below the article is not counted.
    """
    own = [index for index, kind in enumerate(kinds) if kind not in BOILERPLATE]
    for index in {*own[:_HEAD], *own[-_FOOT:]}:
        headline = index == 0 and ":" not in found[index].bare
        bare = found[index].bare
        if kinds[index] is not None:
            continue
        if tells_day(bare) or (byline_names(bare) and not headline):
            kinds[index] = Kind.BYLINE


def _mark_foot(found: list[_Line], kinds: _Kinds, body: int) -> None:
    """Mark what names a source, counts no comments or is a name, below the last line of text.

    Only here are a source without an address and a counter without a number no text: elsewhere
    they are as often a headline (``Kilder: Hun går av``) or an answer (``– Ingen kommentar.``).
    """
    people = []
    for index in reversed(range(body + 1, len(found))):
        line = found[index]
        if kinds[index] is None:
            if _is_source_below(line):
                kinds[index] = Kind.SOURCE_LINE
            elif may_be_of_page(line.text):
                kinds[index] = Kind.RELATED_LINK
            elif counts_none(line.text, line.bare):
                kinds[index] = Kind.COMMENT_COUNTER
            elif _is_person(line):
                people.append(index)
            else:
                break
    introduced = any(found[index - 1].text.endswith(":") for index in people)
    surrounded = any(kind in BOILERPLATE for kind in kinds[min(people, default=0) :])
    if len(people) <= _MOST_PEOPLE and surrounded and not introduced:
        for index in people:
            kinds[index] = Kind.BYLINE


def _is_source_below(line: _Line) -> bool:
    """Return whether a line names a source, if nothing but a page's lines is below."""
    alone = find_urls(line.bare) == (line.bare,)
    return alone or names_source(line.bare) or is_signed(line.text, last=True)


def _mark_beside(found: list[_Line], kinds: _Kinds) -> None:
    """Mark buttons and links that could be an answer or a heading, where their place tells."""
    may_be = [
        index
        for index, (line, kind) in enumerate(zip(found, kinds, strict=True))
        if kind is None and (is_answer(line.text) or may_be_of_page(line.text))
    ]
    for index in (*may_be, *reversed(may_be)):
        if _is_beside(found, kinds, index):
            kinds[index] = Kind.RELATED_LINK


def _is_beside(found: list[_Line], kinds: _Kinds, index: int) -> bool:
    """Return whether a button is beside a link and heads no prose, or is an answer to none."""
    beside = [at for at in (index - 1, index + 1) if 0 <= at < len(found)]
    linked = any(kinds[at] in _ASKING for at in beside)
    own = [at for at in beside if kinds[at] is None]
    heads = index + 1 in own and found[index + 1].is_prose
    if not is_answer(found[index].text):
        return linked and not heads
    listed = any(0 < len(found[at].text.split()) <= _ANSWER_WORDS for at in own)
    return linked or not (listed or (index == 0 and heads))


def _clear_title(found: list[_Line], kinds: _Kinds) -> None:
    """Give a first line back, if prose is next: an article on ``Reklame``, ``Se også: …``."""
    marker = kinds[:1] == [Kind.AD_MARKER] and found[0].text.isalpha()
    if not marker and (kinds[:1] != [Kind.RELATED_LINK] or _is_of_page(found[0])):
        return
    rest = zip(found[1:], kinds[1:], strict=True)
    if next((line.is_prose for line, kind in rest if kind is None), False):
        kinds[0] = None


def _mark_linked(found: list[_Line], kinds: _Kinds) -> None:
    """Mark the title that stands on the line below the label of a link."""
    for index in range(1, len(found)):
        line, above = found[index], found[index - 1].bare
        linked = kinds[index] is None and kinds[index - 1] is Kind.RELATED_LINK
        long = len(line.text.split()) >= _LINKED_WORDS
        if linked and long and is_related_label(above) and _may_head(line, first=True):
            kinds[index] = Kind.RELATED_LINK


def _is_person(line: _Line) -> bool:
    """Return whether a line is nothing but one to three full names."""
    if len(line.text) > _LONGEST_PERSON or line.text[-1:] in _NO_HEADING_ENDS:
        return False
    people = [person.split() for person in names(line.bare)]
    words = [word for person in people for word in person]
    full = all(len(person) > 1 for person in people)
    return bool(people) and full and not any(w.isupper() or fold(w) in _NO_NAMES for w in words)


def _mark_headings(found: list[_Line], kinds: _Kinds) -> None:
    """Mark short lines above a longer one: a run of them at the beginning, one or two later."""
    before: _Line | None = None
    run: list[int] = []
    for index, line in enumerate(found):
        if kinds[index] is not None:
            continue
        if _may_head(line, first=before is None and not run):
            run.append(index)
            continue
        below = found[index : index + (_BELOW if before is None else 1)]
        if run and _may_follow(below, found[run[-1]]):
            for heading in _headings(run, before):
                kinds[heading] = Kind.HEADING
        before, run = line, []


def _headings(run: list[int], before: _Line | None) -> list[int]:
    if before is None:
        return run[:_MOST_TITLES]
    return run if len(run) <= _MOST_HEADINGS and not before.text.endswith(":") else []


def _may_head(line: _Line, *, first: bool) -> bool:
    """Return whether a line has the form of a heading, or of a title if it is the first."""
    text = line.text
    longest = _LONGEST_TITLE if first else _LONGEST_HEADING
    if not text or len(text) > longest or _ITEM.match(text) or find_urls(text):
        return False
    start = next((character for character in text if character.isalpha()), "")
    ends = _NO_TITLE_ENDS if first else _NO_HEADING_ENDS
    return bool(start) and not start.islower() and line.last not in ends


def _may_follow(below: list[_Line], heading: _Line) -> bool:
    """Return whether prose that is longer than a heading stands below it, not its other half."""
    size = heading.end - heading.start
    longer = any(line.end - line.start > size for line in below)
    return longer and below[0].is_prose and not below[0].text[:1].islower()
