"""The main job on the real articles with the model that ships: seeds in, corpus out."""

import re
from pathlib import Path

import pytest

import reformtext as rt
from reformtext.article import BOILERPLATE, Segment, Status
from reformtext.corpus import Corpus
from reformtext.engines import Constrained, Phrase, Wish
from reformtext.engines.ctranslate2 import CTranslate2Engine
from reformtext.engines.phrase_places import UNKNOWN
from reformtext.exporting import jsonl_lines
from reformtext.models import Model, registry_folder
from reformtext.protection import mentions_of

SEEDS = Path(__file__).parents[1] / "seeds"
ENGINES = ("ctranslate2", "transformers")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return rt.normalise(SEEDS, progress=False)


@pytest.fixture(scope="module", params=ENGINES)
def greedy(request: pytest.FixtureRequest) -> rt.Pipeline:
    """Return the job on one engine; the reference engine's repairs would take minutes."""
    model = Model("embedded", engine=request.param, device="cpu")
    pipeline = rt.Pipeline.default(model, beam=1, progress=False)
    return pipeline if request.param == "ctranslate2" else pipeline.without("verify")


def test_the_readme_shows_what_the_model_says() -> None:
    readme = SEEDS.with_name("README.md").read_text(encoding="utf-8")
    ((text, language, english),) = re.findall(
        r'rt\.translate\(\["(.+?)"\], "(..)"\) +# \["(.+?)"\]', readme
    )
    assert rt.translate([text], language) == [english]


def test_with_a_beam_the_first_piece_is_aligned_as_without_whatever_else_is_translated() -> None:
    engine = Model("embedded", engine="ctranslate2", device="cpu").engine("id")
    texts = [
        line
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split(". ")
        if 1 < engine.count_tokens([line])[0] < 60
    ]
    drafts = [found for (found,) in engine.translate(texts, beam=4)]
    assert all(draft.aligned[0] == UNKNOWN for draft in drafts)
    assert isinstance(engine, CTranslate2Engine)
    wishes = engine._all_aligned([Wish(t, d, ()) for t, d in zip(texts, drafts, strict=True)])
    greedy = [found for (found,) in engine.translate(texts)]
    alike = [
        (wish.draft.aligned, one.aligned)
        for wish, one in zip(wishes, greedy, strict=True)
        if wish.draft.pieces == one.pieces
    ]
    assert len(alike) >= 5
    assert all(first == second for first, second in alike)


def test_the_languages_are_found(corpus: Corpus) -> None:
    assert [article.language for article in corpus] == ["id", "pl", "id", "no", "ro"]
    assert corpus[3].detection is not None
    assert corpus[3].detection.variety == "nb"


def test_the_boilerplate_is_found_and_nothing_else(corpus: Corpus) -> None:
    dropped = [s.source for a in corpus for s in a.segments if s.kind in BOILERPLATE]
    assert len(dropped) == 12
    assert all(
        text == "[iklan_2]" or "https://" in text or text.endswith("(0)") for text in dropped
    )


def test_every_source_is_given_back_to_the_character(corpus: Corpus) -> None:
    for article in corpus:
        raw = (SEEDS / f"{article.id}.txt").read_bytes().decode("utf-8")
        rebuilt, position = "", 0
        for segment in article.segments:
            gap = raw[position : segment.span.start]
            assert gap == "" or gap.isspace()
            rebuilt += gap + segment.source
            position = segment.span.end
        assert rebuilt + raw[position:] == raw == article.source
        assert article.coverage == 1.0


def test_every_segment_has_an_outcome(corpus: Corpus) -> None:
    for article in corpus:
        assert not article.failures
        assert article.count(Status.PENDING) == 0
        assert article.count(Status.TRANSLATED) > 0
        for segment in article.segments:
            assert bool(segment.reason) == (segment.status is Status.FAILED)
            assert bool(segment.score) == (segment.status is Status.TRANSLATED)


def test_every_digit_of_what_is_translated_is_in_a_mention(corpus: Corpus) -> None:
    for article in corpus:
        for segment in filter(is_given, article.segments):
            inside = {
                i for one in mentions_of(segment) for i in range(one.span.start, one.span.end)
            }
            places = range(segment.span.start, segment.span.end)
            assert [i for i in places if article.source[i].isdigit() and i not in inside] == []


def test_nothing_is_lost_in_silence(corpus: Corpus) -> None:
    for article in corpus:
        for segment in filter(is_given, article.segments):
            failing = {check.name for check in segment.checks if not check.passed}
            if segment.failed:
                assert failing
                continue
            assert all(q.verified for q in segment.quantities if not q.spelled)
            assert all(name.verified for name in segment.names if not name.inflected)
            assert all(term.verified for term in segment.terms) is ("terms" not in failing)
            for one in mentions_of(segment):
                assert one.span.of(article.source) == one.text
                assert one.english_span is None or one.english_span.of(segment.english)


def is_given(segment: Segment) -> bool:
    return segment.status in {Status.TRANSLATED, Status.FAILED}


def test_the_time_in_the_address_is_the_time_of_publication(corpus: Corpus) -> None:
    assert [a.metadata.published for a in corpus] == ["", "", "", "", "2025-10-30T19:59:20"]


def test_the_same_corpus_twice_is_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    again = rt.normalise(SEEDS, progress=False)
    for name, one in (("a", corpus), ("b", again)):
        one.write(tmp_path / f"{name}.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert list(jsonl_lines(corpus)) == list(jsonl_lines(again))


def test_an_article_alone_and_among_others_has_the_same_english(
    greedy: rt.Pipeline,
) -> None:
    together = greedy.run(rt.scan(SEEDS))
    for path in sorted(SEEDS.glob("*.txt")):
        alone = greedy.run(rt.scan(path))[0]
        assert alone.english == together[alone.id].english


def test_it_fits_into_its_size_and_loads_with_plain_transformers() -> None:
    from transformers import MarianMTModel

    from reformtext.engines.marian_loading import silent

    folder = registry_folder() / "embedded"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 64 * 2**20
    with silent():
        model, report = MarianMTModel.from_pretrained(folder, output_loading_info=True)
    assert not report["missing_keys"]
    assert not model.model.shared.weight[model.config.pad_token_id].any()


LED = {
    "id": "Provinsi itu memiliki ⟦n0⟧ komune dan ⟦n1⟧ distrik, kata ⟦e0⟧ pada ⟦d0⟧.",
    "pl": "Prowincja ma ⟦n0⟧ gmin i ⟦n1⟧ powiatów, powiedział ⟦e0⟧ w dniu ⟦d0⟧.",
    "no": "Provinsen har ⟦n0⟧ kommuner og ⟦n1⟧ distrikter, sa ⟦e0⟧ den ⟦d0⟧.",
    "ro": "Provincia are ⟦n0⟧ comune și ⟦n1⟧ districte, a spus ⟦e0⟧ la ⟦d0⟧.",
}


@pytest.mark.parametrize("name", ENGINES)
def test_what_a_draft_has_lost_is_led_back_into_it(name: str) -> None:
    """Each sentinel once, from a draft that has none of them."""
    model = Model("embedded", engine=name, device="cpu")
    for language, text in LED.items():
        engine = model.engine(language)
        assert isinstance(engine, Constrained)
        sentinels = sorted(piece for piece in engine.sentinels if piece in text)
        (bare,) = engine.translate([re.sub(r"⟦..⟧", "", text)])[0]
        phrases = tuple(Phrase(sentinel, sentinel) for sentinel in sentinels)
        ((best, *_),) = engine.translate_with([Wish(text, bare, phrases)])
        assert len(sentinels) == 4
        assert [best.text.count(sentinel) for sentinel in sentinels] == [1] * 4
