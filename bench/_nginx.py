"""nginx with the shipped configuration, at a port of this machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
STARTS_WITHIN = 30.0
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def proxy(
    place: Path, data: Path, service: int, *, certificate: Path | None = None
) -> Iterator[int]:
    """Serve the site in `data`, and the service at its port, through nginx; give nginx's port.

    Ports, certificate, user and places are changed; everything else is as shipped. Without a
    folder that holds a certificate, cert.pem and key.pem, it is plain HTTP.
    """
    port = free_port()
    (place / "site.conf").write_text(site(port, service, data, place, certificate))
    (place / "nginx.conf").write_text(frame(place))
    process = subprocess.Popen(
        ["nginx", "-c", str(place / "nginx.conf"), "-p", str(place), "-g", "daemon off;"]
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def frame(place: Path) -> str:
    text = (DEPLOY / "nginx-main.conf").read_text()
    user = "user root;" if os.geteuid() == 0 else ""
    folders = " ".join(f"{kind}_temp_path {place}/{kind};" for kind in FOLDERS)
    for ours, here in (
        ("user www-data;", user),
        ("/run/nginx.pid", f"{place}/pid"),
        ("/var/log/nginx", str(place)),
        ("include /etc/nginx/modules-enabled/*.conf;", ""),
        ("include /etc/nginx/conf.d/*.conf;", f"{folders} include {place}/site.conf;"),
    ):
        if ours not in text:
            raise RuntimeError(f"deploy/nginx-main.conf has no {ours}")
        text = text.replace(ours, here)
    return text


def site(port: int, service: int, data: Path, place: Path, certificate: Path | None) -> str:
    """Take the server that answers people."""
    upstream, _, people = (DEPLOY / "nginx.conf").read_text().split("\nserver {")
    people = people.replace("listen [::]:443 ssl;", "")
    people = people.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    if certificate:
        people = people.replace("/etc/ssl/certs/xchange.pem", f"{certificate}/cert.pem")
        people = people.replace("/etc/ssl/private/xchange.key", f"{certificate}/key.pem")
    else:
        people = re.sub(r"ssl_\w+ [^;]+;", "", people).replace(f"{port} ssl;", f"{port};")
    text = f"{upstream}\nserver {{{people}".replace("127.0.0.1:8000", f"127.0.0.1:{service}")
    return text.replace("/var/lib/xchange", str(data)).replace("/var/log/nginx", str(place))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
