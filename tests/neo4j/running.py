"""A Neo4j server of its own for a run of the tests: on loopback, with authentication on, gone when the run ends."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

USER = "neo4j"
UP_S = 120
"""A server that is not up by then will not come up."""
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
_FOLDERS = ("data", "logs", "run", "import", "plugins", "lib", "licenses", "transaction.logs.root", "dumps.root")
_MAIN = {"5": "org.neo4j.server.CommunityEntryPoint", "2026": "org.neo4j.server.Neo4jCommunity"}


@dataclass
class Server:
    """One server. jars: the folder with all that it needs; home: where it keeps everything; settings: of neo4j.conf,
    over those that it needs.
    """

    jars: Path
    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    user: str = USER
    password: str = field(default_factory=lambda: f"pw-{secrets.token_hex(12)}", repr=False)
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"

    def start(self, *, first: bool = False) -> None:
        """Start it and wait until it answers. first: the folder is new and the password is not set yet."""
        self.port = self.port or _free_port()
        self.write_conf()
        if first:
            self.admin("dbms", "set-initial-password", self.password)
        with (self.home / "console.log").open("ab") as log:
            words = [*self._java(), self._main(), f"--home-dir={self.home}", f"--config-dir={self._conf}"]
            self.process = subprocess.Popen([*words, "--console-mode"], stdout=log, stderr=log, env=self._surroundings)
        self._wait()

    def stop(self, *, kill: bool = False) -> None:
        """Stop the process that `start` started, and no other."""
        if self.process is None:
            return
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(60)
        self.process = None

    def restart(self, **settings: str) -> None:
        """Stop it, and start it on the same port with other settings over its own."""
        self.stop()
        self.settings = {**self.settings, **settings}
        self.start()

    def driver(self) -> Driver:
        """A driver that may do everything."""
        return GraphDatabase.driver(self.uri, auth=(self.user, self.password))

    def admin(self, *words: str) -> str:
        """Run neo4j-admin from the same jars; what it printed."""
        command = [*self._java(), "org.neo4j.cli.AdminTool", *words]
        done = subprocess.run(command, capture_output=True, text=True, env=self._surroundings, check=False)
        assert done.returncode == 0, f"neo4j-admin {words[0]} {words[1]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    @property
    def _conf(self) -> Path:
        return self.home / "conf"

    @property
    def _surroundings(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._conf)}

    def _java(self) -> list[str]:
        java = os.environ.get("NEO4J_JAVA", "java")
        opened = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED]
        return [java, "-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", *opened, "-cp", f"{self.jars}/*"]

    def _main(self) -> str:
        return _MAIN[self.jars.name.partition(".")[0]]

    def write_conf(self) -> None:
        """Write neo4j.conf; the port must be known, 0 is none yet."""
        self._conf.mkdir(parents=True, exist_ok=True)
        settings = {
            **{f"server.directories.{name}": str(self.home / name) for name in _FOLDERS},
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "256m",
            "db.tx_log.rotation.retention_policy": "keep_none",
            **self.settings,
        }
        (self._conf / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    def _wait(self) -> None:
        assert self.process is not None
        give_up = time.monotonic() + UP_S
        with self.driver() as driver:
            while True:
                try:
                    driver.verify_connectivity()
                    return
                except (DriverError, Neo4jError, OSError) as problem:
                    if self.process.poll() is not None or time.monotonic() > give_up:
                        raise AssertionError(f"the server did not come up: {self._last_words()}") from problem
                    time.sleep(0.2)

    def _last_words(self) -> str:
        return (self.home / "console.log").read_text(errors="replace")[-3000:]


@contextmanager
def serving(jars: Path, home: Path, **settings: str) -> Iterator[Server]:
    """A new server in an empty folder; stopped, and the folder removed, at the end."""
    server = Server(jars, home, settings)
    try:
        server.start(first=True)
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def beside(server: Server, home: Path) -> Server:
    """Another server, not started, from the same jars."""
    return replace(server, home=home, port=0, process=None)


def port_of(uri: str) -> int:
    """The port in a URL."""
    return urlsplit(uri).port or 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
