"""The forward pass of training: a MarianMTModel's parameters, in bfloat16, without its overheads.

It computes what the model computes (post-norm encoder and decoder, sinusoidal positions) with the
three projections of an attention as one product and with a loss that never holds the scores of
all positions: about four thirds of the speed of the model's own pass on a CPU.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from transformers import MarianMTModel

CHUNK = 512  # positions whose scores are held at a time
GPU_CHUNK = 16_384  # and on a GPU, which has the memory, and is idle between small products
ROUND = 64  # to a multiple of which positions are filled up: matrix kernels know few shapes


class SmoothedEntropy(torch.autograd.Function):
    """Mean cross-entropy of scores hidden @ weight.T, with label smoothing, chunk by chunk.

    The gradients are computed together with the loss, so that no scores are kept.
    """

    @staticmethod
    def forward(  # noqa: D102 - the interface of torch
        ctx: Any,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        target: torch.Tensor,
        smoothing: float,
    ) -> torch.Tensor:
        count, pieces = len(target), len(weight)
        filled = -count % ROUND  # rows of zeros, which give no gradient
        hidden = functional.pad(hidden, (0, 0, 0, filled))
        target = functional.pad(target, (0, filled))
        narrow = weight.to(hidden.dtype)
        hidden_gradient = torch.empty_like(hidden)
        weight_gradient = torch.zeros_like(weight)
        mean_row = narrow.float().mean(0)
        loss = torch.zeros((), device=hidden.device)
        size = CHUNK if hidden.device.type == "cpu" else GPU_CHUNK
        for start in range(0, len(target), size):
            rows, wanted = hidden[start : start + size], target[start : start + size, None]
            shares = functional.softmax(rows @ narrow.T, dim=1)
            right = (rows.float() * narrow[wanted[:, 0]].float()).sum(1)
            total = right - shares.gather(1, wanted)[:, 0].float().clamp(min=1e-30).log()
            uniform = rows.float() @ mean_row
            each = total - (1 - smoothing) * right - smoothing * uniform
            loss += each[: count - start].sum()
            shares.scatter_add_(1, wanted, shares.new_full(wanted.shape, smoothing - 1))
            shares.sub_(smoothing / pieces)
            hidden_gradient[start : start + size] = shares @ narrow
            weight_gradient += shares.T @ rows
        ctx.save_for_backward(hidden_gradient[:count].div_(count), weight_gradient.div_(count))
        return loss / count

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> Any:  # noqa: D102 - the interface of torch
        hidden_gradient, weight_gradient = ctx.saved_tensors
        return hidden_gradient * gradient, weight_gradient * gradient, None, None


class Forward:
    """The pass of one model.

    Args:
        model: post-norm, with ReLU and embeddings shared by both sides.
        english: how many of the first pieces are scored.
    """

    def __init__(self, model: MarianMTModel, english: int) -> None:
        self._english = english
        self._heads = model.config.encoder_attention_heads
        self._padding = model.config.pad_token_id
        self._dropout = model.config.dropout
        self._shared = model.model.shared.weight
        self._encoder = model.model.encoder
        self._decoder = model.model.decoder
        self._model = model

    def __call__(
        self, source: torch.Tensor, target: torch.Tensor, smoothing: float
    ) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Return the mean cross-entropy a token and each decoder layer's cross-attention."""
        shifted = torch.full_like(target, self._padding)
        shifted[:, 1:] = target[:, :-1]
        real = source != self._padding
        hidden = self._embed(source, self._encoder)
        hidden_from = real[:, None, None, :]
        for layer in self._encoder.layers:
            hidden = self._attend(layer, "self_attn", hidden, None, hidden_from)[0]
            hidden = self._feed(layer, hidden)
        encoded, hidden = hidden, self._embed(shifted, self._decoder)
        length = target.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool, device=target.device).tril()
        attentions = []
        for layer in self._decoder.layers:
            hidden = self._attend(layer, "self_attn", hidden, None, causal)[0]
            hidden, attention = self._attend(layer, "encoder_attn", hidden, encoded, hidden_from)
            attentions.append(attention)
            hidden = self._feed(layer, hidden)
        wanted = (target != self._padding).flatten().nonzero()[:, 0]
        entropy = SmoothedEntropy.apply(
            hidden.flatten(0, 1)[wanted],
            self._shared[: self._english],
            target.flatten()[wanted],
            smoothing,
        )
        return entropy, attentions

    def _embed(self, ids: torch.Tensor, side: torch.nn.Module) -> torch.Tensor:
        width = self._shared.shape[1]
        embedded = functional.embedding(ids, self._shared) * width**0.5
        embedded = embedded + side.embed_positions.weight[: ids.shape[1]]
        return self._dropped(embedded.bfloat16())

    def _dropped(self, hidden: torch.Tensor) -> torch.Tensor:
        return functional.dropout(hidden, self._dropout, self._model.training)

    def _attend(
        self,
        layer: torch.nn.Module,
        name: str,
        hidden: torch.Tensor,
        encoded: torch.Tensor | None,
        allowed: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        block = getattr(layer, name)
        if encoded is None:
            query, key, value = _linear(hidden, block.q_proj, block.k_proj, block.v_proj)
        else:
            (query,) = _linear(hidden, block.q_proj)
            key, value = _linear(encoded, block.k_proj, block.v_proj)
        query, key, value = (self._split(one) for one in (query, key, value))
        scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
        attention = scores.masked_fill(~allowed, -1e4).softmax(-1)
        mixed = (attention @ value).transpose(1, 2).flatten(2)
        (output,) = _linear(mixed, block.out_proj)
        norm = getattr(layer, f"{name}_layer_norm")
        return _normed(hidden + self._dropped(output), norm), attention

    def _split(self, states: torch.Tensor) -> torch.Tensor:
        return states.unflatten(-1, (self._heads, -1)).transpose(1, 2)

    def _feed(self, layer: torch.nn.Module, hidden: torch.Tensor) -> torch.Tensor:
        (inner,) = _linear(hidden, layer.fc1)
        (output,) = _linear(inner.relu(), layer.fc2)
        return _normed(hidden + self._dropped(output), layer.final_layer_norm)


def _linear(hidden: torch.Tensor, *layers: torch.nn.Linear) -> tuple[torch.Tensor, ...]:
    """Return what the layers make of the same input, as one product."""
    weight, bias = (
        torch.cat([getattr(layer, name) for layer in layers]).bfloat16()
        for name in ("weight", "bias")
    )
    output = functional.linear(hidden.flatten(0, 1), weight, bias)
    return output.unflatten(0, hidden.shape[:2]).chunk(len(layers), -1)


def _normed(hidden: torch.Tensor, norm: torch.nn.LayerNorm) -> torch.Tensor:
    return functional.layer_norm(
        hidden, norm.normalized_shape, norm.weight.bfloat16(), norm.bias.bfloat16(), norm.eps
    )
