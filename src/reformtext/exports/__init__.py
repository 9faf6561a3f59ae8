"""Ways of taking a corpus away: tables, text, TMX, XLIFF, TEI, spaCy, a data card.

They are one-way, but for data sets: what ``Corpus.write`` writes is what can be read back.
"""
