"""What a power cut leaves of what was written: only what was forced to disk is there for certain.

A child that ingests notes, outside its home, what it forces to disk and renames. Afterwards, when
it is dead, everything else is damaged as a disk may: names vanish, renamed files have their old
contents again, contents end too early or are zeros.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from random import Random


class Ledger:
    """Notes, in a child, what is certain to be on disk.

    Args:
        home: What it looks at.
        file: Where it notes; a folder of that name keeps copies of replaced files.
    """

    def __init__(self, home: Path, file: Path) -> None:
        self._home = str(home)
        self._copies = file.with_suffix(".copies")
        self._copies.mkdir()
        self._out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._inner = os.fsync
        os.fsync = self._forced
        self._replace = Path.replace
        Path.replace = lambda path, target: self._replaced(path, target)  # noqa: PLW0108 - bound

    def _note(self, *words: object) -> None:
        os.write(self._out, ("\t".join(map(str, words)) + "\n").encode())

    def _forced(self, opened: int) -> None:
        path = Path(f"/proc/self/fd/{opened}").readlink()
        status = os.fstat(opened)
        if path.is_dir():
            self._note("names", path, *(p.name for p in path.iterdir()))
        else:
            self._note("content", path, status.st_size, status.st_mtime_ns)

    def _replaced(self, path: Path, target: Path) -> Path:
        if Path(target).is_file():
            shutil.copyfile(target, self._copies / Path(target).name)
        done = self._replace(path, target)
        self._note("renamed", path, target)
        return done


class PowerCut:
    """Damages what was not forced to disk.

    Args:
        root: The folder of indexes.
        kept: It as it was before, all of it safe.
        ledger: The notes.
        random: What of the uncertain is lost.
    """

    def __init__(self, root: Path, kept: Path, ledger: Path, random: Random) -> None:
        self._root = root
        self._kept = kept
        self._random = random
        self._copies = ledger.with_suffix(".copies")
        self._content: dict[str, tuple[int, int]] = {}
        self._names: dict[str, set[str]] = {}
        self._renamed: dict[str, bool] = {}
        for line in ledger.read_text().splitlines():
            self._read(*line.split("\t"))

    def _read(self, what: str, path: str, *more: str) -> None:
        if what == "content":
            self._content[path] = (int(more[0]), int(more[1]))
        elif what == "renamed":
            self._content[more[0]] = self._content.pop(path, (-1, -1))
            self._renamed[more[0]] = False
        else:
            self._names[path] = set(more)
            for name in more:
                if f"{path}/{name}" in self._renamed:
                    self._renamed[f"{path}/{name}"] = True

    def strike(self) -> list[str]:
        """Do it; what was damaged."""
        damaged = []
        for path in sorted(self._new(), key=lambda p: len(p.parts)):
            if not os.path.lexists(path):
                continue
            name = str(path)
            certain = path.name in self._names.get(str(path.parent), set())
            if self._renamed.get(name) is False and self._lost():
                copy = self._copies / path.name
                shutil.copyfile(copy, path) if copy.is_file() else path.unlink()
                damaged.append(f"old {path.name}")
            elif not certain and name not in self._renamed and self._lost():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                damaged.append(f"gone {path.name}")
            elif path.is_file() and self._content.get(name) != _state(path) and self._lost():
                self._spoil(path)
                damaged.append(f"spoilt {path.name}")
        return damaged

    def _lost(self) -> bool:
        return self._random.random() < 0.7

    def _new(self) -> Iterable[Path]:
        for place in self._root.iterdir():
            before = self._kept / place.name
            if place.is_dir():
                # Opening the old index rewrites a file of the engine, which forces it itself.
                yield from () if before.is_dir() else (place, *place.rglob("*"))
            elif not before.is_file() or place.read_bytes() != before.read_bytes():
                yield place

    def _spoil(self, path: Path) -> None:
        size = path.stat().st_size
        kept = self._random.randrange(size + 1)
        data = path.read_bytes()[:kept]
        path.write_bytes(data + bytes(size - kept) if self._random.random() < 0.5 else data)


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return (status.st_size, status.st_mtime_ns)
