"""What runs after `docker compose up --wait`: whole, healthy, and with no more rights than needed."""

import stat
import subprocess
from typing import Any

import httpx
import pytest

from shared.contracts.paths import SERVICES
from tests.containers.composing import EVERY, Compose, Composed

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]
OURS = (*SERVICES, "prepare", "caddy")
PUBLISHED = {"caddy", "mail"}


def test_everything_is_healthy_and_prepare_has_ended(compose: Compose) -> None:
    found = compose.containers()
    assert set(found) == {*EVERY, "prepare"}
    healthy = {
        name: one["State"]["Health"]["Status"] for name, one in first(found) if name in EVERY
    }
    assert healthy == dict.fromkeys(EVERY, "healthy")
    prepared = found["prepare"][0]["State"]
    assert (prepared["Status"], prepared["ExitCode"]) == ("exited", 0)


def test_nobody_has_more_rights_than_needed(compose: Compose) -> None:
    for name, one in first(compose.containers()):
        host = one["HostConfig"]
        assert one["Config"]["User"] not in {"", "0", "root"}, name
        assert host["CapDrop"] == ["ALL"], name
        assert host["SecurityOpt"] == ["no-new-privileges:true"], name
        assert host["Memory"] > 0, name
        assert not host["Privileged"], name
        if name in OURS:
            assert host["ReadonlyRootfs"], name


def test_all_restart_by_themselves_but_prepare(compose: Compose) -> None:
    policies = {
        name: one["HostConfig"]["RestartPolicy"]["Name"]
        for name, one in first(compose.containers())
    }
    assert policies == {**dict.fromkeys(EVERY, "unless-stopped"), "prepare": "no"}


def test_only_the_proxy_and_the_letters_are_published_and_on_this_machine(compose: Compose) -> None:
    for name, one in first(compose.containers()):
        bound = [port for ports in one["HostConfig"]["PortBindings"].values() for port in ports]
        assert bool(bound) is (name in PUBLISHED), name
        assert {port["HostIp"] for port in bound} <= {"127.0.0.1"}, name


def test_a_service_cannot_write_beside_its_code(compose: Compose) -> None:
    tried = compose.tried("exec", "-T", "intake", "touch", "/opt/lotsa/shared/new")
    assert tried.returncode
    assert "Read-only file system" in tried.stderr
    assert compose.run("exec", "-T", "intake", "id", "-u").strip() == "10001"


def test_the_keys_are_fresh_and_for_their_owner_alone(compose: Compose, lotsa: Composed) -> None:
    said = compose.run("exec", "-T", "intake", "stat", "-c", "%u %a", "/keys/keys.json").split()
    assert said == ["10001", f"{stat.S_IRUSR | stat.S_IWUSR:o}"]
    assert compose.tried("exec", "-T", "intake", "touch", "/keys/new").returncode
    assert "/keys/keys.json" not in lotsa.logs()


def test_prepare_can_be_repeated(compose: Compose, lotsa: Composed) -> None:
    lotsa.take_keys()
    before = (lotsa.folder / "keys.json").read_text()
    assert "topics ready" in compose.run("run", "--rm", "-T", "prepare")
    lotsa.take_keys()
    assert (lotsa.folder / "keys.json").read_text() == before


def test_plain_http_leads_to_tls_and_figures_stay_inside(compose: Compose, lotsa: Composed) -> None:
    plain = httpx.get(f"http://localhost:{compose.more['LOTSA_HTTP_PORT']}/form")
    assert (plain.status_code, plain.headers["location"]) == (301, lotsa.url("/form"))
    page = httpx.get(lotsa.url("/"))
    assert page.status_code == 200
    assert page.headers["strict-transport-security"]
    assert "server" not in page.headers
    for inside in ("/metrics", "/healthz", "/readyz"):
        assert httpx.get(lotsa.url(inside)).status_code == 404


def test_the_image_has_no_compiler(compose: Compose) -> None:
    image = compose.containers()["intake"][0]["Image"]
    words = "command -v cc gcc g++ clang make rustc cargo go javac || echo none"
    said = subprocess.run(
        ["docker", "run", "--rm", "--entrypoint", "sh", image, "-c", words],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said == "none\n"


def first(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The first container of each service."""
    return [(name, containers[0]) for name, containers in found.items()]
