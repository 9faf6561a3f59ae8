"""The exceptions of reformtext, one tree.

::

    ReformtextError
    ├── ReadingError            (ValueError)         a source cannot be read
    │   └── InputNotFoundError  (FileNotFoundError)  a path that is not there
    ├── PartitionError          (ValueError)         segments that do not give the source back
    ├── UnknownLanguageError    (LookupError)        a language without a table or a model
    ├── StageError              (LookupError)        a pipeline has no stage of that name
    ├── ModelError              (RuntimeError)       a model cannot be used
    │   ├── ModelNotFoundError  (FileNotFoundError)  no such model, folder or hub id
    │   ├── BrokenModelError    (ValueError)         a model that fails its load checks
    │   └── HubUnreachableError (ConnectionError)    the hub is needed and cannot be reached
    ├── TranslationError        (RuntimeError)       a text could not be translated
    ├── CorpusError             (ValueError)         articles that make no corpus
    │   └── ArticleNotFoundError (KeyError)          no article of that id
    ├── FormatError             (ValueError)         a file or format that is not a corpus
    ├── RunError                (ValueError)         a folder in which a run cannot go on
    ├── GlossaryError           (ValueError)         a glossary that cannot be used
    └── MissingExtraError       (ImportError)        an optional dependency is not installed

Every class can also be caught as the builtin beside it.  Every message says what was found,
what was expected and what to do.  ``CorpusWarning`` is warned of, not raised.
"""

from __future__ import annotations

__all__ = [
    "ArticleNotFoundError",
    "BrokenModelError",
    "ColumnNotFoundError",
    "CorpusError",
    "CorpusWarning",
    "FormatError",
    "GlossaryError",
    "HubUnreachableError",
    "InputNotFoundError",
    "MissingExtraError",
    "ModelError",
    "ModelNotFoundError",
    "PartitionError",
    "ReadingError",
    "ReformtextError",
    "RunError",
    "StageError",
    "TranslationError",
    "UnknownLanguageError",
]


class ReformtextError(Exception):
    """Everything that reformtext raises on purpose is one of these."""


class ReadingError(ReformtextError, ValueError):
    """A source cannot be read: the message names the file and the byte, line or row."""


class ColumnNotFoundError(ReadingError):
    """A table has no column of the name that was given."""


class InputNotFoundError(ReadingError, FileNotFoundError):
    """A path was given that is not there."""

    # FileNotFoundError would format its arguments as errno and filename.
    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class PartitionError(ReformtextError, ValueError):
    """Segments do not give the source back: they overlap, leave a gap or differ from it."""


class UnknownLanguageError(ReformtextError, LookupError):
    """A language has no table in this library, or no model that translates it."""


class StageError(ReformtextError, LookupError):
    """A pipeline has no stage of the name that was asked for."""


class ModelError(ReformtextError, RuntimeError):
    """A model cannot be used."""


class ModelNotFoundError(ModelError, FileNotFoundError):
    """No model of that name, folder or hub id was found."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class BrokenModelError(ModelError, ValueError):
    """A model was found, but fails a load check: it would translate into garbage."""


class HubUnreachableError(ModelError, ConnectionError):
    """The model hub is needed and cannot be reached."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class TranslationError(ReformtextError, RuntimeError):
    """A text could not be translated."""


class CorpusError(ReformtextError, ValueError):
    """Articles cannot be put together as a corpus, or a corpus cannot do what was asked."""


class CorpusWarning(UserWarning):
    """A corpus was asked for what it does not have: the answer is empty, and may be meant so."""


class ArticleNotFoundError(CorpusError, KeyError):
    """A corpus has no article of the id that was asked for."""

    # KeyError would show the repr of the message.
    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class FormatError(ReformtextError, ValueError):
    """A file is not a corpus, or a format is not known."""


class RunError(ReformtextError, ValueError):
    """A run cannot go on in a folder.

    It is of another run or of other articles, in use, read as an input, or its cache fails.
    """


class GlossaryError(ReformtextError, ValueError):
    """A glossary cannot be used: the message names the file, the concept and what was expected."""


class MissingExtraError(ReformtextError, ImportError):
    """An optional dependency is needed and is not installed."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package!r}, which is not installed; "
            f"install it with: pip install 'reformtext[{extra}]'"
        )
