"""A real sshd on a free loopback port, with a user's key of its own; it runs as the user of the test."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from tests.ports import free_port


@dataclass(frozen=True)
class Sshd:
    """Where it listens and what opens it."""

    port: int
    username: str
    private_key: str
    host_key: str


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Started and listening; ended and waited for."""
    folder.chmod(0o700)
    host, user = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    host.write_private_key(folder / "host")
    (folder / "host").chmod(0o600)
    user.write_public_key(folder / "authorized")
    port = free_port()
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        "PrintMotd no\nLogLevel ERROR\n"
    )
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd of Debian locks its children in
    log = (folder / "log").open("wb")
    process = subprocess.Popen((program, "-D", "-e", "-f", folder / "config"), stderr=log)
    try:
        _await_listening(port, process, folder / "log")
        yield Sshd(
            port=port,
            username=getpass.getuser(),
            private_key=user.export_private_key("openssh").decode(),
            host_key=" ".join(host.export_public_key("openssh").decode().split()[:2]),
        )
    finally:
        process.terminate()
        process.wait()
        log.close()


def _await_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    while process.poll() is None:
        with closing(socket.socket()) as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError(f"sshd did not start: {log.read_text()}")
