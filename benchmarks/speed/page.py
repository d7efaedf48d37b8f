"""How smoothly the page of a ring moves: times between frames while real events drag and zoom it.

`python -m benchmarks.speed.page FILE.html` (chromium, without a graphics card).
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from benchmarks import measured
from benchmarks.speed.browser import PAUSE, TRIES, Tab, opened

MIDDLE = (500.0, 480.0)
EVENTS, EACH = 120, 0.012
_READY = "document.documentElement.dataset.ready"
_WATCH = (
    "window.frames_ = []; (function seen(at) { frames_.push(at); requestAnimationFrame(seen); })(performance.now())"
)


def run(page: Path) -> None:
    """Measure, print, and write the figures."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, opened(page, Path(profile)) as tab:
        ready = _ready(tab)
        times = "performance.timing.loadEventEnd - performance.timing.navigationStart"
        figures = {"page": ready, "bytes": page.stat().st_size, "load_ms": tab.value(times)}
        tab.value(_WATCH)
        figures["rest"] = _frames(tab, lambda: time.sleep(2))
        figures["drag"] = _frames(tab, lambda: _drag(tab))
        figures["zoom_in"] = _frames(tab, lambda: _wheel(tab, -30))
        figures["drag_near"] = _frames(tab, lambda: _drag(tab))
        figures["zoom_out"] = _frames(tab, lambda: _wheel(tab, 30))
    for name, value in figures.items():
        print(f"{name:10} {value}")
    measured.write(Path(f"benchmarks/speed/results/page-{ready.split()[0]}.json"), figures)


def _ready(tab: Tab) -> str:
    for _ in range(TRIES):
        if said := tab.value(_READY):
            return str(said)
        time.sleep(PAUSE)
    raise SystemExit("the page is never ready")


def _frames(tab: Tab, act: Callable[[], None]) -> dict[str, float]:
    """Milliseconds between frames while something goes on."""
    tab.value("frames_.length = 0")
    act()
    seen = tab.value("frames_.slice()")
    gaps = sorted(later - earlier for earlier, later in pairwise(seen))
    return {
        "frames": len(gaps),
        "median_ms": round(statistics.median(gaps), 1),
        "95_percent_ms": round(gaps[int(0.95 * len(gaps))], 1),
        "worst_ms": round(gaps[-1], 1),
    }


def _drag(tab: Tab) -> None:
    x, y = MIDDLE
    tab.mouse("mousePressed", MIDDLE, button="left", clickCount=1)
    for step in range(EVENTS):
        tab.mouse("mouseMoved", (x + 2 * step % 200, y + 3 * step % 150), button="left", buttons=1)
        time.sleep(EACH)
    tab.mouse("mouseReleased", (x + 100, y + 80), button="left", clickCount=1)


def _wheel(tab: Tab, by: float) -> None:
    for _ in range(EVENTS // 2):
        tab.mouse("mouseWheel", MIDDLE, deltaX=0, deltaY=by)
        time.sleep(EACH)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
