"""What is counted together: the groups that the texts of a corpus belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformtext.arguments import listed
from reformtext.errors import CorpusError
from reformtext.text import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]

__all__ = ["Groups", "unit_articles"]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Names of groups, and which of them every text belongs to.

    Attributes:
        names: of the groups, each once.
        unit: of every unit of the tokens the position of its group, shape (units,).
        by: what the groups were made by, as it is to be called.
    """

    names: tuple[str, ...]
    unit: Ints
    by: str

    @classmethod
    def of_articles(cls, ids: tuple[str, ...], tokens: Tokens) -> Groups:
        """Return every article as a group, in their order."""
        return cls(ids, unit_articles(tokens), "article")

    @classmethod
    def of_units(cls, names: Sequence[str]) -> Groups:
        """Return every unit as a group, by their names."""
        import numpy as np

        return cls(tuple(names), np.arange(len(names)), "segment")

    @classmethod
    def of_labels(cls, labels: Sequence[str], tokens: Tokens, by: str) -> Groups:
        """Return the groups of articles by their labels, in the order of their names.

        Args:
            labels: one an article of the corpus that ``tokens`` are of.
            tokens: whose units are grouped.
            by: what the labels are.
        """
        import numpy as np

        names = tuple(sorted(set(labels)))
        position = {name: i for i, name in enumerate(names)}
        of_article = np.fromiter((position[label] for label in labels), np.int64, len(labels))
        return cls(names, of_article[unit_articles(tokens)], by)

    def __len__(self) -> int:
        return len(self.names)

    def sizes(self, units: Ints) -> Ints:
        """Return how many of what stands in these units each group has, shape (groups,)."""
        import numpy as np

        return np.bincount(self.unit[units], minlength=len(self.names))

    def positions(self, wanted: object) -> Ints:
        """Return the positions of groups by the name of one, or by several names.

        Raises:
            CorpusError: when there is no such group; the message names the closest.
        """
        import numpy as np

        known = {name: i for i, name in enumerate(self.names)}
        chosen = list(map(str, listed(wanted)))
        for name in chosen:
            if name not in known:
                raise CorpusError(
                    f"no group {name!r} among those by {self.by}; {suggestion(name, self.names)}"
                )
        return np.array(sorted({known[name] for name in chosen}), dtype=np.int64)


def unit_articles(tokens: Tokens) -> Ints:
    """Return of every unit the position of its article, shape (units,)."""
    import numpy as np

    return np.fromiter((unit.article for unit in tokens.units), np.int64, len(tokens.units))
