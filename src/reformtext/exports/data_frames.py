"""A corpus as a Polars data frame, and as a data set of Hugging Face and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.errors import FormatError, MissingExtraError
from reformtext.exporting import collect
from reformtext.progress_bars import import_bars

if TYPE_CHECKING:
    import datasets
    import polars as pl
    import pyarrow as pa

    from reformtext.article import Article

__all__ = ["dataset_articles", "to_dataset", "to_polars"]


def to_polars(table: pa.Table) -> pl.DataFrame:
    """Return an Arrow table as a ``polars.DataFrame``.

    Raises:
        MissingExtraError: when Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError("polars", "polars", "a Polars data frame") from error
    return pl.DataFrame(table)


def to_dataset(table: pa.Table) -> datasets.Dataset:
    """Return an Arrow table as a ``datasets.Dataset``.

    Raises:
        MissingExtraError: when the package datasets is not installed.
    """
    import_bars()
    try:
        import datasets
    except ImportError as error:
        raise MissingExtraError("datasets", "datasets", "a data set") from error
    return datasets.Dataset(table)


def dataset_articles(
    dataset: datasets.Dataset | datasets.IterableDataset,
) -> tuple[list[Article], str]:
    """Return the articles of a data set and their signature.

    Raises:
        FormatError: when it is no data set, or a row of it no article.
    """
    if isinstance(dataset, dict):  # as a DatasetDict is
        raise FormatError(
            f"expected one data set, found a dictionary of {', '.join(map(repr, dataset))}: "
            "choose one by its name"
        )
    if not hasattr(dataset, "with_format"):
        raise FormatError(
            f"expected a datasets.Dataset, found {type(dataset).__name__}; a file is read with "
            "reformtext.load"
        )
    rows = enumerate(dataset.with_format(None), start=1)
    return collect("", ((f"row {number:,}", row) for number, row in rows))
