"""``python -m reformtext`` is the command ``reformtext``."""

from reformtext.cli import main

main(prog_name="reformtext")
