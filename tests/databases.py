"""A PostgreSQL server of a test's own: a private cluster in a temporary folder, on loopback, gone when the tests end."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Start a cluster in `folder` and give the URL of its server, without a database's name.

    PostgreSQL refuses to run as root, so root runs it as the user postgres, or nobody.
    """
    programs = find_postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed (the extra `distributed`)")
    user = None
    if os.geteuid() == 0:
        users = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in users else "nobody"
        for part in (folder, *folder.parents):
            if part.owner() == "root" and part.stat().st_mode & 0o005 != 0o005:
                part.chmod(part.stat().st_mode | 0o011)
    data = folder / "data"
    data.mkdir()
    if user:
        shutil.chown(data, user)

    def call(*command: str | Path) -> None:
        # Its own output goes to a file: a server that inherits a pipe would keep the reader waiting.
        with (folder / "log").open("ab") as log:
            subprocess.run([str(c) for c in command], check=True, stdout=log, stderr=log, user=user, cwd=data)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call(programs / "initdb", "-D", data, "-U", "analyzer", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
    call(programs / "pg_ctl", "-D", data, "-w", "-o", options, "start")
    try:
        yield f"postgresql://analyzer@127.0.0.1:{port}"
    finally:
        call(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
