"""Run commands as a user would, with wall time and peak memory; write results as JSON with versions and machine."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

LIBRARIES = ("fraudgraph-rings", "duckdb", "igraph", "numpy", "scipy", "pyarrow")


@dataclass(frozen=True)
class Cost:
    """One whole process: exit code, wall and processor seconds, peak memory of its largest process in MB."""

    command: str
    exit_code: int
    wall_seconds: float
    cpu_seconds: float
    peak_mb: int


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
        _, status, usage = os.wait4(child.pid, 0)
    return Cost(
        name,
        os.waitstatus_to_exitcode(status),
        round(time.perf_counter() - started, 1),
        round(usage.ru_utime + usage.ru_stime, 1),
        usage.ru_maxrss // 1024,
    )


def write(path: Path, results: dict[str, Any]) -> None:
    """Write results with what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**surroundings(), **results}, indent=1, default=_plain) + "\n")
    print(f"written: {path}")


def surroundings() -> dict[str, Any]:
    """The machine and the versions that a result belongs to."""
    machine = {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()}
    return {"machine": machine, "versions": {name: version(name) for name in LIBRARIES}}


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, Cost) else value.item()
