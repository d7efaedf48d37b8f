"""Mapping files that come with the package, for exports that many people have."""

import hashlib
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files

from fraudgraph.errors import UsageError
from fraudgraph.ingest.mapping import parse_mapping, read_mapping
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.sections import MappingFile

_FOLDER = files("fraudgraph.ingest").joinpath("mappings")
_SUFFIX = ".toml"


def preset_names() -> tuple[str, ...]:
    """The names of all presets."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def preset_text(name: str) -> str:
    """The mapping file of a preset. UsageError for a name that none has."""
    known = preset_names()
    if name not in known:
        close = get_close_matches(name.lower(), known, 1)
        raise UsageError(f"{name!r} is not a preset", hint=f"did you mean {close[0]}?" if close else _one_of(known))
    return _FOLDER.joinpath(name + _SUFFIX).read_text("utf-8")


def _one_of(known: tuple[str, ...]) -> str:
    return f"one of {', '.join(known)}"


def read_preset(name: str, account: str | None = None) -> MappingFile:
    """The mapping of a preset. account: the source column of the account, where it is another than the preset's."""
    found = parse_mapping(f"preset {name}", preset_text(name).encode())
    if account is None:
        return found
    sections = tuple(section.for_account(account) for section in found.sections)
    sha256 = hashlib.sha256(f"{found.sha256} account_id {account}".encode()).hexdigest()
    return replace(found, sections=sections, sha256=sha256)


def mapping_asked(options: LoadOptions) -> MappingFile:
    """The mapping file or preset that a load asks for; UsageError for both, or for an account without a preset."""
    if options.preset is None:
        if options.account is not None:
            raise UsageError("--account goes with --preset", hint='in a mapping file, say account_id = "..."')
        return read_mapping(options.mapping)
    if options.mapping is not None:
        raise UsageError(
            "--mapping or --preset, not both", hint="fraudgraph map --preset NAME > mine.toml, and change it"
        )
    return read_preset(options.preset, options.account)
