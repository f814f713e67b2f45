"""A fuzzing campaign: ``python -m tests.fuzzing --inputs 20000``."""

from __future__ import annotations

import argparse
import logging
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.fuzzing import invented, slices
from tests.fuzzing.campaign.batch import Batch, batches
from tests.fuzzing.campaign.pool import results
from tests.fuzzing.campaign.record import Tally, write_record
from tests.fuzzing.campaign.shrinking import shrunk
from tests.fuzzing.campaign.tracing import PROJECT
from tests.fuzzing.campaign.trial import Finding
from tests.fuzzing.growth import measured
from tests.fuzzing.regexes import held_up
from tests.fuzzing.targets import TARGETS

_STATE = "state.pickle"
log = logging.getLogger("fuzzing")


def main(arguments: list[str] | None = None) -> int:
    """Runs a campaign; 1 where it found something."""
    options = _options(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    options.out.mkdir(parents=True, exist_ok=True)
    for target in options.targets:
        # Read once here, for every process that is started from this one.
        invented.seeds(target), slices.slices(target), slices.whole(target)
    tallies = _resumed(options)
    start = time.monotonic()
    for result in results(_planned(options, tallies), options.jobs):
        tally = tallies[result.batch.target]
        for finding in tally.add(result):
            _keep(options.out, finding)
            log.info(
                "FOUND %s %s: %s (%s)", finding.target, finding.kind, finding.what, finding.key
            )
        log.info(
            "%5.0f s  %-9s %6d inputs, %4d lines, %3d kept, slowest %.2f s, %4.0f MB",
            *(time.monotonic() - start, tally.target, tally.inputs, len(tally.lines)),
            *(len(tally.corpus), tally.slowest, tally.peak / 2**20),
        )
        _save(options.out, tallies)
    for target in options.targets if options.growth else ():
        tallies[target].growth = list(measured(target))
        log.info("%5.0f s  %-9s growth measured", time.monotonic() - start, target)
    _save(options.out, tallies)
    held = list(held_up()) if options.expressions else None
    for one in held or ():
        log.info("%s.%s slows down on %r; %s", one.module, one.name, one.text, one.bound)
    if options.shrink:
        for tally in tallies.values():
            for finding in tally.findings.values():
                small = shrunk(finding)
                (options.out / f"{finding.target}-{finding.key}.small").write_bytes(small.data)
    if options.record:
        write_record(options.record, tallies, options.seed, held)
    found = any(tally.findings for tally in tallies.values())
    return int(found or any(not one.bound for one in held or ()))


def _save(out: Path, tallies: dict[str, Tally]) -> None:
    """Whatever ends the run, the next can go on from here."""
    part = out / f"{_STATE}.part"
    part.write_bytes(pickle.dumps(tallies))
    part.rename(out / _STATE)


def _resumed(options: argparse.Namespace) -> dict[str, Tally]:
    """What came of an earlier run in the same folder, where that is to go on."""
    path = options.out / _STATE
    before = pickle.loads(path.read_bytes()) if options.resume and path.is_file() else {}
    return {target: before.get(target, Tally(target)) for target in options.targets}


def _planned(options: argparse.Namespace, tallies: dict[str, Tally]) -> Iterator[Batch]:
    """Batches by turns through the parsers, each with what its parser's earlier ones kept."""
    end = time.monotonic() + 60 * options.minutes
    queues = {t: list(batches(options.inputs - tallies[t].inputs)) for t in options.targets}
    first = {t: tallies[t].batches for t in options.targets}
    while any(queues.values()):
        for target, queue in queues.items():
            if queue and time.monotonic() < end:
                engine, count, number = queue.pop(0)
                tally = tallies[target]
                corpus, known = tuple(tally.corpus), frozenset(tally.steps)
                number += first[target]
                yield Batch(target, engine, count, number, options.seed, corpus, known)
        if time.monotonic() >= end:
            return


def _keep(out: Path, finding: Finding) -> None:
    name = f"{finding.target}-{finding.key}"
    (out / f"{name}.input").write_bytes(finding.given.data)
    told = f"{finding.kind}: {finding.what}\nvariant: {finding.given.variant}\n\n{finding.trace}"
    (out / f"{name}.txt").write_text(told, "utf-8")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"parsers: {', '.join(TARGETS)}; all if none")
    parser.add_argument("--inputs", type=int, default=20_000, help="inputs for each parser")
    parser.add_argument("--seed", type=int, default=1, help="another number, other inputs")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--out", type=Path, default=PROJECT / ".make" / "fuzzing")
    parser.add_argument("--minutes", type=float, default=1e6, help="begin no batch after that")
    parser.add_argument("--resume", action="store_true", help="go on from the last run in OUT")
    parser.add_argument("--growth", action="store_true", help="measure whether twice is twice")
    parser.add_argument("--expressions", action="store_true", help="ask every expression, too")
    parser.add_argument("--shrink", action="store_true", help="make findings small")
    parser.add_argument("--record", type=Path, help="write the counts to this file")
    options = parser.parse_args(arguments)
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no such parser: {', '.join(sorted(unknown))}")
    options.targets = options.targets or list(TARGETS)
    return options


if __name__ == "__main__":
    sys.exit(main())
