"""Data files that come with the package, such as the default glossary."""
