"""Imports point one way, and importing the package costs next to nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import reformtext

PACKAGE = Path(reformtext.__file__).parent
HEAVY = {"torch", "transformers", "ctranslate2"}

# What each module may import at run time, of its own package.  A module that is not named here
# fails the test: a new one must be given its place.
FOUNDATION = {"errors", "article", "text", "languages", "values"}
MAY_IMPORT = {
    "errors": set(),
    "article": {"errors", "text", "values", "article_display", "static_pages"},
    "values": set(),
    "text": set(),
    "storage": set(),
    "composed": {"text", "values"},
    "languages": {"errors", "languages"},
    "encoding": FOUNDATION,
    "row_columns": FOUNDATION,
    "row_articles": FOUNDATION
    | {"encoding", "metadata", "publication_dates", "row_columns", "tag_removal"},
    "tag_removal": set(),
    "publication_dates": {"languages"},
    "row_files": FOUNDATION | {"encoding", "row_articles", "row_columns"},
    "pages": FOUNDATION | {"encoding", "publication_dates", "row_articles"},
    "row_tables": FOUNDATION | {"row_columns"},
    "reading": FOUNDATION | {"encoding", "pages", "row_articles", "row_files", "row_tables"},
    "metadata": FOUNDATION | {"name_words", "publication_dates"},
    "page_phrases": {"text"},
    "page_lines": {"metadata", "page_phrases"},
    "source_lines": {"metadata", "page_phrases"},
    "caption_lines": {"metadata", "source_lines"},
    "comment_lines": {"metadata"},
    "cleaning": FOUNDATION
    | {"caption_lines", "comment_lines", "metadata", "page_lines", "source_lines"},
    "detection": FOUNDATION,
    "given_language": FOUNDATION | {"detection"},
    "opening_times": FOUNDATION,
    "full_stops": FOUNDATION | {"opening_times"},
    "list_markers": {"languages"},
    "splitting": FOUNDATION | {"full_stops", "list_markers"},
    "engines": FOUNDATION | {"engines", "progress_bars"},
    "hub": FOUNDATION | {"progress_bars", "storage"},
    "model_self_test": {"errors", "engines", "storage"},
    "models": FOUNDATION | {"storage", "hub", "engines", "model_self_test"},
    "quantities": FOUNDATION | {"quantities"},
    "glossary_rows": FOUNDATION,
    "glossary": FOUNDATION | {"glossary_rows"},
    "terms": FOUNDATION | {"glossary"},
    "word_dictionaries": {"storage"},
    "english_plurals": {"word_dictionaries"},
    "term_matching": FOUNDATION | {"english_plurals", "glossary"},
    "name_words": FOUNDATION | {"name_inflection", "word_dictionaries"},
    "names": FOUNDATION | {"name_words", "person_names"},
    "person_names": {"name_inflection", "name_words", "word_dictionaries"},
    "name_inflection": set(),
    "name_matching": FOUNDATION | {"name_inflection", "name_words"},
    "english_sentences": {"languages", "name_words"},
    "name_lists": {"name_words", "page_phrases", "text"},
    "annotation": FOUNDATION
    | {"composed", "english_sentences", "glossary", "name_lists", "names", "person_names"}
    | {"protection"}
    | {"quantities", "terms"},
    "data": set(),
    "capitals": {"languages", "name_words"},
    "protection": FOUNDATION | {"capitals"},
    "progress_bars": set(),
    "windows": {"progress_bars"},
    "engine_turns": {"engines"},
    "decoding": FOUNDATION | {"engine_turns", "engines", "progress_bars", "windows"},
    "memory": {"cache", "engines", "windows"},
    "cache": {"decoding", "engines", "errors", "storage", "windows"},
    "dash_quotes": {"languages"},
    "translation": FOUNDATION | {"dash_quotes", "engines", "decoding", "protection"},
    "quantity_matching": FOUNDATION | {"quantities"},
    "checking": FOUNDATION
    | {"composed"}
    | {"name_matching", "name_words", "quantities", "quantity_matching"}
    | {"strange_acronyms", "strange_names", "term_matching"},
    "strange_acronyms": {"name_words", "text", "values"},
    "strange_names": {"name_inflection", "name_matching", "name_words", "text", "values"},
    "repairs": {
        *FOUNDATION,
        *("checking", "decoding", "engines", "english_plurals", "protection", "quantities"),
        "quantity_matching",
    },
    "verification": {
        *FOUNDATION,
        *("checking", "dash_quotes", "decoding", "engines", "protection", "repairs"),
        "term_matching",
    },
    "colours": {"languages"},
    "markup": {"text", "text_tables"},
    "article_display": {"article", "markup", "text", "text_tables"},
    "display": {"colours", "markup", "text", "text_tables"},
    "static_pages": {
        *("errors", "storage", "text", "text_tables"),
        *("article_display", "display", "markup"),
    },
    "text_tables": {"analysis", "segment_tables", "text"},
    "arguments": {"errors"},
    "segment_tables": {"arguments", "article", "text_tables", "display", "exporting"},
    "corpus_schema": {"article", "errors", "mention_rows", "row_shapes"},
    "row_shapes": set(),
    "mention_rows": {"values"},
    "corpus_files": {"errors", "corpus_schema"},
    "exporting": {
        "errors",
        "reports",
        "corpus_schema",
        "corpus_files",
        "segment_tables",
        "corpus",
        "storage",
    },
    "reports": {"article", "values", "segment_tables", "text", "text_tables"},
    "analysis": {
        *("article", "errors", "segment_tables", "analysis", "text_tables", "display", "values"),
        *("arguments", "colours", "english_plurals", "text", "word_dictionaries"),
    },
    "exports": {
        *("article", "errors", "text", "values", "storage", "reports", "segment_tables"),
        *("text_tables", "exporting", "exports", "progress_bars", "publication_dates"),
        "analysis",
    },
    "corpus": {
        *("arguments", "article", "errors", "values", "reports", "segment_tables", "analysis"),
        *("text_tables", "display", "static_pages", "exporting", "exports", "corpus"),
        *("checking", "languages", "publication_dates", "quantities", "row_tables", "text"),
    },
    "testing": FOUNDATION | {"engines"},
    "pipeline": {
        *FOUNDATION,
        *("annotation", "cleaning", "detection", "splitting", "translation", "verification"),
        *("beside", "corpus", "given_language", "memory", "models", "windows"),
    },
    "beside": set(),
    "runs": {
        *("article", "corpus", "errors", "exporting", "pipeline", "cache", "storage", "text"),
        "windows",
    },
    "run_verification": {"errors", "exporting", "runs", "storage", "text"},
    "normalising": {
        *FOUNDATION,
        *("annotation", "cache", "pipeline", "reading", "runs", "models", "corpus", "storage"),
    },
    "cli_outputs": FOUNDATION | {"corpus", "exporting", "runs", "storage", "text_tables"},
    "scale": {
        *FOUNDATION,
        *("annotation", "corpus_files", "corpus_schema", "exporting", "glossary", "models"),
        *("pages", "pipeline", "reading", "row_articles", "scale", "storage"),
    },
    "cli": {
        *FOUNDATION,
        *("cache", "cleaning", "cli_outputs", "encoding", "models", "normalising", "pipeline"),
        *("reading", "run_verification", "runs", "text_tables"),
    },
    "__init__": {
        *FOUNDATION,
        *("cache", "cleaning", "corpus", "detection", "runs", "glossary", "models", "normalising"),
        *("pipeline", "reading", "scale", "splitting"),
    },
    "__main__": {"cli"},
}


def _imports(path: Path) -> set[str]:
    """Return the full names of the modules that a file imports at run time, at any depth."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _home(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    own = {
        name.split(".")[1]
        for name in _imports(path)
        if name.startswith("reformtext.") and name.split(".")[1] != "__version__"
    }
    modules = {_home(file) for file in FILES}
    assert own & modules <= MAY_IMPORT[_home(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_engines_and_doubles_name_the_machinery(path: Path) -> None:
    found = {name.split(".")[0] for name in _imports(path)} & HEAVY
    assert not found or _home(path) in {"engines", "testing"}


def test_importing_is_cheap_and_loads_nothing_heavy() -> None:
    code = (
        "import time; start = time.process_time(); import reformtext\n"
        "spent = time.process_time() - start; import sys\n"
        "heavy = {'torch', 'transformers', 'numpy', 'pandas', 'pyarrow', 'ctranslate2'}\n"
        "print(spent, *sorted(heavy & set(sys.modules)))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    spent, *loaded = min((run.stdout.split() for run in runs), key=lambda words: float(words[0]))
    assert loaded == []
    assert float(spent) < 0.05


def test_public_names_are_sorted_and_there() -> None:
    assert reformtext.__all__ == sorted(reformtext.__all__)
    for name in reformtext.__all__:
        assert getattr(reformtext, name) is not None
    assert set(reformtext.__all__) <= set(dir(reformtext))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = reformtext.nonsense


def test_no_public_function_shares_a_name_with_a_module() -> None:
    assert not set(reformtext.__all__) & {_home(path) for path in FILES}
