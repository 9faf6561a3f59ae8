"""The comparison of speeds runs from end to end, and its articles are what it says they are."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ctranslate2")

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
articles: Any = importlib.import_module("benchmarks.throughput_articles")
timing: Any = importlib.import_module("benchmarks.throughput_timing")
ways: Any = importlib.import_module("benchmarks.throughput_contenders")
stages: Any = importlib.import_module("benchmarks.stage_times")

MAIN_ROWS = (
    "plain transformers, batches of 16",
    "transformers with our batches",
    "raw CTranslate2 int8, texts alone",
    "raw CTranslate2 int8, with scores and attention",
    "reformtext on transformers, without checks, to parquet",
    "reformtext on transformers, every check on, to parquet",
    "reformtext, without checks, to parquet",
    "reformtext, every check on, to parquet",
    "what that asked of CTranslate2, asked again alone",
    "with repetitions: raw CTranslate2, texts alone",
    "reformtext, with repetitions, without checks, to parquet",
    "reformtext, with repetitions, every check on, to parquet",
)
STAGES = ("read", "clean", "detect", "split", "annotate", "translate", "verify", "write")
COLD = (
    "`reformtext --help`",
    "`reformtext detect FILE`",
    "first English sentence, `reformtext normalise FILE --out -`",
    "first English sentence, a program with plain transformers",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[str]], str, Path]:
    """Return the rows of all tables, the whole report, and the folder it is in."""
    folder = tmp_path_factory.mktemp("throughput")
    command = [sys.executable, "-m", "benchmarks", "--quick", "--threads", "1"]
    command += ["--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    text = (folder / "throughput.md").read_text("utf-8")
    assert done.stdout == text
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    return rows, text, folder


def row(report: Any, title: str) -> list[str]:
    """Return what stands behind the first row of a title."""
    return next(one[1:] for one in report[0] if one[0] == title)


@pytest.mark.parametrize("title", MAIN_ROWS)
def test_the_table_has_every_way_with_figures_that_agree(report: Any, title: str) -> None:
    count, segments, wall, processor, _, speed, _, _, missing = row(report, title)
    assert int(segments) >= int(count) >= 1
    assert float(wall) > 0
    assert float(processor) > 0
    assert float(speed) == pytest.approx(int(segments) / float(wall), rel=0.2, abs=0.1)
    lost, _, given = missing.partition(" of ")
    assert int(lost) < int(given)


def test_ratios_are_those_of_the_speeds(report: Any) -> None:
    plain, raw, checked = (row(report, MAIN_ROWS[i]) for i in (0, 2, 7))
    assert (plain[6], raw[7], row(report, MAIN_ROWS[9])[7]) == ("1.00", "1.00", "1.00")
    ratio = float(checked[5]) / float(raw[5])
    assert float(checked[7]) == pytest.approx(ratio, abs=0.05, rel=0.1)


@pytest.mark.parametrize("title", [*COLD, "1", "2"])
def test_cold_starts_and_numbers_of_articles_are_timed(report: Any, title: str) -> None:
    assert float(row(report, title)[0]) > 0


def test_the_share_of_every_stage_is_told(report: Any) -> None:
    shares = [float(row(report, stage)[1].rstrip("%")) for stage in STAGES]
    assert sum(shares) == pytest.approx(100, abs=0.5)
    assert re.search(r"Not the engine: -?[0-9]+\.[0-9]% of the wall time", report[1])


def test_detectors_and_splitters_are_compared(report: Any) -> None:
    tables = [one for one in report[0] if one[0] == "reformtext"]
    assert [one[2] for one in tables] == ["1.00", "1.00"]
    for title in ("langdetect", "a naive regular expression"):
        assert float(row(report, title)[0]) > 0


def test_the_machine_is_named_and_there_is_a_picture(report: Any) -> None:
    first = report[1].splitlines()[0]
    assert all(name in first for name in ("cores", "GiB", "torch", "transformers", "ctranslate2"))
    assert (report[2] / "throughput.png").read_bytes().startswith(b"\x89PNG")


# --- the articles ---------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_articles() -> None:
    made = articles.authored(8)
    assert articles.authored(8) == made == articles.authored(12)[:8]
    assert articles.authored(8, seed=2) != made
    assert [one.language for one in made[:5]] == ["id", "pl", "no", "ro", "id"]


def test_articles_are_of_newspaper_length_and_no_sentence_comes_twice() -> None:
    made = articles.authored(300)
    sentences = [(one.language, sentence) for one in made for sentence in one.sentences]
    assert len(set(sentences)) == len(sentences)
    assert all(10 <= len(one.sentences) <= 22 for one in made)
    assert 1700 < sum(len(one.text) for one in made) / len(made) < 2300
    paragraphs = made[0].text.split("\n\n")
    assert len(paragraphs) == -(-len(made[0].sentences) // 3)


def test_a_fifth_is_repeated_and_nothing_else_changes() -> None:
    drafts = articles.authored(40)
    again = articles.duplicated(drafts)
    assert again == articles.duplicated(drafts)
    assert len({one.id for one in again}) == len(again) == 45
    sample = articles.sample_of(again)
    assert articles.sample_of(drafts).repeated < 0.01
    assert 0.17 < sample.repeated < 0.23
    assert {s for one in again for s in one.sentences} == {
        s for one in drafts for s in one.sentences
    }


def test_line_aligned_documents_are_read(tmp_path: Path) -> None:
    (tmp_path / "set.docs.txt").write_text("a\na\nb\n", encoding="utf-8")
    for language in ("id", "nb", "pl", "ro"):
        path = tmp_path / f"set.{language}.txt"
        path.write_text(f"{language} 1.\n{language} 2.\n{language} 3.\n", encoding="utf-8")
    made = articles.from_documents(tmp_path, 6)
    assert [one.id for one in made] == ["a.id", "a.no", "a.pl", "a.ro", "b.id", "b.no"]
    assert made[1].text == "nb 1.\n\nnb 2."


# --- the clocks -----------------------------------------------------------------------------------


def test_the_engine_is_busy_while_any_call_is_under_way() -> None:
    tape = ways.Tape(spells=[(0.0, 2.0), (1.0, 3.0), (5.0, 6.0), (5.2, 5.4)])
    assert tape.busy == pytest.approx(4.0)


def test_the_best_run_counts_and_the_worst_is_told() -> None:
    sample = articles.Sample((), (), ("a", "b", "c"))
    found = timing.Timing(timing.Contender("x", "x", list, sample, "x"), [3.0, 1.5], [2.0, 4.0])
    assert (found.wall, found.processor, found.speed, found.spread) == (1.5, 2.0, 2.0, 1.0)


def test_what_words_were_seen_is_forgotten() -> None:
    writing = importlib.import_module("reformtext.term_matching")
    caches = [one for one in vars(writing).values() if hasattr(one, "cache_info")]
    bounded = [one for one in caches if one.cache_parameters()["maxsize"]]
    assert bounded
    rt: Any = importlib.import_module("reformtext")
    testing: Any = importlib.import_module("reformtext.testing")
    model = testing.ScriptedModel(testing.ScriptedEngine(lambda _: "The people's committee met."))
    text = "Komite Rakyat mengadakan rapat bersama Komite Partai di provinsi pada hari Senin lalu."
    rt.normalise([text], language="id", model=model, progress=False)
    assert any(one.cache_info().currsize for one in bounded)
    timing.forget()
    assert not any(one.cache_info().currsize for one in bounded)


def test_the_time_of_each_stage_is_added_up_and_a_failed_article_goes_no_further() -> None:
    rt: Any = importlib.import_module("reformtext")
    made = list(rt.scan(rt.texts(["Ya.", "Tidak."])))
    seen: list[str] = []

    def fail(article: Any) -> Any:
        return article.failing("fail", "no") if article.source == "Ya." else article

    def note(article: Any) -> Any:
        seen.append(article.source)
        return article

    ticks = iter([0.0, 1.0, 5.0, 7.0])
    seconds = {"note": 10.0}
    steps = (("fail", fail), ("note", note))
    done = stages.stage_times(steps, made, seconds, lambda: next(ticks))
    assert seconds == {"fail": 1.0, "note": 12.0}
    assert seen == ["Tidak."]
    assert [len(one.failures) for one in done] == [1, 0]
