"""How one language writes quantities: the words and marks of its numbers, dates and times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "ANYWHERE",
    "NO_NUMERALS",
    "Guard",
    "Numerals",
    "hours",
    "inflected",
    "meanings",
    "numbered_months",
    "numbers",
    "words",
]


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a word that has another meaning too is a number.

    Words are lower case; an empty string stands for no word: the end of a line, a comma, a digit.

    Attributes:
        after: the words that it must follow; empty: any.
        before: the words that it must precede; empty: any.
        not_after: the words that it must not follow.
        not_before: the words that it must not precede.
        sure_before: the words before which it is one, whatever else holds.
        opens: whether it may stand first, before another word.
    """

    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    sure_before: frozenset[str] = frozenset()
    opens: bool = True

    def allows(self, previous: str, following: str) -> bool:
        """Return whether the word is a number between these two words."""
        return following in self.sure_before or (
            (not self.after or previous in self.after)
            and (not self.before or following in self.before)
            and previous not in self.not_after
            and following not in self.not_before
            and (self.opens or bool(previous) or not following)
        )


_HOURS = 12

ANYWHERE = Guard()
"""The guard of a word that means one thing."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """What the reading and writing of quantities must know of one language.

    Words are lower case.  A word that begins with a hyphen is joined to the digits:
    ``17-procentowy``.

    Attributes:
        locale: the CLDR locale of number signs and month names.
        months: every form of a month's name, with its number.
        magnitudes: word → power of ten (``juta``: 6).
        written_magnitudes: power of ten → the word that is written.
        cardinals: word → number, from two up; ``one`` is 1 and counts only before a greater word.
        ordinals: word → number.
        units: word → symbol or ISO 4217 code; what stands behind a number.
        prefixes: the units that may stand before the number (``Rp``), spelled as they are written.
        guarded_units: those of them that mean it only before a regular expression (``t`` is hours
            before ``45 min``).
        coins: those that mean it only behind a regular expression (``gr``), and not behind a year.
        below_zero: words behind a number that is below zero → the unit (``minusgrader``).
        whole_amounts: the currency of an amount with a dash for its coins (``1299,-``).
        amounts: what is short for a magnitude behind an amount with such a unit (``Rp 5 M``).
        written_units: symbol or code → the words that are written, where it is not the symbol.
        ordinal_pattern: a regular expression with the number, digits or Roman, as group ``n``.
        written_ordinal: how one is written, with ``{}`` for the digits.
        decade_pattern: a regular expression with the year, or its last two digits, as group ``n``.
        written_decade: how one is written, with ``{}`` for the year.
        aged: a regular expression of what stands before a decade of a life (``his``).
        approximate: a regular expression of what is joined to an approximate number (``-an``).
        roughly: words before a number that say that it is one already.
        decades: a decade in words, as far as it is the same in all forms, with its year in the
            century.
        spelled_decade: a regular expression with ``{}``, for any of these words, as group ``n``.
        comma_groups: whether texts often group with the comma, against the custom.
        added_hundreds: whether a number goes on below a thousand behind it (``3 tys. 250``).
        roman_months: whether the month of a date may be a Roman numeral (``1 I 2026``).
        roman_before: beginnings of the words before which a Roman numeral is an ordinal.
        roman_after: beginnings of the words after which it is.
        clock: words before a time.
        sure_clock: those of them before four digits without a sign (``kl 1432``).
        loose_clock: words before a time with minutes; before other numbers as well.
        clock_ending: a regular expression of what hours end with behind a word of either (``-ej``).
        from_clock: words before a time that is told in quarters of an hour (``od 8.00``).
        until: what joins the two ends of a stretch of time.
        between: words before two times that a conjunction joins.
        day_parts: words behind a time → ``morning``, ``noon``, ``afternoon``, ``evening`` or
            ``night``.
        timed: words before a lap time (``czasem 13.45,67``).
        spoken_times: times told from an hour, which ``{}`` stands for → minutes from it
            (``halv {}``: -30).
        sure_times: those of them that are nothing else, whatever stands around them.
        spoken_hours: words for the hour there.
        before_spoken: prepositions before such a time, whatever follows (``før halv ni``).
        spoken_after_clock: whether these are times behind a word of ``clock`` only.
        and_half: what adds a half to the number before it (``i pół``).
        one_and_half: words for 1.5 (``półtora``).
        half: what stands before a magnitude for half of it (``pół miliona``).
        after_half: a regular expression of what follows a half that is of no noun behind it.
        halved: nouns that may stand between a number and its half (``doi ani și jumătate``), with
            their English.
        numbering: words, without a stop, before digits that name something (``nr 5312``).
        conjunctions: what else joins two times or Roman numerals.
        multipliers: words that multiply the number before them (``puluh``: 10).
        teens: words that add ten to the number before them (``belas``).
        joiners: words within a compound (``douăzeci și nouă``).
        number_prefixes: what is put before a numeral to make another word of it (``ketiga``).
        joined_thousands: whether they stand behind thousands as well (``to tusen og førti``).
        leading_magnitudes: magnitudes that begin a compound (``milion trzysta tysięcy``).
        ordinal_articles: words that a spelled ordinal must follow, and that belong to it.
        linker: the word between a number and its noun (``25 de lei``).
        before_year: words between a month and its year.
        of_years: words before a year behind which a dash is the sentence's (``i 2024,- sier hun``).
        after_year: words behind the year of a date that belong to it.
        time_words: what stands in a time beside months, weekdays, ordinals and figures, where the
            word for "year" is abbreviated (``na początku 2025 r.``).
        weekdays: names of the days of the week, as they stand before a date in brackets.
        date_prepositions: words that make a date of an ambiguous month's name after a day.
        after_dates: words behind such a name that make a date of it.
        not_months: words behind such a name with which it is no month (``mai mult``).
        guards: word → where it is a number, for words that have another meaning.
    """

    locale: str
    months: Mapping[str, int]
    magnitudes: Mapping[str, int]
    written_magnitudes: Mapping[int, str]
    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    written_units: Mapping[str, str]
    ordinal_pattern: str
    written_ordinal: str
    decade_pattern: str
    written_decade: str
    aged: str = "(?!)"
    approximate: str = ""
    roughly: frozenset[str] = frozenset()
    decades: Mapping[str, int] = field(default_factory=dict)
    spelled_decade: str = "(?!){}"
    comma_groups: bool = False
    prefixes: Mapping[str, str] = field(default_factory=dict)
    guarded_units: Mapping[str, str] = field(default_factory=dict)
    coins: Mapping[str, str] = field(default_factory=dict)
    below_zero: Mapping[str, str] = field(default_factory=dict)
    whole_amounts: str = ""
    amounts: Mapping[str, int] = field(default_factory=dict)
    added_hundreds: bool = False
    roman_months: bool = False
    roman_before: frozenset[str] = frozenset()
    roman_after: frozenset[str] = frozenset()
    clock: frozenset[str] = frozenset()
    sure_clock: frozenset[str] = frozenset()
    loose_clock: frozenset[str] = frozenset()
    clock_ending: str = "(?!)"
    from_clock: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    day_parts: Mapping[str, str] = field(default_factory=dict)
    numbering: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()
    spoken_times: Mapping[str, int] = field(default_factory=dict)
    sure_times: frozenset[str] = frozenset()
    spoken_hours: Mapping[str, int] = field(default_factory=dict)
    before_spoken: frozenset[str] = frozenset()
    spoken_after_clock: bool = False
    and_half: frozenset[str] = frozenset()
    one_and_half: frozenset[str] = frozenset()
    half: frozenset[str] = frozenset()
    after_half: str = ""
    halved: Mapping[str, str] = field(default_factory=dict)
    conjunctions: frozenset[str] = frozenset()
    multipliers: Mapping[str, int] = field(default_factory=dict)
    teens: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    number_prefixes: frozenset[str] = frozenset()
    joined_thousands: bool = False
    leading_magnitudes: frozenset[str] = frozenset()
    ordinal_articles: frozenset[str] = frozenset()
    linker: str = ""
    before_year: frozenset[str] = frozenset()
    of_years: frozenset[str] = frozenset()
    after_year: frozenset[str] = frozenset()
    time_words: frozenset[str] = frozenset()
    weekdays: frozenset[str] = frozenset()
    date_prepositions: frozenset[str] = frozenset()
    after_dates: frozenset[str] = frozenset()
    not_months: frozenset[str] = frozenset()
    guards: Mapping[str, Guard] = field(default_factory=dict)


NO_NUMERALS = Numerals(
    locale="en",
    months={},
    magnitudes={},
    written_magnitudes={},
    cardinals={},
    ordinals={},
    units={},
    written_units={},
    ordinal_pattern=r"(?!)(?P<n>)",
    written_ordinal="{}",
    decade_pattern=r"(?!)(?P<n>)",
    written_decade="{}",
)
"""Of a language of which nothing is known: digits are all that it has."""


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``, parted by white space."""
    return frozenset(text.split())


def meanings(table: str) -> dict[str, str]:
    """Return form → meaning of lines such as ``USD: dolar AS, dolar``.

    A form with a full stop at its end is an abbreviation: it is there without it as well.
    """
    rows = (line.split(":", 1) for line in table.strip().splitlines())
    read = {form.strip(): meaning.strip() for meaning, forms in rows for form in forms.split(",")}
    return {form.removesuffix("."): meaning for form, meaning in read.items()} | read


def hours(table: Mapping[str, int]) -> dict[str, int]:
    """Return the words of a table of numbers that may be an hour, 1 to 12."""
    return {word: number for word, number in table.items() if 1 <= number <= _HOURS}


def numbers(table: str) -> dict[str, int]:
    """Return form → number of lines such as ``2: dwa, dwie``."""
    return {form: int(number) for form, number in meanings(table).items()}


def numbered_months(table: str) -> dict[str, int]:
    """Return form → number of twelve lines, January first, with the forms of one month each."""
    lines = table.strip().splitlines()
    return {form: number for number, line in enumerate(lines, 1) for form in line.split()}


def inflected(stems: Mapping[str, int], endings: Iterable[str]) -> dict[str, int]:
    """Return every stem with every ending, with the number of the stem."""
    forms = tuple(endings)
    return {stem + ending: number for stem, number in stems.items() for ending in forms}
