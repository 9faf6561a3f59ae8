"""Measurements: ``python -m benchmarks`` compares speeds; the other files are scripts."""
