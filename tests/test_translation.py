"""Segments to English: each once, in fitting batches, nothing cut off, failures recorded."""

import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtext.article import Article, Detection, Kind, Name, Quantity, Segment, Span, Status
from reformtext.decoding import Search, decode, token_batches
from reformtext.engines import Hypothesis
from reformtext.errors import HubUnreachableError
from reformtext.splitting import cut
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.translation import Translator
from reformtext.values import QuantityKind


def article(*sentences: str, language: str = "id", identity: str = "a") -> Article:
    source = "\n".join(sentences)
    segments, position = [], 0
    for sentence in sentences:
        end = position + len(sentence)
        segments.append(Segment.cut(source, position, end, Kind.SENTENCE))
        position = end + 1
    return Article(identity, source, Detection(language), segments=tuple(segments))


class ByLanguage(ScriptedModel):
    """A model with an engine a language."""

    def __init__(self, engines: dict[str, ScriptedEngine]) -> None:
        super().__init__(ScriptedEngine(), list(engines))
        self.engines = engines

    def engine(self, language: str) -> ScriptedEngine:
        super().engine(language)
        return self.engines[language]


def translator(engine: ScriptedEngine) -> Translator:
    return Translator(ScriptedModel(engine), cut, progress=False)


def test_every_segment_gets_its_own_translation() -> None:
    done = translator(ScriptedEngine())(article("satu dua", "tiga"))
    assert [s.english for s in done.segments] == ["SATU DUA", "TIGA"]
    assert {s.status for s in done.segments} == {Status.TRANSLATED}
    assert done.english == "SATU DUA\nTIGA"
    assert done.segments[0].score == -0.5


def test_each_distinct_text_is_translated_once_in_the_whole_call() -> None:
    engine = ScriptedEngine()
    translator(engine).many(
        [article("sama", "lain"), article("sama", "sama", identity="b")],
    )
    assert sorted(text for call in engine.calls for text in call) == ["lain", "sama"]


def test_languages_of_one_engine_share_its_batches_and_order_is_kept() -> None:
    engine = ScriptedEngine()
    articles = [article("ja", language="no"), article("iya"), article("nei", language="no")]
    done = translator(engine).many(articles)
    assert [a.english for a in done] == ["JA", "IYA", "NEI"]
    assert [sorted(call) for call in engine.calls] == [["iya", "ja", "nei"]]


def test_languages_of_different_engines_are_translated_apart() -> None:
    engines = {"no": ScriptedEngine({"ja": "yes", "nei": "no"}), "id": ScriptedEngine()}
    articles = [article("ja", language="no"), article("iya"), article("nei", language="no")]
    done = Translator(ByLanguage(engines), cut).many(articles)
    assert [a.english for a in done] == ["yes", "IYA", "no"]
    assert [sorted(call) for call in engines["no"].calls] == [["ja", "nei"]]
    assert engines["id"].calls == [["iya"]]


def test_a_long_text_is_cut_by_the_rules_of_its_language() -> None:
    asked = []

    def noting(text: str, language: str, level: str) -> Sequence[Span]:
        asked.append(language)
        return cut(text, language, level)

    engine = ScriptedEngine(max_source_tokens=4)
    articles = [article("a b c. D e f.", language=code) for code in ("no", "id")]
    done = Translator(ScriptedModel(engine), noting, progress=False).many(articles)
    assert set(asked) == {"no", "id"}
    assert [a.english for a in done] == ["A B C. D E F."] * 2


@pytest.mark.parametrize("kept", ["1.733", "***", "–", "2015-2021", "\x00\x00"])
def test_what_has_no_letters_is_kept_and_never_sent(kept: str) -> None:
    engine = ScriptedEngine()
    done = translator(engine)(article("kata", kept))
    assert done.segments[1].status is Status.KEPT
    assert done.segments[1].english == kept.replace("\x00", "")
    assert engine.calls == [["kata"]]


def test_english_is_kept_without_a_model() -> None:
    engine = ScriptedEngine()
    done = translator(engine)(article("A sentence.", language="en"))
    assert (done.segments[0].status, done.english) == (Status.KEPT, "A sentence.")
    assert engine.calls == []


def test_a_byline_is_kept_and_boilerplate_stays() -> None:
    source = "Trinh Ha\n[iklan_2]"
    segments = (
        Segment.cut(source, 0, 8, Kind.BYLINE),
        Segment.cut(source, 9, 18, Kind.AD_MARKER),
    )
    done = translator(ScriptedEngine())(Article("a", source, Detection("id"), segments=segments))
    assert [s.status for s in done.segments] == [Status.KEPT, Status.BOILERPLATE]
    assert done.english == "Trinh Ha"


def test_what_is_kept_has_the_names_that_stand_in_it() -> None:
    source = "Editor: Siti Nurhaliza, 12"
    byline = replace(
        Segment.cut(source, 0, len(source), Kind.BYLINE),
        names=(Name(Span(8, 22), "Siti Nurhaliza"),),
        quantities=(Quantity(QuantityKind.NUMBER, Span(24, 26), "12", "12", english="12"),),
    )
    done = translator(ScriptedEngine())(Article("a", source, Detection("id"), segments=(byline,)))
    (kept,) = done.segments
    assert kept.status is Status.KEPT
    assert [one.english_span for one in kept.names] == [Span(8, 22)]
    assert [one.english_span for one in kept.quantities] == [Span(24, 26)]
    assert not kept.terms


@pytest.mark.parametrize(
    ("language", "reason"), [("fr", "does not translate 'fr'"), ("und", "was not found")]
)
def test_a_language_without_a_model_is_a_failure_with_its_reason(
    language: str, reason: str
) -> None:
    engine = ScriptedEngine()
    french, fine = translator(engine).many(
        [article("Bonjour", language=language), article("kata", identity="b")]
    )
    assert french.segments[0].status is Status.FAILED
    assert reason in french.segments[0].reason
    assert [failure.stage for failure in french.failures] == ["translate"]
    assert fine.english == "KATA"
    assert fine.failures == ()


@pytest.mark.parametrize("count", [2, 7, 40])
def test_an_over_long_text_is_cut_and_every_word_is_translated(count: int) -> None:
    engine = ScriptedEngine(max_source_tokens=12)
    words = [f"kata{'abcdefghij'[i % 10]}" * 3 for i in range(count * 9)]
    text = " ".join(word + (";" if i % 5 == 4 else "") for i, word in enumerate(words))
    done = translator(engine)(article(text)).segments[0]
    assert done.status is Status.TRANSLATED
    assert done.english == text.upper()
    assert any(check.name == "one piece" and not check.passed for check in done.checks)


def test_a_list_is_cut_at_its_items_before_anything_else() -> None:
    engine = ScriptedEngine(max_source_tokens=6)
    translator(engine)(article("satu dua tiga empat; lima enam tujuh; delapan sembilan"))
    assert sorted(engine.calls[0]) == [
        "delapan sembilan",
        "lima enam tujuh;",
        "satu dua tiga empat;",
    ]


def test_several_sentences_are_cut_at_their_ends_first() -> None:
    engine = ScriptedEngine(max_source_tokens=6)
    done = translator(engine)(article("Satu dua; tiga empat. Lima enam, tujuh delapan."))
    assert sorted(engine.calls[0]) == ["Lima enam, tujuh delapan.", "Satu dua; tiga empat."]
    assert done.english == "SATU DUA; TIGA EMPAT. LIMA ENAM, TUJUH DELAPAN."


def test_an_article_without_segments_is_taken_line_by_line() -> None:
    source = "satu dua\n\ntiga"
    done = translator(ScriptedEngine())(Article("a", source, Detection("id")))
    assert done.english == "SATU DUA\n\nTIGA"


def test_a_hub_that_is_out_of_reach_fails_its_language_alone() -> None:
    class Remote(ScriptedModel):
        def engine(self, language: str) -> ScriptedEngine:
            if language == "pl":
                raise HubUnreachableError("no network")
            return super().engine(language)

    stage = Translator(Remote(ScriptedEngine()), cut, progress=False)
    polish, fine = stage.many([article("tak", language="pl"), article("ya", identity="b")])
    assert [failure.reason for failure in polish.failures] == ["no network"]
    assert fine.english == "YA"


def test_a_missing_engine_fails_only_the_articles_that_need_one() -> None:
    stage = translator(ScriptedEngine())
    numbers = article("1.733", language="und", identity="n")
    together = stage.many([article("kata", language="und"), numbers])
    assert [bool(done.failures) for done in together] == [True, False]
    assert together[1] == stage(numbers)


def test_a_score_that_is_no_number_is_a_failure() -> None:
    class Strange(ScriptedEngine):
        def translate(self, texts, **_):  # type: ignore[no-untyped-def]
            return [[Hypothesis("word", math.nan, 2, True)] for _ in texts]

    done = translator(Strange())(article("kata")).segments[0]
    assert (done.failed, done.score) == (True, None)
    assert "nan" in done.reason


def test_what_is_kept_is_repaired_too() -> None:
    source = "PÃ¥l Ã˜degÃ¥rd"
    segments = (Segment.cut(source, 0, len(source), Kind.BYLINE),)
    done = translator(ScriptedEngine())(Article("a", source, Detection("no"), segments=segments))
    assert done.english == "Pål Ødegård"


def test_a_word_of_which_nothing_is_decoded_is_kept() -> None:
    class Letters(ScriptedEngine):
        def count_tokens(self, texts):  # type: ignore[no-untyped-def]
            return [len(text) + 1 for text in texts]

    done = translator(Letters(max_source_tokens=20))(article("x" * 50)).segments[0]
    assert (done.status, done.english) == (Status.KEPT, "x" * 50)


def test_one_word_that_is_longer_than_the_model_takes_is_kept_as_it_is() -> None:
    class Letters(ScriptedEngine):
        def count_tokens(self, texts):  # type: ignore[no-untyped-def]
            return [len(text) + 1 for text in texts]

    engine = Letters(max_source_tokens=20)
    done = translator(engine)(article("kata " + "x" * 50)).segments[0]
    assert done.english == "KATA " + "x" * 50
    assert any(check.name == "translatable" and not check.passed for check in done.checks)


def test_a_translation_that_does_not_end_is_a_recorded_failure() -> None:
    done = translator(ScriptedEngine({"ulang": "again and…"}))(article("ulang", "baik"))
    assert [s.status for s in done.segments] == [Status.FAILED, Status.TRANSLATED]
    assert "had not ended" in done.segments[0].reason
    assert done.english == "[untranslated: ulang]\nBAIK"
    assert done.failed
    assert not done.failures


def test_a_translation_that_does_not_end_gets_a_second_try() -> None:
    engine = ScriptedEngine({"ulang": "again again…"}, unrepeated={"ulang": "again"})
    done = translator(engine)(article("ulang")).segments[0]
    assert (done.status, done.english) == (Status.TRANSLATED, "again")
    assert [(c.name, c.passed) for c in done.checks] == [("ended", False), ("complete", True)]


def test_an_empty_translation_is_a_failure() -> None:
    done = translator(ScriptedEngine({"kata": ""}))(article("kata")).segments[0]
    assert (done.status, done.reason) == (
        Status.FAILED,
        "the model returned an empty translation",
    )


def test_a_text_that_breaks_the_engine_fails_alone() -> None:
    def script(text: str) -> str:
        if "rusak" in text:
            raise RuntimeError("out of order")
        return text.upper()

    done = translator(ScriptedEngine(script))(article("satu", "rusak", "dua"))
    assert [s.english for s in done.segments] == ["SATU", "", "DUA"]
    assert "RuntimeError: out of order" in done.segments[1].reason


def test_the_engine_gets_repaired_text_and_the_source_stays() -> None:
    engine = ScriptedEngine()
    source = "Pierwszy\u00a0punkt, zaÅ¼Ã³Å‚Ä‡"
    done = translator(engine)(article(source, language="pl"))
    assert engine.calls == [["Pierwszy punkt, zażółć"]]
    assert done.segments[0].source == source


def test_a_beam_without_hypotheses_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1 on, not 0"):
        Translator(ScriptedModel(ScriptedEngine()), cut, beam=0)


@given(st.lists(st.integers(1, 300)), st.integers(1, 2000))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = list(token_batches(lengths, budget))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= budget


@pytest.mark.parametrize(("told", "beam", "most"), [(1024, 1, 1024), (1024, 4, 256), (0, 4, 2048)])
def test_an_engine_has_batches_of_the_size_that_it_names(told: int, beam: int, most: int) -> None:
    sizes: list[int] = []

    class Sized(ScriptedEngine):
        batch_tokens = told

        def translate(self, texts: Sequence[str], **options: int) -> list[list[Hypothesis]]:
            sizes.append(len(texts) * max(self.count_tokens(texts)))
            return super().translate(texts, **options)

    decode(Sized(), [f"{n} {'kata ' * 8}" for n in range(2000)], Search(beam=beam))
    assert most / 2 < max(sizes) <= most


@given(st.lists(st.integers(1, 100), min_size=1))
def test_batches_hold_texts_of_like_length(lengths: list[int]) -> None:
    flat = [lengths[i] for batch in token_batches(lengths, 200) for i in batch]
    assert flat == sorted(lengths, reverse=True)


class Shell:
    """The shell of a notebook's kernel, which publishes what a cell shows."""

    kernel = None

    def __init__(self) -> None:
        self.execution_count = 1
        self.display_pub = self
        self.published: list[tuple[str, bool, dict[str, str]]] = []

    def publish(
        self, data: dict[str, str], *, transient: dict[str, str], update: bool = False
    ) -> None:
        self.published.append((transient["display_id"], update, data))


def decode_beside(shell: object, progress: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    decode(ScriptedEngine(), ["Satu kalimat."], Search(), progress=progress)


@pytest.mark.parametrize(("progress", "shown"), [(None, False), (True, True), (False, False)])
def test_a_bar_is_shown_on_a_terminal_or_where_it_is_wanted(
    progress: bool | None,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    decode_beside(None, progress, monkeypatch)
    assert ("translating" in capsys.readouterr().err) is shown


def test_the_bars_of_a_cell_stand_in_one_line_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell()
    for cell in (1, 1, 2):
        shell.execution_count = cell
        decode_beside(shell, None, monkeypatch)
        assert not any(shell.published[-1][2].values())
    lines = {name for name, _, _ in shell.published}
    assert [update for _, update, _ in shell.published].count(False) == len(lines) == 2
    assert any("translating" in data["text/plain"] for _, _, data in shell.published)
    assert capsys.readouterr() == ("", "")


def test_a_bar_that_is_not_wanted_is_not_in_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell()
    decode_beside(shell, False, monkeypatch)
    assert not shell.published
