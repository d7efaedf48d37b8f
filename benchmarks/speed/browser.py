"""A headless chromium, asked over its DevTools socket with the standard library alone (RFC 6455, client side)."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1440,900")
TRIES, PAUSE = 200, 0.1


class Tab:
    """An open page."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire, self._number = wire, 0

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """The result of a DevTools method."""
        self._number += 1
        self._send(json.dumps({"id": self._number, "method": method, "params": parameters}).encode())
        while True:
            answer = json.loads(self._receive())
            if answer.get("id") == self._number:
                return dict(answer["result"])

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript is worth."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def mouse(self, kind: str, at: tuple[float, float], **more: object) -> None:
        """An event of the mouse, as from a hand."""
        self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], **more)

    def _send(self, text: bytes) -> None:
        mask = os.urandom(4)
        size = len(text)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + struct.pack(">H", size)
        self._wire.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(text)))

    def _receive(self) -> bytes:
        """One message, put together of its frames."""
        whole = b""
        while True:
            first, second = self._read(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack(">H", self._read(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._read(8))
            whole += self._read(size)
            if first & 0x80:
                return whole

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            some = self._wire.recv(size - len(found))
            if not some:
                raise ConnectionError("the browser is gone")
            found += some
        return found


@contextmanager
def opened(page: Path, profile: Path) -> Iterator[Tab]:
    """The page in a browser of its own, which ends with the block."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("this benchmark needs chromium")
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", page.resolve().as_uri()]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        with _connected(profile / "DevToolsActivePort") as wire:
            yield Tab(wire)
    finally:
        running.terminate()
        running.wait()


def _connected(port_file: Path) -> socket.socket:
    port = _until(lambda: port_file.read_text().split()[0])
    tabs = f"http://127.0.0.1:{port}/json"
    url = _until(lambda: next(one for one in _asked(tabs) if one["type"] == "page")["webSocketDebuggerUrl"])
    wire = socket.create_connection(("127.0.0.1", int(port)))
    key = base64.b64encode(os.urandom(16)).decode()
    wire.sendall(
        f"GET {urlsplit(url).path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += wire.recv(1)
    return wire


def _asked(url: str) -> list[dict[str, str]]:
    with urllib.request.urlopen(url) as answer:
        return list(json.load(answer))


def _until(ask: Any) -> str:
    """The answer, as soon as there is one."""
    for _ in range(TRIES):
        try:
            return str(ask())
        except (OSError, StopIteration, IndexError):
            time.sleep(PAUSE)
    raise SystemExit("chromium does not answer")
