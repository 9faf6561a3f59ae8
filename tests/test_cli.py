"""The command: what it prints, what it writes, how it exits."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import reformtext as rt
from reformtext import models
from reformtext.cli import UNREAD, main
from reformtext.testing import ScriptedEngine, ScriptedModel

NORWEGIAN = (
    "Regjeringen la mandag fram en plan for sammenslåing av kommuner. Ifølge statsråden blir "
    "antallet kontorer redusert neste år, og de ansatte får sluttpakker."
)
POLISH = (
    "Rząd ogłosił w poniedziałek plan połączenia gmin. Według ministra liczba urzędów "
    "zmniejszy się w przyszłym roku z 34 do 20, a pracownicy otrzymają odprawy."
)

SCRIPT = {
    "Regjeringen la mandag fram en plan for sammenslåing av kommuner.": (
        "On Monday the government presented a plan to merge municipalities."
    ),
    "Ifølge statsråden blir antallet kontorer redusert neste år, og de ansatte får sluttpakker.": (
        "According to the minister, the number of offices will be reduced next year, and the "
        "staff will receive a severance allowance."
    ),
    "Rząd ogłosił w poniedziałek plan połączenia gmin.": (
        "On Monday the government announced a plan to merge municipalities."
    ),
    "Według ministra liczba urzędów zmniejszy się w przyszłym roku z 34 do 20, a pracownicy "
    "otrzymają odprawy.": (
        "According to the minister, the number of offices will fall from 34 to 20 next year, and "
        "the staff will receive a severance allowance."
    ),
}


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    def scripted(name: str, *, engine: str, device: str) -> ScriptedModel:
        return ScriptedModel(ScriptedEngine(SCRIPT))

    monkeypatch.setattr(models, "Model", scripted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(NORWEGIAN, encoding="utf-8")
    (articles / "two.txt").write_text(POLISH, encoding="utf-8")
    return articles


def run(*arguments: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


def test_normalise_writes_every_output_and_prints_a_table(folder: Path, tmp_path: Path) -> None:
    outputs = tmp_path / "out/corpus.parquet", tmp_path / "out/corpus.jsonl"
    result = run("normalise", folder, "--out", outputs[0], "--out", outputs[1])
    assert result.exit_code == 0, result.output
    header, one, two = result.stdout.splitlines()
    assert header.split() == ["id", "language", "segments", "coverage", "failed", "seconds"]
    assert one.split()[:5] == ["one", "no", "2", "1.000", "0"]
    assert two.split()[:5] == ["two", "pl", "2", "1.000", "0"]
    assert rt.load(outputs[0]) == rt.load(outputs[1])


def test_stdin_and_stdout() -> None:
    result = run("normalise", "-", "--out", "-", stdin=NORWEGIAN.encode())
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert (row["language"], row["source"]) == ("no", NORWEGIAN)
    assert row["english"] == " ".join(list(SCRIPT.values())[:2])


def test_articles_that_fail_are_told_and_the_others_are_done(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (folder / "empty.txt").write_bytes(b"")
    output = tmp_path / "corpus.jsonl"
    result = run("normalise", folder, "--out", output)
    assert result.exit_code == 3
    told = result.stderr.splitlines()
    assert [line.split(":")[0] for line in told] == ["bad", "empty"]
    done = rt.load(output)
    assert done.ids == ("bad", "empty", "one", "two")
    assert not done["one"].failed


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 segment failed; the corpus holds it with its reason"),
        (2, "2 segments failed; the corpus holds them with their reasons"),
    ],
)
def test_segments_that_failed_are_counted(tmp_path: Path, number: int, told: str) -> None:
    sentences = ["Jeg vet ikke hva dette er.", "Vi vet ikke hvorfor de sier det."][:number]
    path = tmp_path / "a.txt"
    path.write_text("\n".join((NORWEGIAN, *sentences)), encoding="utf-8")
    result = run("normalise", path, "--language", "no", "--out", tmp_path / "corpus.jsonl")
    assert (result.exit_code, result.stderr.strip()) == (0, told)


def test_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"lead\tNår\tHvor\n{NORWEGIAN}\t18.9.2025\tAvisa=1\n", encoding="utf-8")
    columns = "--text-column", "lead", "--column", "published=når", "--column", "outlet=Hvor"
    output = tmp_path / "corpus.jsonl"
    assert run("normalise", path, *columns, "--out", output).exit_code == 0
    (done,) = rt.load(output)
    assert (done.metadata.published, done.metadata.outlet) == ("2025-09-18", "Avisa=1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("normalise", "nowhere", "--out", "o.jsonl"), "nowhere"),
        (("normalise", "{folder}", "--out", "{folder}/o.csv"), ".parquet or .jsonl"),
        (("normalise", "{folder}", "--language", "xx", "--out", "o.jsonl"), "'xx'"),
        (("normalise", "{folder}", "--out", "{folder}/o.jsonl"), "lies in it"),
        (("normalise", "{folder}/one.txt", "--out", "{folder}/one.txt"), ".parquet or .jsonl"),
        (("detect", "nowhere"), "nowhere"),
        (("show", "nowhere.parquet"), "nowhere.parquet"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_exit_1(
    arguments: tuple[str, ...], message: str, folder: Path
) -> None:
    result = run(*(argument.format(folder=folder) for argument in arguments))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["one.txt", "two.txt"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("normalise",),
        ("normalise", "x", "--out", "o.jsonl", "--beam", "0"),
        ("normalise", "x", "--out", "o.jsonl", "--engine", "magic"),
        ("normalise", "x", "--out", "o.jsonl", "--column", "published"),
        ("normalise", "x", "--out", "o.jsonl", "--column", "published="),
        ("normalise", "x", "--out", "o.jsonl", *("--column", "title=A", "--column", "title=B")),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_detect_prints_language_variety_and_confidence(folder: Path) -> None:
    rows = [line.split("\t") for line in run("detect", folder).stdout.splitlines()]
    assert [row[:3] for row in rows] == [["one", "no", "nb"], ["two", "pl", ""]]
    assert all(0.5 < float(row[3]) < 1 for row in rows)


def test_detect_is_filtered_by_the_languages_named(folder: Path) -> None:
    rows = [
        line.split("\t")
        for line in run("detect", folder, "--languages", "no, id").stdout.split("\n")
    ]
    assert [row[1] for row in rows[:2]] == ["no", "und"]


def test_split_prints_spans_that_are_of_the_source(folder: Path) -> None:
    rows = [line.split("\t") for line in run("split", folder / "one.txt").stdout.splitlines()]
    assert len(rows) == 2
    for identity, start, end, kind, text in rows:
        assert (identity, kind) == ("one", "sentence")
        assert NORWEGIAN[int(start) : int(end)] == text


def test_show_prints_the_corpus_or_one_article(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus.parquet"
    run("normalise", folder, "--out", output)
    table = run("show", output).stdout
    assert "one" in table
    assert max(map(len, table.splitlines())) <= 80
    assert run("show", output, "--rows", "1").stdout.splitlines()[-1] == "… 1 more"
    shown = run("show", output, "two").stdout
    assert " ".join(shown.split()) == " ".join(list(SCRIPT.values())[2:])
    missing = run("show", output, "tow")
    assert missing.exit_code == 1
    assert "two" in missing.stderr


def test_models_lists_names_and_origins() -> None:
    text = run("models").stdout
    assert "embedded: " in text
    assert "Helsinki-NLP/opus-mt-tc-big-zlw-en" in text


@pytest.mark.parametrize(
    "command", [["-m", "reformtext"], ["-c", "import reformtext.cli as c; c.main()"]]
)
def test_it_runs_as_a_module(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith(rt.__version__)


def test_a_pipe_that_is_closed_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Avtalen ble vedtatt onsdag.\n" * 20_000, encoding="utf-8")
    command = [sys.executable, "-m", "reformtext", "split", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().endswith(b"Avtalen ble vedtatt onsdag.\n")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == UNREAD


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from reformtext.cli import main\n"
        "assert CliRunner().invoke(main, ['normalise', '--help']).exit_code == 0\n"
        "print(*sorted({'torch', 'numpy', 'pyarrow', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
