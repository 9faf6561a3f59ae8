"""Sentences whose figures, names and terms are known, made of templates and a seeded chance.

What fills a slot is drawn here with its value and its English; nothing is read back from the
sentence.  No two slots of a sentence share a figure, so that each is there or is not.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

from fidelity_slots import DRAWS, Filled, Table
from fidelity_truth import TEMPLATES, Truth, figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LANGUAGES", "Sentence", "generate", "read_templates"]

LANGUAGES = ("id", "pl", "no", "ro")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its true English, and what both say."""

    language: str
    source: str
    english: str
    truths: tuple[Truth, ...]
    field: str = ""


@cache
def read_templates() -> Mapping[str, Any]:
    """Return the templates and the words that fill them."""
    with TEMPLATES.open("rb") as file:
        return tomllib.load(file)


@cache
def _glossary() -> Mapping[str, Any]:
    text = (files("reformtext.data") / "glossary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def generate(language: str, count: int, seed: int = 1) -> list[Sentence]:
    """Return so many sentences of a language: every template in turn, in a drawn order.

    The same arguments give the same sentences, and a smaller count the first of them.
    """
    chance = random.Random(f"{seed}/{language}")  # noqa: S311 - nothing here is secret
    table = Table(language, read_templates(), _glossary())
    sentences: list[Sentence] = []
    while len(sentences) < count:
        templates = list(read_templates()["template"])
        chance.shuffle(templates)
        sentences += [_fill(template, table, chance) for template in templates]
    return sentences[:count]


def _fill(template: Mapping[str, Any], table: Table, chance: random.Random) -> Sentence:
    while True:
        slots = {
            key: DRAWS[kind](table, chance, *options)
            for key, (kind, *options) in _kinds(template).items()
        }
        if _distinct(list(slots.values())):
            break
    english = {key: chance.choice(slot.truth.english) for key, slot in slots.items()}
    source = template[table.language].format(**slots)
    return Sentence(
        table.language,
        source[0].upper() + source[1:],
        template["en"].format(**english),
        tuple(slot.truth for slot in slots.values()),
        template["field"],
    )


def _kinds(template: Mapping[str, Any]) -> dict[str, list[str]]:
    return {key: kind.split() for key, kind in template["slots"].items()}


def _distinct(slots: Sequence[Filled]) -> bool:
    return all(
        one.truth.value != other.truth.value and figures(one.truth).isdisjoint(figures(other.truth))
        for one, other in combinations(slots, 2)
    )
