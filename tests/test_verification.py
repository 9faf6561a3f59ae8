"""What is wrong with a translation is found, put right where it can be, and said where not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reformtext.annotation import Annotator
from reformtext.article import Article, Detection, Kind, Segment, Status
from reformtext.checking import check_translation
from reformtext.engines import Hypothesis, Phrase, Wish
from reformtext.errors import HubUnreachableError
from reformtext.memory import Memory
from reformtext.splitting import cut
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.translation import Translator
from reformtext.verification import Verifier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SCHOOLS = "Rektor ved Solvik skole, gården ved Lunde skole og aulaen ved Haug skole."
CASES = Path(__file__).parent / "cases/verification"
ARTICLES: dict[str, list[dict[str, str]]] = tomllib.loads(
    (CASES / "articles.toml").read_text(encoding="utf-8")
)
FLOOD = ARTICLES["flood"]
DEFECTS: dict[str, dict[str, Any]] = tomllib.loads(
    (CASES / "defects.toml").read_text(encoding="utf-8")
)
LANGUAGES = ("id", "pl", "no", "ro")
PLACES = {"first": 0, "middle": 2, "last": 4}
NO_REPAIRS = Verifier(None, cut)


@cache
def annotator() -> Annotator:
    return Annotator()


def article(sentences: Sequence[str], language: str) -> Article:
    """Return an annotated article with a sentence a line."""
    source = "\n".join(sentences)
    segments, position = [], 0
    for sentence in sentences:
        end = position + len(sentence)
        segments.append(Segment.cut(source, position, end, Kind.SENTENCE))
        position = end + 1
    return annotator()(Article("a", source, Detection(language), segments=tuple(segments)))


def translated(given: Article, engine: ScriptedEngine, **options: Any) -> Article:
    return Translator(ScriptedModel(engine), cut, progress=False, **options)(given)


def rotated(sentence: int, place: int) -> list[dict[str, str]]:
    """Return the sentences of the flood, turned so that one of them stands at a place."""
    return [FLOOD[(sentence + i - place) % len(FLOOD)] for i in range(len(FLOOD))]


def failed_checks(segment: Segment) -> set[str]:
    return {check.name for check in segment.checks if not check.passed}


def rungs(segment: Segment) -> list[str]:
    """Return the rungs that were tried, each once."""
    return list(dict.fromkeys(attempt.rung for attempt in segment.attempts))


# --- what is wrong is found, and nothing else ---------------------------------------------------


def outcome(
    language: str, sentence: int, place: int, english: str | Callable[[str], str]
) -> tuple[Segment, tuple[Segment, ...]]:
    """Translate the flood with one sentence translated amiss, and assert that no other suffers.

    Returns:
        That segment, and all of them as they are with the right English.
    """
    rows = rotated(sentence, place)
    given = article([row[language] for row in rows], language)
    right = {row[language]: row["en"] for row in rows}
    wrong = FLOOD[sentence][language]

    def script(text: str) -> str:
        if text != wrong:
            return right[text]
        return english if isinstance(english, str) else english(text)

    done = NO_REPAIRS(translated(given, ScriptedEngine(script))).segments
    clean = NO_REPAIRS(translated(given, ScriptedEngine(right))).segments
    assert done[:place] + done[place + 1 :] == clean[:place] + clean[place + 1 :]
    return done[place], clean


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found_where_it_is(defect: str, language: str, place: str) -> None:
    case = DEFECTS[defect]
    right = FLOOD[case["sentence"]]["en"]
    wrong = right.replace(case["was"], case["now"])
    assert wrong != right
    segment, clean = outcome(language, case["sentence"], PLACES[place], wrong)
    assert case["check"] in failed_checks(segment)
    assert clean[PLACES[place]].english == right
    assert not failed_checks(clean[PLACES[place]])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", [*LANGUAGES, "de", "sv"])
@pytest.mark.parametrize("form", [str, str.upper, str.title], ids=["plain", "capitals", "title"])
def test_another_language_is_no_english(
    form: Callable[[str], str], other: str, language: str, place: str
) -> None:
    for sentence in (3, 4):
        segment, _ = outcome(language, sentence, PLACES[place], form(FLOOD[sentence][other]))
        assert segment.failed
        assert {"english", "copied"} & failed_checks(segment)
        assert (other != language) or "copied" in failed_checks(segment)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_engine_that_raises_fails_the_segment_alone(language: str, place: str) -> None:
    def broken(_: str) -> str:
        raise RuntimeError("out of order")

    segment, _ = outcome(language, 3, PLACES[place], broken)
    assert segment.failed
    assert "RuntimeError: out of order" in segment.reason


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_without_an_end_fails_the_segment_alone(language: str, place: str) -> None:
    segment, _ = outcome(language, 3, PLACES[place], "Farmers drained and drained and…")
    assert segment.failed
    assert "had not ended" in segment.reason


SHORT = {
    "id": "Tidak ada yang terluka.",
    "pl": "Nikt nie został ranny.",
    "no": "Ingen ble skadet.",
    "ro": "Nimeni nu a fost rănit.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", ["pl", "no", "ro", None])
def test_a_short_copy_is_no_english(language: str, other: str | None) -> None:
    given = article([SHORT[language]], language)
    answer = SHORT[other or language]
    done = NO_REPAIRS(translated(given, ScriptedEngine({SHORT[language]: answer})))
    assert done.segments[0].failed


def headline(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


@pytest.mark.parametrize("form", [str, str.upper, headline], ids=["plain", "capitals", "title"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ARTICLES)
def test_right_english_passes_every_check(
    name: str, language: str, form: Callable[[str], str]
) -> None:
    rows = ARTICLES[name]
    given = article([row[language] for row in rows], language)
    script = {row[language]: form(row["en"]) for row in rows}
    done = NO_REPAIRS(translated(given, ScriptedEngine(script)))
    assert [failed_checks(segment) for segment in done.segments] == [set()] * len(rows)
    assert {segment.status for segment in done.segments} == {Status.TRANSLATED}
    assert all(not segment.attempts for segment in done.segments)
    for segment in done.segments:
        assert all(one.verified for one in segment.quantities)
        assert all(one.verified for one in segment.names)
        assert all(one.verified for one in segment.terms)


@pytest.mark.parametrize("name", ["Nguyen Thi Hoa", "Marta Velde"])
def test_a_mention_is_found_in_the_english_at_its_place(name: str) -> None:
    rows = [row for rows in ARTICLES.values() for row in rows if name in row["en"]]
    given = article([row["no"] for row in rows], "no")
    done = NO_REPAIRS(translated(given, ScriptedEngine({row["no"]: row["en"] for row in rows})))
    (segment,) = done.segments
    (found,) = [one for one in segment.names if one.text == name]
    assert found.english_span is not None
    assert found.english_span.of(segment.english) == name
    assert found.span.of(done.source) == name


@pytest.mark.parametrize(
    ("english", "right"),
    [
        ("Marta Velde came late, and then she left again.", True),
        ("Marta Velde came late, and then Marta Velde left again.", True),
        ("Marta Velde came late, and then Marta Velda left again.", False),
        ("Marta Velde came late, and then Tovik left again.", False),
        ("She came late, and then she left again.", False),
    ],
)
def test_a_name_said_again_may_be_left_out_but_not_be_another(english: str, right: bool) -> None:
    source = "Så kom Marta Velde sent, og siden gikk Marta Velde igjen."
    (segment,) = article([source], "no").segments
    assert [name.text for name in segment.names] == ["Marta Velde", "Marta Velde"]
    verdict = check_translation(segment, english, "no")
    assert ("names" not in verdict.problems) is right


def test_a_name_from_nowhere_is_a_flag() -> None:
    (segment,) = article(["Velde ble valgt i går."], "no").segments
    assert check_translation(segment, "Velda was elected yesterday.", "no").problems == (
        "strange names",
    )
    assert not check_translation(segment, "Velde was elected yesterday.", "no").problems


def test_a_sentence_of_names_is_no_headline() -> None:
    source = "Velde Quarter Stories går på Radio Nordvik søndager klokken to."
    (segment,) = article([source], "no").segments
    english = "Velde Quarter Stories is on Radio Nordvik on Sunday at two."
    assert not {"copied", "english"}.intersection(
        check_translation(segment, english, "no").problems
    )
    assert "copied" in check_translation(segment, source, "no").problems


@pytest.mark.parametrize(
    ("source", "english", "loops"),
    [
        (
            SCHOOLS,
            "The head of the school, the yard of the school and the hall of the school.",
            False,
        ),
        (SCHOOLS, "The head of the school of the school of the school, the yard, the hall.", True),
        (SCHOOLS, "The hall of the yard, the head of the yard and the wall of the yard.", False),
        (SCHOOLS, "The old school yard, an old school yard and one more old school yard.", True),
        (
            "Rektor, skolegård, aula.",
            "The head of the school, the yard of the school, all of the school.",
            True,
        ),
    ],
)
def test_a_word_of_the_source_may_be_three_in_english_as_often(
    source: str, english: str, loops: bool
) -> None:
    (segment,) = article([source], "no").segments
    assert ("loop" in check_translation(segment, english, "no").problems) is loops


def test_the_words_of_an_address_are_in_no_language() -> None:
    source = "Telefon: 22 123 45 67, adres e-mail: biuro@urzad.pl."
    (segment,) = article([source], "pl").segments
    english = "Phone: 22 123 45 67, email address: biuro@urzad.pl."
    checks = {check.name: check for check in check_translation(segment, english, "pl").checks}
    assert checks["english"].passed
    foreign = "Phone: 22 123 45 67, email address: biuro urzad, pokoj trzeci."
    checks = {check.name: check for check in check_translation(segment, foreign, "pl").checks}
    assert not checks["english"].passed


# --- the ladder ---------------------------------------------------------------------------------

SOURCE = (
    "Warga membangun kembali 1.733 rumah di tepi sungai, tetapi para petani belum menerima "
    "bantuan benih dari pemerintah."
)
RIGHT = (
    "Residents rebuilt 1,733 houses on the river bank, but the farmers have not yet received any "
    "seed aid from the government."
)
DROPPED = RIGHT.replace("1,733", "many")
CHANGED = RIGHT.replace("1,733", "1,738")
FIRST_HALF, SECOND_HALF = SOURCE.split(", ")


def climbed(engine: ScriptedEngine, source: str = SOURCE, **options: Any) -> Segment:
    """Return the only segment of an article after translation and verification."""
    first = translated(article([source], "id"), engine)
    engines = options.pop("engines", ScriptedModel(engine))
    return Verifier(engines, cut, beam=4, **options)(first).segments[0]


def wrong_but_for(right: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: right.get(text, DROPPED)


WRITTEN = SOURCE.replace("1.733", "1,733")
HALVES = {
    f"{FIRST_HALF},": "Residents rebuilt 1,733 houses on the river bank,",
    SECOND_HALF: RIGHT.split(", ", 1)[1],
}
ONLY: dict[str, Callable[[], ScriptedEngine]] = {
    "put right in place": lambda: ScriptedEngine({SOURCE: CHANGED}),
    "n-best": lambda: ScriptedEngine(lambda text: [DROPPED, RIGHT] if text == SOURCE else DROPPED),
    "the other way": lambda: ScriptedEngine(wrong_but_for({WRITTEN: RIGHT})),
    "other decoding": lambda: ScriptedEngine(
        wrong_but_for({}), unrepeated=wrong_but_for({SOURCE: RIGHT})
    ),
    "clause by clause": lambda: ScriptedEngine(wrong_but_for(HALVES)),
}
ORDER = ["n-best", "the other way", "other decoding", "clause by clause"]


@pytest.mark.parametrize("rung", ONLY)
def test_each_rung_can_be_the_one_that_helps(rung: str) -> None:
    segment = climbed(ONLY[rung]())
    assert (segment.status, segment.english) == (Status.TRANSLATED, RIGHT)
    assert not failed_checks(segment)
    tried = [rung] if rung not in ORDER else ORDER[: ORDER.index(rung) + 1]
    assert rungs(segment) == ["first", *tried]
    assert segment.attempts[-1].english == RIGHT
    assert segment.attempts[-1].problems == ()
    assert all(attempt.problems for attempt in segment.attempts[:-1])


@pytest.mark.parametrize("memory", [None, Memory()], ids=["no memory", "memory"])
def test_the_sibling_is_the_last_resort(memory: Memory | None) -> None:
    sibling = ScriptedModel(ScriptedEngine({SOURCE: RIGHT}))
    segment = climbed(ScriptedEngine(wrong_but_for({})), sibling=sibling, memory=memory)
    assert (segment.status, segment.english) == (Status.TRANSLATED, RIGHT)
    assert rungs(segment) == ["first", *ORDER, "sibling"]


def test_the_sibling_is_not_asked_when_nothing_is_wrong() -> None:
    sibling = ScriptedEngine()
    segment = climbed(ScriptedEngine({SOURCE: RIGHT}), sibling=ScriptedModel(sibling))
    assert (segment.english, segment.attempts, sibling.calls) == (RIGHT, (), [])


@pytest.mark.parametrize("rung", [*ONLY, "sibling"])
@pytest.mark.parametrize("none", [{"rungs": ()}, {"engines": None}], ids=["rungs", "engines"])
def test_without_rungs_or_engines_nothing_is_tried(none: dict[str, Any], rung: str) -> None:
    engine = ONLY.get(rung, lambda: ScriptedEngine(wrong_but_for({})))()
    alone = len(engine.calls)
    sibling = ScriptedEngine({SOURCE: RIGHT})
    segment = climbed(engine, sibling=ScriptedModel(sibling), **none)
    assert segment.failed
    assert "1.733" in segment.reason
    assert rungs(segment) == ["first"]
    assert (len(engine.calls) - alone, sibling.calls) == (1, [])


def test_what_nothing_helps_is_failed_with_the_reason_and_all_that_was_tried() -> None:
    segment = climbed(ScriptedEngine(wrong_but_for({})))
    assert (segment.status, segment.english) == (Status.FAILED, "")
    assert segment.reason == "quantities: 1.733"
    assert rungs(segment) == ["first", *ORDER]


def test_the_best_of_what_was_tried_is_kept() -> None:
    source = "Pada tahun 2021 ada 250 sekolah dan 1.733 rumah yang rusak."
    worst = "In that year many schools and many houses were damaged."
    best = "In 2021, 250 schools and many houses were damaged."
    segment = climbed(ScriptedEngine(lambda _: [worst, best, worst]), source)
    assert segment.reason == "quantities: 1.733"


def test_a_soft_failure_is_a_flag_and_the_english_stays() -> None:
    source = "Komite Rakyat mengambil alih pengelolaan pasar dan terminal bus."
    english = "The council took over the management of the markets and the bus station."
    segment = climbed(ScriptedEngine(lambda _: english), source)
    assert (segment.status, segment.english) == (Status.TRANSLATED, english)
    assert failed_checks(segment) == {"terms"}
    assert [term.verified for term in segment.terms] == [False]


@pytest.mark.parametrize(
    ("source", "english"),
    [
        # "one" is no number here, and cannot stand for the missing one
        (
            "Salah satu desa kehilangan 1.733 rumah karena banjir besar.",
            "One of the villages lost many houses because of the great flood.",
        ),
        # either of the two may be the wrong one
        (
            "Jumlah kantor desa berkurang dari 34 menjadi 20 dalam setahun.",
            "The number of village offices fell from 20 to 20 within a year.",
        ),
        # two are wrong, and nothing says which is which
        (
            "Jumlah kantor desa berkurang dari 34 menjadi 20 dalam setahun.",
            "The number of village offices fell from 35 to 21 within a year.",
        ),
        # kilometres are no houses
        (
            "Pemerintah membangun 1.733 rumah di sepanjang jalan itu.",
            "The government built houses along 17 kilometres of that road.",
        ),
    ],
)
def test_nothing_is_put_right_where_there_is_doubt(source: str, english: str) -> None:
    segment = climbed(ScriptedEngine(lambda _: english), source)
    assert segment.failed
    assert "put right in place" not in rungs(segment)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Tran Van Minn visited 1,738 houses in Phu Lok on Monday.", "1,733"),
        ("In Phu Lok, Tran Van Minn visited all of the 17,330 houses on Monday.", "1,733"),
    ],
)
def test_a_number_and_two_names_are_put_right_together(wrong: str, right: str) -> None:
    source = "Tran Van Minh mengunjungi 1.733 rumah di Phu Loc pada hari Senin."
    segment = climbed(ScriptedEngine({source: wrong}), source)
    expected = wrong.replace("Minn", "Minh").replace("Lok", "Loc")
    expected = expected.replace("1,738", right).replace("17,330", right)
    assert (segment.english, rungs(segment)) == (expected, ["first", "put right in place"])


@pytest.mark.parametrize("count", [1, 10, 40])
def test_the_calls_of_an_engine_that_is_never_right_are_bounded(count: int) -> None:
    numbers = [1_000 + 7 * i for i in range(count)]
    sources = [f"Pada hari Senin warga membangun {n} rumah di tepi sungai itu." for n in numbers]
    engine = ScriptedEngine(lambda _: "On Monday residents rebuilt houses on that river bank.")
    given = article(sources, "id")
    done = Verifier(ScriptedModel(engine), cut, beam=4)(translated(given, engine))
    assert all(segment.failed for segment in done.segments)
    assert len(engine.calls) <= 1 + len(ORDER)
    assert sum(map(len, engine.calls)) <= count * (2 + len(ORDER))


def test_a_beam_that_is_remembered_is_not_decoded_again() -> None:
    engine = ScriptedEngine(lambda text: [DROPPED, RIGHT] if text == SOURCE else DROPPED)
    memory = Memory()
    first = translated(article([SOURCE], "id"), engine, memory=memory, beam=4)
    done = Verifier(ScriptedModel(engine), cut, beam=4, memory=memory)(first)
    assert done.segments[0].english == RIGHT
    assert len(engine.calls) == 1


def test_a_segment_that_came_back_empty_climbs_too() -> None:
    engine = ScriptedEngine({SOURCE: ""}, unrepeated={SOURCE: RIGHT})
    segment = climbed(engine)
    assert (segment.status, segment.english, segment.reason) == (Status.TRANSLATED, RIGHT, "")


@pytest.mark.parametrize("at_fault", ["engines", "sibling"])
def test_a_hub_out_of_reach_leaves_the_checks(at_fault: str) -> None:
    class Remote(ScriptedModel):
        def engine(self, language: str) -> ScriptedEngine:
            raise HubUnreachableError("no network")

    engine = ScriptedEngine(wrong_but_for({}))
    remote: dict[str, Any] = {at_fault: Remote(ScriptedEngine())}
    segment = climbed(engine, **remote)
    assert (segment.failed, segment.reason) == (True, "quantities: 1.733")


def test_articles_are_repaired_together_and_keep_their_order() -> None:
    engine = ScriptedEngine(wrong_but_for({WRITTEN: RIGHT}))
    articles = [replace(article([SOURCE], "id"), id=name) for name in "abc"]
    first = Translator(ScriptedModel(engine), cut, progress=False).many(articles)
    done = Verifier(ScriptedModel(engine), cut).many(first)
    assert [(one.id, one.english) for one in done] == [(name, RIGHT) for name in "abc"]
    assert all(one.trace[-1].detail == "1 checked, 1 repaired, 0 flagged" for one in done)


def test_what_was_kept_is_not_checked() -> None:
    given = article(["1.733", SOURCE], "id")
    engine = ScriptedEngine({SOURCE: RIGHT})
    done = Verifier(ScriptedModel(engine), cut)(translated(given, engine))
    assert [segment.status for segment in done.segments] == [Status.KEPT, Status.TRANSLATED]
    assert done.segments[0].checks == ()


# --- sentinels ----------------------------------------------------------------------------------

SENTINELS = tuple(f"⟦{letter}{i}⟧" for letter in "nde" for i in range(4))
PROTECTED = SOURCE.replace("1.733", "⟦n0⟧")


def test_a_sentinel_comes_back_as_what_it_stands_for() -> None:
    engine = ScriptedEngine({PROTECTED: RIGHT.replace("1,733", "⟦n0⟧")}, sentinels=SENTINELS)
    segment = climbed(engine)
    assert (segment.english, segment.attempts, engine.calls) == (RIGHT, (), [[PROTECTED]])


def test_a_lost_sentinel_is_no_fault_where_the_number_stands() -> None:
    segment = climbed(ScriptedEngine({PROTECTED: RIGHT}, sentinels=SENTINELS))
    assert (segment.english, segment.attempts) == (RIGHT, ())
    assert failed_checks(segment) == {"sentinels lost"}


@pytest.mark.parametrize("wrong", ["⟦n0⟧ houses and ⟦n0⟧", "⟦n0⟧ and ⟦e3⟧", "⟦n1⟧", "many"])
def test_a_sentinel_that_goes_wrong_is_a_problem_on_every_rung(wrong: str) -> None:
    engine = ScriptedEngine(lambda _: RIGHT.replace("1,733", wrong), sentinels=SENTINELS)
    segment = climbed(engine)
    assert segment.failed
    missing = ["the other way"] if "⟦n0⟧" not in wrong else []
    tried = ["n-best", *missing, "other decoding", "unprotected", "clause by clause"]
    assert rungs(segment) == ["first", *tried]
    assert all(attempt.problems for attempt in segment.attempts)


def test_what_breaks_on_sentinels_is_sent_as_it_stands() -> None:
    script = {SOURCE: RIGHT}
    engine = ScriptedEngine(lambda text: script.get(text, DROPPED), sentinels=SENTINELS)
    segment = climbed(engine)
    assert (segment.english, rungs(segment)[-1]) == (RIGHT, "unprotected")


def test_another_wording_of_a_term_becomes_canonical_and_that_is_recorded() -> None:
    source = "Kunstig intelligens hjelper kommunen i dag."
    engine = ScriptedEngine({source: "AI helps the municipality today."})
    given = article([source], "no")
    done = Verifier(ScriptedModel(engine), cut)(translated(given, engine)).segments[0]
    assert done.english == "Artificial intelligence helps the municipality today."
    assert rungs(done) == ["first", "canonical terms"]
    assert not failed_checks(done)
    place = next(term.english_span for term in done.terms if term.concept.startswith("artificial"))
    assert place is not None
    assert place.of(done.english) == "Artificial intelligence"
    untouched = NO_REPAIRS(translated(given, engine)).segments[0]
    assert untouched.english.startswith("AI")


# --- engines that can be held to phrases --------------------------------------------------------


class HeldEngine(ScriptedEngine):
    """Says what it is told when it is held to phrases; a callable may raise."""

    def __init__(
        self,
        first: str = DROPPED,
        *,
        put: Callable[[Wish], str] = lambda _: "",
        led: Callable[[Wish], str] = lambda _: "",
        **options: Any,
    ) -> None:
        super().__init__(lambda _: first, unrepeated=lambda _: DROPPED, **options)
        self._put, self._led = put, led
        self.wishes: list[Wish] = []

    def put_in(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        return self._answers(self._put, wishes)

    def translate_with(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        return self._answers(self._led, wishes)

    def _answers(
        self, script: Callable[[Wish], str], wishes: Sequence[Wish]
    ) -> list[list[Hypothesis]]:
        self.wishes += wishes
        texts = [script(wish) for wish in wishes]
        return [[Hypothesis(text, -1.0, 9, complete=True)] if text else [] for text in texts]


HELD = ["n-best", "put in by alignment", "held to what is missing"]


@pytest.mark.parametrize(
    ("scripts", "rung"),
    [({"put": lambda _: RIGHT}, HELD[1]), ({"led": lambda _: RIGHT}, HELD[2])],
)
def test_what_is_missing_can_be_put_in_or_led_through(scripts: dict[str, Any], rung: str) -> None:
    engine = HeldEngine(**scripts)
    segment = climbed(engine)
    assert (segment.english, rungs(segment)[-1]) == (RIGHT, rung)
    assert engine.wishes[0] == Wish(SOURCE, engine.wishes[0].draft, (Phrase("1,733", "1.733"),))
    assert engine.wishes[0].draft.text == DROPPED


def test_sentinels_are_what_an_engine_that_carries_them_is_held_to() -> None:
    right = RIGHT.replace("1,733", "⟦n0⟧")
    engine = HeldEngine(put=lambda _: right, sentinels=SENTINELS)
    assert climbed(engine).english == RIGHT
    assert engine.wishes[0].phrases == (Phrase("⟦n0⟧", "⟦n0⟧"),)
    assert engine.wishes[0].text == PROTECTED


def test_an_engine_that_breaks_when_it_is_held_is_asked_in_other_ways() -> None:
    def broken(_: Wish) -> str:
        raise RuntimeError("no memory left")

    segment = climbed(HeldEngine(put=broken, led=broken))
    assert segment.reason == "quantities: 1.733"
    assert rungs(segment) == ["first", *ORDER]


def test_a_wish_that_breaks_the_engine_does_not_stop_the_others() -> None:
    def broken(wish: Wish) -> str:
        if "250" in wish.text:
            return "They built 250 schools in the district, said the head of the office."
        raise RuntimeError("no memory left")

    other = "Mereka membangun 250 sekolah di kabupaten itu, kata kepala kantor."
    engine = HeldEngine(put=broken)
    done = Verifier(ScriptedModel(engine), cut)(translated(article([SOURCE, other], "id"), engine))
    assert [segment.status for segment in done.segments] == [Status.FAILED, Status.TRANSLATED]


def test_what_other_decoding_lacks_is_put_in_too() -> None:
    """A loop is ended by decoding otherwise, and what that loses is put in."""
    loop = "the houses on the river bank " * 5
    engine = HeldEngine(loop, put=lambda wish: RIGHT if wish.draft.text == DROPPED else "")
    segment = climbed(engine)
    assert (segment.english, rungs(segment)[-1]) == (RIGHT, "put in once more")
    assert engine.wishes[-1].draft.text == DROPPED


def test_the_items_of_a_list_are_translated_one_by_one() -> None:
    source = "membangun 250 sekolah; memperbaiki 1.733 rumah; membayar para petani."
    items = {
        "membangun 250 sekolah;": "building 250 schools;",
        "memperbaiki 1.733 rumah;": "repairing 1,733 houses;",
        "membayar para petani.": "paying the farmers.",
    }
    engine = ScriptedEngine(lambda text: items.get(text, "building many schools and houses."))
    given = translated(article([source], "id"), engine)
    (segment,) = Verifier(ScriptedModel(engine), cut)(given).segments
    assert segment.english == " ".join(items.values())
    assert rungs(segment)[-1] == "item by item"


def test_each_piece_of_a_cut_sentence_is_held_to_what_it_lacks() -> None:
    engine = HeldEngine(
        put=lambda wish: "They built 1,733 houses." if "1.733" in wish.text else "",
        max_source_tokens=11,
    )
    segment = climbed(engine)
    assert [len(wish.phrases) for wish in engine.wishes[:2]] == [1, 0]
    assert "put in by alignment" in rungs(segment)
    assert "1,733" in next(a for a in segment.attempts if a.rung == HELD[1]).english


def test_a_name_that_is_said_again_is_a_flag_and_a_number_a_failure() -> None:
    source = "Kepala kantor itu, Nguyen Van Hung, meninjau pasar baru tersebut."
    english = "The head of the office, ⟦e0⟧, inspected the new market, said ⟦e0⟧."
    segment = climbed(ScriptedEngine(lambda _: english, sentinels=SENTINELS), source)
    assert segment.status is Status.TRANSLATED
    assert failed_checks(segment) == {"repeated"}
