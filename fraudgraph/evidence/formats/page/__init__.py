"""One HTML page with everything in it: style, code, names and numbers. It asks nothing of any server, and may run only
its own code: the policy in its head names the hash of it.
"""

import base64
import hashlib
import html
import json
import re
from importlib.resources import files
from pathlib import Path

from fraudgraph.evidence.formats.page.about import about
from fraudgraph.evidence.formats.page.arrays import packed
from fraudgraph.evidence.picture import Picture
from fraudgraph.model.ids import Minted, show_id

SCRIPTS = (
    "data.js",
    "text.js",
    "ties.js",
    "camera.js",
    "theme.js",
    "shapes.js",
    "lines.js",
    "paint.js",
    "glyphs.js",
    "emphasis.js",
    "labels.js",
    "pick.js",
    "details.js",
    "panel.js",
    "legend.js",
    "search.js",
    "frames.js",
    "controls.js",
    "main.js",
)
"""In the order in which they run: each may use what those before it define."""
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\x7f": "\\u007f"})


def write(picture: Picture, path: Path) -> None:
    """One file; ASCII but for the page's own words."""
    table, numbers = packed(picture)
    names = json.dumps({**about(picture), "arrays": table}, allow_nan=False).translate(_MARKUP)
    style, code = _asset("page.css"), _code()
    ring = show_id(Minted.RING, picture.ringed.ring.ring_id)
    filled = {
        "TITLE": html.escape(f"{ring}: {len(picture.ringed.members):,} accounts linked"),
        "POLICY": policy(style, code),
        "STYLE": style,
        "NAMES": names,
        "NUMBERS": base64.b64encode(numbers).decode("ascii"),
        "CODE": code,
    }
    # one pass over the empty page: what a name holds is never taken for a gap to fill
    text = re.sub(r"@([A-Z]+)@", lambda gap: filled[gap[1]], _asset("page.html"))
    path.write_text(text, encoding="utf-8", newline="\n")


def policy(style: str, code: str) -> str:
    """The content security policy: no connection, no frame, no form, and no style or code but these."""
    return (
        f"default-src 'none'; script-src {_hash(code)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _code() -> str:
    whole = "\n".join(f"// {name}\n{_asset(name)}" for name in SCRIPTS)
    return f'\n"use strict";\n{{\n{whole}}}\n'


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
