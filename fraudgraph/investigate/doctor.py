"""`doctor`: whether everything is as it should be, what is not, and what to do about each thing."""

import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

from fraudgraph.case import Case, sweeps
from fraudgraph.case.health import Finding, Health, fact_files, failed, findings, ok, permissions, warning
from fraudgraph.config import Settings
from fraudgraph.errors import FraudgraphError, NotFound
from fraudgraph.graph.embedded.caches import cache_folders
from fraudgraph.investigate.views.doctor import DoctorView

_STRICT = (3, 37, 0)
"""SQLite knows strict tables since."""
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")
_DAMAGE = frozenset({"ledger", "facts", "segments", "custody", "judgements"})
_ORDER = (Health.FAILED, Health.WARNING, Health.OK)


def doctor(path: Path, settings: Settings) -> DoctorView:
    """Every check; failures first. NotFound where there is no case at all; any other damage is a finding."""
    try:
        with Case.open(path, settings) as case:
            found = [*_findings(case), versions(case), zones(settings), cache(case)]
    except NotFound:
        raise
    except FraudgraphError as problem:
        found = [failed("ledger", problem.message, problem.hint or "restore the case from a backup")]
        found += [fact_files(path), permissions(path), zones(settings)]
    found.sort(key=lambda one: _ORDER.index(one.health))
    damaged = tuple(one.name for one in found if one.health is Health.FAILED and one.name in _DAMAGE)
    return DoctorView(tuple(found), damaged)


def _findings(case: Case) -> Iterator[Finding]:
    """Those of the folder; a check that cannot be made has failed."""
    checks = findings(case)
    while True:
        try:
            yield next(checks)
        except StopIteration:
            return
        except (FraudgraphError, sqlite3.DatabaseError, OSError) as problem:
            yield failed("ledger", str(problem), "restore the case from a backup")
            return


def versions(case: Case) -> Finding:
    """The libraries, and whether the latest sweep was made with these."""
    if sqlite3.sqlite_version_info < _STRICT:
        return failed("versions", f"SQLite {sqlite3.sqlite_version} is too old", "install a newer Python")
    sweep = sweeps.find_latest(case)
    then = dict(sweep.versions) if sweep else {}
    now = {name: _installed(name) for name in then if name != "fraudgraph"}
    changed = [f"{name} {then[name]}, now {new or 'gone'}" for name, new in sorted(now.items()) if new != then[name]]
    if changed and sweep:
        says = f"S-{sweep.sweep_id:04d} was made with {'; '.join(changed)}: made again it may differ"
        return warning("versions", says)
    return ok("versions")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def zones(settings: Settings) -> Finding:
    """Time zones that files and screens may name."""
    try:
        for name in (*_ZONES, settings.tz):
            ZoneInfo(name)
    except (KeyError, OSError) as problem:
        return failed("zones", f"time zones are missing: {problem}", "install the package tzdata")
    return ok("zones")


def cache(case: Case) -> Finding:
    """What may be deleted at any time, and must not hold what was forgotten."""
    folders = cache_folders(case)
    dead = [one for one in folders if one.dead]
    if dead:
        says = f"{dead[0].path.name[:18]} is made of facts that were forgotten or replaced since"
        return failed("cache", says, f"run rm -r {case.cache}/* (it is built anew when it is needed)")
    broken = [one for one in folders if not one.whole]
    if broken:
        return warning("cache", f"{broken[0].path.name[:18]} is not whole", f"run rm -r {case.cache}/*")
    return ok("cache")
