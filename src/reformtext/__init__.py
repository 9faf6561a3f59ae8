"""Reformtext: a folder of articles in, one normalised English corpus out.

::

    import reformtext as rt

    corpus = rt.normalise("seeds/")
    corpus["003_914b5689a4248b37"].english

Importing the package loads nothing heavy: every name comes from its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reformtext.article import (
        Article,
        Detection,
        Failure,
        Kind,
        Metadata,
        Segment,
        Span,
        Status,
    )
    from reformtext.cache import Cache
    from reformtext.cleaning import clean
    from reformtext.corpus import Corpus
    from reformtext.detection import detect
    from reformtext.errors import ReformtextError
    from reformtext.glossary import Concept, Glossary
    from reformtext.models import Model
    from reformtext.normalising import normalise, normalise_to, translate
    from reformtext.pipeline import Pipeline
    from reformtext.reading import rows, scan, texts
    from reformtext.runs import load
    from reformtext.splitting import split

    from . import scale as scale

__version__ = "0.1.0"

_HOME = {
    "Article": "article",
    "Cache": "cache",
    "Concept": "glossary",
    "Corpus": "corpus",
    "Detection": "article",
    "Failure": "article",
    "Glossary": "glossary",
    "Kind": "article",
    "Metadata": "article",
    "Model": "models",
    "Pipeline": "pipeline",
    "ReformtextError": "errors",
    "Segment": "article",
    "Span": "article",
    "Status": "article",
    "clean": "cleaning",
    "detect": "detection",
    "load": "runs",
    "normalise": "normalising",
    "normalise_to": "normalising",
    "rows": "reading",
    "scan": "reading",
    "split": "splitting",
    "texts": "reading",
    "translate": "normalising",
}

__all__ = [
    "Article",
    "Cache",
    "Concept",
    "Corpus",
    "Detection",
    "Failure",
    "Glossary",
    "Kind",
    "Metadata",
    "Model",
    "Pipeline",
    "ReformtextError",
    "Segment",
    "Span",
    "Status",
    "clean",
    "detect",
    "load",
    "normalise",
    "normalise_to",
    "rows",
    "scan",
    "split",
    "texts",
    "translate",
]


def __getattr__(name: str) -> Any:
    if name == "scale":  # a module: its functions have the names of those here
        return import_module(f"{__name__}.{name}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "scale"})
