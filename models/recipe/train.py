"""Step 5: train.

``python models/recipe/train.py --tokens 40e6`` trains, or goes on training, a MarianMTModel in the
work folder; stop it at any time, run it again and it goes on from the last checkpoint.  The same
code runs on CPU and GPU, in bfloat16.

Two helps make a small model learn from little text:

- guided alignment (Chen et al. 2016, "Guided Alignment Training for Topic-Aware Neural Machine
  Translation"): the mean of two cross-attention heads a decoder layer is pulled towards the
  alignment of the lexicon of step 3;
- the output layer scores the English pieces only, which halves its cost; the exported model says
  so by a bias that no other piece can overcome.

The learning rate warms up, stays, and falls in a straight line to zero over the last part of
``--tokens``, where the text is drawn by the weights of the last phase, news first; a run that is to
go on is given more tokens before it comes there.  The weights of the last saves are kept beside the
checkpoint: their average is what step 6 exports.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from batches import Pairs, Stream, Subwords, pad
from common import END, WORK, exported, load_vocabulary, need, whole
from forward import Forward
from lexicon import posterior
from optimisers import Optimisers
from torch.nn import functional
from torch.utils.data import DataLoader
from transformers import MarianConfig, MarianMTModel
from vocabulary import encode, load_processors

if TYPE_CHECKING:
    from collections.abc import Iterator

Batch = tuple[torch.Tensor, torch.Tensor]

GUIDED_HEADS = 2
GUIDED_TOKENS = 15e6  # over which the weight of a new model's alignment loss falls to LAST_GUIDE
LAST_GUIDE = 0.1
KEPT_SAVES = 8


def configuration(pieces: int, arguments: argparse.Namespace, *, resumed: bool) -> MarianConfig:
    """Return what the model is: as that of the checkpoint or the start, or as is asked for."""
    if resumed or arguments.start:
        folder = arguments.work if resumed else arguments.start
        return MarianConfig.from_pretrained(folder, dropout=arguments.dropout)
    return MarianConfig(
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


def build(config: MarianConfig) -> MarianMTModel:
    """Return a fresh model: Xavier weights, embeddings of variance 1/d, a zero `<pad>` row."""
    model = MarianMTModel(config)
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2 and "embed" not in name and "shared" not in name:
            torch.nn.init.xavier_uniform_(parameter)
    shared = model.model.shared.weight.data
    torch.nn.init.normal_(shared, std=config.d_model**-0.5)
    shared[-1].zero_()
    return model


def seed_sources(model: MarianMTModel, lexicon: torch.Tensor, english: int) -> None:
    """Set the embeddings of source pieces to the lexicon's mixture of English ones."""
    shared = model.model.shared.weight.data
    mixture = lexicon[english:-1].float() @ shared[:english]
    noise = 0.3 * shared[english:-1]
    mixed = functional.normalize(mixture, dim=1) + noise
    shared[english:-1] = functional.normalize(mixed, dim=1)


def guided_loss(
    attentions: list[torch.Tensor], aligned: torch.Tensor, real: torch.Tensor
) -> torch.Tensor:
    """Return how far the first heads of each decoder layer are from the lexicon's alignment."""
    each = [
        -(aligned * attention[:, :GUIDED_HEADS].float().mean(1).clamp(min=1e-6).log()).sum(-1)
        for attention in attentions
    ]
    return torch.stack([one[real].mean() for one in each]).mean()


def development(work: Path, padding: int, vocabulary: dict[str, int]) -> list:
    """Return a few batches of the held-out authored pairs."""
    processors = load_processors(work)
    rows = [
        line.split("\t")
        for path in sorted(work.glob("dev.*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()[::6]
    ]
    sides = [
        encode(processors[name], vocabulary, [row[side] for row in rows])
        for side, name in enumerate(("source", "target"))
    ]
    order = sorted(range(len(rows)), key=lambda i: len(sides[0][i]))
    groups = [order[i : i + 32] for i in range(0, len(order), 32)]
    return [
        tuple(pad([np.array(ids[i]) for i in group], padding) for ids in sides) for group in groups
    ]


class Trainer:
    """A model in training, with all that a checkpoint holds."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.work: Path = arguments.work
        vocabulary, english = load_vocabulary(self.work)
        self.padding = len(vocabulary) - 1
        lexicon = torch.load(need(self.work / "lexicon.pt", "lexicon.py"))
        resumed = (self.work / "checkpoint.pt").exists()
        if not resumed and (saves := sorted(self.work.glob("weights-*.pt"))):
            raise SystemExit(
                f"{self.work} has no checkpoint.pt but saves of a training before, "
                f"{saves[0].name}: remove them, or train in another folder"
            )
        self.model = build(configuration(len(vocabulary), arguments, resumed=resumed))
        seed_sources(self.model, lexicon, english)
        if arguments.start:
            self.model.load_state_dict(exported(arguments.start))
        self.model.to(arguments.device).train()
        self.lexicon = lexicon.to(arguments.device)
        self.forward = Forward(self.model, english)
        self.optimiser = Optimisers(self.model, arguments.rate, arguments.embedding_rate)
        self.state = {"step": 0, "tokens": 0, "seconds": 0.0}
        self.dev = development(self.work, self.padding, vocabulary)
        if resumed:
            self._resume()
        self.model.config.save_pretrained(self.work)

    def _resume(self) -> None:
        loaded = torch.load(self.work / "checkpoint.pt", map_location=self.arguments.device)
        self.model.load_state_dict(loaded["model"])
        self.optimiser.load_state_dict(loaded["optimiser"])
        self.state = loaded["state"]

    def factor(self) -> float:
        """Return the share of the peak learning rates for the next step."""
        falling = max(0.0, self._left() / self.arguments.decay)
        return min(1.0, (self.state["step"] + 1) / self.arguments.warm_up, falling)

    def _left(self) -> float:
        return 1 - self.state["tokens"] / self.arguments.tokens

    def _guide(self) -> float:
        """Return the weight of the alignment loss: a model to begin with has learnt to align."""
        begun = GUIDED_TOKENS if self.arguments.start else self.state["tokens"]
        return max(LAST_GUIDE, 1.0 - begun / GUIDED_TOKENS)

    def _last_phase(self) -> bool:
        return self._left() < self.arguments.decay

    def step(self, batch: Batch) -> torch.Tensor:
        """Take one step; return the cross-entropy and the alignment loss, on the device."""
        source, target = (side.to(self.arguments.device) for side in batch)
        entropy, attentions = self.forward(source, target, self.arguments.smoothing)
        aligned = posterior(self.lexicon, source, target, self.padding)
        guided = guided_loss(attentions, aligned, target != self.padding)
        self.optimiser.zero_grad()
        (entropy + self._guide() * guided).backward()
        # A trained `<pad>` row would start every decoding in CTranslate2 off the mark.
        self.model.model.shared.weight.grad[self.padding].zero_()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step(self.factor())
        self.state["step"] += 1
        self.state["tokens"] += sum(int((side != self.padding).sum()) for side in batch)
        return torch.stack([entropy.detach(), guided.detach()])

    @torch.no_grad()
    def held_out(self) -> float:
        """Return the cross-entropy a token on the development lines."""
        self.model.eval()
        moved = ([side.to(self.arguments.device) for side in batch] for batch in self.dev)
        values = [self.forward(source, target, 0.0)[0].item() for source, target in moved]
        self.model.train()
        return sum(values) / len(values)

    def save(self) -> None:
        """Write the checkpoint, whole, and a line of the log."""
        value = self.held_out()
        print(f"held out: {value:.3f}, perplexity {math.exp(value):.1f}", flush=True)
        everything = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "state": self.state,
        }
        with whole(self.work / "checkpoint.pt") as part:
            torch.save(everything, part)
        self._keep_weights()
        with (self.work / "log.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(json.dumps({**self.state, "held_out": value}) + "\n")

    def _record(self) -> None:
        """Add the options of this run, and the step that it begins with, to ``options.jsonl``."""
        row = {"step": self.state["step"], **vars(self.arguments)}
        with (self.work / "options.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(row, default=str) + "\n")

    def _keep_weights(self) -> None:
        weights = {name: value.half() for name, value in self.model.state_dict().items()}
        with whole(self.work / f"weights-{self.state['step']:07d}.pt") as part:
            torch.save(weights, part)
        for old in sorted(self.work.glob("weights-*.pt"))[:-KEPT_SAVES]:
            old.unlink()

    def batches(self) -> Iterator[Batch]:
        """Yield batches without end, from the last phase on by its weights."""
        pairs = Pairs(need(self.work / "train.npz", "variants.py"))
        longest = int(max(pairs.source_lengths.max(), pairs.target_lengths.max()))
        subwords = Subwords(self.work, self.arguments.subwords, longest)
        while True:
            last = self._last_phase()
            stream = Stream(
                pairs,
                subwords,
                tokens=self.arguments.batch,
                padding=self.padding,
                seed=self.state["step"],
                last=last,
            )
            for batch in DataLoader(stream, batch_size=None, num_workers=self.arguments.workers):
                yield batch
                if self._last_phase() != last:
                    break

    def run(self) -> None:
        """Train until the tokens are spent or a signal comes; save now and then and at the end."""
        if self.state["tokens"] >= self.arguments.tokens:
            return
        self._record()
        seen: list[torch.Tensor] = []
        saved, now = self.state["tokens"], time.monotonic()
        told: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: told.append(number))
        for batch in self.batches():
            seen.append(self.step(batch))
            self.state["seconds"] += time.monotonic() - now
            now = time.monotonic()
            if self.state["step"] % 200 == 0:
                self._tell(*torch.stack(seen).mean(0).tolist())
                seen.clear()
            done = bool(told) or self.state["tokens"] >= self.arguments.tokens
            if done or self.state["tokens"] - saved >= self.arguments.save_tokens:
                saved = self.state["tokens"]
                self.save()
            if done:
                return

    def _tell(self, entropy: float, guided: float) -> None:
        tokens = self.state["tokens"]
        print(
            f"step {self.state['step']:,} tokens {tokens / 1e6:.2f}M loss {entropy:.3f} "
            f"alignment {guided:.3f} rate {self.factor():.2f} "
            f"{tokens / self.state['seconds']:.0f} tokens/s",
            flush=True,
        )


def share(text: str) -> float:
    """Return a share of a whole, more than nothing."""
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: give a number over 0, at most 1")
    return value


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--start", type=Path, help="an exported model to begin with")
    parser.add_argument("--tokens", type=float, required=True, help="source and target, in all")
    parser.add_argument("--batch", type=int, default=3072, help="padded tokens a side")
    parser.add_argument("--rate", type=float, default=3e-3, help="peak, of the matrices")
    parser.add_argument("--embedding-rate", type=float, default=2e-3, help="peak, of the rest")
    parser.add_argument("--warm-up", type=int, default=150, help="steps")
    parser.add_argument("--decay", type=share, default=0.3, help="share of the tokens, at the end")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--subwords", type=float, default=0.0, help="share in other pieces")
    parser.add_argument("--width", type=int, default=256, help="this and the next of a new model")
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--encoder-layers", type=int, default=4)
    parser.add_argument("--decoder-layers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--save-tokens", type=float, default=2e6, help="between two saves")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main() -> None:
    arguments = options()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    Trainer(arguments).run()


if __name__ == "__main__":
    main()
