"""A glossary is read, added up and looked into; what is wrong in a file is said clearly."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from reformtext.errors import GlossaryError, InputNotFoundError, ReformtextError
from reformtext.glossary import Concept, Glossary
from reformtext.languages import codes
from reformtext.terms import find_terms

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
[peoples_committee]
english = "People's Committee"
also = ["Popular Committee"]
id = ["Komite  Rakyat", "Komite Rakyat"]
pl = ["Komitet Ludowy"]
no = ["folkekomite\u0301"]
ro = ["Comitet Popular"]
deny.pl = ["Komitet Ludowy Miasta Nic"]
note = "A body of the state."

[resolution]
english = "resolution"
id = ["resolusi"]
"""
HEADER = "concept\tenglish\talso\tid\tpl\tno\tro\tdeny_pl\tnote"
TSV = f"""{HEADER}
peoples_committee\tPeople's Committee\tPopular Committee\tKomite Rakyat\tKomitet Ludowy\t\
folkekomité\tComitet Popular\tKomitet Ludowy Miasta Nic\tA body of the state.

resolution\tresolution\t\tresolusi
"""
COMMITTEE = Concept(
    "peoples_committee",
    "People's Committee",
    also=("Popular Committee",),
    variants={
        "id": ("Komite Rakyat",),
        "pl": ("Komitet Ludowy",),
        "no": ("folkekomité",),
        "ro": ("Comitet Popular",),
    },
    deny={"pl": ("Komitet Ludowy Miasta Nic",)},
    note="A body of the state.",
)
RESOLUTION = Concept("resolution", "resolution", variants={"id": ("resolusi",)})
GLOSSARY = Glossary.of(COMMITTEE, RESOLUTION)


def written(folder: Path, content: str | bytes, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mine.toml", TOML),
        ("mine.tsv", TSV),
        ("MINE.TSV", TSV.replace("\n", "\r\n")),
        ("with a mark.tsv", f"\ufeff{TSV}"),
        ("mine.csv", TSV.replace("\t", ",")),
        ("semicolons.csv", "\ufeff" + TSV.replace("\t", ";")),
        ("tabs.CSV", TSV),
        ("with a mark.toml", f"\ufeff{TOML}"),
    ],
)
def test_both_layouts_give_the_same_glossary(tmp_path: Path, name: str, content: str) -> None:
    glossary = Glossary.read(written(tmp_path, content, name))
    assert glossary == GLOSSARY
    assert glossary.concepts == (COMMITTEE, RESOLUTION)


def test_a_cell_holds_several_phrases(tmp_path: Path) -> None:
    path = written(tmp_path, "concept\tenglish\tid\na\tone\tsatu | se | \n", "a.tsv")
    assert Glossary.read(path)["a"].variants["id"] == ("satu", "se")


def test_a_glossary_is_made_of_concepts() -> None:
    wrong: Any
    for wrong in ("mine.tsv", [{"id": "a", "english": "b"}]):
        with pytest.raises(GlossaryError, match=r"expected Concepts: Glossary\.read reads a file"):
            Glossary(wrong)


def test_a_glossary_is_an_ordered_collection() -> None:
    assert [concept.id for concept in GLOSSARY] == ["peoples_committee", "resolution"]
    assert len(GLOSSARY) == 2
    assert GLOSSARY["resolution"] is RESOLUTION
    assert "resolution" in GLOSSARY
    assert RESOLUTION in GLOSSARY
    assert "revolution" not in GLOSSARY
    assert len(Glossary()) == 0
    assert "2 concepts" in repr(GLOSSARY)


def test_an_unknown_concept_is_a_key_error_with_a_hint() -> None:
    with pytest.raises(KeyError, match="did you mean 'resolution'"):
        GLOSSARY["resolutions"]
    with pytest.raises(KeyError, match="no concept 3 in this glossary; there are"):
        GLOSSARY[3]  # type: ignore[index]


def test_phrases_by_language() -> None:
    assert COMMITTEE.phrases("pl") == ("Komitet Ludowy",)
    assert COMMITTEE.phrases("en") == ("People's Committee", "Popular Committee")
    assert RESOLUTION.phrases("ro") == ()


def test_nothing_of_a_glossary_can_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        COMMITTEE.english = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        COMMITTEE.variants["id"] = ("x",)  # type: ignore[index]
    with pytest.raises(AttributeError):
        GLOSSARY.extra = 1  # type: ignore[attr-defined]


def test_what_a_concept_was_made_of_can_change_without_it() -> None:
    variants = {"id": ("satu",)}
    concept = Concept("a", "one", variants=variants)
    variants["id"] = ("dua",)
    assert concept.variants == {"id": ("satu",)}


def test_the_second_of_two_glossaries_replaces_and_adds() -> None:
    mine = Concept("resolution", "Resolution", variants={"id": ("resolusi", "keputusan")})
    new = Concept("decree", "decree")
    both = GLOSSARY + Glossary.of(mine, new)
    assert both.concepts == (COMMITTEE, mine, new)
    assert GLOSSARY.concepts == (COMMITTEE, RESOLUTION)
    assert GLOSSARY + Glossary() == GLOSSARY
    with pytest.raises(TypeError):
        _ = GLOSSARY + 1  # type: ignore[operator]


def test_two_glossaries_with_one_phrase_do_not_add_up() -> None:
    with pytest.raises(GlossaryError, match=r"decision.*'Resolusi' \(id\).*resolution"):
        _ = GLOSSARY + Glossary.of(Concept("decision", "decision", variants={"id": ("Resolusi",)}))


@pytest.mark.parametrize(
    "change",
    [
        {"english": "Resolution"},
        {"also": ("decision",)},
        {"variants": {"id": ("resolusi", "x")}},
        {"variants": {"pl": ("resolusi",)}},
        {"deny": {"id": ("revolusi",)}},
        {"note": "new"},
    ],
)
def test_the_signature_changes_with_the_content(change: dict[str, object]) -> None:
    other = Glossary.of(COMMITTEE, dataclasses.replace(RESOLUTION, **change))  # type: ignore[arg-type]
    assert other.signature != GLOSSARY.signature
    assert other != GLOSSARY


def test_the_signature_is_the_contents_alone() -> None:
    again = Glossary.of(copy.deepcopy(COMMITTEE), dataclasses.replace(RESOLUTION))
    assert again.signature == GLOSSARY.signature
    assert hash(again) == hash(GLOSSARY)
    assert Glossary.of(RESOLUTION, COMMITTEE).signature != GLOSSARY.signature
    assert len(GLOSSARY.signature) == 12


@pytest.mark.parametrize("value", [GLOSSARY, COMMITTEE])
def test_values_travel_between_processes(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes
    assert copy.deepcopy(value) == value


BROKEN = [
    ("a.toml", "", "no concept"),
    ("a.toml", "# nothing\n", "no concept"),
    ("a.tsv", "", "empty.*header row"),
    ("a.tsv", "\n", "empty.*header row"),
    ("a.tsv", f"{HEADER}\n", "no concept"),
    ("a.xlsx", "concept,english\n", r"'\.xlsx'.*\.toml, \.tsv or \.csv"),
    ("a", TOML, r"suffix is ''.*\.toml, \.tsv or \.csv"),
    ("a.csv", "concept,english\n", "no concept"),
    ("a.csv", "concept|english\na|b\n", "unknown key 'concept|english'"),
    ("a.csv", "concept,english\n\na,b,c\n", "line 3: found 3 cells, expected at most 2"),
    ("a.csv", "concept\na\n", "no column 'english', .* separated by commas or semicolons or tabs"),
    ("a.toml", '[a]\nenglish = "a"\n'.encode("utf-16"), "UTF-8"),
    ("a.tsv", b"concept\tenglish\na\t\xe9\n", "byte 18 is not UTF-8"),
    ("a.toml", "[a\n", "not TOML.*line 1"),
    ("a.toml", '[a]\nenglish = "a"\n[a]\n', "not TOML"),
    ("a.toml", 'english = "a"\n', r"belongs to no concept.*\[peoples_committee\]"),
    ("a.toml", '[a]\nid = ["satu"]\n', "concept a: it has no english"),
    ("a.toml", '[a]\nenglish = ""\n', "concept a: it has no english"),
    ("a.toml", '[a]\nenglish = ["a"]\n', r"concept a, english: found \['a'\]"),
    ("a.toml", '[a]\nenglish = "--"\n', "concept a, english: found '--'.*letter or digit"),
    ("a.toml", '[a]\nenglsh = "a"\n', "concept a: unknown key 'englsh'; did you mean 'english'"),
    ("a.toml", '[a]\nenglish = "a"\nzz = 1\n', "concept a: unknown key 'zz'.*pl"),
    ("a.toml", '[a]\nenglish = "a"\nnb = ["x"]\n', "unknown key 'nb'"),
    ("a.toml", '[a]\nenglish = "a"\npolish = ["x"]\n', "unknown key 'polish'; did you mean 'pl'"),
    ("a.toml", '[a]\nenglish = "a"\nid = "satu"\n', r"concept a.*id: found 'satu'.*\['satu'\]"),
    ("a.toml", '[a]\nenglish = "a"\nid = [1]\n', "concept a.*id: found 1.*quotation marks"),
    ("a.toml", '[a]\nenglish = "a"\nid = ["?"]\n', r"concept a.*id: found '\?'"),
    ("a.toml", '[a]\nenglish = "a"\nalso = "b"\n', "concept a, also: found 'b'"),
    ("a.toml", '[a]\nenglish = "a"\nnote = 1\n', "concept a, note: found 1"),
    ("a.toml", '[a]\nenglish = "a"\ndeny = ["x"]\n', "concept a, deny: found .*by language"),
    ("a.toml", '[a]\nenglish = "a"\ndeny.xx = ["x"]\n', "concept a, deny.*no language 'xx'"),
    ("a.toml", '[a]\nenglish = "a"\nid = ["b"]\ndeny.id = ["B"]\n', "concept a: 'B' is both"),
    ("a.toml", '[A]\nenglish = "a"\n', "concept 'A': expected an id of small letters"),
    (
        "a.toml",
        '[a]\nenglish = "a"\npl = ["Ósmy"]\n[b]\nenglish = "b"\npl = ["ósmy"]\n',
        r"concept b: its phrase 'ósmy' \(pl\).*concept a",
    ),
    ("a.toml", '[a]\nenglish = "One"\n[b]\nenglish = "one"\n', r"concept b.*'one' \(en\).*a too"),
    ("a.tsv", "english\tid\na\tsatu\n", "no column 'concept'.*english, id"),
    ("a.tsv", "concept,english\na,b\n", "header row: unknown key 'concept,english'"),
    ("a.tsv", "concept\tenglish\tdeny\na\tb\tc\n", "header row: unknown key 'deny'"),
    ("a.tsv", "concept\tenglish\tid\tid\na\tb\tc\td\n", "'id' is there twice"),
    ("a.tsv", "concept\tenglish\n\tb\n", "line 2: the cell concept is empty"),
    ("a.tsv", "concept\tenglish\n\na\tb\tc\n", "line 3: found 3 cells, expected at most 2"),
    ("a.tsv", "concept\tenglish\na\t\n", "concept a: it has no english"),
    ("a.tsv", "concept\tenglish\na\tb\na\tc\n", "concept a: it is there twice"),
]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN)
def test_what_is_wrong_in_a_file_is_said(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    path = written(tmp_path, content, name)
    with pytest.raises(GlossaryError, match=message) as caught:
        Glossary.read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert isinstance(caught.value, ReformtextError)
    assert isinstance(caught.value, ValueError)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match=r"none\.toml: there is no such file"):
        Glossary.read(tmp_path / "none.toml")
    with pytest.raises(GlossaryError, match="cannot be read"):
        Glossary.read(written_folder(tmp_path))


def written_folder(folder: Path) -> Path:
    path = folder / "folder.toml"
    path.mkdir()
    return path


def test_the_default_glossary_is_whole() -> None:
    glossary = Glossary.default()
    assert len(glossary) >= 120
    for concept in glossary:
        assert set(concept.variants) == set(codes()), concept.id
        for language, phrases in concept.variants.items():
            for phrase in phrases:
                found = find_terms(f"xxx {phrase} xxx", language, glossary)
                assert (concept.id, phrase) in {(t.concept, t.text) for t in found}


def test_the_default_glossary_is_read_once() -> None:
    assert Glossary.default() is Glossary.default()
