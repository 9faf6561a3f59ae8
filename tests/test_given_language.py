"""A language that the caller knows is taken as it is; a text that is in another is told."""

from __future__ import annotations

import pytest

import reformtext as rt
from reformtext.article import Article, Kind, Segment
from reformtext.cli_outputs import tell
from reformtext.given_language import assume_language
from reformtext.testing import ScriptedEngine, ScriptedModel

TEXTS = {
    "de": "Die Regierung hat am Montag einen Plan vorgestellt, nach dem die Zahl der Büros sinkt.",
    "da": "Regeringen fremlagde mandag en plan, hvorefter antallet af kontorer skal reduceres.",
    "nn": "Regjeringa la måndag fram ein plan som seier at talet på kontor skal bli lågare.",
    "no": "Regjeringen la mandag frem en plan om at antallet kontorer skal bli lavere neste år.",
    "id": "Pemerintah mengumumkan rencana baru pada hari Senin untuk mengurangi jumlah kantor.",
    "ms": "Kerajaan mengumumkan pelan baharu pada hari Isnin untuk mengurangkan bilangan pejabat.",
    "ro": "Guvernul a anunțat luni un plan prin care numărul de birouri va fi redus anul viitor.",
    "pl": "Rząd przedstawił w poniedziałek plan, zgodnie z którym liczba urzędów się zmniejszy.",
}


@pytest.mark.parametrize(
    ("text", "given"),
    [("de", "no"), ("de", "id"), ("da", "no"), ("nn", "pl"), ("no", "id"), ("pl", "ro")],
)
def test_a_text_that_is_surely_in_another_language_is_told(text: str, given: str) -> None:
    done = assume_language(Article("a", TEXTS[text]), language=given)
    assert done.language == given
    assert not done.failures
    assert done.detection is not None
    assert done.detection.doubted
    (change,) = done.trace
    assert (change.stage, change.name) == ("detect", "language doubted")
    assert change.detail.startswith(f"{given} was given, but the text is ")


@pytest.mark.parametrize(
    ("text", "given"),
    [("no", "no"), ("nn", "no"), ("id", "id"), ("ms", "id"), ("ro", "ro"), ("pl", "pl")],
)
def test_what_is_likely_right_is_not_doubted(text: str, given: str) -> None:
    done = assume_language(Article("a", TEXTS[text]), language=given)
    assert done.detection == rt.Detection(given, confidence=1.0)
    assert not done.detection.doubted
    assert not done.trace


@pytest.mark.parametrize("text", ["Das ist ja wohl das Letzte, sagte er.", "", "2 300 – 1,5 %"])
def test_a_few_words_are_no_reason_to_doubt(text: str) -> None:
    assert not assume_language(Article("a", text), language="no").trace


def test_what_the_page_added_is_no_reason_to_doubt() -> None:
    source = f"{TEXTS['de']}\n{TEXTS['no']}"
    added = Segment.cut(source, 0, len(TEXTS["de"]), Kind.RELATED_LINK)
    own = Segment.cut(source, len(TEXTS["de"]) + 1, len(source), Kind.BODY)
    assert not assume_language(Article("a", source, segments=(added, own)), language="no").trace


def test_a_detection_is_never_doubted() -> None:
    assert not any(rt.detect(text).doubted for text in TEXTS.values())


def normalised(*texts: str) -> rt.Corpus:
    return rt.normalise(texts, model=ScriptedModel(ScriptedEngine()), language="no", progress=False)


def test_the_report_counts_what_is_doubted() -> None:
    report = normalised(TEXTS["de"], TEXTS["no"]).report()
    assert [(row.language, row.doubted) for row in report] == [("no", 1), ("all", 1)]
    assert "doubted" in repr(report)
    assert "doubted" in report._repr_html_()


def test_the_report_is_silent_where_nothing_is() -> None:
    report = normalised(TEXTS["no"]).report()
    assert "doubted" not in repr(report) + report._repr_html_()
    assert list(report.to_pandas()["doubted"]) == [0, 0]


def test_the_command_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    for texts, told in (
        (("de",), "1 article is surely in another language than the one given; its trace says"),
        (("de", "da", "no"), "2 articles are surely in other languages than the one given"),
    ):
        articles = [assume_language(Article(text, TEXTS[text]), language="no") for text in texts]
        assert not tell(((one, 0.0) for one in articles), table=False)
        assert told in capsys.readouterr().err
    right = assume_language(Article("a", TEXTS["no"]), language="no")
    assert not tell([(right, 0.0)], table=False)
    assert not capsys.readouterr().err


def test_texts_that_are_translated_alone_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reformtext.given_language.detect", pytest.fail)
    text = "Avtalen ble vedtatt onsdag av fylkestinget, og kontorene skal legges ned."
    engine = ScriptedEngine({text: "The deal was adopted on Wednesday, and the offices will go."})
    assert rt.translate([text], "no", model=ScriptedModel(engine))
