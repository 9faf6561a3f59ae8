"""Numbers within other words of a source."""

from __future__ import annotations

import pytest

from reformtext.quantities.word_traces import may_say


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("czteroletni labrador", 4, "pl"),
        ("jedenastogodzinne rozmowy", 11, "pl"),
        ("dwudziestoczteroletni kierowca", 24, "pl"),
        ("warte milion dolarów", 1_000_000, "pl"),
        ("fireetasjes bygning", 4, "no"),
        ("to dusin sykepleiere", 24, "no"),
        ("keempat direktur", 4, "id"),
        ("bersembilan orang", 9, "id"),
        ("o duzină de pensionari", 12, "ro"),
        ("la ora nouă", 9, "ro"),
        ("fyrtio hus", 7, "sv"),
        ("Belasan orang", 12, "id"),
        ("Kilkanaście osób", 12, "pl"),
        ("Pół roku później", 6, "pl"),
        ("Halvannet år", 18, "no"),
        ("et døgn", 24, "no"),
        ("un trimestru", 3, "ro"),
        ("V etap wyścigu", 5, "pl"),
    ],
)
def test_a_word_may_say_a_number(text: str, value: int, code: str) -> None:
    assert may_say(text, value, code)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("dwanaście skarg", 13, "pl"),
        ("kilkanaście tysięcy osób", 14_000, "pl"),
        ("to hundre og femti tusen", 53, "no"),
        ("to hundre og femti tusen", 253, "no"),
        ("banyak pedagang", 13, "id"),
        ("mulți oameni", 5, "ro"),
        ("", 3, "ro"),
        ("Polska dobrze rośnie, większość", 6, "pl"),
        ("Polska dobrze rośnie, większość", 24, "pl"),
    ],
)
def test_no_word_says_it(text: str, value: int, code: str) -> None:
    assert not may_say(text, value, code)
