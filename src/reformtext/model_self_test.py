"""Whether a model still translates as it did when that was recorded."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from reformtext.errors import BrokenModelError
from reformtext.storage import cache_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from reformtext.engines import Engine

__all__ = ["self_test"]

LEAST_ALIKE = 0.6
"""Of the words of the self-test's translations, the share that must be as recorded."""

_CANARIES = {
    "id": ("Pemerintah mengumumkan rencana baru pada hari Senin.", "Ada 25 desa di provinsi ini."),
    "no": ("Regjeringen la fram en ny plan mandag.", "Det er 25 kommuner i provinsen."),
    "pl": ("Rząd ogłosił w poniedziałek nowy plan.", "W prowincji jest 25 gmin."),
    "ro": ("Guvernul a anunțat luni un plan nou.", "În provincie sunt 25 de comune."),
}


def self_test(engine: Engine, folder: Path, digest: str, languages: tuple[str, ...]) -> None:
    """Translate a few sentences and compare with what the model said when it was recorded.

    The embedded model carries its record; another model's is written on its first use, so that
    a change of library version that breaks it is noticed.  Another processor may round its way
    to another word here and there; garbage has hardly a word in common with the record.

    Raises:
        BrokenModelError: when less than ``LEAST_ALIKE`` of the words are as recorded, naming the
            sentence that differs most, and both translations.
    """
    shipped = folder / "canaries.json"
    own = cache_folder() / "canaries" / f"{digest}-{engine.name}-{'-'.join(languages)}.json"
    if not shipped.is_file() and not own.is_file():
        sentences = [sentence for code in languages for sentence in _CANARIES[code]]
        record = dict(zip(sentences, _greedy(engine, sentences), strict=True))
        write_whole(own, json.dumps(record, ensure_ascii=False, indent=1))
        return
    path = shipped if shipped.is_file() else own
    record = _read_record(path)
    if not record:
        return
    said = dict(zip(record, _greedy(engine, list(record)), strict=True))
    alike = {sentence: _alike(said[sentence], record[sentence]) for sentence in record}
    if sum(alike.values()) < LEAST_ALIKE * len(alike):
        worst = min(alike, key=lambda sentence: alike[sentence])
        raise BrokenModelError(
            f"{folder} fails its self-test with {engine.name}: {worst!r} became "
            f"{said[worst]!r}, recorded was {record[worst]!r}; a library it runs on has changed "
            f"what it computes: use the versions of constraints.txt, or delete {path} if the "
            "new translation is right"
        )


def _alike(one: str, other: str) -> float:
    """Return the share of words that two translations have in common, in order: 0 to 1."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _read_record(path: Path) -> dict[str, str]:
    """Return what was recorded: sentences with their translations."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise BrokenModelError(
            f"{path} is not a record of sentences and translations, a JSON object: delete it to "
            "have one written on the next use"
        )
    return record


def _greedy(engine: Engine, sentences: list[str]) -> list[str]:
    return [hypotheses[0].text for hypotheses in engine.translate(sentences)]
