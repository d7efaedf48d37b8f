"""Run commands as a user would, with wall time and peak memory; write results as JSON with versions and machine."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread
from typing import Any

SAMPLE_S = 0.2
LIBRARIES = ("fraudgraph-rings", "duckdb", "igraph", "numpy", "scipy", "pyarrow")


@dataclass(frozen=True)
class Cost:
    """One whole process: exit code, wall and processor seconds, peak memory in MB: of its largest process, and of
    all its processes together (shared pages counted once, sampled; 0 where /proc does not say).
    """

    command: str
    exit_code: int
    wall_seconds: float
    cpu_seconds: float
    peak_mb: int
    tree_mb: int = 0


def fraudgraph(*words: str | Path, log: Path) -> Cost:
    """Run a command of the product; what it prints goes to the log. A failure ends the benchmark."""
    return run([sys.executable, "-m", "fraudgraph", *map(str, words)], log, " ".join(map(str, words[:1])))


def script(module: str, *words: str | Path, log: Path) -> Cost:
    """Run a module of the benchmarks in a process of its own."""
    return run([sys.executable, "-m", module, *map(str, words)], log, module)


def run(command: Sequence[str], log: Path, name: str) -> Cost:
    """Run and account for one process (with the children that it waited for). A failure ends the benchmark."""
    cost = attempt(command, log, name)
    if cost.exit_code not in (0, 4):
        raise SystemExit(f"{' '.join(command)} ended with {cost.exit_code}; see {log}")
    return cost


def attempt(command: Sequence[str], log: Path, name: str, cap: int | None = None) -> Cost:
    """The same, and a failure is in the exit code. cap: processor seconds, then the kernel ends it (-9 or -24)."""

    def limit() -> None:
        if cap is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (cap, cap + 1))

    started = time.perf_counter()
    with log.open("ab") as out:
        child = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, preexec_fn=limit)
        with together(child.pid) as peak:
            _, status, usage = os.wait4(child.pid, 0)
    return Cost(
        name,
        os.waitstatus_to_exitcode(status),
        round(time.perf_counter() - started, 1),
        round(usage.ru_utime + usage.ru_stime, 1),
        usage.ru_maxrss // 1024,
        peak[0] // 1_000_000,
    )


@contextmanager
def together(pid: int) -> Iterator[list[int]]:
    """Sample the memory of a process and its descendants while the block runs; the list holds the peak in bytes."""
    peak, done = [0], Event()

    def sample() -> None:
        while not done.wait(SAMPLE_S):
            peak[0] = max(peak[0], sum(map(_proportional_bytes, _tree(pid))))

    thread = Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _proportional_bytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def write(path: Path, results: dict[str, Any]) -> None:
    """Write results with what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text({**surroundings(), **results}))
    print(f"written: {path}")


def text(document: Mapping[str, Any]) -> str:
    """A document as JSON that reads and compares well: a list of records has one record a line."""
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {_value(value)}" for name, value in document.items()) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return "[\n" + ",\n".join(f"  {json.dumps(one, default=_plain)}" for one in value) + "\n ]"
    return json.dumps(value, indent=1, default=_plain).replace("\n", "\n ")


def surroundings() -> dict[str, Any]:
    """The machine and the versions that a result belongs to."""
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}
    return {"machine": machine, "versions": {name: version(name) for name in LIBRARIES}}


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, Cost) else value.item()
