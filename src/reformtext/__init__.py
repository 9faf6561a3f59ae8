"""Reformtext: a folder of articles in, one normalised English corpus out."""

__version__ = "0.1.0"
