"""Language detection: labels, abstaining, what it must not do, and where it must not fail."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformtext.article import Article, Detection, Kind, Segment
from reformtext.detection import Detector, detect, detect_article
from reformtext.errors import ModelError

CASES = Path(__file__).parent / "cases" / "detection" / "texts.txt"
SEEDS = Path(__file__).parents[1] / "seeds"
ROWS = [line.split(" | ") for line in CASES.read_text(encoding="utf-8").splitlines()]
TEXTS = {row[0]: row[1] for row in ROWS}
VARIETIES = {"nb": ("no", "nb"), "nn": ("no", "nn")}


@pytest.mark.parametrize("code", TEXTS)
def test_paragraph(code: str) -> None:
    found = detect(TEXTS[code])
    assert (found.language, found.variety) == VARIETIES.get(code, (code, ""))
    assert 0.6 <= found.confidence < 1


@pytest.mark.parametrize(
    ("name", "language", "variety"),
    [
        ("000", "id", ""),
        ("001", "pl", ""),
        ("002", "id", ""),
        ("003", "no", "nb"),
        ("004", "ro", ""),
    ],
)
def test_seed(name: str, language: str, variety: str) -> None:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    article = detect_article(Article(name, path.read_text(encoding="utf-8")))
    assert article.detection is not None
    assert (article.language, article.detection.variety) == (language, variety)
    assert [change.stage for change in article.trace] == ["detect"]


@pytest.mark.parametrize("code", ["pl", "nb", "vi", "en"])
def test_capitals_do_not_matter(code: str) -> None:
    assert detect(TEXTS[code].upper()).language == detect(TEXTS[code]).language


@pytest.mark.parametrize("code", ["pl", "nb", "ro", "vi"])
def test_broken_encoding_is_repaired_first(code: str) -> None:
    broken = TEXTS[code].encode().decode("cp1252", errors="replace")
    assert detect(broken).language == detect(TEXTS[code]).language


def test_addresses_are_not_text() -> None:
    addresses = "https://the-new-bridge.example/before-the-winter-and-after info@winter.example "
    assert detect(addresses * 20 + TEXTS["id"]) == detect(TEXTS["id"])
    assert detect(addresses * 20).language == "und"


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "0123 456,7", "https://a.example/berita/ini", "😀 🎉 😀", "…—!?", "\ufeff\u200b"],
)
def test_no_letters_no_language(text: str) -> None:
    assert detect(text) == Detection("und")


@pytest.mark.parametrize(
    "text", ["Bok", "Selamat pagi", "Kommentar (0)", "Komentar", "Trinh Ha", "OK"]
)
def test_a_few_letters_are_not_enough(text: str) -> None:
    found = detect(text)
    assert (found.language, found.confidence) == ("und", 0.0)
    assert [vote.engine for vote in found.votes] == ["langdetect", "py3langid"]


def test_short_text_needs_agreement_and_strength() -> None:
    assert detect("Wszystkie książki są już gotowe").language == "pl"
    assert detect("Perjanjian internasional baru").language in {"und", "id"}


def test_a_language_that_the_first_engine_does_not_know() -> None:
    found = detect(TEXTS["ms"])
    assert found.votes[0].language == "id"
    assert (found.votes[1].language, found.language) == ("ms", "ms")


def test_mixed_languages_raise_nothing() -> None:
    found = detect("\n".join(TEXTS.values()))
    assert 0 <= found.confidence < 1


def test_the_first_score_is_langdetects_own_evidence() -> None:
    """The fit, computed n-gram by n-gram with langdetect's classes, is the vote's score."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    for code in ("id", "pl", "nb", "ro", "vi"):
        engine = factory.create()
        engine.append(TEXTS[code] + "\n")
        engine.cleaning_text()
        column = factory.langlist.index("no" if code == "nb" else code)
        grams = [factory.word_lang_prob_map[gram] for gram in engine._extract_ngrams()]
        fit = sum(math.log(gram[column] + 0.5 / 10_000) for gram in grams) / len(grams)
        assert detect(TEXTS[code]).votes[0].score == pytest.approx(fit, abs=1e-4)


def test_votes_say_what_the_engines_said() -> None:
    found = detect(TEXTS["zh"])
    assert [vote.language for vote in found.votes] == ["zh-Hans", "zh"]
    assert found.votes[0].score < 0 < found.votes[1].score <= 1


@pytest.mark.parametrize(
    ("languages", "language"),
    [(["id"], "id"), (("no", "id-ID"), "id"), ({"in": None}, "id"), (["pl", "nb"], "und")],
)
def test_languages_filter_the_answer(languages: list[str], language: str) -> None:
    found, free = detect(TEXTS["id"], languages=languages), detect(TEXTS["id"])
    assert found.language == language
    assert found.votes == free.votes
    assert found.confidence == (free.confidence if language == "id" else 0)


@pytest.mark.parametrize("code", ["no", "nb", "nn"])
def test_a_norwegian_candidate_stands_for_both(code: str) -> None:
    assert detect(TEXTS["nn"], languages=[code]).variety == "nn"


@pytest.mark.parametrize("code", ["ms", "da", "cs", "it"])
def test_candidates_do_not_draw_neighbours_in(code: str) -> None:
    assert detect(TEXTS[code], languages=["id", "no", "pl", "ro"]).language == "und"


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        ([], "one or more"),
        ("id", "list of one or more"),
        (["indonesian"], "'indonesian' is not a language code"),
        (["id", ""], "'' is not a language code"),
        (["i_d"], "'i_d' is not a language code"),
        ([None], "None is not a language code"),
        (["xx"], "no engine can find the language 'xx'"),
    ],
)
def test_candidates_that_are_none(languages: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        detect("", languages=languages)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="must be a str, not bytes"):
        detect(b"Selamat pagi")  # type: ignore[arg-type]


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert (found.language == "und") == (found.confidence == 0)
    assert 0 <= found.confidence < 1
    assert found == detect(text)


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 300), st.integers(1, 300))
@settings(deadline=None)
def test_a_piece_is_its_language_or_undecided_or_a_neighbour(code: str, at: int, size: int) -> None:
    found = detect(TEXTS[code][at : at + size])
    assert 0 <= found.confidence < 1
    assert bool(found.variety) == (found.language == "no")


@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "x@" * 500_000, "www." * 400_000, "ab cd " * 400_000]
)
def test_only_the_beginning_of_large_input_counts(text: str) -> None:
    assert detect(text) == detect(text[:1_000_000])


def test_boilerplate_is_no_evidence() -> None:
    foot = "Source: " + TEXTS["en"] * 3
    text = f"{TEXTS['id']}\n{foot}"
    body = Segment.cut(text, 0, len(TEXTS["id"]), Kind.BODY)
    source = Segment.cut(text, len(TEXTS["id"]) + 1, len(text), Kind.SOURCE_LINE)
    whole, cleaned = Article("x", text), Article("x", text, segments=(body, source))
    assert detect_article(cleaned).detection == detect(TEXTS["id"])
    assert detect_article(whole).detection != detect(TEXTS["id"])


def test_an_article_of_boilerplate_alone() -> None:
    text = "Komentar (0)"
    article = Article("x", text, segments=(Segment.cut(text, 0, 12, Kind.COMMENT_COUNTER),))
    assert detect_article(article).language == "und"


def test_the_trace_says_what_was_decided() -> None:
    (change,) = detect_article(Article("x", TEXTS["nn"])).trace
    assert (change.stage, change.name) == ("detect", "language")
    assert change.detail.startswith("no nn 0.9")
    assert "py3langid nn" in change.detail


COLD = """
import json, sys, threading
from reformtext.detection import detect
texts = json.load(sys.stdin)
found, barrier = [], threading.Barrier(1000)
def work(number):
    barrier.wait()
    found.append((number % len(texts), detect(texts[number % len(texts)])))
threads = [threading.Thread(target=work, args=(number,)) for number in range(1000)]
for thread in threads: thread.start()
for thread in threads: thread.join()
import langdetect.detector_factory, py3langid.langid
assert len(found) == 1000, len(found)
assert len(set(found)) == len(texts), "one text, two results"
assert langdetect.detector_factory._factory is None
assert langdetect.DetectorFactory.seed is None
assert py3langid.langid.IDENTIFIER is None
print(json.dumps([repr(dict(found)[number]) for number in range(len(texts))]))
"""


def test_a_thousand_threads_at_once_from_cold() -> None:
    texts = list(TEXTS.values())
    run = subprocess.run(
        [sys.executable, "-c", COLD],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert json.loads(run.stdout) == [repr(detect(text)) for text in texts]


def test_missing_profiles_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("langdetect.PROFILES_DIRECTORY", str(tmp_path / "none"))
    with pytest.raises(ModelError, match=r"langdetect's profiles cannot be read.*1\.0\.9"):
        Detector()


def test_profiles_of_another_form_are_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "xx").write_text('{"name": "xx"}', encoding="utf-8")
    monkeypatch.setattr("langdetect.PROFILES_DIRECTORY", str(tmp_path))
    with pytest.raises(ModelError, match="langdetect's profiles cannot be read"):
        Detector()


def test_a_missing_model_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py3langid.langid.MODEL_FILE", "none.npz.xz")
    with pytest.raises(ModelError, match="py3langid's model cannot be loaded"):
        Detector()


def test_another_version_without_the_loader_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("py3langid.langid.LanguageIdentifier.from_model_file")
    with pytest.raises(ModelError, match="install that version"):
        Detector()
