"""Settings: flag > environment FRAUDGRAPH_* > ./fraudgraph.toml > user config > default. Unknown keys are refused."""

import difflib
import getpass
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from fraudgraph.errors import UsageError

PREFIX = "FRAUDGRAPH_"
PROJECT_FILE = "fraudgraph.toml"
_UTC = "UTC"
_GIB = 1 << 30
_MEMORY = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?([KMGT]i?B)", re.IGNORECASE)
_UNITS = {
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KIB": 1 << 10,
    "MIB": 1 << 20,
    "GIB": _GIB,
    "TIB": 1 << 40,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person or an operator chose.

    case: the case folder; memory: the most that a query holds before it spills to the case's tmp/ (`4GB`); threads:
    of a query; tz: the zone in which screens show times; actor: who the custody log says did it; debug: show the
    traceback of an unexpected error; graph, database, neo4j_user, neo4j_password: where a graph in Neo4j is and who
    asks it (None: not said).
    """

    case: Path
    memory: str
    threads: int
    tz: str
    actor: str
    debug: bool
    graph: str | None = None
    database: str | None = None
    neo4j_user: str | None = field(default=None, repr=False)
    neo4j_password: str | None = field(default=None, repr=False)

    @property
    def memory_bytes(self) -> int:
        """`memory` in bytes."""
        return bytes_of(self.memory)


def bytes_of(text: str) -> int:
    """Bytes in `4GB` or `512 MiB`; ValueError for anything else, or less than 64 MB."""
    match = _MEMORY.fullmatch(text.strip())
    if match is None:
        raise ValueError("is not a size like 4GB")
    size = int(float(match[1]) * _UNITS[match[2].upper()])
    if size < 64 * 10**6:
        raise ValueError("is less than 64MB")
    return size


def settings(
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings that hold here. flags: name -> value, None where not given; folder: where `fraudgraph.toml` may lie.

    UsageError for an unknown key or a value that does not fit, naming the flag, the variable, or file and line.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    chosen = _defaults()
    for path in (user_file(environ), folder / PROJECT_FILE):
        chosen.update(_read_file(path))
    chosen.update(_read_environment(environ))
    for name, value in (flags or {}).items():
        if value is not None:
            chosen[name] = _check(name, value, f"--{name}", Path())
    return Settings(**chosen)  # type: ignore[arg-type]  # every value went through _check


def user_file(environ: Mapping[str, str]) -> Path:
    """Where a person's own settings lie: $XDG_CONFIG_HOME/fraudgraph/config.toml, by default under ~/.config."""
    home = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".config")
    return Path(home) / "fraudgraph" / "config.toml"


def usable_memory() -> int:
    """Bytes of memory that this process may use: the machine's, or its control group's limit where that is lower."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


def _defaults() -> dict[str, object]:
    # 4 GB keeps a 60M-exchange case within the product's 6 GB; a small machine gives 60 % of what it has.
    memory = min(4 * 10**9, usable_memory() * 6 // 10)
    return {
        "case": Path("case"),
        "memory": f"{max(memory // 10**6, 64)}MB",
        "threads": os.cpu_count() or 1,
        "tz": _UTC,
        "actor": _login(),
        "debug": False,
    }


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the container
        return f"uid {os.getuid()}"


def _read_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found = {}
    for variable, value in sorted(environ.items()):
        if variable.startswith(PREFIX) and value:
            name = variable.removeprefix(PREFIX).lower()
            found[name] = _check(name, value, variable, Path())
    return found


def _read_file(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read: {problem}", hint="mend the file or its permissions") from problem
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UsageError(f"{path} is not TOML: {problem}", hint="mend the line, or remove the file") from problem
    return {
        name: _check(name, value, f"{path}:{_line_of(text, name)}", path.parent) for name, value in document.items()
    }


def _line_of(text: str, name: str) -> int:
    """The line where a top-level key or table of that name begins."""
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=\].]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if begins.match(line)), 1)


def _check(name: str, value: object, where: str, beside: Path) -> object:
    """The value in its type; `beside` is what a relative path is relative to."""
    check = _CHECKS.get(name)
    if check is None:
        near = difflib.get_close_matches(name, _CHECKS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known settings: {', '.join(_CHECKS)}"
        raise UsageError(f"{where}: unknown setting {name!r}", hint=hint)
    try:
        return check(value, beside)
    except ValueError as problem:
        hint = getattr(problem, "hint", f"see `fraudgraph --help` for what {name} takes")
        raise UsageError(f"{where}: {name} {problem}", hint=hint) from problem


def _path(value: object, beside: Path) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("is not a path")
    return beside / Path(value).expanduser()


def _size(value: object, _: Path) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a size like 4GB")
    bytes_of(value)
    return value.strip().replace(" ", "")


def _threads(value: object, _: Path) -> int:
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= 1024:
        raise ValueError("is not a whole number from 1 to 1024")
    return int(text)


def _flag(value: object, _: Path) -> bool:
    said = str(value).lower()
    if said not in ("1", "true", "0", "false"):
        raise ValueError("is neither 1 nor 0")
    return said in ("1", "true")


class _Unfit(ValueError):
    """A value that does not fit. hint: what may have been meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def _zone(value: object, _: Path) -> str:
    name = str(value)
    if name == _UTC:
        return name  # there even where the machine has no table of zones
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError) as problem:
        raise _Unfit(f"{name[:80]!r} is not a zone like UTC or Europe/Berlin", _zones_like(name)) from problem


def _zones_like(text: str) -> str:
    """The zone that may have been meant: by its whole name or its city, whatever the case of the letters."""
    known = {name.lower(): name for name in sorted(available_timezones()) if not name.startswith("posix")}
    if not known:
        return "this machine has no table of zones: install tzdata, or use UTC"
    cities = {name.rpartition("/")[2]: name for name in reversed(known) if "/" in name and not name.startswith("etc/")}
    asked = text.strip().lower().replace(" ", "_")
    near = difflib.get_close_matches(asked, known, 1, 0.75)
    near = near or [cities[city] for city in difflib.get_close_matches(asked.rpartition("/")[2], cities, 1, 0.75)]
    if near:
        return f"did you mean {known[near[0]]}?"
    return "write a zone of the tz database: the hours ahead of UTC alone do not tell when clocks change"


def _name(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > 200:
        raise ValueError("is not a name of at most 200 printable characters")
    return value.strip()


def _secret(value: object, beside: Path) -> str:
    if beside != Path():
        raise ValueError(f"belongs into the environment ({PREFIX}NEO4J_PASSWORD), not into a file")
    return str(value)


_CHECKS: Mapping[str, Callable[[object, Path], object]] = {
    "case": _path,
    "memory": _size,
    "threads": _threads,
    "tz": _zone,
    "actor": _name,
    "debug": _flag,
    "graph": _name,
    "database": _name,
    "neo4j_user": _name,
    "neo4j_password": _secret,
}
assert set(_CHECKS) == {one.name for one in fields(Settings)}
