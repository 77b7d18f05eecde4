"""nginx and Caddy in front, as the samples have them: Debian's programs, TLS with a certificate made here."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ground.processes import ROOT, nothing_left, own_folder, soon
from tests.ground.test_serving import WOLAIBAN, environment, free_port, wolaiban
from wolaiban.web.bodies import LARGEST

NAME = "wolaiban.example.gov.cn"
TOKEN = "only-for-this-test" * 2
DEPLOY = ROOT / "deploy"
PROGRAMS = {name: shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("nginx", "caddy")}

pytestmark = pytest.mark.crash

with_a_proxy = pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            name,
            marks=pytest.mark.skipif(
                not found and os.environ.get("CI") != "true", reason=f"this machine has no {name}"
            ),
        )
        for name, found in PROGRAMS.items()
    ],
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = own_folder()
    certify(folder)
    with nothing_left(folder):
        yield folder
    shutil.rmtree(folder)


def certify(folder: Path) -> None:
    """A certificate that only this test believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    moment = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(moment - timedelta(hours=1)).not_valid_after(moment + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (folder / "fullchain.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)


# ---- The samples, with other ports and folders and nothing else changed


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for there, here in pairs:
        assert there in text, there
        text = text.replace(there, here)
    return text


def as_nginx(folder: Path, plain: int, secure: int, behind: int) -> list[str]:
    shutil.copy(DEPLOY / "proxy_params_wolaiban", folder)
    sample = changed(
        re.sub(r" *listen \[::\].*\n", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8")),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("/etc/ssl/wolaiban", str(folder)),
        ("/etc/nginx/proxy_params", f"{folder}/proxy_params"),
    )
    (folder / "sample.conf").write_text(sample, encoding="utf-8")
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{kept}include {folder}/sample.conf; }}\n"
    )
    return [PROGRAMS["nginx"] or "nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def as_caddy(folder: Path, plain: int, secure: int, behind: int) -> list[str]:
    sample = changed(
        (DEPLOY / "Caddyfile").read_text(encoding="utf-8"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("/etc/ssl/wolaiban", str(folder)),
    )
    ours = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {secure}\n\tstorage file_system {folder}/kept\n}}\n"
    (folder / "Caddyfile").write_text(ours + sample, encoding="utf-8")
    return [
        PROGRAMS["caddy"] or "caddy",
        "run",
        "--config",
        str(folder / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]


AS: dict[str, Callable[[Path, int, int, int], list[str]]] = {"nginx": as_nginx, "caddy": as_caddy}


class Front:
    """A proxy that runs, and a browser that believes its certificate."""

    def __init__(self, program: str, folder: Path, behind: int) -> None:
        self.plain, self.secure = free_port(), free_port()
        self.folder = folder
        self.trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        command = AS[program](folder, self.plain, self.secure, behind)
        with (folder / f"{program}.log").open("wb") as log:
            given = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
            self.process = subprocess.Popen(command, env=given, stdout=log, stderr=log)
        assert soon(self.answers), (folder / f"{program}.log").read_text()

    def answers(self) -> bool:
        assert self.process.poll() is None
        try:
            return self.ask("GET", "/healthz")[0] > 0
        except OSError:
            return False

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=30)
        plain = socket.create_connection(("127.0.0.1", self.secure), timeout=30)
        connection.sock = self.trust.wrap_socket(plain, server_hostname=NAME)
        return answered(connection, method, path, headers)

    def ask_plainly(self, path: str) -> tuple[int, dict[str, str], str]:
        return answered(http.client.HTTPConnection("127.0.0.1", self.plain, timeout=30), "GET", path, {})

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def answered(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], str]:
    named = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    said = (
        answer.status,
        {k.lower(): v for k, v in answer.getheaders()},
        answer.read().decode("utf-8", "replace"),
    )
    connection.close()
    return said


# ---- What wolaiban is told


@contextmanager
def mirror() -> Iterator[int]:
    """Stands where wolaiban would, and says what it was told."""

    class Said(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Said)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@with_a_proxy
def test_who_asks_is_told_truly_whatever_they_claim(folder: Path, program: str) -> None:
    with mirror() as behind:
        front = Front(program, folder, behind)
        try:
            claims = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http"}
            status, _, said = front.ask("GET", "/x", **claims)
        finally:
            front.stop()

    told = json.loads(said)
    assert status == 200
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "https"
    assert told["host"] == NAME


@with_a_proxy
def test_a_body_may_be_as_large_as_wolaiban_takes(program: str) -> None:
    sample = (DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[program]).read_text(encoding="utf-8")
    limit = re.search(r"(?:client_max_body_size|max_size) (\d+)(?:m;|MB)", sample)
    assert limit is not None
    assert LARGEST < int(limit[1]) * 1_000_000 < 2 * LARGEST


# ---- The whole of it


@pytest.fixture(scope="module")
def behind(folder: Path) -> Iterator[int]:
    """`wolaiban serve` as the pages on proxies tell to set it up: by its configuration file."""
    data, port = folder / "data", free_port()
    config = folder / "wolaiban.toml"
    config.write_text(
        f'ALLOWED_HOSTS = ["{NAME}"]\nSITE_URL = "https://{NAME}"\nTRUSTED_PROXIES = 1\n'
        f'WOLAIBAN_DATA = "{data}"\nMETRICS_TOKEN = "{TOKEN}"\n'
    )
    begun = wolaiban(data, "init", "--admin", "zhaomin", "--admin-name", "赵敏")
    assert begun.returncode == 0, begun.stderr
    given = {
        name: value for name, value in environment(data).items() if name not in {"HTTPS", "WOLAIBAN_DATA"}
    }
    command = [*WOLAIBAN, "serve", "--port", str(port), "--processes", "1"]
    with (folder / "serve.log").open("wb") as log:
        site = subprocess.Popen(command, env=given | {"WOLAIBAN_CONFIG": str(config)}, stdout=log, stderr=log)
    try:
        assert soon(lambda: "已经运行" in (folder / "serve.log").read_text(), within=60)
        yield port
    finally:
        site.terminate()
        site.wait(60)


@with_a_proxy
def test_the_site_is_served_over_tls_and_nothing_else(folder: Path, behind: int, program: str) -> None:
    front = Front(program, folder, behind)
    try:
        status, headers, page = front.ask("GET", "/")
        moved, there, _ = front.ask_plainly("/track/")
        sign_in, cookies, _ = front.ask("GET", "/account/login/")
        watched, _, metrics = front.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
        unwatched, _, _ = front.ask("GET", "/metrics")
    finally:
        front.stop()

    assert status == 200
    assert "我来办" in page
    assert "max-age=31536000" in headers["strict-transport-security"]
    assert moved in {301, 308}
    assert there["location"].startswith(f"https://{NAME}")
    assert there["location"].endswith("/track/")
    assert sign_in == 200
    assert "Secure" in cookies["set-cookie"]
    assert (watched, unwatched) == (200, 401)
    assert 'wolaiban_well{part="database"} 1.0' in metrics
