"""Ray: a cluster that is there, or one on this machine for as long as it is needed."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reformtext.errors import MissingExtraError, ModelError, ReformtextError, TranslationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

__all__ = ["Needs", "call", "check_installed", "cluster", "spread", "work"]

Row = dict[str, Any]

_MOST_BLOCKS = 10_000  # what Ray Data schedules one by one; beyond, several rows go together


@dataclass(frozen=True, slots=True)
class Needs:
    """What actors take of a cluster.

    Attributes:
        workers: how many actors; None: as many as there is room for.
        cpus: of each, in cores.
        gpus: of each; a half lets two share one.
        progress: whether Ray Data shows its bars and says what it does.

    Raises:
        ValueError: for less than one worker or core, or less than no GPU.
    """

    workers: int | None
    cpus: int
    gpus: float
    progress: bool

    def __post_init__(self) -> None:
        for name, value, least in (
            ("workers", self.workers, 1),
            ("cpus_per_worker", self.cpus, 1),
            ("gpus_per_worker", self.gpus, 0),
        ):
            if value is not None and value < least:
                raise ValueError(f"{name} must be at least {least}, not {value}")


def check_installed() -> None:
    """Raise MissingExtraError unless Ray Data can be imported."""
    _ray()


def _ray() -> ModuleType:
    try:
        import ray.data
    except ImportError as error:
        raise MissingExtraError("ray", "ray", "scaling out") from error
    module: ModuleType = ray
    return module


@contextmanager
def cluster(needs: Needs) -> Iterator[None]:
    """Hold a connection to the cluster that there is, else to one on this machine, then ended.

    Raises:
        ModelError: when a cluster was started here and this machine has no room for an actor.
    """
    ray = _ray()
    if ray.is_initialized():
        yield
        return
    address = os.environ.get("RAY_ADDRESS", "local")  # else any that runs here would be taken
    ray.init(
        address=address,
        include_dashboard=False,
        configure_logging=False,
        logging_level=logging.ERROR,
        log_to_driver=needs.progress,
    )
    try:
        if address == "local" and not _room(needs):
            raise ModelError(
                f"an actor of {needs.cpus} cores and {needs.gpus:g} GPUs does not fit into this "
                f"machine, in which Ray finds {ray.cluster_resources()}: ask for less, or call "
                "ray.init(address=...) before, to use a cluster"
            )
        yield
    finally:
        ray.shutdown()


def call(function: Callable[..., Any], *arguments: object, needs: Needs) -> Any:
    """Return what a function returns where an actor could be.

    Raises:
        ReformtextError: what the function raised, if it is one; else TranslationError.
    """
    ray = _ray()
    remote = ray.remote(num_cpus=needs.cpus, num_gpus=needs.gpus)(function)
    with _causes():
        return ray.get(remote.remote(*arguments))


def spread(rows: Sequence[Row], function: Callable[..., Any], needs: Needs, **options: Any) -> Any:
    """Return all rows that a function makes of each row, in tasks, as something to iterate over.

    The rows stay in Ray's object store, and may be iterated over again.
    """
    with _causes(), _quiet(needs.progress):
        return _Rows(_dataset(rows, needs).flat_map(function, fn_kwargs=options).materialize())


def work(rows: Sequence[Row], worker: type[Any], argument: object, needs: Needs) -> Iterable[Row]:
    """Return the row that actors make of each row, in any order."""
    ray = _ray()
    size = min(needs.workers or max(_room(needs), 1), len(rows))
    pool = ray.data.ActorPoolStrategy(
        size=size,
        # A GPU is done with a row before the next one could arrive; a core is busy for long, and
        # a row that waits for it could be with another.
        max_tasks_in_flight_per_actor=2 if needs.gpus else 1,
    )
    with _causes(), _quiet(needs.progress):
        # iter_rows would leave a thread behind when a task fails, and that thread the actors.
        told = _dataset(rows, needs).map(
            worker,
            compute=pool,
            fn_constructor_args=(argument,),
            num_cpus=needs.cpus,
            num_gpus=needs.gpus,
        )
        return _Rows(told.materialize())


class _Rows:
    """The rows of a data set, to be iterated over more than once."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    def __iter__(self) -> Iterator[Row]:
        rows: Iterable[Row] = self._dataset.iter_rows()
        return iter(rows)


def _dataset(rows: Sequence[Row], needs: Needs) -> Any:
    dataset = _ray().data.from_items(list(rows), override_num_blocks=min(len(rows), _MOST_BLOCKS))
    context = dataset.context  # a copy: the caller's stays as it is
    context.enable_progress_bars = context.print_on_execution_start = needs.progress
    return dataset


def _room(needs: Needs) -> int:
    """Return how many actors the cluster has room for, as it is now."""
    there = _ray().cluster_resources()
    room = there.get("CPU", 0) // needs.cpus
    if needs.gpus:
        room = min(room, there.get("GPU", 0) // needs.gpus)
    return int(room)


@contextmanager
def _quiet(progress: bool) -> Iterator[None]:
    """Keep Ray Data's notes from the console, unless progress is to be seen; warnings pass."""
    handlers = [] if progress else logging.getLogger("ray.data").handlers
    levels = [(handler, handler.level) for handler in handlers if handler.name == "console"]
    for handler, level in levels:
        handler.setLevel(max(level, logging.WARNING))
    try:
        yield
    finally:
        for handler, level in levels:
            handler.setLevel(level)


@contextmanager
def _causes() -> Iterator[None]:
    """Raise what went wrong in a task, where Ray can tell, or that the run was broken off."""
    errors = _ray().exceptions
    try:
        yield
    except errors.RayError as error:
        _let_go(error)
        cause = getattr(error, "cause", None)
        if isinstance(cause, ReformtextError):
            raise cause from error
        raise TranslationError(
            "not everything could be read and translated: a task failed, and the error above this "
            "one says why; what is done stays, and a call with the same arguments goes on with it"
        ) from error


def _let_go(error: BaseException | None) -> None:
    """Forget the frames of an error, which hold actors: these would keep their cores and GPUs."""
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
