"""The stages in order: failures isolated, order kept, memory bounded, results repeatable."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformtext as rt
from reformtext import pipeline
from reformtext.article import Article, Kind, Segment, Span, Status
from reformtext.errors import BrokenModelError, StageError
from reformtext.pipeline import Pipeline, Stage
from reformtext.splitting import cut
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.translation import Translator
from reformtext.windows import FIRST_WINDOWS, LANES, WINDOW_ARTICLES

INDONESIAN = (
    "Pemerintah provinsi mengumumkan rencana penggabungan desa pada hari Senin. "
    "Menurut gubernur, jumlah kantor akan berkurang dari 34 menjadi 20 pada tahun depan."
)
POLISH = (
    "Rząd ogłosił w poniedziałek plan połączenia gmin. Według ministra liczba urzędów "
    "zmniejszy się w przyszłym roku z 34 do 20, a pracownicy otrzymają odprawy."
)

ENGLISH = (
    "The provincial government announced plans to merge villages on Monday. "
    "According to the governor, the number of offices will fall from 34 to 20 next year."
)
SCRIPT = dict(
    zip(re.split(r"(?<=\.) ", INDONESIAN), re.split(r"(?<=\.) ", ENGLISH), strict=True)
) | {
    "Rząd ogłosił w poniedziałek plan połączenia gmin.": (
        "On Monday the government announced a plan to merge municipalities."
    ),
    "Według ministra liczba urzędów zmniejszy się w przyszłym roku z 34 do 20, a pracownicy "
    "otrzymają odprawy.": (
        "According to the minister the number of offices will fall from 34 to 20 next year, and "
        "the staff will receive a severance allowance."
    ),
    "Ya, benar.": "Yes, that is right.",
}


def model() -> ScriptedModel:
    return ScriptedModel(ScriptedEngine(SCRIPT))


def make() -> Pipeline:
    translator = Translator(model(), cut, progress=False)
    return Pipeline.default(model()).replace("translate", translator)


def shout(article: Article) -> Article:
    return article.noted("shout", "heard")


def shout_as(
    change: Callable[[str], str], article: Article, *, word: Callable[[str], str]
) -> Article:
    return article.noted("shout", word(change("heard")))


def breaking_on_b(stage: Stage) -> Stage:
    def broken(article: Article) -> Article:
        if article.id == "b":
            raise RuntimeError("no b today")
        return stage(article)

    return broken


def test_an_article_goes_through_every_stage() -> None:
    done = make()(Article("a", INDONESIAN))
    assert done.language == "id"
    assert [s.status for s in done.segments] == [Status.TRANSLATED] * 2
    assert done.coverage == 1.0
    stages = ["detect", "split", "annotate", "translate", "verify"]
    assert [change.stage for change in done.trace][-5:] == stages


def test_stages_are_named_replaced_left_out_and_put_in() -> None:
    pipe = make()
    assert pipe.names == ("clean", "detect", "split", "annotate", "translate", "verify")
    assert pipe.without("clean").names == ("detect", "split", "annotate", "translate", "verify")
    assert pipe.until("split").names == ("clean", "detect", "split")
    longer = pipe.insert("shout", shout, after="detect")
    assert longer.names[:4] == ("clean", "detect", "shout", "split")
    assert ("shout", "heard") in [(c.stage, c.name) for c in longer(Article("a", POLISH)).trace]
    replaced = pipe.replace("detect", shout)
    assert replaced(Article("a", POLISH)).language == "und"


@pytest.mark.parametrize(
    "change",
    [
        lambda pipe: pipe.replace("nonsense", shout),
        lambda pipe: pipe.without("nonsense"),
        lambda pipe: pipe.until("nonsense"),
        lambda pipe: pipe.insert("shout", shout, after="nonsense"),
    ],
)
def test_an_unknown_stage_is_an_error_that_names_those_there_are(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StageError, match="no stage 'nonsense'; there are clean, detect"):
        change(make())


def test_a_name_stands_for_one_stage() -> None:
    with pytest.raises(StageError, match="there is a stage 'split' already"):
        make().insert("split", shout, after="clean")


@pytest.mark.parametrize("stage", ["clean", "detect", "split", "annotate", "translate"])
def test_a_stage_that_fails_on_one_article_stops_no_other(stage: str) -> None:
    articles = [Article(name, INDONESIAN) for name in "abc"]
    pipe = make()
    done = pipe.replace(stage, breaking_on_b(dict(pipe.stages)[stage])).run(articles)
    assert done.ids == ("a", "b", "c")
    failed = done["b"]
    assert [(f.stage, f.reason) for f in failed.failures] == [(stage, "RuntimeError: no b today")]
    assert failed.coverage == 1.0
    assert {s.status for s in failed.segments} == {Status.FAILED}
    assert all(f"'{stage}' failed" in s.reason for s in failed.segments)
    assert not done["a"].failures
    assert not done["c"].failures


def test_a_translation_that_could_not_be_verified_is_told() -> None:
    pipe = make()
    broken = pipe.replace("verify", breaking_on_b(dict(pipe.stages)["verify"]))
    done = broken.run([Article(name, INDONESIAN) for name in "abc"])
    assert [failure.stage for failure in done["b"].failures] == ["verify"]
    assert [article.failed for article in done] == [False, True, False]
    assert done["b"].english == ENGLISH


def test_a_stage_that_loses_text_is_a_failure() -> None:
    def lossy(article: Article) -> Article:
        first = Segment(Span(0, 3), article.source[:3], Kind.SENTENCE)
        return Article(article.id, article.source, segments=(first,))

    done = make().replace("split", lossy)(Article("a", INDONESIAN))
    assert "PartitionError" in done.failures[0].reason
    assert done.coverage == 1.0


@pytest.mark.parametrize(
    "result", [None, "text", Article("other", INDONESIAN), Article("a", INDONESIAN[:-1])]
)
def test_a_stage_that_returns_something_else_is_a_failure(result: Any) -> None:
    def odd(_: Article) -> Any:
        return result

    pipe = make().insert("odd", odd, after="split")
    done = pipe.run([Article("a", INDONESIAN), Article("b", POLISH)])
    assert done.ids == ("a", "b")
    assert all(article.failures[0].reason.startswith("TypeError") for article in done)


def test_a_batch_that_comes_back_short_is_done_one_by_one() -> None:
    class Short(Translator):
        def many(self, articles):  # type: ignore[no-untyped-def]
            return super().many(articles)[:1]

    stage = Short(model(), cut, progress=False)
    done = make().replace("translate", stage).run([Article(i, INDONESIAN) for i in "ab"])
    assert [article.english for article in done] == [ENGLISH] * 2


def test_a_failure_from_reading_is_carried_through() -> None:
    unread = Article("a", "").failing("read", "file is empty")
    done = make().run([unread, Article("b", POLISH)])
    assert done["a"].failures == unread.failures
    assert done["b"].segments[0].status is Status.TRANSLATED


def test_a_broken_model_is_raised_and_not_blamed_on_articles() -> None:
    class Broken(ScriptedModel):
        def engine(self, language: str) -> ScriptedEngine:
            raise BrokenModelError("garbage")

    pipe = Pipeline.default().replace("translate", Translator(Broken(ScriptedEngine()), cut))
    with pytest.raises(BrokenModelError, match="garbage"):
        pipe.run([Article("a", INDONESIAN), Article("b", INDONESIAN)])


def test_a_stream_holds_a_few_windows_and_keeps_order() -> None:
    taken: list[int] = []

    def articles() -> Iterator[Article]:
        for i in range(6 * WINDOW_ARTICLES):
            taken.append(i)
            yield Article(str(i), INDONESIAN)

    stream = make().stream(articles())
    assert next(stream).id == "0"
    assert len(taken) == sum(FIRST_WINDOWS) + (LANES + 1 - len(FIRST_WINDOWS)) * WINDOW_ARTICLES
    assert [a.id for a in stream] == [str(i) for i in range(1, 6 * WINDOW_ARTICLES)]


def test_timed_shares_out_what_the_stages_took() -> None:
    timed = list(make().timed([Article("a", INDONESIAN), Article("b", POLISH)]))
    assert [article.id for article, _ in timed] == ["a", "b"]
    assert all(seconds > 0 for _, seconds in timed)


def test_a_fault_of_a_batch_is_narrowed_down_to_its_article() -> None:
    class Fragile(Translator):
        def many(self, articles):  # type: ignore[no-untyped-def]
            if any(article.id == "b" for article in articles):
                raise RuntimeError("no b today")
            return super().many(articles)

    stage = Fragile(ScriptedModel(ScriptedEngine()), cut, progress=False)
    done = make().replace("translate", stage).run([Article(i, INDONESIAN) for i in "abc"])
    assert [bool(article.failures) for article in done] == [False, True, False]


def test_the_signature_tells_stages_and_settings_apart() -> None:
    plain = make()
    signatures = {
        plain.signature(),
        plain.without("clean").signature(),
        plain.replace("split", shout).signature(),
        Pipeline.default(ScriptedModel(ScriptedEngine()), beam=2).signature(),
        Pipeline.default(ScriptedModel(ScriptedEngine()), languages=["id"]).signature(),
        Pipeline.default(ScriptedModel(ScriptedEngine()), languages=["id", "pl"]).signature(),
    }
    assert len(signatures) == 6
    assert all(rt.__version__ in signature for signature in signatures)


def test_candidate_languages_filter_what_is_found() -> None:
    pipe = Pipeline.default(ScriptedModel(ScriptedEngine()), languages=["pl"])
    done = pipe.run([Article("a", INDONESIAN), Article("b", POLISH)])
    assert [article.language for article in done] == ["und", "pl"]


def test_a_language_that_is_known_is_not_detected() -> None:
    (done,) = rt.normalise(["Ya, benar."], model=model(), language="id")
    assert (done.language, done.english) == ("id", "Yes, that is right.")
    given = Article("a", "Ya, benar.", rt.Detection("id"))
    assert rt.normalise([given], model=model())[0].english == "Yes, that is right."


@pytest.mark.parametrize("languages", ["id", [], 3])
def test_languages_are_a_list_of_some(languages: object) -> None:
    with pytest.raises(ValueError, match="must be a list of one or more"):
        Pipeline.default(languages=languages)  # type: ignore[arg-type]


def test_options_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        Pipeline.default(language="id", languages=["id"])
    with pytest.raises(ValueError, match="open already"):
        Pipeline.default(ScriptedModel(ScriptedEngine()), engine="transformers")
    with pytest.raises(TypeError, match="not NoneType"):
        Pipeline.default(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="runs on articles, not str"):
        make().run(["text"])  # type: ignore[list-item]


def test_a_corpus_that_failed_can_be_normalised_again() -> None:
    failed = rt.normalise([INDONESIAN], model=ScriptedModel(ScriptedEngine(), ["pl"]))
    assert failed[0].failures
    again = rt.normalise(failed, model=model())
    assert again[0].english == ENGLISH
    assert again == rt.normalise(again, model=model())


def test_a_signature_holds_no_place_in_memory() -> None:
    pipe = make().insert("shout", partial(shout_as, str.upper, word=str.lower), after="split")
    assert "0x" not in pipe.signature()
    assert "0x" not in repr(pipe)
    assert pipe.signature() == pipe.signature()


def test_normalise_takes_paths_texts_and_corpora(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(INDONESIAN, encoding="utf-8")
    (tmp_path / "two.txt").write_text(POLISH, encoding="utf-8")
    from_folder = rt.normalise(tmp_path, model=model())
    assert from_folder.ids == ("one", "two")
    raw = rt.Corpus([Article("one", INDONESIAN), Article("two", POLISH)])
    from_corpus = rt.normalise(raw, model=model())
    from_texts = rt.normalise([INDONESIAN, POLISH], model=model())
    english = [article.english for article in from_folder]
    assert english[0] == ENGLISH
    assert english == [article.english for article in from_corpus]
    assert english == [article.english for article in from_texts]


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_text_is_covered_and_settled(text: str) -> None:
    done = pipeline.Pipeline.default(ScriptedModel(ScriptedEngine()))(Article("a", text))
    assert done.source == text
    assert done.coverage == 1.0
    assert done.count(Status.PENDING) == 0
    pieces = "".join(segment.source for segment in done.segments)
    assert "".join(pieces.split()) == "".join(text.split())
