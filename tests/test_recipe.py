"""Every step of the training recipe runs, on a little text, and ends in a model that loads."""

import importlib
import json
import lzma
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import MarianMTModel

from reformtext.models import Model

RECIPE = Path(__file__).parents[1] / "models" / "recipe"
FERRY = "Pelayaran feri antarpulau dibatalkan karena angin kencang pada Minggu pagi."
HELD_OUT = "The ferry between the islands was cancelled because of strong winds on Sunday morning."


def step(name: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, RECIPE / name, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def parallel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parallel")
    header = "language\tsource\tlicence_class"
    manifest = tomllib.loads((RECIPE / "manifest.toml").read_text(encoding="utf-8"))
    weighed = sorted(manifest["factors"].keys() - {"default", "authored"})
    rows = [header, "id\tnews\topen", "id\tclosed\tnc", *(f"id\t{n}\topen" for n in weighed)]
    (folder / "SOURCES.tsv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "id").mkdir()
    pairs = {
        "news": f"{FERRY}\t{HELD_OUT}\nRumah itu besar.\tBig house.\n",
        "closed": "Buku itu mahal.\tThe book is dear.\n",
    }
    for name, text in pairs.items():
        with lzma.open(folder / "id" / f"{name}.tsv.xz", "wt", encoding="utf-8") as handle:
            handle.write(text)
    (folder / "eval").mkdir()
    (folder / "eval" / "set.txt").write_text(HELD_OUT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def work(parallel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    step("prepare.py", parallel, "--held-out", parallel / "eval", "--work", folder)
    sizes = ("--pieces", 1200, "--english-pieces", 800, "--sample", 4000)
    step("vocabulary.py", "--work", folder, *sizes)
    step("lexicon.py", "--work", folder, "--sample", 600, "--rounds", 1)
    step("variants.py", "--work", folder, "--sample", 400)
    small = ("--width", 32, "--heads", 4, "--batch", 512, "--work", folder)
    step("train.py", "--tokens", 3000, *small)
    step("train.py", "--tokens", 6000, "--subwords", 0.5, "--workers", 1, *small)
    return folder


def test_what_must_not_be_trained_on_is_left_out(work: Path) -> None:
    counts = json.loads((work / "counts.json").read_text(encoding="utf-8"))
    assert counts["kept"]["id news"] == 1
    assert "id closed" not in counts["kept"]
    assert counts["dropped"]["held-out text"] >= 1
    text = (work / "pairs.tsv").read_text(encoding="utf-8")
    assert HELD_OUT not in text
    dev = (work / "dev.pl.tsv").read_text(encoding="utf-8").splitlines()
    assert len(dev) > 100
    sources = {row.split("\t")[3] for row in text.splitlines() if row.startswith("pl\t")}
    assert not sources & {line.split("\t")[0] for line in dev}


def test_pairs_get_variants_for_normalisation(work: Path) -> None:
    sentinels = (work / "held-out-sentinels.id.tsv").read_text(encoding="utf-8").splitlines()
    assert len(sentinels) > 100
    for line in sentinels:
        here, there = (sorted(re.findall(r"⟦[nde]\d+⟧", side)) for side in line.split("\t"))
        assert here == there
        assert len(set(here)) == len(here) > 0
    development = (work / "dev.id.tsv").read_text(encoding="utf-8").splitlines()
    plain = {row.split("\t")[1]: row.split("\t")[0] for row in development}
    terms = (work / "held-out-terms.id.tsv").read_text(encoding="utf-8").splitlines()
    assert len(terms) > 20
    for line in terms:
        source, english = line.split("\t")
        put = set(source.lower().split()) - set(plain[english].lower().split())
        assert all(word.strip('.,;:!?"()') in english.lower() for word in put)


def test_the_shares_that_normalisation_needs_are_measured(work: Path, tmp_path: Path) -> None:
    step("export.py", "--work", work, "--out", tmp_path / "model", "--average", 2)
    table = step("normalisation.py", "--work", work, "--model", tmp_path / "model", "--lines", 4)
    assert [row.split("|")[1].strip() for row in table.splitlines()[2:]] == ["id", "pl", "no", "ro"]
    assert "% of" in table


def test_a_training_that_is_done_is_left_as_it_is(work: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in work.glob("weights-*.pt")}
    step("train.py", "--tokens", 6000, "--batch", 512, "--work", work)
    assert {path.name: path.stat().st_mtime_ns for path in work.glob("weights-*.pt")} == before
    options = [json.loads(row) for row in (work / "options.jsonl").read_text().splitlines()]
    assert [row["tokens"] for row in options] == [3000, 6000]


def test_a_share_is_over_nothing(work: Path) -> None:
    with pytest.raises(AssertionError, match="0 is no share: give a number over 0"):
        step("train.py", "--tokens", 6000, "--decay", 0, "--work", work)


def test_saves_of_another_training_are_not_mixed_with_new_ones(work: Path, tmp_path: Path) -> None:
    for path in work.iterdir():
        if path.name != "checkpoint.pt":
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(AssertionError, match="saves of a training before"):
        step("train.py", "--tokens", 6000, "--batch", 512, "--work", tmp_path)


def test_training_goes_on_from_its_checkpoint(work: Path) -> None:
    log = [json.loads(line) for line in (work / "log.jsonl").read_text().splitlines()]
    assert len(log) == 2
    assert 3000 <= log[0]["tokens"] < log[1]["tokens"]
    assert log[0]["step"] < log[1]["step"]


def test_the_exported_model_passes_the_load_checks(work: Path, tmp_path: Path) -> None:
    step("export.py", "--work", work, "--out", tmp_path / "model")
    engine = Model(str(tmp_path / "model"), engine="transformers", device="cpu").engine("pl")
    assert engine.count_tokens(["Dom jest duży."])[0] > 1


def test_an_exported_model_may_be_averaged_with_another(work: Path, tmp_path: Path) -> None:
    first, last, mean = (tmp_path / name for name in ("first", "last", "mean"))
    step("export.py", "--work", work, "--out", last)
    saves = sorted(work.glob("weights-*.pt"))
    older = tmp_path / "older"
    older.mkdir()
    for path in work.iterdir():
        if path not in saves[1:]:
            (older / path.name).symlink_to(path)
    step("export.py", "--work", older, "--out", first)
    step("export.py", "--work", work, "--out", mean, "--soup", f"{first}:0.5")
    one, other, both = (load_file(folder / "model.safetensors") for folder in (first, last, mean))
    name = "model.encoder.layers.0.fc1.weight"
    assert not torch.equal(one[name], other[name])
    expected = (one[name].float() + other[name].float()) / 2
    assert torch.allclose(both[name].float(), expected, atol=1e-3)


def test_training_begins_with_an_exported_model(work: Path, tmp_path: Path) -> None:
    exported, new = tmp_path / "model", tmp_path / "work"
    step("export.py", "--work", work, "--out", exported)
    new.mkdir()
    for name in ("pairs.tsv", "lexicon.pt", "train.npz", *(p.name for p in work.glob("dev.*"))):
        (new / name).symlink_to(work / name)
    step("vocabulary.py", "--work", new, "--start", exported)
    for name in ("vocabulary.json", "vocab.json"):
        assert json.loads((new / name).read_text()) == json.loads((work / name).read_text())
    small = ("--width", 32, "--heads", 4, "--batch", 512, "--rate", 0, "--embedding-rate", 0)
    step("train.py", "--tokens", 500, *small, "--work", new, "--start", exported)
    old, begun = (
        json.loads((folder / "log.jsonl").read_text().splitlines()[-1])["held_out"]
        for folder in (work, new)
    )
    assert begun == pytest.approx(old, rel=1e-3)


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPE))


def test_a_source_in_other_pieces_says_the_same(recipe: None, work: Path) -> None:
    batches, vocabulary = map(importlib.import_module, ("batches", "vocabulary"))
    pairs = batches.Pairs(work / "train.npz")
    dice = np.random.default_rng(2)
    table = list(json.loads((work / "vocab.json").read_text(encoding="utf-8")))
    processor = vocabulary.load_processors(work)["source"]

    def text(ids: np.ndarray) -> str:
        return str(processor.decode([table[i] for i in ids[:-1]]))

    sources = [pairs.source(i) for i in range(0, len(pairs), len(pairs) // 50)]
    drawn = [batches.Subwords(work, 1.0, 200)(source, dice) for source in sources]
    assert list(map(text, drawn)) == list(map(text, sources))
    assert sum(len(new) != len(old) for new, old in zip(drawn, sources, strict=True)) > 10
    left = [batches.Subwords(work, 1.0, 1), batches.Subwords(work, 0.0, 200)]
    assert all(one(source, dice) is source for one in left for source in sources)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_in_chunks_is_that_of_torch(recipe: None, smoothing: float) -> None:
    import torch

    forward = importlib.import_module("forward")

    torch.manual_seed(3)
    count = forward.CHUNK + 37
    hidden = torch.randn(count, 8, requires_grad=True)
    weight = torch.randn(50, 8, requires_grad=True)
    target = torch.randint(0, 50, (count,))
    ours = forward.SmoothedEntropy.apply(hidden, weight, target, smoothing)
    torch.autograd.backward(ours)
    gradients = hidden.grad, weight.grad
    hidden.grad = weight.grad = None
    theirs = torch.nn.functional.cross_entropy(hidden @ weight.T, target, label_smoothing=smoothing)
    torch.autograd.backward(theirs)
    torch.testing.assert_close(ours, theirs)
    torch.testing.assert_close(gradients, (hidden.grad, weight.grad))


def small_model() -> MarianMTModel:
    train = importlib.import_module("train")
    sizes = {"width": 32, "heads": 4, "encoder_layers": 2, "decoder_layers": 2}
    options = SimpleNamespace(**sizes, dropout=0.0, start=None)
    return train.build(train.configuration(60, options, resumed=False))


def test_a_step_makes_its_tensors_where_the_batch_is(
    recipe: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.fx.experimental._config.meta_nonzero_assume_all_nonzero", True)
    train, lexicon = map(importlib.import_module, ("train", "lexicon"))
    model = small_model().to("meta")
    ids = torch.zeros(4, 8, dtype=torch.int64, device="meta")
    table = torch.zeros(60, 40, dtype=torch.float16, device="meta")
    entropy, attentions = train.Forward(model, 40)(ids, ids, 0.1)
    aligned = lexicon.posterior(table, ids, ids, 59)
    loss = entropy + train.guided_loss(attentions, aligned, ids != 59)
    torch.autograd.backward(loss)
    assert loss.device.type == "meta"
    assert model.model.shared.weight.grad is not None


def test_the_pass_of_training_is_that_of_the_model(recipe: None) -> None:
    import torch

    forward = importlib.import_module("forward").Forward
    torch.manual_seed(3)
    model = small_model().eval()
    model.set_attn_implementation("eager")
    source = torch.tensor([[5, 6, 7, 8, 0], [9, 10, 0, 59, 59]])
    target = torch.tensor([[11, 12, 13, 0], [14, 0, 59, 59]])
    shifted = torch.tensor([[59, 11, 12, 13], [59, 14, 0, 59]])
    entropy, attentions = forward(model, 60)(source, target, 0.0)
    output = model(
        input_ids=source,
        attention_mask=(source != 59).long(),
        decoder_input_ids=shifted,
        output_attentions=True,
    )
    expected = torch.nn.functional.cross_entropy(
        output.logits.flatten(0, 1), target.masked_fill(target == 59, -100).flatten()
    )
    torch.testing.assert_close(entropy, expected, rtol=0.02, atol=0.02)
    for ours, theirs in zip(attentions, output.cross_attentions, strict=True):
        torch.testing.assert_close(ours.float(), theirs, rtol=0.05, atol=0.02)
