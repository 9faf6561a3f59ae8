"""The function words of English, which most counts leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reformtext.analysis.tokens import fold_word
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ENGLISH", "stop_word_set"]

ENGLISH: Final = frozenset(
    (
        # articles, demonstratives, quantifiers
        *("a", "an", "the", "this", "that", "these", "those", "all", "any", "both", "each"),
        *("either", "every", "few", "fewer", "less", "many", "more", "most", "much", "neither"),
        *("no", "none", "other", "others", "another", "several", "some", "such", "own", "same"),
        *("enough", "half"),
        # pronouns and possessives
        *("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you"),
        *("your", "yours", "yourself", "yourselves", "he", "him", "his", "himself", "she", "her"),
        *("hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs"),
        *("themselves", "one", "ones", "oneself", "who", "whom", "whose", "which", "what"),
        *("whoever", "whatever", "whichever", "anyone", "anybody", "anything", "everyone"),
        *("everybody", "everything", "someone", "somebody", "something", "nobody", "nothing"),
        # prepositions
        *("about", "above", "across", "after", "against", "along", "among", "amongst", "around"),
        *("as", "at", "before", "behind", "below", "beneath", "beside", "besides", "between"),
        *("beyond", "by", "despite", "down", "during", "except", "for", "from", "in", "inside"),
        *("into", "like", "near", "of", "off", "on", "onto", "out", "outside", "over", "per"),
        *("since", "than", "through", "throughout", "to", "toward", "towards", "under", "until"),
        *("till", "up", "upon", "via", "with", "within", "without"),
        # conjunctions
        *("and", "or", "but", "nor", "if", "unless", "because", "although", "though", "whereas"),
        *("while", "whilst", "whether", "so", "yet"),
        # auxiliaries
        *("am", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had"),
        *("having", "do", "does", "did", "doing", "done", "can", "cannot", "could", "may"),
        *("might", "must", "ought", "shall", "should", "will", "would"),
        # adverbs that stand for a place, time, degree, question or negation
        *("here", "there", "where", "when", "why", "how", "now", "then", "again", "once", "ever"),
        *("never", "always", "often", "already", "still", "also", "too", "very", "just", "only"),
        *("even", "quite", "rather", "almost", "not", "else", "thus", "hence", "therefore"),
        *("however", "further", "wherever", "whenever"),
        # contractions
        *("i'm", "i've", "i'd", "i'll", "you're", "you've", "you'd", "you'll", "he's", "he'd"),
        *("he'll", "she's", "she'd", "she'll", "it's", "it'd", "it'll", "we're", "we've", "we'd"),
        *("we'll", "they're", "they've", "they'd", "they'll", "that's", "that'll", "there's"),
        *("here's", "what's", "who's", "who'd", "who'll", "where's", "how's", "let's", "isn't"),
        *("aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "doesn't", "don't"),
        *("didn't", "won't", "wouldn't", "shan't", "shouldn't", "can't", "couldn't", "mustn't"),
        *("mightn't", "needn't"),
    )
)
"""English function words in lower case: closed word classes alone, in British spelling.

Words of content stay, however frequent: ``said``, ``new`` and ``year`` are none of these.
"""


def stop_word_set(stop_words: bool | Iterable[str] | None, side: str) -> frozenset[str]:
    """Return the words to leave out as they are counted, with straight apostrophes.

    Args:
        stop_words: True for the English list, None or False for none, or the words.
        side: ``english`` or ``source``.

    Raises:
        CorpusError: for True on the source side, or for a single text.
    """
    if isinstance(stop_words, str):
        raise CorpusError(
            f"stop words are True or a collection of words, not the one text {stop_words!r:.60}"
        )
    if stop_words is True:
        if side != "english":
            raise CorpusError(
                "stop_words=True is the English list; for the source give a collection of words"
            )
        return ENGLISH
    return frozenset(fold_word(word, side) for word in stop_words or ())
