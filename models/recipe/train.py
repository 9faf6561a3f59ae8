"""Step 4: train.  ``python models/recipe/train.py --tokens 40e6`` trains, or goes on training, a
MarianMTModel in the work folder; stop it at any time, run it again and it goes on from the last
checkpoint.  The same code runs on CPU and GPU, in bfloat16.

Two helps make a small model learn from little text:

- guided alignment (Chen et al. 2016, "Guided Alignment Training for Topic-Aware Neural Machine
  Translation"): the mean of two cross-attention heads a decoder layer is pulled towards the
  alignment of the lexicon of step 3;
- the output layer scores the English pieces only, which halves its cost; the exported model says
  so by a bias that no other piece can overcome.

The learning rate warms up, then falls in a straight line to zero at ``--tokens``.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from batches import Pairs, pad, stream
from common import END, WORK, load_vocabulary
from lexicon import posterior
from torch.nn import functional
from transformers import MarianConfig, MarianMTModel

GUIDED_HEADS = 2


def build(pieces: int, arguments: argparse.Namespace) -> MarianMTModel:
    """Return a fresh model: Xavier weights, embeddings of variance 1/d, a zero `<pad>` row."""
    config = MarianConfig(
        vocab_size=pieces,
        d_model=arguments.width,
        encoder_layers=arguments.encoder_layers,
        decoder_layers=arguments.decoder_layers,
        encoder_attention_heads=arguments.heads,
        decoder_attention_heads=arguments.heads,
        encoder_ffn_dim=4 * arguments.width,
        decoder_ffn_dim=4 * arguments.width,
        activation_function="relu",
        scale_embedding=True,
        max_position_embeddings=256,
        pad_token_id=pieces - 1,
        eos_token_id=END,
        decoder_start_token_id=pieces - 1,
        forced_eos_token_id=END,
        dropout=arguments.dropout,
    )
    model = MarianMTModel._from_config(config, attn_implementation="eager")
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2 and "embed" not in name and "shared" not in name:
            torch.nn.init.xavier_uniform_(parameter)
    shared = model.model.shared.weight.data
    torch.nn.init.normal_(shared, std=arguments.width**-0.5)
    shared[-1].zero_()
    return model


def seed_sources(model: MarianMTModel, lexicon: torch.Tensor, english: int) -> None:
    """Set the embeddings of source pieces to the lexicon's mixture of English ones."""
    shared = model.model.shared.weight.data
    mixture = lexicon[english:-1].float() @ shared[:english]
    noise = 0.3 * shared[english:-1]
    mixed = functional.normalize(mixture, dim=1) + noise
    shared[english:-1] = functional.normalize(mixed, dim=1)


def losses(
    model: MarianMTModel,
    source: torch.Tensor,
    target: torch.Tensor,
    lexicon: torch.Tensor,
    english: int,
    smoothing: float,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean cross-entropy a token, and the mean guided-alignment loss."""
    padding = model.config.pad_token_id
    shifted = torch.full_like(target, padding)
    shifted[:, 1:] = target[:, :-1]
    output = model.model(
        input_ids=source,
        attention_mask=(source != padding).long(),
        decoder_input_ids=shifted,
        output_attentions=True,
        use_cache=False,
    )
    real = target != padding
    logits = output.last_hidden_state @ model.model.shared.weight[:english].T
    entropy = functional.cross_entropy(
        logits.flatten(0, 1),
        target.masked_fill(~real, -100).flatten(),
        label_smoothing=smoothing,
    )
    aligned = posterior(lexicon, source, target, padding)
    guided = [
        -(aligned * attention[:, :GUIDED_HEADS].float().mean(1).clamp(min=1e-6).log()).sum(-1)[real]
        for attention in output.cross_attentions
    ]
    return entropy, torch.stack([g.mean() for g in guided]).mean()


@torch.no_grad()
def held_out(model: MarianMTModel, batches: list, lexicon: torch.Tensor, english: int) -> float:
    model.eval()
    values = [losses(model, *batch, lexicon, english, 0.0)[0].item() for batch in batches]
    model.train()
    return sum(values) / len(values)


def save(path: Path, model: MarianMTModel, optimiser: torch.optim.Optimizer, state: dict) -> None:
    temporary = path.with_suffix(".partial")
    weights = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "state": state}
    torch.save(weights, temporary)
    temporary.replace(path)
    model.config.save_pretrained(path.parent)


def development(work: Path, padding: int, vocabulary: dict[str, int]) -> list:
    """Return a few batches of the held-out authored pairs."""
    import sentencepiece

    ids = {}
    rows = [
        line.split("\t")
        for path in sorted(work.glob("dev.*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()[::6]
    ]
    for side, name in enumerate(("source", "target")):
        processor = sentencepiece.SentencePieceProcessor(model_file=str(work / f"{name}.spm"))
        pieces = processor.encode([row[side] for row in rows], out_type=str)
        ids[name] = [np.array([vocabulary.get(p, 1) for p in r] + [END]) for r in pieces]
    order = sorted(range(len(rows)), key=lambda i: len(ids["source"][i]))
    groups = [order[i : i + 32] for i in range(0, len(order), 32)]
    return [
        (pad([ids["source"][i] for i in g], padding), pad([ids["target"][i] for i in g], padding))
        for g in groups
    ]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--tokens", type=float, required=True, help="source and target, in all")
    parser.add_argument("--batch", type=int, default=1536, help="padded tokens a side")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--warm-up", type=int, default=600, help="steps")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--encoder-layers", type=int, default=4)
    parser.add_argument("--decoder-layers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=5.0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main() -> None:
    arguments = options()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    work: Path = arguments.work
    vocabulary, english = load_vocabulary(work)
    lexicon = torch.load(work / "lexicon.pt").to(arguments.device)
    model = build(len(vocabulary), arguments)
    seed_sources(model, lexicon.cpu(), english)
    model.to(arguments.device).train()
    optimiser = torch.optim.Adam(model.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9)
    state = {"step": 0, "tokens": 0, "seconds": 0.0}
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        loaded = torch.load(checkpoint, map_location=arguments.device)
        model.load_state_dict(loaded["model"])
        optimiser.load_state_dict(loaded["optimiser"])
        state = loaded["state"]
    padding = len(vocabulary) - 1
    dev = [
        (s.to(arguments.device), t.to(arguments.device))
        for s, t in development(work, padding, vocabulary)
    ]
    random = np.random.default_rng(state["step"])
    saved = started = time.monotonic()
    seconds = state["seconds"]
    seen: list[tuple[float, float]] = []
    for source, target in stream(Pairs(work / "ids.npz"), random, arguments.batch, padding):
        tokens = int((source != padding).sum() + (target != padding).sum())
        rate = arguments.rate * min(
            (state["step"] + 1) / arguments.warm_up,
            max(0.0, 1 - state["tokens"] / arguments.tokens),
        )
        for group in optimiser.param_groups:
            group["lr"] = rate
        guide = max(0.1, 1.0 - state["tokens"] / 15e6)
        with torch.autocast(arguments.device, torch.bfloat16):
            entropy, guided = losses(
                model,
                source.to(arguments.device),
                target.to(arguments.device),
                lexicon,
                english,
                arguments.smoothing,
            )
            loss = entropy + guide * guided
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        # A trained `<pad>` row would start every decoding in CTranslate2 off the mark.
        model.model.shared.weight.grad[padding].zero_()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        state["step"] += 1
        state["tokens"] += tokens
        state["seconds"] = seconds + time.monotonic() - started
        seen.append((entropy.item(), guided.item()))
        if state["step"] % 200 == 0:
            means = np.mean(seen, axis=0)
            seen.clear()
            print(
                f"step {state['step']:,} tokens {state['tokens'] / 1e6:.2f}M "
                f"loss {means[0]:.3f} alignment {means[1]:.3f} rate {rate:.2e} "
                f"{state['tokens'] / state['seconds']:.0f} tokens/s",
                flush=True,
            )
        done = state["tokens"] >= arguments.tokens
        if done or time.monotonic() - saved > 60 * arguments.save_minutes:
            saved = time.monotonic()
            value = held_out(model, dev, lexicon, english)
            print(f"held out: {value:.3f}, perplexity {math.exp(value):.1f}", flush=True)
            save(checkpoint, model, optimiser, state)
            with (work / "log.jsonl").open("a", encoding="utf-8") as handle:
                handle.write(json.dumps({**state, "held_out": value}) + "\n")
        if done:
            break


if __name__ == "__main__":
    main()
