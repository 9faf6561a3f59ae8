"""Taking a corpus away: into other programs, formats and libraries.

``Corpus.write`` is what keeps everything; of what is here, only a data set can be read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from reformtext.corpus.base import Articles

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import datasets
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import spacy.tokens
    from spacy.language import Language

    from reformtext.exports.data_card import DataCard

__all__ = ["Sharing"]


class Sharing(Articles):
    """What turns a corpus into what other programs and libraries read."""

    __slots__ = ()

    def to_arrow(self) -> pa.Table:
        """Return the corpus as a ``pyarrow.Table`` of one row an article, by ``exporting.schema``.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
        """
        from reformtext.exporting import to_table

        return to_table(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the corpus as a ``pandas.DataFrame`` of one row an article.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
            MissingExtraError: when pandas is not installed.
        """
        from reformtext.exporting import to_frame

        return to_frame(self.to_arrow())

    def to_polars(self) -> pl.DataFrame:
        """Return the corpus as a ``polars.DataFrame`` of one row an article.

        ``corpus.to_polars().select("id", pl.col("metadata").struct.field("outlet"))`` are the ids
        and outlets; segments are lists of structs, for ``explode`` and ``unnest``.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
            MissingExtraError: when Polars is not installed.
        """
        from reformtext.exports.data_frames import to_polars

        return to_polars(self.to_arrow())

    def to_dataset(self) -> datasets.Dataset:
        """Return the corpus as a ``datasets.Dataset`` of Hugging Face, one row an article.

        ``Corpus.from_dataset(corpus.to_dataset()) == corpus``; as in a ``.jsonl`` file, the
        signature is a column, so that a corpus of no articles loses it.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
            MissingExtraError: when the package datasets is not installed.
        """
        from reformtext.exports.data_frames import to_dataset

        return to_dataset(self.to_arrow())

    @classmethod
    def from_dataset(cls, dataset: datasets.Dataset | datasets.IterableDataset) -> Self:
        """Return the corpus of a data set that ``to_dataset`` made, or of some of its rows.

        ``Corpus.from_dataset(datasets.load_from_disk("folder"))`` is one that was saved.

        Args:
            dataset: with the columns of ``exporting.schema``; others are not read.

        Raises:
            FormatError: when it is no data set, or a row of it no article; the message names the
                row.
            CorpusError: when an id occurs twice.
        """
        from reformtext.exports.data_frames import dataset_articles

        return cls(*dataset_articles(dataset))

    def to_spacy(self, nlp: Language | None = None) -> Iterator[spacy.tokens.Doc]:
        """Return the English of each article as a spaCy document, its spans tied to the source.

        A document has the span groups ``segments``, ``quantities``, ``names`` and ``terms``, with
        the kind of each span (of a term its concept) as its label.  A mention that ends within a
        token has all of it.  The segments that stand as ``[untranslated: their source]`` are also
        the group ``untranslated``: its tokens are no English, and not to be counted.
        ``span._.source_text`` are the characters that a span comes from, ``span._.source_span``
        their place; a span of no group has those of its segments.
        ``doc.user_data["reformtext"]`` has the id, the metadata and the source.

        ``DocBin(docs=corpus.to_spacy(), store_user_data=True)`` keeps all of it; where it is read
        in another program, call ``reformtext.exports.spacy_docs.register_extensions`` first.

        Args:
            nlp: a pipeline of spaCy, for tags, entities and the like; None for tokens alone.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold, or ``nlp`` is no pipeline.
            MissingExtraError: when spaCy is not installed.
        """
        from reformtext.exports.spacy_docs import to_docs

        return to_docs(self, nlp)

    def to_csv(
        self, path: str | os.PathLike[str], rows: str = "articles", *, encoding: str = "utf-8"
    ) -> None:
        """Write the corpus to a CSV file, or one with tabs if its suffix is ``.tsv``.

        It is one-way: checks, for one, are but those that failed, in words.  Texts stand as they
        are: a spreadsheet program may take one that begins with ``=`` for a formula.

        ``corpus.to_csv("segments.csv", rows="segments")`` has source and English side by side.

        Args:
            path: the file.
            rows: ``articles`` or ``segments``; an article without segments has no row then.
            encoding: ``utf-8``, or ``utf-8-sig`` for Excel, which takes other files for ones of
                the encoding of its country.

        Raises:
            CorpusError: for other rows or encodings, or when an article holds what UTF-8 cannot
                hold; nothing is written then.
            FormatError: when the path is a folder, or ends as files of another format do.
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.exports.csv_tables import write_csv

        write_csv(self, path, rows, encoding)

    def to_text(self, path: str | os.PathLike[str]) -> None:
        """Write the English to one ``.txt`` file, or to a folder of one an article.

        It is one-way: this is ``Article.english``, in which a segment that failed stands as
        ``[untranslated: its source]``, and nothing else.  In one file, two empty lines part the
        articles.  In a folder the files are named by the ids, or numbered where an id can be no
        name of a file; an article without English is an empty line.

        ``corpus.to_text("english/")`` is what concordancers such as AntConc open.

        Args:
            path: a file, if it ends in ``.txt``; otherwise a folder, new or empty.

        Raises:
            CorpusError: when the folder is there and not empty, or when an article holds what
                UTF-8 cannot hold.
            FormatError: when the folder has a name that ends as those of other files do.
            OSError: when a file cannot be written.
        """
        from reformtext.exports.plain_text import write_text

        write_text(self, path)

    def to_tmx(self, path: str | os.PathLike[str]) -> None:
        """Write the translated segments to a translation memory: TMX 1.4b.

        A unit a segment, its source and its English, with the article, address, outlet, date,
        place in the source, kind, score and checks as properties.  It is one-way: segments of
        another status are counted in the header and left out.  What XML cannot hold, such as a
        control character, is a ``<ph type="U+0000"/>`` in its place.

        ``corpus.filter(language="pl").to_tmx("pl-en.tmx")`` is the memory of one language.

        Raises:
            FormatError: when the path is a folder, or ends as files of another format do.
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.exports.tmx import write_tmx

        write_tmx(self, path)

    def to_xliff(self, folder: str | os.PathLike[str]) -> None:
        """Write the corpus for revision in translators' tools: XLIFF 2.1, a document a language.

        Within ``pl.xlf`` each Polish article is a file and each segment a unit.  What has English
        is ``translated``, with the sub-state ``reformtext:checked`` if it passed all its checks
        and ``reformtext:flagged`` if not; nothing is ``reviewed``, as no person did.  The rest is
        ``initial``; boilerplate is not to be translated.  Metadata have kind, status, place, score
        and checks; checks that failed are notes too.  It is one-way: quantities, names, terms and
        attempts are left out.  What XML cannot hold is ``<cp hex="0000"/>``, as the format says.

        ``corpus.to_xliff("revision/")``

        Args:
            folder: new or empty.

        Raises:
            CorpusError: when the folder is there and not empty.
            FormatError: when it has a name that ends as those of files do.
            OSError: when a file cannot be written.
        """
        from reformtext.exports.xliff import write_xliff

        write_xliff(self, folder)

    def to_tei(self, path: str | os.PathLike[str]) -> None:
        """Write the corpus to one ``teiCorpus`` of TEI P5.

        Every article is a text of two: its source and its English, whose segments point at each
        other by ``corresp``; ``n`` is the place in the source.  Numbers, dates, times and
        identifiers are ``num`` (in a ``measure`` with their unit), ``date``, ``time`` and
        ``idno``, names and terms ``name`` and ``term``; of two that overlap the first is marked.
        Failed checks and failures stand off the text.  It is one-way: attempts, scores and passed
        checks are left out.  What XML cannot hold is a ``<g n="U+0000"/>`` in its place.

        ``corpus.to_tei("corpus.xml")``

        Raises:
            CorpusError: when the corpus has no articles, which a ``teiCorpus`` cannot say.
            FormatError: when the path is a folder, or ends as files of another format do.
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.exports.tei import write_tei

        write_tei(self, path)

    def data_card(self) -> DataCard:
        """Return a description of the corpus in Markdown, made of what it holds, nothing else.

        What it is, languages, dates, outlets, models, segments, checks, failures, limits and how
        to cite it.  It is a text that a notebook shows as a page:
        ``Path("README.md").write_text(corpus.data_card(), encoding="utf-8")``.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
        """
        from reformtext.exports.data_card import make_card

        return make_card(self)
