"""Everything that can be wrong with a folder, at once: recorded, told, and in nobody's way."""

import json
from pathlib import Path

import pytest

import reformtext as rt
from reformtext.article import Article, Status
from reformtext.corpus import Corpus
from reformtext.pipeline import Pipeline
from reformtext.testing import ScriptedEngine, ScriptedModel

INDONESIAN = (
    "Pemerintah provinsi mengumumkan rencana penggabungan desa pada hari Senin. "
    "Menurut gubernur, jumlah kantor akan berkurang dari 34 menjadi 20 pada tahun depan."
)
TABLED = INDONESIAN.replace(",", "")
WITH_NUL = INDONESIAN + "\nNUL\x00 di sini."
FRENCH = (
    "Le gouvernement de la province a annoncé lundi un projet de fusion des communes. "
    "Selon le gouverneur, le nombre de bureaux passera de 34 à 20 l'année prochaine."
)

ENGLISH = (
    "The provincial government announced plans to merge villages on Monday. "
    "According to the governor the number of offices will fall from 34 to 20 next year."
)


def script(text: str) -> str:
    """Return the English of a sentence by how it begins, or of words, one by one."""
    first, second = ENGLISH.split(". ")
    starts = {"Pemerintah": f"{first}.", "Menurut": second, "NUL": "NUL here."}
    words = text.replace("lain", "other").replace("kata", "words").replace("dan", "and")
    return starts.get(text.split(maxsplit=1)[0], words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(INDONESIAN, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_text(" \n\n\t\n", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "cut.txt").write_bytes("ąćęłńóśźż ąćęłńóśźż".encode()[:-1])
    (tmp_path / "nuls.txt").write_text(WITH_NUL, encoding="utf-8")
    (tmp_path / "huge.txt").write_text("kata " * 1_000_000, encoding="utf-8")
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "numbers.txt").write_text("1.733 34 20", encoding="utf-8")
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    quotes = f'id,text\n,{TABLED}\n,"{TABLED}\n,{TABLED}\n,{TABLED}\n'
    (tmp_path / "quotes.csv").write_text(quotes, encoding="utf-8")
    rows = [
        {"text": INDONESIAN},
        {"text": "buruk \ud800 sekali"},
        {"text": None},
        {"text": WITH_NUL},
        {"te\ud800xt": INDONESIAN},
    ]
    lines = [*map(json.dumps, rows), "{not json"]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "zzz.txt").write_text(INDONESIAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return rt.normalise(folder, model=ScriptedModel(ScriptedEngine(script)), progress=False)


def test_good_articles_are_done_among_bad_ones(corpus: Corpus) -> None:
    for name in ("good", "rows:1", "zzz"):
        assert not corpus[name].failed
        assert corpus[name].english == ENGLISH
    for name in ("quotes:1", "quotes:3", "quotes:4"):
        assert corpus[name].english == ENGLISH


@pytest.mark.parametrize(
    ("name", "stage", "reason"),
    [
        ("empty", "read", "empty"),
        ("blank", "read", "white space"),
        ("binary", "read", "byte"),
        ("cut", "read", "byte 0xc5 at offset 35"),
        ("nuls", "read", "byte"),
        ("huge", "read", "5,000,000"),
        ("french", "translate", "'fr'"),
        ("columns", "read", "a, b"),
        ("rows:2", "read", "surrogate"),
        ("rows:3", "read", "the text is empty"),
        ("rows:5", "read", "te\ufffdxt"),
        ("rows:6", "read", "JSON"),
        ("quotes:2", "read", "lines 3–5 were taken for one field"),
    ],
)
def test_what_is_bad_is_recorded_with_stage_and_reason(
    corpus: Corpus, name: str, stage: str, reason: str
) -> None:
    failures = corpus[name].failures
    assert [failure.stage for failure in failures] == [stage]
    assert reason in failures[0].reason


def test_what_looks_bad_but_can_be_used_is_used(corpus: Corpus) -> None:
    assert corpus["rows:4"].source == WITH_NUL
    assert corpus["rows:4"].english.endswith("NUL here.")
    assert not corpus["rows:4"].failed
    assert [s.status for s in corpus["numbers"].segments] == [Status.KEPT]


def test_every_article_keeps_its_source_and_survives_a_round_trip(
    corpus: Corpus, tmp_path: Path
) -> None:
    assert all(article.coverage == bool(article.source.strip()) for article in corpus)
    for suffix in ("parquet", "jsonl"):
        path = tmp_path / f"corpus.{suffix}"
        corpus.write(path)
        assert rt.load(path) == corpus


def test_a_long_line_under_the_limit_is_split_and_translated_in_full() -> None:
    source = "kata dan lain kata. " * 10_000
    done = Pipeline.default(ScriptedModel(ScriptedEngine(script))).without("detect")(
        Article("a", source, rt.Detection("id"))
    )
    assert done.coverage == 1.0
    assert not done.failed
    assert done.english == ("words and other words. " * 10_000).strip()
