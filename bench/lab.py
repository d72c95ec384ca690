"""What bench/rotation measures: the program, Envoy, where Secrets are written to, and a neighbour that must not notice."""
import base64
import contextlib
import http.client
import json
import os
import queue
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
WORK = PROJECT / "target" / "bench"
NAMESPACE = "istio-system"
BACKEND = ("10.244.0.10", 8000)  # a pod's address: Kubernetes takes no loopback address for an endpoint

# Nothing is verified: which certificate is served is compared byte by byte.
TLS = ssl.create_default_context()
TLS.check_hostname, TLS.verify_mode = False, ssl.CERT_NONE


def brought(*things):
    return subprocess.run([PROJECT / "tools/bring", *things], check=True, text=True, stdout=subprocess.PIPE).stdout.split()


def until(what, condition, seconds=60, pause=0.01):
    """The condition's first truth; what it raises for want of a connection or an answer is a no."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if result := condition():
                return result
        time.sleep(pause)
    raise SystemExit(f"bench: {what} in {seconds} s: the logs are in {WORK}")


@contextlib.contextmanager
def running(name, *command, **environment):
    """The command, its output in a log, until the block ends."""
    with (WORK / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **environment}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def resident_mib(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def certificates(count):
    """As the task has them, RSA 2048: (certificate, key) in PEM; made once."""
    folder = WORK / "certificates"
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [(folder / f"{serial}.crt", folder / f"{serial}.key") for serial in range(1, count + 1)]
    for serial, (certificate, key) in enumerate(pairs, 1):
        if not certificate.exists():
            request = "openssl req -x509 -sha256 -nodes -days 3650 -newkey rsa:2048 -subj /CN=bench".split()
            files = ("-set_serial", str(serial), "-keyout", key, "-out", certificate)
            subprocess.run([*request, *files], check=True, capture_output=True)
    return [(certificate.read_text(), key.read_text()) for certificate, key in pairs]


# --- Objects


def host(number):
    return f"host-{number}.example.com"


def secret(number, pair):
    data = {key: base64.b64encode(pem.encode()).decode() for key, pem in zip(("tls.crt", "tls.key"), pair)}
    return {**named("v1", "Secret", f"credential-{number}"), "type": "kubernetes.io/tls", "data": data}


def named(version, kind, name, **labels):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": NAMESPACE, "labels": labels}}


def objects(hosts, pairs):
    """A gateway with so many hosts: each has a credential, a route and a Service of its own."""
    selector, servers = {"istio": "ingressgateway"}, []
    for number in range(hosts):
        tls = {"mode": "SIMPLE", "credentialName": f"credential-{number}"}
        port = {"number": 443, "name": f"https-{number}", "protocol": "HTTPS"}
        servers.append({"port": port, "tls": tls, "hosts": [host(number)]})
        route = {"route": [{"destination": {"host": f"service-{number}", "port": {"number": 8000}}}]}
        spec = {"hosts": [host(number)], "gateways": ["gateway"], "http": [route]}
        yield {**named("networking.istio.io/v1", "VirtualService", f"route-{number}"), "spec": spec}
        yield {**named("v1", "Service", f"service-{number}"), "spec": {"ports": [{"name": "http", "port": 8000}]}}
        yield {
            **named("discovery.k8s.io/v1", "EndpointSlice", f"slice-{number}", **{"kubernetes.io/service-name": f"service-{number}"}),
            "addressType": "IPv4",
            "endpoints": [{"addresses": [BACKEND[0]], "conditions": {"ready": True}}],
            "ports": [{"name": "http", "port": BACKEND[1], "protocol": "TCP"}],
        }
        yield secret(number, pairs[number])
    ports = [{"name": "https", "port": 443, "targetPort": 8443}]
    yield {**named("v1", "Service", "ingressgateway"), "spec": {"selector": selector, "ports": ports}}
    yield {**named("networking.istio.io/v1", "Gateway", "gateway"), "spec": {"selector": selector, "servers": servers}}


# --- Where they are written to. write() returns the moments at which it was sent, was taken and, where that can be known,
# reached the simplest of all readers.


class Files:
    """A folder of manifests; a new version of a file is moved over the old one."""

    name, environment = "files", {}

    def __init__(self, initial):
        self.folder = WORK / "manifests"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.arguments = ("--gatehouse.source=files", f"--gatehouse.files.directory={self.folder}")
        for each in initial:
            self.write(each)

    def write(self, manifest):
        target = self.folder / f"{manifest['kind']}-{manifest['metadata']['name']}.json"
        (WORK / "new").write_text(json.dumps(manifest))
        sent = time.perf_counter()
        os.replace(WORK / "new", target)
        return sent, time.perf_counter(), None


class Kubernetes:
    """A real API server; objects go there over one connection that is kept."""

    name = "kubernetes"
    plurals = {"Secret": "secrets", "Service": "services", "EndpointSlice": "endpointslices", "Gateway": "gateways",
               "VirtualService": "virtualservices"}

    def __init__(self, state, kubeconfig, initial):
        self.authorization = "Bearer " + (state / "token").read_text().strip()
        self.connection = self.connect()
        self.arguments = ("--gatehouse.source=kubernetes", "--gatehouse.xds.plaintext.enabled=true")
        self.environment = {"KUBECONFIG": kubeconfig}
        definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        for file in sorted((PROJECT / "k8s" / "crds").glob("*s.yaml")):
            self.call("POST", definitions, file.read_bytes(), "application/yaml")
        self.call("POST", "/api/v1/namespaces", json.dumps({"metadata": {"name": NAMESPACE}}))
        for each in initial:
            until(f"{each['kind']} is not taken", lambda: self.call("POST", self.path(each), json.dumps(each)))
        self.seen = queue.Queue()
        threading.Thread(target=self.watch, daemon=True).start()

    @staticmethod
    def connect():
        return http.client.HTTPSConnection("127.0.0.1", 16443, context=TLS)

    def path(self, each):
        version = each["apiVersion"]
        group = f"/apis/{version}" if "/" in version else f"/api/{version}"
        return f"{group}/namespaces/{NAMESPACE}/{self.plurals[each['kind']]}"

    def call(self, method, path, body, content_type="application/json"):
        headers = {"Authorization": self.authorization, "Content-Type": content_type}
        self.connection.request(method, path, body, headers)
        with self.connection.getresponse() as response:
            answer = response.read()
        return answer if response.status < 300 else None

    def watch(self):
        """The bare reader: the moment at which each change of a Secret has come in."""
        connection = self.connect()
        path = f"/api/v1/namespaces/{NAMESPACE}/secrets?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan"
        connection.request("GET", path, headers={"Authorization": self.authorization})
        for _ in connection.getresponse():
            self.seen.put(time.perf_counter())

    def write(self, manifest):
        body, path = json.dumps(manifest), f"{self.path(manifest)}/{manifest['metadata']['name']}"
        while not self.seen.empty():
            self.seen.get()
        sent = time.perf_counter()
        if not self.call("PUT", path, body):
            raise SystemExit("bench: the API server does not take a Secret")
        return sent, time.perf_counter(), self.seen.get(timeout=10)


# --- Who looks


def served(name):
    """The certificate that Envoy serves for the host, in DER, by a handshake of its own."""
    with socket.create_connection(("127.0.0.1", 8443), timeout=5) as plain:
        with TLS.wrap_socket(plain, server_hostname=name) as connection:
            return connection.getpeercert(binary_form=True)


def handshake_seconds(name, times=50):
    def timed():
        began = time.perf_counter()
        served(name)
        return time.perf_counter() - began

    return statistics.median(timed() for _ in range(times))


class Neighbour:
    """Sends 100 requests a second to a host over one connection, and counts what is lost."""

    def __init__(self, name):
        self.name, self.requests, self.lost, self.connections = name, 0, 0, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def run(self):
        connection, due = None, time.monotonic()
        while not self.ended.wait(max(0, due - time.monotonic())):
            due = max(due + 0.01, time.monotonic() - 1)
            if not connection:
                plain = socket.create_connection(("127.0.0.1", 8443), timeout=5)
                connection = TLS.wrap_socket(plain, server_hostname=self.name)
                self.connections += 1
            self.requests += 1
            if not self.request(connection):
                self.lost += 1
                connection = None

    def request(self, connection):
        try:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {self.name}\r\n\r\n".encode())
            with http.client.HTTPResponse(connection) as response:
                response.begin()
                response.read()
                return response.status == 200 and not response.will_close
        except (OSError, http.client.HTTPException):
            return False


def backend():
    """Answers every request of every connection with 200."""

    def answer(connection):
        while connection.recv(65536):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    def accept():
        while True:
            threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    listener = socket.create_server(BACKEND)
    threading.Thread(target=accept, daemon=True).start()
