"""What fills the slots of the benchmark's templates: drawn by chance, its value known."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fidelity_truth import ENGLISH, Truth

if TYPE_CHECKING:
    import random

__all__ = ["DRAWS", "Filled", "Table"]

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_THOUSAND = 1000
_HARDLY_ROUND = 20  # from here on, Romanian links number and noun
_MANY = (0, 5, 6, 7, 8, 9)  # last digits after which a Polish noun is in the genitive plural
_NOON = 12
_LAST_MONTH, _LAST_DAY = 12, 28
_POWERS = {"million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Filled:
    """What fills a slot: how the language writes it, in one form or several, and the truth."""

    truth: Truth
    text: str
    forms: Mapping[str, str] = field(default_factory=dict)

    def __format__(self, form: str) -> str:
        return self.forms.get(form, self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """The words of a language, the other tables of the template file, and the glossary."""

    language: str
    data: Mapping[str, Any]
    glossary: Mapping[str, Any]

    @property
    def words(self) -> Mapping[str, Any]:
        """How the language writes figures."""
        return self.data["words"][self.language]  # type: ignore[no-any-return]  # of the file

    def fits(self, number: int) -> bool:
        """Return whether the plural that templates have behind a number is right with this one."""
        if self.words["counts"] == "pl":
            return number % 10 in _MANY
        if self.words["counts"] == "ro":
            return number % 100 >= _HARDLY_ROUND or number % 100 == 0
        return True

    def number(self, number: Decimal | int, chance: random.Random) -> str:
        """Return a number as newspapers in the language write it."""
        whole, _, part = str(number).partition(".")
        group = chance.choice(self.words["group"])
        grouped = f"{int(whole):,}".replace(",", group)
        return f"{grouped},{part}" if part else grouped


Draw = Callable[..., Filled]


def _english(number: Decimal | int) -> str:
    return f"{number:,}"


def _drawn(table: Table, chance: random.Random, lowest: int, highest: int) -> int:
    """Return a whole number that the templates' plural fits; small ones as likely as great."""
    while True:
        number = int(math.exp(chance.uniform(math.log(lowest), math.log(highest + 1))))
        if table.fits(number) and lowest <= number <= highest:
            return number


def _decimal(chance: random.Random, lowest: int, highest: int, most_places: int = 2) -> Decimal:
    """Return a number with one or two decimals, the last of them no zero."""
    places = chance.randint(1, most_places)
    last = Decimal(chance.randint(1, 9)).scaleb(-places)
    front = Decimal(chance.randrange(lowest * 10 ** (places - 1), highest * 10 ** (places - 1)))
    return front.scaleb(1 - places) + last


def _count(table: Table, chance: random.Random, lowest: str, highest: str) -> Filled:
    number = _drawn(table, chance, int(lowest), int(highest))
    truth = Truth("integer", str(number), english=(_english(number),))
    return Filled(truth, table.number(number, chance))


def _decimals(table: Table, chance: random.Random) -> Filled:
    number = _decimal(chance, 1, 19)
    truth = Truth("decimal", str(number), english=(str(number),))
    return Filled(truth, table.number(number, chance))


def _percent_value(chance: random.Random) -> Decimal:
    if chance.random() < 1 / 3:
        return Decimal(chance.randint(2, 99))
    return _decimal(chance, 1, 99)


def _percent(table: Table, chance: random.Random) -> Filled:
    number = _percent_value(chance)
    english = (f"{number}%", f"{number} percent", f"{number} per cent")
    text = chance.choice(table.words["percent"]).format(table.number(number, chance))
    return Filled(Truth("percentage", str(number), "%", english), text)


def _percent_range(table: Table, chance: random.Random) -> Filled:
    first, last = sorted((_percent_value(chance), _percent_value(chance)))
    both = table.words["range"][0].format(*(table.number(n, chance) for n in (first, last)))
    english = (f"{first}–{last}%", f"{first}-{last} percent", f"{first} to {last} per cent")
    text = chance.choice(table.words["percent"]).format(both)
    return Filled(Truth("range", f"{first}/{last}", "%", english), text)


def _range(table: Table, chance: random.Random, lowest: str, highest: str) -> Filled:
    last = _drawn(table, chance, int(lowest) + 20, int(highest))
    first = chance.randint(int(lowest), last - 2)
    english = (f"{first}–{last}", f"{first}-{last}", f"{first} to {last}")
    text = chance.choice(table.words["range"]).format(first, last)
    return Filled(Truth("range", f"{first}/{last}", english=english), text)


def _years(table: Table, chance: random.Random) -> Filled:
    del table
    first = chance.randint(1995, 2026)
    last = first + chance.randint(2, 10)
    dash = chance.choice("–-")
    english = (f"{first}–{last}", f"{first}-{last}")
    return Filled(Truth("range", f"{first}/{last}", english=english), f"{first}{dash}{last}")


def _ordinal(table: Table, chance: random.Random) -> Filled:
    number = chance.randint(2, 30)
    forms = {key: form.format(n=number) for key, form in table.words["ordinal"].items()}
    return Filled(_nth(number), forms["m"], forms)


def _session(table: Table, chance: random.Random) -> Filled:
    number = chance.randint(3, 30)
    text = table.words["session"].format(n=number, roman=_roman(number))
    return Filled(_nth(number), text)


def _nth(number: int) -> Truth:
    teens = range(11, 20)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    spelled = tuple(ENGLISH["ordinals"][number : number + 1])
    words = (_roman(number),) if number > 1 else ()
    return Truth("ordinal", str(number), "", (f"{number}{ending}", *spelled), words)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += times * letters
    return text


def _scaled(table: Table, chance: random.Random, name: str) -> tuple[Decimal, str, str]:
    """Return a number of millions and so on, its text and its English."""
    form = 0
    number = _decimal(chance, 1, 9)
    if chance.random() < 1 / 3:
        number, form = Decimal(_drawn(table, chance, 25, 900)), 1
    text = f"{table.number(number, chance)} {table.words[name][form]}"
    return number.scaleb(_POWERS[name]), text, f"{number} {name}"


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def _magnitude(table: Table, chance: random.Random) -> Filled:
    value, text, english = _scaled(table, chance, "million")
    forms = (english, f"{int(value):,}")
    return Filled(Truth("magnitude", _plain(value), "", forms), text)


def _money(table: Table, chance: random.Random) -> Filled:
    value, text, english = _scaled(table, chance, chance.choice(list(_POWERS)))
    return _priced(table, chance, value, text, english)


def _price(table: Table, chance: random.Random) -> Filled:
    number = _drawn(table, chance, 25, 950) * chance.choice((1, _THOUSAND))
    text = table.number(number, chance)
    return _priced(table, chance, Decimal(number), text, _english(number))


def _priced(table: Table, chance: random.Random, value: Decimal, text: str, english: str) -> Filled:
    code = chance.choice(sorted(table.words["currencies"]))
    currency = table.data["currencies"][code]
    forms = tuple(form.format(english) for form in currency["english"])
    truth = Truth("money", _plain(value), code, forms, tuple(currency["words"]))
    return Filled(truth, chance.choice(table.words["currencies"][code]).format(text))


def _month_name(month: int) -> str:
    return str(ENGLISH["months"][month - 1])


def _month_forms(table: Table, month: int, text: str) -> dict[str, str]:
    months = table.words["months"]
    return {
        form: text.format(months.get(form, months["gen"])[month - 1]) for form in ("gen", "loc")
    }


def _day_of(table: Table, chance: random.Random) -> tuple[int, int, str]:
    month, day = chance.randint(1, _LAST_MONTH), chance.randint(1, _LAST_DAY)
    return month, day, f"{table.words['day'].format(day)} {table.words['months']['gen'][month - 1]}"


def _date(table: Table, chance: random.Random) -> Filled:
    month, day, text = _day_of(table, chance)
    year, name = chance.randint(1990, 2026), _month_name(month)
    english = (f"{day} {name} {year}", f"{name} {day}, {year}")
    return Filled(Truth("date", f"{year}-{month:02}-{day:02}", "", english), f"{text} {year}")


def _day(table: Table, chance: random.Random) -> Filled:
    month, day, text = _day_of(table, chance)
    english = (f"{day} {_month_name(month)}", f"{_month_name(month)} {day}")
    return Filled(Truth("partial date", f"--{month:02}-{day:02}", "", english), text)


def _month(table: Table, chance: random.Random) -> Filled:
    month, year = chance.randint(1, _LAST_MONTH), chance.randint(1990, 2026)
    forms = _month_forms(table, month, f"{{}} {year}")
    truth = Truth("partial date", f"{year}-{month:02}", "", (f"{_month_name(month)} {year}",))
    return Filled(truth, forms["gen"], forms)


def _year(table: Table, chance: random.Random) -> Filled:
    del table
    year = str(chance.randint(1950, 2026))
    return Filled(Truth("partial date", year, "", (year,)), year)


def _time(table: Table, chance: random.Random) -> Filled:
    hour, minute = chance.randint(6, 22), 5 * chance.randrange(12)
    text = f"{hour}{chance.choice(table.words['time'])}{minute:02}"
    half = "p.m." if hour >= _NOON else "a.m."
    english = (f"{hour}:{minute:02}", f"{hour % _NOON or _NOON}:{minute:02} {half}")
    return Filled(Truth("time", f"{hour}:{minute:02}", "", english), text)


def _identifier(kind: str) -> Draw:
    def draw(table: Table, chance: random.Random) -> Filled:
        form = chance.choice(table.data["identifiers"][kind])
        text = form.format(
            n=chance.randint(2, 190),
            year=chance.randint(2000, 2026),
            long=chance.randint(1100, 29999),
            digit=chance.randint(1, 9),
        )
        return Filled(Truth(kind, text, "", (text,)), text)

    return draw


def _name(table: Table, chance: random.Random, group: str) -> Filled:
    names = table.data["names"]
    if group == "person" and chance.random() < 1 / 2:
        name = " ".join(chance.choice(names[part]) for part in ("family", "middle", "given"))
    else:
        name = chance.choice(names["foreign" if group == "person" else group])
    return Filled(Truth("name", name, "", (name,)), name)


def _term(table: Table, chance: random.Random, group: str) -> Filled:
    terms = table.data["terms"][group]
    concept = chance.choice(sorted(terms))
    entry = table.glossary[concept]
    truth = Truth("term", concept, "", (entry["english"],), tuple(entry.get("also", ())))
    return Filled(truth, terms[concept][table.language])


DRAWS: dict[str, Draw] = {
    "count": _count,
    "date": _date,
    "day": _day,
    "decimal": _decimals,
    "decree": _identifier("decree"),
    "magnitude": _magnitude,
    "money": _money,
    "month": _month,
    "name": _name,
    "ordinal": _ordinal,
    "percent": _percent,
    "percent_range": _percent_range,
    "price": _price,
    "range": _range,
    "session": _session,
    "standard": _identifier("standard"),
    "term": _term,
    "time": _time,
    "year": _year,
    "years": _years,
}
