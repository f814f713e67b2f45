"""Connected to by address, a publisher still has to prove its name."""

from __future__ import annotations

import io
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from short_patience import SHORT

from corpus.errors import UnsafeDownload
from ingest.fetching import fetcher as fetching
from ingest.fetching.addresses import AddressRules
from ingest.fetching.fetcher import Fetcher
from ingest.fetching.messages import Request
from ingest.fetching.proxies import Proxy, direct

x509 = pytest.importorskip("cryptography.x509")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for kettles.test that vouches for itself, with its key."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kettles.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kettles.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "kettles.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def port(certificate):
    """A server that proves to be kettles.test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 Kettle\r\nContent-Length: 3\r\n\r\ntea")
            except OSError:
                plain.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


@pytest.fixture
def ask(port):
    rules = AddressRules(lambda host, port: ["127.0.0.1"], permits=lambda a: True, plain=True)

    def run(host, proxy_for=direct):
        sink = io.BytesIO()
        Fetcher(SHORT, rules=rules, proxy_for=proxy_for).get(
            Request(f"https://{host}:{port}/", frozenset({host}), 100, sink=sink)
        )
        return sink.getvalue()

    return run


@pytest.fixture
def believed(certificate, monkeypatch):
    monkeypatch.setattr(
        fetching, "_certificates", lambda: ssl.create_default_context(cafile=certificate)
    )


def test_who_proves_the_name_is_believed(ask, believed):
    assert ask("kettles.test") == b"tea"


def test_another_name_at_the_same_address_is_not(ask, believed):
    with pytest.raises(UnsafeDownload, match=r"cannot prove that it is pots\.test"):
        ask("pots.test")


def test_nor_who_vouches_for_itself(ask):
    with pytest.raises(UnsafeDownload, match=r"cannot prove that it is kettles\.test"):
        ask("kettles.test")


@pytest.fixture
def tunnel(port):
    """A proxy that leads to the server, whatever name is asked for."""
    listening = socket.create_server(("127.0.0.1", 0))
    asked = []

    def pump(source, sink):
        try:
            while part := source.recv(4096):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def lead(near):
        with near, socket.create_connection(("127.0.0.1", port)) as far:
            asked.append(near.recv(4096).split(b"\r\n")[0].decode())
            near.sendall(b"HTTP/1.1 200 Tunnel\r\n\r\n")
            back = threading.Thread(target=pump, args=(far, near), daemon=True)
            back.start()
            pump(near, far)
            back.join()

    def serve():
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=lead, args=(near,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    proxy = Proxy(httpx.URL(f"http://127.0.0.1:{listening.getsockname()[1]}"))
    yield (lambda host: proxy), asked
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def test_behind_a_proxy_the_name_has_to_be_proved_as_well(ask, believed, tunnel, port):
    proxy_for, asked = tunnel
    assert ask("kettles.test", proxy_for) == b"tea"
    assert asked == [f"CONNECT kettles.test:{port} HTTP/1.1"]
    with pytest.raises(UnsafeDownload, match=r"cannot prove that it is pots\.test"):
        ask("pots.test", proxy_for)
