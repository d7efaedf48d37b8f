"""Hostile names in drawings: the page and the picture hold them as text, run nothing of them, and ask no network."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fraudgraph.evidence import read_back
from fraudgraph.evidence.formats import page, svg
from fraudgraph.evidence.picture import Picture, picture_of
from fraudgraph.evidence.subgraph import sightings
from fraudgraph.model.safe_text import read_back as value_of
from fraudgraph.model.safe_text import visible
from tests.browser import needs_chromium, run
from tests.hostile.test_output_exports import NAMES
from tests.unit.evidence.made_up import ringed, seen, store

HOSTILE = [
    *NAMES,
    "@NUMBERS@",
    "@CODE@",
    "\u2028\u2029",
    "<!--<script>",
    "</script ><img src=http://evil.example/x onerror=alert(1)>",
    "</SCRIPT\n>",
    "'; }; alert(1); {'",
    "${alert(1)}",
    "url(https://evil.example)",
    "\u202egnp.exe",
    "y" * 10_240,
]
ADDRESS = re.compile(r"(?:https?:)?//[a-z]", re.IGNORECASE)
EVENTS = re.compile(r"on[a-z]+", re.IGNORECASE)


class Tags(HTMLParser):
    """Every tag with its attributes, and the text inside each element that is looked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.tags.append((tag, dict(attrs)))
        self._open.append(dict(attrs).get("id") or tag)

    def handle_endtag(self, tag: str) -> None:
        """Text after it belongs to what is around it."""
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add it to the innermost element."""
        if self._open:
            self.inside[self._open[-1]] = self.inside.get(self._open[-1], "") + data


def picture() -> Picture:
    """Every hostile name as an account and as an identifier; two share each."""
    found = [seen(name, "ip", other, 2) for name, other in zip(HOSTILE, [*HOSTILE[1:], HOSTILE[0]], strict=True)]
    found += [seen(name, "ip", name, 2) for name in HOSTILE]
    ring = ringed(HOSTILE, [("ip", name, 2) for name in HOSTILE])
    return picture_of(ring, sightings(ring, store(found)), "0" * 64)


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of all hostile names."""
    path = tmp_path_factory.mktemp("page") / "r.html"
    page.write(picture(), path)
    assert read_back.page(path) == read_back.Counts(2 * len(HOSTILE), 2 * len(HOSTILE))
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The picture of all hostile names."""
    path = tmp_path_factory.mktemp("svg") / "r.svg"
    svg.write(picture(), path)
    return path


def words(html: str) -> dict[str, Any]:
    """The words that the page was given."""
    return dict(json.loads(Tags(html).inside["ring-names"]))


def test_every_name_comes_back_from_the_page(html: str) -> None:
    """As the sanitiser shows it, and raw where that differs."""
    given = words(html)
    assert {value_of(name) for name in given["accounts"]} == set(HOSTILE)
    assert set(given["rawAccounts"].values()) == {name for name in HOSTILE if visible(name) != name}
    assert {value_of(name) for name in given["identifiers"]} == set(HOSTILE)


def test_no_name_becomes_markup(html: str) -> None:
    """The tags are those of the empty page: three scripts, no image, no frame, no handler."""
    tags = Tags(html).tags
    assert [attributes.get("id") for tag, attributes in tags if tag == "script"] == ["ring-names", "ring-numbers", None]
    assert {tag for tag, _ in tags}.isdisjoint(
        {"img", "iframe", "object", "embed", "form", "a", "base", "audio", "video"}
    )
    assert not [name for _, attributes in tags for name in attributes if EVENTS.fullmatch(name) or name == "style"]
    assert "x" * 100 not in html[: html.index('id="ring-names"')]


def test_the_page_asks_no_network(html: str) -> None:
    """No address in any attribute, style or script; the one link is an empty icon."""
    read = Tags(html)
    links = [str(value) for _, attributes in read.tags for value in attributes.values() if ADDRESS.search(str(value))]
    assert links == []
    assert [attributes["href"] for tag, attributes in read.tags if tag == "link"] == ["data:,"]
    assert not [1 for tag, attributes in read.tags if tag == "script" and "src" in attributes]
    code = re.sub(r"^\s*//.*$", "", read.inside["script"], flags=re.MULTILINE)
    assert not ADDRESS.search(code)
    assert not re.search(r"url\(|@import", read.inside["style"])
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\s*\(|eval|Function\()", code)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write", code)


def test_the_policy_allows_this_code_and_this_style_alone(html: str) -> None:
    """Nothing by default; script and style by the hash of what is there; it stands before both."""
    read = Tags(html)
    policy = next(str(a["content"]) for _, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for rule, inside in (("script-src", "script"), ("style-src", "style")):
        digest = base64.b64encode(hashlib.sha256(read.inside[inside].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<script>")


@needs_chromium
def test_a_browser_runs_none_of_the_names(tmp_path: Path) -> None:
    """It draws them all, and has nothing to say: no dialog, no error, nothing that the policy had to stop."""
    page.write(picture(), tmp_path / "r.html")
    ran = run(tmp_path / "r.html", tmp_path / "browser")
    assert f'data-ready="{len(HOSTILE)} accounts, {len(HOSTILE)} identifiers' in ran.dom
    assert "CONSOLE" not in ran.said
    assert "<img" not in ran.dom[ran.dom.index("<body") :].replace("\\u003cimg", "")


def test_names_reach_the_drawing_of_a_document_as_text(drawing: Path) -> None:
    """Well-formed XML of shapes and text; no script, no link, no style sheet; long names are cut in the middle."""
    allowed = {"svg", "rect", "title", "desc", "text", "g", "circle", "line", "polygon"}
    tree = ElementTree.parse(drawing)
    tags = {one.tag.partition("}")[2] for one in tree.iter()}
    assert tags <= allowed
    assert not [name for one in tree.iter() for name in one.attrib if "href" in name or EVENTS.fullmatch(name)]
    texts = [one.text or "" for one in tree.iter() if one.tag.endswith("text")]
    assert max(map(len, texts)) < 400
    assert read_back.svg(drawing).nodes == svg.marks(picture()).number


@pytest.mark.parametrize("writer", [page.write, svg.write], ids=["html", "svg"])
def test_the_same_ring_is_the_same_bytes(writer: Any, tmp_path: Path) -> None:
    """No date, no order of a set, no path in it."""
    for name in ("one", "two"):
        writer(picture(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
