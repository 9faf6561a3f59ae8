"""Acronyms of the English that stand for others of the source are flagged, translated ones not."""

from __future__ import annotations

import pytest

from reformtext.article import Segment
from reformtext.checking import check_translation
from reformtext.strange_acronyms import find_strange_acronyms
from reformtext.values import Span


@pytest.mark.parametrize(
    ("source", "english", "strange"),
    [
        ("TVA de la 19% crește.", "The televisionA of 19% rises.", "televisionA"),
        ("Conform O.U.G. nr. 156/2025", "Under O.G. No 156/2025", "O.G."),
        ("Podała to wczoraj PAP.", "LAP reported it yesterday.", "LAP"),
        ("Havkraft ASA: Omsetningen øker", "U.S. Havkraft: turnover rises", "U.S."),
        ("Per Hansen (H) sier nei.", "Per Hansen (Hansen) says no.", "(Hansen)"),
        # What English calls otherwise, writes out, or has as it is.
        ("TVA de la 19% crește.", "VAT of 19% rises.", ""),
        ("TVA de la 19% crește.", "The tax of 19% rises.", ""),
        ("Conform O.U.G. nr. 156/2025", "Under GEO No 156/2025", ""),
        ("Conform O.U.G. nr. 156/2025", "Under OUG No 156/2025", ""),
        ("Podała to wczoraj PAP.", "The Polish Press Agency reported it.", ""),
        ("Podała to PAP-u strona.", "The PAP site reported it.", ""),
        ("KPK memeriksa BUMN di Amerika Serikat.", "The KPK asked state firms in the US.", ""),
        ("PKB w UE wzrósł.", "GDP in the EU grew.", ""),
        ("FN og EØS i USA", "The UN and the EEA in the U.S.", ""),
        ("PRAGA, 5 maja. Rząd odmówił.", "PRAGUE, 5 May. The government refused.", ""),
        ("RATUSZ OSTRZEGA MIESZKAŃCÓW", "CITY HALL WARNS THE PEOPLE", ""),
        ("W XIX wieku UE nie było.", "In the 19th century there was no EU.", ""),
        ("Per Hansen (H) sier nei.", "Per Hansen (H) says no.", ""),
        ("Per Hansen (H) sier nei.", "Per Hansen (Conservatives) says no.", ""),
        ("Per Hansen (Ap) og (Hansen)", "Per Hansen (Labour) and (Hansen)", ""),
        ("TSUE orzekł w maju.", "The CJEU ruled in May.", ""),
        ("CEDO a decis.", "The ECHR has decided.", ""),
        ("KE proponuje zmiany.", "The EC proposes changes.", ""),
        ("IHSG ditutup melemah.", "The JCI closed lower.", ""),
        ("Za czasów ZSRR i NRD.", "In the days of the USSR and the GDR.", ""),
        ("ChRL i UE rozmawiają.", "The PRC and the European Union talk.", ""),
        ("FHI sier nei.", "The NIPH says no.", ""),
        ("GUS podał CPI i WK.", "The producer price index (PPI) and CPI, says GUS.", ""),
        ("Pisze o tym PAP: Narodowa Fundacja Nauki płaci.", "The NSF pays, it says.", ""),
        ("Pisze o tym PAP: Narodowa Fundacja płaci.", "The NSF pays, it says.", "NSF"),
        ("Podała to PAP w maju.", "Last autumn LAP reported it.", "LAP"),
        ("Han ringte i går.", "He called the BBC yesterday.", ""),
    ],
)
def test_an_acronym_that_stands_for_another_is_strange(
    source: str, english: str, strange: str
) -> None:
    assert list(find_strange_acronyms(source, english, [])) == ([strange] if strange else [])


def test_what_is_known_to_be_of_the_source_is_not_strange() -> None:
    source, english = "PAP podała wynik OKE.", "PPA gave the result of OKE."
    assert list(find_strange_acronyms(source, english, [])) == ["PPA"]
    assert not list(find_strange_acronyms(source, english, [Span(0, 3)]))


def test_it_is_a_flag_of_strange_names() -> None:
    source = "Conform O.U.G. este interzis."
    (segment,) = Segment.of_lines(source)
    verdict = check_translation(segment, "Under O.G. it is forbidden.", "ro")
    assert "strange names" in verdict.problems
    assert "strange names" not in {check.name for check in verdict.hard}
