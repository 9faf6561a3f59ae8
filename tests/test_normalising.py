"""Texts to English in one call: as many as given, checked, and refused where they fail."""

from __future__ import annotations

import pytest

import reformtext as rt
from reformtext.errors import GlossaryError, TranslationError, UnknownLanguageError
from reformtext.testing import ScriptedEngine, ScriptedModel

SCRIPT = {
    "Selamat pagi.": "Good morning.",
    "Harga beras naik 12 persen.": "The price of rice rose by 12%.",
    "Warga membangun 1.733 rumah.": "Residents built 1,733 houses.",
    "Komite Rakyat membuka pasar itu.": "The People's Committee opened the market.",
}


def translate(texts: list[str], language: str = "id", **options: object) -> list[str]:
    options.setdefault("model", ScriptedModel(ScriptedEngine(SCRIPT)))
    return rt.translate(texts, language, **options)  # type: ignore[arg-type]


def test_texts_come_back_in_order_and_number() -> None:
    texts = ["Selamat pagi.", "", "12", " \n", *SCRIPT, "Selamat pagi."]
    expected = ["Good morning.", "", "12", " \n", *SCRIPT.values(), "Good morning."]
    assert translate(texts) == expected
    assert translate([]) == []


@pytest.mark.parametrize("code", ["nb", "no", "nn"])
def test_a_language_is_known_by_any_of_its_codes(code: str) -> None:
    model = ScriptedModel(ScriptedEngine({"Prisen på ris økte.": "The price of rice rose."}))
    assert translate(["Prisen på ris økte."], code, model=model) == ["The price of rice rose."]


def test_one_text_in_place_of_several_is_refused() -> None:
    with pytest.raises(TypeError, match="put it in a list"):
        rt.translate("Selamat pagi", "id", model=ScriptedModel(ScriptedEngine()))
    with pytest.raises(TypeError, match="text 1 is NoneType"):
        translate(["Selamat pagi", None])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("english", "reason"),
    [
        ("", "empty"),
        ("The price of rice rose by 21 per cent, or 12.", "12 persen"),
        ("Harga beras naik 12%.", "english"),
        ("The price of…", "had not ended"),
    ],
)
def test_texts_that_fail_raise_and_say_which(english: str, reason: str) -> None:
    text = "Harga beras naik 12 persen."
    model = ScriptedModel(ScriptedEngine(lambda _: english))
    with pytest.raises(TranslationError, match=rf"text 1, '{text}': .*{reason}"):
        translate(["", text], model=model)


def test_a_text_that_breaks_the_engine_is_named_with_the_fault() -> None:
    def broken(_: str) -> str:
        raise RuntimeError("out of order")

    with pytest.raises(TranslationError, match=r"text 0, .*RuntimeError: out of order"):
        translate(["Selamat pagi."], model=ScriptedModel(ScriptedEngine(broken)))


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_a_language_that_is_not_read_is_refused(language: str) -> None:
    with pytest.raises(UnknownLanguageError):
        translate(["bonjour"], language)


def test_a_language_without_a_model_is_refused() -> None:
    with pytest.raises(UnknownLanguageError):
        translate(["tak"], "pl", model=ScriptedModel(ScriptedEngine(), ["id"]))


def test_what_can_be_put_right_is() -> None:
    wrong = {"Warga membangun 1.733 rumah.": "Residents built 1,738 houses."}
    model = ScriptedModel(ScriptedEngine(wrong))
    assert translate([*wrong], model=model) == ["Residents built 1,733 houses."]


def test_a_glossary_that_is_none_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "terms.toml").write_text("[a", encoding="utf-8")
    with pytest.raises(GlossaryError):
        translate(["Selamat pagi."], glossary=tmp_path / "terms.toml")


def test_an_article_has_a_sibling_to_ask() -> None:
    wrong = ScriptedModel(ScriptedEngine(lambda _: "Residents built many houses."))
    right = ScriptedModel(ScriptedEngine(SCRIPT))
    text = "Warga membangun 1.733 rumah."
    alone = rt.normalise([text], model=wrong, language="id")
    assert alone[0].failed
    together = rt.normalise([text], model=wrong, sibling=right, language="id")
    assert together[0].english == SCRIPT[text]
    assert alone.signature != together.signature
