"""The cache on disk: what comes back is what was kept, and it is never worth an error."""

from __future__ import annotations

import logging
import math
import sqlite3
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reformtext as rt
from reformtext.article import Article
from reformtext.cache import Cache
from reformtext.decoding import Decoded, Search
from reformtext.engines import Hypothesis
from reformtext.errors import FormatError, RunError
from reformtext.memory import Memory
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.windows import FIRST_WINDOWS, LANES

ENGINE = "digest@scripted-1/64"
SEARCH = Search(4, 4)
BEST = Hypothesis(
    "Łódź — “a \U0001f600 house”.", -0.1 - 2**-40, 5, True, ("▁Łódź", "⟦n0⟧", "</s>"), (0, -1, 3)
)
SECOND = Hypothesis("", -math.inf, 1, False)
DECODED = Decoded((BEST, SECOND))
HOUR = 3600


def whole(decoded: Decoded) -> list[tuple[object, ...]]:
    """Return all of the hypotheses, with what their comparison leaves out; floats bit for bit."""
    return [
        (h.text, h.score.hex(), h.tokens, h.complete, h.pieces, h.aligned)
        for h in decoded.hypotheses
    ]


def keep(cache: Cache, text: str, window: int | None = None, decoded: Decoded = DECODED) -> None:
    cache.keep(ENGINE, {SEARCH: {text: decoded}}, window)


def texts_in(cache: Cache, *texts: str, window: int | None = None) -> set[str]:
    return set(cache.recall(ENGINE, texts, SEARCH, window))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "segments.sqlite"


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, logger="reformtext")
    return caplog


def test_what_was_kept_comes_back_in_another_process(path: Path) -> None:
    first = Cache(path)
    keep(first, "teks")
    assert whole(first.recall(ENGINE, ["teks"], SEARCH, None)["teks"]) == whole(DECODED)
    first.close()
    found = Cache(path).recall(ENGINE, ["teks", "lain"], SEARCH, None)
    assert found == {"teks": DECODED}
    assert whole(found["teks"]) == whole(DECODED)


hypotheses = st.builds(
    Hypothesis,
    st.text(),
    st.floats(allow_nan=False),
    st.integers(0, 10**9),
    st.booleans(),
    st.lists(st.text(), max_size=4).map(tuple),
    st.lists(st.integers(-1, 600), max_size=4).map(tuple),
)


@settings(deadline=None, max_examples=20)
@given(st.dictionaries(st.text(), st.lists(hypotheses, min_size=1, max_size=4), max_size=4))
def test_any_hypotheses_come_back_bit_for_bit(rows: dict[str, list[Hypothesis]]) -> None:
    decoded = {text: Decoded(tuple(row)) for text, row in rows.items()}
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder) / "cache.sqlite")
        cache.keep(ENGINE, {SEARCH: decoded}, None)
        found = cache.recall(ENGINE, list(rows), SEARCH, None)
        cache.close()
    assert {text: whole(one) for text, one in found.items()} == {
        text: whole(one) for text, one in decoded.items()
    }


@pytest.mark.parametrize(
    ("engine", "search", "text"),
    [
        ("other", SEARCH, "teks"),
        (ENGINE, replace(SEARCH, beam=5), "teks"),
        (ENGINE, replace(SEARCH, n_best=1), "teks"),
        (ENGINE, replace(SEARCH, no_repeat=4), "teks"),
        (ENGINE, SEARCH, "Teks"),
        (ENGINE, SEARCH, "teks "),
        (f"{ENGINE}\0", SEARCH, "teks"),
    ],
)
def test_the_key_holds_all_that_shapes_a_translation(
    path: Path, engine: str, search: Search, text: str
) -> None:
    cache = Cache(path)
    keep(cache, "teks")
    assert cache.recall(engine, [text], search, None) == {}
    assert texts_in(cache, "teks") == {"teks"}


def test_failures_are_not_kept(path: Path) -> None:
    cache = Cache(path)
    cache.keep(ENGINE, {SEARCH: {"good": DECODED, "bad": Decoded(reason="out of order")}}, None)
    assert texts_in(cache, "good", "bad") == {"good"}


def test_nothing_is_kept_of_an_engine_that_does_not_say_who_it_is(path: Path) -> None:
    cache = Cache(path)
    cache.keep("", {SEARCH: {"teks": DECODED}}, None)
    assert cache.recall("", ["teks"], SEARCH, None) == {}
    engine = ScriptedEngine()
    for _ in range(2):
        rt.normalise(["Ya."], model=ScriptedModel(engine), language="id", cache=cache)
    assert engine.calls.count(["Ya."]) == 2


def test_more_texts_than_a_query_takes(path: Path) -> None:
    cache = Cache(path)
    texts = [str(number) for number in range(1234)]
    cache.keep(ENGINE, {SEARCH: dict.fromkeys(texts, DECODED)}, None)
    assert texts_in(cache, *texts, "none") == set(texts)


def test_lone_surrogates_are_texts_too(path: Path) -> None:
    cache = Cache(path)
    odd = Decoded((replace(BEST, text="\ud800"),))
    keep(cache, "\udfff", decoded=odd)
    assert cache.recall(ENGINE, ["\udfff"], SEARCH, None) == {"\udfff": odd}


def test_the_default_is_a_file_in_the_cache_folder(cache: Path) -> None:
    assert Cache().path == cache / "segments.sqlite"


def distinct(number: int) -> Decoded:
    return Decoded((replace(BEST, text=f"{number:x}" * 400, pieces=(str(number**40),)),))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    now = [1_000_000]
    monkeypatch.setattr("reformtext.cache.time.time", lambda: float(now[0]))
    return now


def test_the_file_stays_within_its_size(path: Path, clock: list[int]) -> None:
    limit = 200_000
    cache = Cache(path, max_bytes=limit)
    sizes = []
    for batch in range(40):
        clock[0] += 1
        texts = {f"{batch}/{i}": distinct(batch * 100 + i) for i in range(100)}
        cache.keep(ENGINE, {SEARCH: texts}, None)
        sizes.append(path.stat().st_size)
    cache.close()
    assert max(sizes) > limit / 2
    assert path.stat().st_size <= limit
    newest = Cache(path)
    assert texts_in(newest, "39/99", "0/0") == {"39/99"}


def test_one_write_that_is_larger_than_the_file_may_be(path: Path) -> None:
    cache = Cache(path, max_bytes=50_000)
    cache.keep(ENGINE, {SEARCH: {str(i): distinct(i) for i in range(3000)}}, None)
    cache.close()
    assert path.stat().st_size <= 50_000


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_used_last_is_dropped_last(path: Path, clock: list[int], reopened: bool) -> None:
    cache = Cache(path, max_bytes=1 << 30)
    texts = [str(i) for i in range(100)]
    for i, text in enumerate(texts):
        clock[0] += 10
        keep(cache, text, decoded=distinct(i))
    clock[0] += 2 * HOUR
    assert texts_in(cache, "0", "7") == {"0", "7"}
    cache.close()
    clock[0] += 2 * HOUR
    small = Cache(path, max_bytes=1) if reopened else cache
    small._max_bytes = max(1, path.stat().st_size // 2)
    keep(small, "new", decoded=distinct(100))
    left = texts_in(small, *texts, "new")
    assert {"0", "7", "new", "99"} <= left
    dropped = [text for text in texts if text not in left]
    assert dropped == [text for text in texts if text not in {"0", "7"}][: len(dropped)]
    assert 10 < len(dropped) < 90


def test_a_windowed_cache_shows_what_ended_for_certain(path: Path) -> None:
    cache = Cache(path, windowed=True)
    numbers = range(12)
    for number in numbers:
        keep(cache, str(number), number)
    for number in numbers:
        seen = texts_in(cache, *map(str, numbers), window=number)
        assert seen == {str(n) for n in numbers if n <= number - LANES or n == number}


def test_of_two_windows_the_earlier_counts_but_the_own_most(path: Path) -> None:
    cache = Cache(path, windowed=True)
    by_window = {n: Decoded((replace(BEST, text=f"of {n}"),)) for n in (1, 2, 3, 6)}
    for number in (6, 2, 3, 1):
        keep(cache, "teks", number, by_window[number])

    def seen(window: int) -> list[str]:
        found = cache.recall(ENGINE, ["teks"], SEARCH, window).values()
        return [one.hypotheses[0].text for one in found]

    expected = {0: [], 1: ["of 1"], 2: ["of 2"], 3: ["of 3"], 4: ["of 1"], 6: ["of 6"]}
    assert {window: seen(window) for window in expected} == expected


def test_what_was_kept_first_stays(path: Path) -> None:
    cache = Cache(path)
    keep(cache, "teks")
    keep(cache, "teks", decoded=Decoded((SECOND,)))
    assert cache.recall(ENGINE, ["teks"], SEARCH, None) == {"teks": DECODED}


def test_a_shared_cache_shows_everything_to_every_window(path: Path) -> None:
    cache = Cache(path)
    for number in range(4):
        keep(cache, str(number), number)
    assert texts_in(cache, *"0123", window=0) == set("0123")


@pytest.mark.parametrize("windowed", [False, True])
def test_a_broken_cache_is_begun_anew(
    path: Path, warnings: pytest.LogCaptureFixture, windowed: bool
) -> None:
    keep(Cache(path), "before")
    path.write_bytes(path.read_bytes()[:16] + b"\x93" * 20_000)
    Path(f"{path}-wal").unlink(missing_ok=True)
    cache = Cache(path, windowed=windowed)
    assert texts_in(cache, "teks") == set()
    keep(cache, "teks")
    assert texts_in(cache, "teks") == {"teks"}
    (record,) = warnings.records
    assert "is broken" in record.getMessage()
    assert str(path) in record.getMessage()


def test_a_file_that_was_never_a_cache_is_set_aside(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_text("my notes", encoding="utf-8")
    keep(Cache(path), "teks")
    assert "is broken" in warnings.text
    assert Path(f"{path}.broken").read_text(encoding="utf-8") == "my notes"
    assert texts_in(Cache(path), "teks") == {"teks"}


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (column)")
    connection.close()
    with pytest.raises(FormatError, match="is no cache: found a database with mine"):
        Cache(path)


@pytest.mark.parametrize("given", [True, "cache.sqlite"])
def test_what_is_no_cache_cannot_be_given(given: object) -> None:
    with pytest.raises(TypeError, match=r"cache takes a reformtext\.Cache, not"):
        Memory(cache=given)  # type: ignore[arg-type]  # wrong on purpose


def test_what_cannot_be_packed_is_logged_and_done_without(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    cache = Cache(path)
    keep(cache, "odd", decoded=Decoded((replace(BEST, tokens=object()),)))  # type: ignore[arg-type]
    assert "done without" in warnings.text
    assert texts_in(cache, "odd") == set()


def test_a_value_of_another_shape_is_logged_and_done_without(
    path: Path, warnings: pytest.LogCaptureFixture
) -> None:
    cache = Cache(path)
    keep(cache, "teks")
    with sqlite3.connect(path) as connection:
        packed = zlib.compress(b"[1]")
        connection.execute("UPDATE decoded SET value = ?", [packed])
    connection.close()
    assert texts_in(cache, "teks") == set()
    assert "done without" in warnings.text


def test_a_run_is_told_of_a_cache_that_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Cache(path, windowed=True), "teks", 0)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(RunError, match="cannot be written"):
        texts_in(Cache(path, windowed=True), "teks", window=0)


def test_remove_leaves_nothing(path: Path) -> None:
    cache = Cache(path, windowed=True)
    keep(cache, "teks", 0)
    cache.remove()
    assert list(path.parent.iterdir()) == []
    cache.remove()
    keep(cache, "teks", 0)  # it is opened anew
    assert texts_in(cache, "teks", window=0) == {"teks"}


class Named(ScriptedEngine):
    identity = "named-1"


def test_nothing_is_decoded_twice_and_the_corpus_is_the_same(path: Path) -> None:
    count = FIRST_WINDOWS[0]  # in one window, which knows all that it has decoded
    texts = [f"Desa nomor {n} ada di sana. Warga tinggal di sana." for n in range(count)]
    articles = [Article(str(n), text) for n, text in enumerate(texts)]

    def script(text: str) -> str:
        return " ".join(["The village is", *filter(str.isdigit, text.split()), "over there now."])

    def run(cache: Cache | None) -> tuple[rt.Corpus, int]:
        engine = Named(script)
        done = rt.normalise(articles, model=ScriptedModel(engine), language="id", cache=cache)
        return done, sum(map(len, engine.calls))

    plain, decoded = run(None)
    assert decoded >= count + 1
    first, again = run(Cache(path)), run(Cache(path))
    assert (first[0], first[1]) == (plain, decoded)
    assert (again[0], again[1]) == (plain, 0)
