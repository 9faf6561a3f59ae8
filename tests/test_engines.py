"""Both engines keep one contract, and a folder that would translate into garbage is refused."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SENTENCES
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reformtext.engines import Constrained, Phrase, Wish, ctranslate2
from reformtext.engines.ctranslate2 import CTranslate2Engine
from reformtext.engines.marian import MarianEngine
from reformtext.engines.marian_loading import load_checked, silent
from reformtext.engines.pieces import END, Pieces
from reformtext.errors import BrokenModelError
from reformtext.testing import write_marian_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import torch

    from reformtext.engines import Engine, Hypothesis

    Tensors = dict[str, torch.Tensor]

PAIRS = {
    "Rząd": "The government.",
    "Ada 25 desa.": "There are 25 villages.",
    "Regjeringen la fram en ny plan mandag.": "The government announced a new plan on Monday.",
    "Guvernul a anunțat luni un plan nou.": "The government announced a new plan on Monday.",
    "Ada 25 desa di provinsi ini.": "There are 25 villages in this province.",
    "plan nou": "new plan",
}
"""What the trained model has learnt."""
ENDLESS = {"Senin": "plan " * 60, "hari Senin, hari Senin": "Monday " * 60}
"""What it has learnt to begin, and never to end."""
UNSEEN = ("desa desa desa", "nowy plan Rządu 25 25 25 25 ☃", ".")
TEXTS = (*PAIRS, *ENDLESS, *UNSEEN)
SETTINGS = [(1, 1), (4, 3)]
"""Beams, and how many translations are asked of each."""
POSITIONS = 256
"""Of the tiny models."""
shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


# Models and engines to test


def train(folder: Path) -> None:
    """Teach the model of a folder what PAIRS and ENDLESS say, until it knows it."""
    import torch

    model = load_checked(folder)
    for name, parameter in model.named_parameters():
        if parameter.dim() > 1 and "positions" not in name:
            parameter.data *= 0.2  # from where it learns in fewer steps
    pieces = Pieces(folder)
    padding = model.config.pad_token_id

    def padded(rows: Sequence[Sequence[str]], fill: int) -> torch.Tensor:
        ids = [torch.tensor(pieces.ids(row)) for row in rows]
        return torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=fill)

    endless = [row[:60] for row in pieces.encode(list(ENDLESS.values()))]
    sources = padded(pieces.encode([*PAIRS, *ENDLESS]), padding)
    labels = padded([*pieces.encode(list(PAIRS.values())), *endless], -100)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(400):
        mask = (sources != padding).long()
        logits = model(
            input_ids=sources,
            attention_mask=mask,
            decoder_input_ids=model.prepare_decoder_input_ids_from_labels(labels),
        ).logits
        loss = torch.nn.functional.cross_entropy(logits.transpose(1, 2), labels)
        right = logits.argmax(-1) == labels
        if loss < 0.01 and right[labels != -100].all():
            break
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's
        model.model.shared.weight.grad[padding] = 0
        optimiser.step()
    with silent():
        model.save_pretrained(folder)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose model ends what it has learnt, and gets lost in other texts."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    write_marian_folder(folder, [*SENTENCES, *PAIRS, *PAIRS.values()], width=32)
    train(folder)
    return folder


def make(kind: str, folder: Path, max_source_tokens: int = 128) -> Engine:
    """Return an engine of a kind, in float32, on the CPU."""
    if kind == "transformers":
        return MarianEngine(folder, max_source_tokens=max_source_tokens)
    converted = folder.parent / f"{folder.name}-converted"
    if not converted.exists():
        ctranslate2.convert(folder, converted, "float32")
    return CTranslate2Engine(
        folder, converted, max_source_tokens=max_source_tokens, arithmetic="float32"
    )


KINDS = [
    "transformers",
    pytest.param(
        "ctranslate2",
        marks=pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra"),
    ),
]


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def engine(kind: str, trained: Path) -> Engine:
    return make(kind, trained)


@pytest.fixture(scope="session")
def looping(kind: str, marian_folder: Path) -> Engine:
    """Return an engine whose model was never trained and so never ends."""
    return make(kind, marian_folder)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines return pieces, with spaces between, for text: which tokens they were is seen."""
    monkeypatch.setattr(Pieces, "decode", lambda _, pieces: " ".join(pieces))


def assert_same(found: Sequence[Hypothesis], expected: Sequence[Hypothesis]) -> None:
    assert [(h.text, h.tokens, h.complete) for h in found] == [
        (h.text, h.tokens, h.complete) for h in expected
    ]
    assert [h.score for h in found] == pytest.approx([h.score for h in expected], abs=1e-3)


# Pieces


@pytest.fixture(scope="session")
def pieces(marian_folder: Path) -> Pieces:
    return Pieces(marian_folder)


@pytest.fixture(scope="session")
def tokenizer(marian_folder: Path) -> Any:
    from transformers import MarianTokenizer

    with silent():
        return MarianTokenizer.from_pretrained(marian_folder)


ODD = (
    "\u00a0",
    "e\u0301",
    "ﬁ",
    "Å",
    "\u200b",
    "\ufeff",
    "👩‍👩‍👧",
    "ş",
    "\x00",
    "▁",
    "１２",
    "…",
    "\t\n",
)
ANY_TEXT = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
    | st.sampled_from([*ODD, *" ".join(SENTENCES).split()])
).map(" ".join)


@shared
@given(text=ANY_TEXT)
def test_pieces_have_the_ids_of_transformers(text: str, pieces: Pieces, tokenizer: Any) -> None:
    assume(not text.startswith(">>"))
    assume(not any(special in text for special in tokenizer.all_special_tokens))
    (row,) = pieces.encode([text])
    assert pieces.ids(row) == tokenizer(text).input_ids


@shared
@given(data=st.data())
def test_pieces_decode_as_transformers_does(
    data: st.DataObject, pieces: Pieces, tokenizer: Any
) -> None:
    ids = data.draw(st.lists(st.integers(0, tokenizer.vocab_size - 1), max_size=20))
    expected = tokenizer.decode(ids, skip_special_tokens=True)
    assert pieces.decode(pieces.pieces(ids)) == expected


@pytest.mark.parametrize("text", SENTENCES)
def test_known_text_survives(text: str, pieces: Pieces) -> None:
    (row,) = pieces.encode([text])
    assert pieces.decode(row) == text


def test_unknown_characters_are_unknown_and_left_out_of_the_english(pieces: Pieces) -> None:
    (row,) = pieces.encode(["plan ☃☃ nou"])
    assert row.count("<unk>") == 1
    assert pieces.decode(row) == "plan  nou"


@pytest.mark.parametrize("special", ["</s>", "<pad>", "<unk>"])
def test_a_text_cannot_spell_a_special_piece(special: str, tmp_path: Path) -> None:
    """Not even where all its characters are unknown, and so make one piece."""
    write_marian_folder(tmp_path, ["o i o", "i o i", "o o i"])
    (row,) = Pieces(tmp_path).encode([f"o {special} i"])
    assert "<unk>" in row
    assert row.index(END) == len(row) - 1
    assert "<pad>" not in row


DAMAGED_PIECES = {
    "no source.spm": ("source.spm", None),
    "no target.spm": ("target.spm", None),
    "no vocab.json": ("vocab.json", None),
    "garbage for source.spm": ("source.spm", b"garbage"),
    "an empty target.spm": ("target.spm", b""),
    "garbage for vocab.json": ("vocab.json", b"{"),
    "a list for vocab.json": ("vocab.json", b"[1]"),
    "special pieces missing": ("vocab.json", b'{"a": 0}'),
}


@pytest.mark.parametrize(("name", "content"), DAMAGED_PIECES.values(), ids=DAMAGED_PIECES)
def test_pieces_that_cannot_be_read_are_named(
    name: str, content: bytes | None, marian_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "model"))
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(BrokenModelError, match="fetch or copy the model again") as found:
        Pieces(folder)
    assert str(folder / name) in str(found.value)


# The contract


def test_an_engine_says_what_it_learnt(engine: Engine) -> None:
    found = [best.text for (best,) in engine.translate(list(PAIRS))]
    assert found == list(PAIRS.values())


@pytest.mark.parametrize(("beam", "n_best"), SETTINGS)
def test_no_text_is_no_translation(engine: Engine, beam: int, n_best: int) -> None:
    assert engine.translate([], beam=beam, n_best=n_best) == []


@pytest.fixture(scope="session")
def alone(engine: Engine) -> Mapping[tuple[int, str], list[Hypothesis]]:
    """Return what each text becomes when it is the only one, by beam and text."""
    return {
        (beam, text): engine.translate([text], beam=beam, n_best=n_best)[0]
        for beam, n_best in SETTINGS
        for text in TEXTS
    }


@pytest.mark.parametrize(("beam", "n_best"), SETTINGS)
@settings(shared, max_examples=8)
@given(texts=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=6))
def test_a_translation_does_not_depend_on_the_others(
    texts: list[str],
    beam: int,
    n_best: int,
    engine: Engine,
    alone: Mapping[tuple[int, str], list[Hypothesis]],
) -> None:
    found = engine.translate(texts, beam=beam, n_best=n_best)
    assert len(found) == len(texts)
    for text, hypotheses in zip(texts, found, strict=True):
        assert_same(hypotheses, alone[beam, text])
        assert [h.aligned for h in hypotheses] == [h.aligned for h in alone[beam, text]]


def test_some_of_those_texts_run_to_their_limit_and_some_end(
    alone: Mapping[tuple[int, str], list[Hypothesis]],
) -> None:
    """Otherwise the test above would show little."""
    for beam, _ in SETTINGS:
        ends = {alone[beam, text][0].complete for text in TEXTS}
        assert ends == {True, False}


@pytest.mark.parametrize("beam", [1, 2, 5])
def test_as_many_are_returned_as_are_asked_for_the_best_first(engine: Engine, beam: int) -> None:
    every = engine.translate(TEXTS, beam=beam, n_best=beam)
    best = engine.translate(TEXTS, beam=beam)
    for hypotheses, (first,) in zip(every, best, strict=True):
        scores = [hypothesis.score for hypothesis in hypotheses]
        assert len(scores) == beam
        assert scores == sorted(scores, reverse=True)
        assert_same([first], hypotheses[:1])


@pytest.mark.usefixtures("in_pieces")
def test_no_two_of_them_are_the_same(engine: Engine) -> None:
    for hypotheses in engine.translate(TEXTS, beam=4, n_best=4):
        assert len({hypothesis.text for hypothesis in hypotheses}) == 4


@pytest.mark.parametrize(("beam", "n_best"), [(1, 2), (4, 5), (4, 0), (0, 0), (2, -1)])
def test_more_than_the_beam_holds_cannot_be_had(engine: Engine, beam: int, n_best: int) -> None:
    with pytest.raises(ValueError, match=f"{n_best} translations.* beam of {beam}"):
        engine.translate(["plan"], beam=beam, n_best=n_best)


# Held to phrases


def held_to(text: str, phrase: str, engine: Engine) -> tuple[Wish, Constrained]:
    """Return a wish that the translation of a text should have a phrase that it has not."""
    assert isinstance(engine, Constrained)
    draft = engine.translate([text], beam=2)[0][0]
    assert phrase not in draft.text
    return Wish(text, draft, (Phrase(phrase, text.rsplit(maxsplit=1)[-1]),)), engine


def test_a_translation_can_be_led_through_a_phrase_that_it_lacks(engine: Engine) -> None:
    wish, constrained = held_to("Guvernul a anunțat luni un plan nou.", "villages", engine)
    (found,) = constrained.translate_with([wish])
    assert found
    assert all("villages" in hypothesis.text for hypothesis in found)


def test_what_is_led_does_not_depend_on_the_others(engine: Engine) -> None:
    wish, constrained = held_to("Guvernul a anunțat luni un plan nou.", "villages", engine)
    other, _ = held_to("plan nou", "Monday", engine)
    alone = [constrained.translate_with([one])[0] for one in (wish, other)]
    together = constrained.translate_with([wish, other])
    for found, expected in zip(together, alone, strict=True):
        assert_same(found, expected)


def test_what_is_led_has_the_score_of_the_same_words_translated(engine: Engine) -> None:
    """A draft that was cut short goes on to what the whole translation is."""
    text = "Guvernul a anunțat luni un plan nou."
    (whole,) = engine.translate([text])[0]
    ends = [i for i, piece in enumerate(whole.pieces) if piece.startswith("▁a")]
    cut = replace(whole, pieces=whole.pieces[: ends[-1]], aligned=())
    assert isinstance(engine, Constrained)
    ((best, *_),) = engine.translate_with([Wish(text, cut, (Phrase("a new plan", text),))])
    assert_same([best], [whole])


def test_nothing_is_decoded_for_what_is_there(engine: Engine) -> None:
    assert isinstance(engine, Constrained)
    draft = engine.translate(["plan nou"])[0][0]
    wish = Wish("plan nou", draft, (Phrase("plan", "plan"),))
    assert engine.translate_with([wish]) == engine.put_in([wish]) == [[]]


def test_every_token_says_what_it_stands_for(engine: Engine) -> None:
    for text, (best,) in zip(PAIRS, engine.translate(list(PAIRS)), strict=True):
        (source,) = engine.count_tokens([text])
        assert len(best.aligned) == len(best.pieces) == best.tokens
        assert set(best.aligned) <= {-1, *range(source)}


# Scores


def forced(model: Any, pieces: Pieces, text: str, output: Sequence[str]) -> list[float]:
    """Return the log-probability of each token of an output, given the text and those before.

    Padding is a token of the layout and not of the language: it has no part in it.
    """
    import torch

    start = model.config.decoder_start_token_id
    ids = pieces.ids(output)
    with torch.no_grad():
        logits = model(
            input_ids=torch.tensor([pieces.ids(pieces.encode([text])[0])]),
            decoder_input_ids=torch.tensor([[start, *ids[:-1]]]),
        ).logits[0]
    logits[:, model.config.pad_token_id] = -torch.inf
    return [float(row.log_softmax(0)[token]) for row, token in zip(logits, ids, strict=True)]


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("no_repeat", [0, 3])
@pytest.mark.parametrize(("beam", "n_best"), SETTINGS)
def test_a_score_is_the_mean_log_probability_of_the_tokens(
    engine: Engine, trained: Path, beam: int, n_best: int, no_repeat: int
) -> None:
    model, pieces = load_checked(trained), Pieces(trained)
    found = engine.translate(TEXTS, beam=beam, n_best=n_best, no_repeat=no_repeat)
    for text, hypotheses in zip(TEXTS, found, strict=True):
        for hypothesis in hypotheses:
            output = hypothesis.text.split(" ")
            assert hypothesis.tokens == len(output)
            assert hypothesis.complete == (output[-1] == END)
            assert END not in output[:-1]
            expected = sum(forced(model, pieces, text, output)) / len(output)
            assert hypothesis.score == pytest.approx(expected, abs=1e-4)
            assert hypothesis.score <= 0


@pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra")
@pytest.mark.parametrize(("beam", "n_best"), SETTINGS)
def test_the_engines_agree(trained: Path, beam: int, n_best: int) -> None:
    reference, fast = (
        make(kind, trained).translate(TEXTS, beam=beam, n_best=n_best)
        for kind in ("transformers", "ctranslate2")
    )
    for one, other in zip(reference, fast, strict=True):
        assert_same(one, other)


def test_padding_is_never_said(
    kind: str,
    trained: Path,
    tmp_path: Path,
    alone: Mapping[tuple[int, str], list[Hypothesis]],
) -> None:
    """Whatever its logit, which is 0 by its embedding: it is of the layout, not a word."""
    folder = altered(trained, tmp_path / "model", _favour_padding)
    engine = make(kind, folder)
    for beam, n_best in SETTINGS:
        found = engine.translate(TEXTS, beam=beam, n_best=n_best)
        for text, hypotheses in zip(TEXTS, found, strict=True):
            assert_same(hypotheses, alone[beam, text])


def test_the_model_has_no_say_in_how_it_is_decoded(
    kind: str,
    trained: Path,
    tmp_path: Path,
    alone: Mapping[tuple[int, str], list[Hypothesis]],
) -> None:
    folder = Path(shutil.copytree(trained, tmp_path / "model"))
    say = {"num_beams": 3, "min_length": 20, "repetition_penalty": 9.0, "max_length": 5}
    for name in ("config.json", "generation_config.json"):
        path = folder / name
        told = json.loads(path.read_text(encoding="utf-8")) | say | {"forced_eos_token_id": 0}
        path.write_text(json.dumps(told), encoding="utf-8")
    for text, hypotheses in zip(TEXTS, make(kind, folder).translate(TEXTS), strict=True):
        assert_same(hypotheses, alone[1, text])


# Limits


def limit(tokens: int) -> int:
    """Return how many tokens a translation may have: twice the source's and 16, if they fit."""
    return min(2 * tokens + 16, POSITIONS - 1)


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("beam", [1, 3])
def test_what_does_not_end_is_cut_at_its_own_limit(looping: Engine, beam: int) -> None:
    texts = ["plan", "plan nou luni", "plan", " ".join(["desa"] * 15)]
    found = looping.translate(texts, beam=beam)
    for tokens, (best,) in zip(looping.count_tokens(texts), found, strict=True):
        assert not best.complete
        assert best.tokens == len(best.text.split(" ")) == limit(tokens)


def test_the_longest_text_is_taken_and_its_output_fits_the_model(
    kind: str, marian_folder: Path
) -> None:
    engine = make(kind, marian_folder, max_source_tokens=10 * POSITIONS)
    assert engine.max_source_tokens == POSITIONS
    texts = ["." * count for count in range(POSITIONS - 9, POSITIONS + 9)]
    lengths = dict(zip(engine.count_tokens(texts), texts, strict=True))
    ((best,),) = engine.translate([lengths[POSITIONS]])
    assert best.tokens == limit(POSITIONS) == POSITIONS - 1
    with pytest.raises(ValueError, match=f"has {POSITIONS + 1} tokens.*takes {POSITIONS}: cut it"):
        engine.translate([lengths[POSITIONS + 1]])


def test_a_text_over_the_limit_is_refused_and_named(kind: str, trained: Path) -> None:
    engine = make(kind, trained, max_source_tokens=12)
    assert engine.max_source_tokens == 12
    texts = [text for text in TEXTS if engine.count_tokens([text])[0] <= 12]
    over = next(text for text in TEXTS if engine.count_tokens([text])[0] > 12)
    assert len(engine.translate(texts)) == len(texts)
    with pytest.raises(ValueError, match=f"text {len(texts)} has .* takes 12: cut it"):
        engine.translate([*texts, over])


def test_tokens_are_counted_as_transformers_does(looping: Engine, tokenizer: Any) -> None:
    texts = [*SENTENCES, *TEXTS]
    expected = [len(row) for row in tokenizer(texts).input_ids]
    assert looping.count_tokens(texts) == expected


def runs(output: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(output[i : i + length]) for i in range(len(output) - length + 1)]


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("length", [1, 2, 4])
def test_no_run_is_repeated_when_that_is_forbidden(looping: Engine, length: int, beam: int) -> None:
    text = "Senin, Senin, Senin!"
    free, held = (
        runs(looping.translate([text], beam=beam, no_repeat=n)[0][0].text.split(" "), length)
        for n in (0, length)
    )
    assert len(set(free)) < len(free)
    assert len(set(held)) == len(held)


@pytest.mark.parametrize("beam", [1, 4])
def test_what_is_forbidden_to_repeat_does_not_depend_on_the_others(
    engine: Engine, beam: int
) -> None:
    together = engine.translate(TEXTS, beam=beam, n_best=beam, no_repeat=2)
    for text, hypotheses in zip(TEXTS, together, strict=True):
        assert_same(hypotheses, engine.translate([text], beam=beam, n_best=beam, no_repeat=2)[0])


# Load checks

SHARED = "model.shared.weight"
COPIES = (
    "lm_head.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
)
FIRST = "model.encoder.layers.0.fc1.weight"


def altered(
    folder: Path,
    target: Path,
    change: Callable[[Tensors], Tensors] | None = None,
    **configuration: object,
) -> Path:
    """Return a copy of a Marian folder with other tensors and another configuration."""
    from safetensors.torch import load_file, save_file

    shutil.copytree(folder, target)
    if change is not None:
        tensors = change(load_file(target / "model.safetensors"))
        plain = {name: tensor.clone().contiguous() for name, tensor in tensors.items()}
        save_file(plain, target / "model.safetensors", metadata={"format": "pt"})
    path = target / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | configuration
    path.write_text(json.dumps(config), encoding="utf-8")
    return target


def _copied(tensors: Tensors) -> Tensors:
    return tensors | dict.fromkeys(COPIES, tensors[SHARED])


def _without(*names: str) -> Callable[[Tensors], Tensors]:
    return lambda tensors: {name: tensors[name] for name in tensors.keys() - set(names)}


def _scaled(name: str, by: float) -> Callable[[Tensors], Tensors]:
    return lambda tensors: tensors | {name: _copied(tensors)[name] * by}


def _favour_padding(tensors: Tensors) -> Tensors:
    tensors["final_logits_bias"][0, -1] = 50
    return tensors


def _shifted(tensors: Tensors) -> Tensors:
    return tensors | {SHARED: tensors[SHARED] + 1}


def _one_nan(tensors: Tensors) -> Tensors:
    tensors[FIRST][0, 0] = float("nan")
    return tensors


def _reshaped(tensors: Tensors) -> Tensors:
    return tensors | {FIRST: tensors[FIRST][:-1]}


def _another_layer(tensors: Tensors) -> Tensors:
    return tensors | {FIRST.replace("0", "7"): tensors[FIRST]}


LAYOUTS: dict[str, tuple[Callable[[Tensors], Tensors] | None, dict[str, object]]] = {
    "only the shared embedding": (None, {}),
    "the shared embedding and its copies": (_copied, {}),
    "only the copies": (lambda tensors: _without(SHARED)(_copied(tensors)), {}),
    "copies that are not tied": (_copied, {"tie_word_embeddings": False}),
    "half precision": (lambda tensors: {n: t.half() for n, t in tensors.items()}, {}),
}


@pytest.mark.parametrize(("change", "configuration"), LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_of_the_same_model_translates_the_same(
    change: Callable[[Tensors], Tensors] | None,
    configuration: dict[str, object],
    kind: str,
    trained: Path,
    tmp_path: Path,
) -> None:
    folder = altered(trained, tmp_path / "model", change, **configuration)
    found = [best.text for (best,) in make(kind, folder).translate(list(PAIRS))]
    assert found == list(PAIRS.values())


def _silenced(folder: Path, target: Path, fraction: float) -> list[str]:
    """Write a folder whose bias rules pieces out, of those that it never said; return which."""
    pieces = Pieces(folder)
    said = {piece for english in PAIRS.values() for piece in pieces.encode_english(english)}
    others = sorted(json.loads((folder / "vocab.json").read_text("utf-8")).keys() - said - {END})
    ruled_out = others[: int(fraction * len(others))]

    def change(tensors: Tensors) -> Tensors:
        tensors["final_logits_bias"][0, pieces.ids(ruled_out)] = ctranslate2.NEVER
        return tensors

    altered(folder, target, change)
    return ruled_out


@pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra")
def test_pieces_that_the_bias_rules_out_are_no_outputs(trained: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    ruled_out = _silenced(trained, folder, 0.6)
    exact, fast = make("transformers", folder), make("ctranslate2", folder)
    _, *rows = (folder.parent / "model-converted" / "vmap.txt").read_text("utf-8").split("\t")
    said = " ".join(rows).split()
    assert {*said, *ruled_out} == json.loads((folder / "vocab.json").read_text("utf-8")).keys()
    assert not {*said} & {*ruled_out}
    for beam, n_best in SETTINGS:
        found = fast.translate(TEXTS, beam=beam, n_best=n_best)
        expected = exact.translate(TEXTS, beam=beam, n_best=n_best)
        for one, other in zip(found, expected, strict=True):
            assert_same(one[:1], other[:1])
    assert [best.text for (best,) in fast.translate(list(PAIRS))] == list(PAIRS.values())


@pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra")
def test_only_the_pieces_in_the_list_are_outputs(trained: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    _silenced(trained, folder, 0.6)
    source, english = next(iter(PAIRS.items()))
    assert make("ctranslate2", folder).translate([source])[0][0].text == english
    path = folder.parent / "model-converted" / ctranslate2.VOCABULARY
    _, _, listed = path.read_text("utf-8").partition("\t")
    gone = Pieces(folder).encode_english(english)[0]
    path.write_text("\t" + " ".join(one for one in listed.split() if one != gone), "utf-8")
    found = make("ctranslate2", folder).translate([source])[0][0]
    assert gone not in found.pieces
    assert found.text != english


@pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra")
def test_a_model_that_can_say_everything_has_no_list_of_it(trained: Path) -> None:
    make("ctranslate2", trained)
    converted = trained.parent / f"{trained.name}-converted"
    assert converted.is_dir()
    assert not (converted / ctranslate2.VOCABULARY).exists()


def test_the_plain_layout_stores_the_embedding_once(marian_folder: Path) -> None:
    from safetensors import safe_open

    with safe_open(marian_folder / "model.safetensors", framework="pt") as tensors:
        names = set(tensors.keys())
    assert SHARED in names
    assert not names & set(COPIES)


BROKEN: dict[str, tuple[Callable[[Tensors], Tensors] | None, dict[str, object], str]] = {
    "a missing tensor": (_without(FIRST), {}, f"missing.*{FIRST}"),
    "a missing embedding": (_without(SHARED), {}, "missing"),
    "a missing bias": (_without("final_logits_bias"), {}, "missing.*final_logits_bias"),
    "no copies of an embedding that is not tied": (
        None,
        {"tie_word_embeddings": False},
        "missing.*lm_head",
    ),
    "a tensor of another shape": (_reshaped, {}, f"another shape.*{FIRST}"),
    "a layer too many": (_another_layer, {}, r"layers that the configuration.*layers\.7"),
    "a number that is none": (_one_nan, {}, "not a number"),
    "an output layer of its own": (_scaled(COPIES[0], 2), {}, "output layer differs"),
    "an encoder's embedding of its own": (_scaled(COPIES[1], 2), {}, "encoder's embedding differ"),
    "a decoder's embedding of its own": (_scaled(COPIES[2], 2), {}, "differs.*tied"),
    "an embedding of padding": (_shifted, {}, "norm .* `<pad>`.*held at zero"),
    "another start": (None, {"decoder_start_token_id": 0}, "`<pad>`"),
    "another vocabulary": (None, {"vocab_size": 30}, "vocab_size 30.*vocab.json"),
    "another end": (None, {"eos_token_id": 2}, "eos_token_id 2, expected 0"),
    "another padding": (None, {"pad_token_id": 2}, "pad_token_id 2, expected"),
    "two vocabularies": (None, {"share_encoder_decoder_embeddings": False}, "both languages"),
    "another architecture": (None, {"model_type": "bart"}, "model_type 'bart', expected 'marian'"),
}


@pytest.mark.parametrize(("change", "configuration", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_model_that_would_say_garbage_is_refused(
    change: Callable[[Tensors], Tensors] | None,
    configuration: dict[str, object],
    expected: str,
    marian_folder: Path,
    tmp_path: Path,
) -> None:
    folder = altered(marian_folder, tmp_path / "model", change, **configuration)
    with pytest.raises(BrokenModelError, match=expected) as found:
        load_checked(folder)
    assert str(found.value).startswith(f"{folder}: ")
    assert any(advice in str(found.value) for advice in ("fetch or copy", "set it to zero"))


UNREADABLE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "cut in half": ("model.safetensors", lambda content: content[: len(content) // 2]),
    "cut by a byte": ("model.safetensors", lambda content: content[:-1]),
    "empty": ("model.safetensors", lambda _: b""),
    "random bytes": ("model.safetensors", lambda _: bytes(range(256)) * 50),
    "a pickle": ("model.safetensors", lambda _: pickle.dumps(Path("x"))),
    "no configuration": ("config.json", lambda _: b"{}"),
    "half a configuration": ("config.json", lambda content: content[: len(content) // 2]),
    "bytes for a configuration": ("config.json", lambda _: b"\xff\xfe\x00"),
}


@pytest.mark.parametrize(("name", "damage"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused(
    name: str, damage: Callable[[bytes], bytes], marian_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "model"))
    (folder / name).write_bytes(damage((folder / name).read_bytes()))
    with pytest.raises(BrokenModelError, match="fetch or copy the model again") as found:
        load_checked(folder)
    assert str(folder) in str(found.value)


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return open, (str(self.path), "w")


def test_nothing_is_unpickled(marian_folder: Path, tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    folder = Path(shutil.copytree(marian_folder, tmp_path / "model"))
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(sprung)))
    assert load_checked(folder)
    (folder / "model.safetensors").unlink()
    with pytest.raises(BrokenModelError, match="fetch or copy the model again"):
        load_checked(folder)
    assert not sprung.exists()


def test_positions_must_be_known(marian_folder: Path, tmp_path: Path) -> None:
    folder = altered(marian_folder, tmp_path / "model", max_position_embeddings=None)
    with pytest.raises(BrokenModelError, match=r"no max_position_embeddings.*copy the model"):
        CTranslate2Engine(folder, tmp_path, max_source_tokens=10)


# Quiet


def test_loading_shows_nothing_and_leaves_verbosity_as_it_was(
    marian_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    load_checked(marian_folder)
    with pytest.raises(KeyError), silent():
        raise KeyError
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
    assert capfd.readouterr() == ("", "")
