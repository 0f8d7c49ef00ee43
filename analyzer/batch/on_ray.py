"""The Ray engine: the same worker processes, on every machine of a cluster.

Ray places the deals and gives those of a lost machine to another. What Ray has no limit for, a deal that hangs or takes
too much memory, is left to the worker, which is the local engine's own: so both engines give the same results.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import logging
import os
import socket
import uuid
import zipfile
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from analyzer.batch.deal import Job, Work, fail
from analyzer.batch.engine import keep_busy
from analyzer.batch.worker import Worker
from analyzer.errors import UsageError
from analyzer.models.batch import DealOutcome
from analyzer.settings import Settings

# A machine that is lost takes a deal with it; a deal that loses this many is not tried again.
_RETRIES = 3
_KNOCK_SECONDS = 10


@dataclass(frozen=True)
class _Shipment:
    """What a machine needs to make workers: the job with its library, and the index as an archive of the cache folder.

    `index` is None when a Chroma server has the vectors; `run` tells the workers of one run from those of the next.
    """

    run: str
    job: Job
    index: bytes | None


def run_on_ray(
    work: Iterable[tuple[int, Work]], *, job: Job, workers: int | None, address: str | None
) -> Generator[tuple[int, DealOutcome]]:
    """Analyse deals on a Ray cluster and give each outcome with the number of its deal, as they come.

    Args:
        workers: deals at a time; as many as the cluster has cores by default, also when it grows or shrinks.
        address: of a running cluster ("auto", "ray://host:10001"); a cluster on this machine is started without one.

    Raises:
        UsageError: Ray is not installed, or no cluster answers at the address.
    """
    ray = _start(address, workers)
    try:
        shipment = ray.put(_ship(job))
        remote = ray.remote(num_cpus=1, max_retries=_RETRIES)(_analyze)

        def submit(deal: Work) -> Future[DealOutcome]:
            future: Future[DealOutcome] = remote.remote(shipment, deal).future()
            return _or_lost(future, deal)

        def count() -> int:
            return workers or max(1, int(ray.cluster_resources().get("CPU", 1)))

        yield from keep_busy(work, submit=submit, workers=count)
    finally:
        ray.shutdown()


def _start(address: str | None, workers: int | None) -> Any:
    # Ray reports its use to its makers unless told not to; nothing leaves a machine here unasked.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError as error:
        raise UsageError("the engine ray needs Ray: install bpo-clause-analyzer[distributed]") from error
    local: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **local)
    except (OSError, RuntimeError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise UsageError(
            f"no Ray cluster answers at {address or 'this machine'} ({reason}): start one with `ray start --head` and give"
            " its address"
        ) from error
    return ray


def _knock(address: str | None) -> None:
    """Make sure that something listens: Ray itself would try for many minutes."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=_KNOCK_SECONDS).close()


def _or_lost(future: Future[DealOutcome], deal: Work) -> Future[DealOutcome]:
    """Return a future that has a failed deal in place of Ray's own errors."""
    from ray.exceptions import RayError, RayTaskError

    told: Future[DealOutcome] = Future()

    def tell(done: Future[DealOutcome]) -> None:
        error = done.exception()
        if isinstance(error, RayTaskError):
            told.set_exception(error.cause or error)
        elif isinstance(error, RayError):
            reason = f"its machine was lost {_RETRIES + 1} times ({type(error).__name__})"
            told.set_result(fail(deal.deal, "crashed", reason))
        elif error is not None:
            told.set_exception(error)
        else:
            told.set_result(done.result())

    future.add_done_callback(tell)
    return told


def _ship(job: Job) -> _Shipment:
    from analyzer.library import load_library
    from analyzer.retrieve import open_retriever

    settings = job.settings
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    # Built here, where it is not there yet, and not once on every machine.
    open_retriever(library.exemplars, settings=settings)
    index = None
    if settings.chroma_url is None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((settings.cache_dir / "chroma").rglob("*")):
                archive.write(path, path.relative_to(settings.cache_dir))
        index = packed.getvalue()
    return _Shipment(run=uuid.uuid4().hex, job=dataclasses.replace(job, library=library), index=index)


_workers: dict[str, Worker] = {}


def _analyze(shipment: _Shipment, work: Work) -> DealOutcome:
    """Analyse one deal in the worker of this Ray process, which is started at the first."""
    if shipment.run not in _workers:
        _workers[shipment.run] = Worker(_unpack(shipment))
    return _workers[shipment.run].analyze(work)


def _unpack(shipment: _Shipment) -> Job:
    """Lay the index out on this machine, once for all its workers."""
    if shipment.index is None:
        return shipment.job
    from filelock import FileLock

    folder = Settings().cache_dir / f"shipped-{hashlib.sha256(shipment.index).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "unpack.lock"):
        if not (folder / "whole").exists():
            zipfile.ZipFile(io.BytesIO(shipment.index)).extractall(folder)
            (folder / "whole").touch()
    settings = shipment.job.settings.model_copy(update={"cache_dir": folder})
    return dataclasses.replace(shipment.job, settings=settings)
