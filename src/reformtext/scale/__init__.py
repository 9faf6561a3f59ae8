"""The same pipeline on many processes, cores, GPUs and machines, by Ray Data.

::

    import reformtext as rt

    rt.scale.normalise("s3://news/2025/*.parquet", "s3://news/english", workers=64)

``inputs`` finds the files and puts them in an order; ``staging`` reads them into chunks of
articles; ``working`` is an actor that turns a chunk into a part; ``running`` puts it together.
"""

from reformtext.scale.running import Outcome, normalise

__all__ = ["Outcome", "normalise"]
