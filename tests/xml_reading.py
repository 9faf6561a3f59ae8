"""Reading the XML of exports: validated, and with what XML cannot hold put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS = Path(__file__).parent / "schemas"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def parsed(path: Path, schema: Any) -> Any:
    """Return the root of a file that a schema of lxml finds valid."""
    tree = etree.parse(str(path), _PARSER)
    assert schema.validate(tree), f"{schema.error_log}\n{path.read_text(encoding='utf-8')[:2000]}"
    return tree.getroot()


def text_of(element: Any, stand_ins: Mapping[str, str]) -> str:
    """Return the text within an element.

    Args:
        element: of lxml.
        stand_ins: the elements that stand for a character, each with the attribute that says
            which: a code point, with ``U+`` before it or without.
    """
    name = etree.QName(element).localname
    if name in stand_ins:
        return chr(int(element.get(stand_ins[name]).removeprefix("U+"), 16))
    parts = [element.text or ""]
    for child in element:
        parts += [text_of(child, stand_ins), child.tail or ""]
    return "".join(parts)
