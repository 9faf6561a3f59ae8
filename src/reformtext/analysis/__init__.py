"""Counting, finding and comparing in the texts of a corpus; reached through its methods."""
