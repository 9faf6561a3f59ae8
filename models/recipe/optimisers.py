"""Muon for the matrices of the layers, Adam for embeddings, norms and biases.

Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"; the scaling of its
steps to the size of Adam's is that of Liu et al. 2025, "Muon is Scalable for LLM Training".
"""

from __future__ import annotations

from typing import Any

import torch


class Optimisers:
    """Both optimisers as one.

    Args:
        model: its parameters that want gradients are trained.
        rate: peak learning rate of the matrices.
        embedding_rate: peak learning rate of the rest.
    """

    def __init__(self, model: torch.nn.Module, rate: float, embedding_rate: float) -> None:
        wanted = {n: p for n, p in model.named_parameters() if p.requires_grad}
        inner = {n for n, p in wanted.items() if p.dim() == 2 and "shared" not in n}
        self._peaks = (rate, embedding_rate)
        self._both = (
            torch.optim.Muon(
                [p for n, p in wanted.items() if n in inner],
                lr=rate,
                weight_decay=0.0,
                adjust_lr_fn="match_rms_adamw",
            ),
            torch.optim.Adam(
                [p for n, p in wanted.items() if n not in inner],
                lr=embedding_rate,
                betas=(0.9, 0.98),
                eps=1e-9,
                fused=True,
            ),
        )

    def step(self, factor: float) -> None:
        """Take one step at this share of the peak rates."""
        for optimiser, peak in zip(self._both, self._peaks, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = peak * factor
            optimiser.step()

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for optimiser in self._both:
            optimiser.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, Any]]:
        """Return what a checkpoint holds of them."""
        return [optimiser.state_dict() for optimiser in self._both]

    def load_state_dict(self, states: list[dict[str, Any]]) -> None:
        """Go on from a checkpoint."""
        for optimiser, state in zip(self._both, states, strict=True):
            optimiser.load_state_dict(state)
        for group in self._both[1].param_groups:
            group["fused"] = True
