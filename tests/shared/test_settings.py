"""Settings: what must not run in production stops the start, in one line, without echoing a value."""

from pathlib import Path

import pytest

from shared.keys import Keys, make
from shared.settings import Misconfigured, Settings

SAFE = {
    "url": "https://lotsa.example.org",
    "operator_name": "Staden",
    "operator_phone": "040-00 00 00",
    "operator_email": "hej@example.org",
    "data_protection": "dpo@example.org",
}


def test_a_whole_production_setting_starts() -> None:
    """The control: nothing is refused that is as it should be."""
    Settings.model_validate(SAFE).check()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"url": "http://lotsa.example.org"}, "LOTSA_URL"),
        ({"operator_name": " "}, "LOTSA_OPERATOR_NAME"),
        ({"operator_phone": ""}, "LOTSA_OPERATOR_PHONE"),
        ({"operator_email": ""}, "LOTSA_OPERATOR_EMAIL"),
        ({"data_protection": ""}, "LOTSA_DATA_PROTECTION"),
        ({"open_docs": True}, "LOTSA_OPEN_DOCS"),
        ({"debug": True}, "LOTSA_DEBUG"),
        ({"demo": True}, "LOTSA_DEMO"),
    ],
)
def test_production_refuses_what_is_not_for_it(change: dict[str, object], named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        Settings.model_validate({**SAFE, **change}).check()


@pytest.mark.parametrize("proxies", ["canary", "10.0.0.0/8,", "10.0.0.1/8"])
def test_a_proxy_is_an_address_or_a_network(proxies: str) -> None:
    Settings(trusted_proxy="10.0.0.1, 10.0.0.0/8, fd00::/8").check()
    with pytest.raises(Misconfigured, match="LOTSA_TRUSTED_PROXY"):
        Settings(trusted_proxy=proxies).check()


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]"])
def test_this_machine_may_run_anything(url: str) -> None:
    settings = Settings.model_validate({"url": url, "debug": True, "open_docs": True})
    settings.check()
    assert not settings.production


@pytest.mark.parametrize("url", ["http://192.168.1.5", "https://127.0.0.1.example.org"])
def test_whatever_others_can_reach_is_production(url: str) -> None:
    assert Settings.model_validate({"url": url}).production


def test_a_wrong_value_is_named_and_not_echoed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSA_PORT", "canary")
    with pytest.raises(Misconfigured, match="LOTSA_PORT") as refused:
        Settings.of()
    assert "canary" not in str(refused.value)


def test_a_services_own_setting_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSA_PORT", "9000")
    monkeypatch.setenv("LOTSA_INTAKE_PORT", "9001")
    assert (Settings.of("intake").port, Settings.of("events").port) == (9001, 9000)


@pytest.mark.parametrize("weak", ["", "AAAA", "A" * 43])
def test_missing_weak_and_default_keys_stop_the_start(tmp_path: Path, weak: str) -> None:
    file = tmp_path / "keys.json"
    with pytest.raises(Misconfigured, match="LOTSA_KEYS"):
        Keys.load(file)
    make(file)
    Keys.load(file)
    whole = file.read_text()
    form = whole.split('"form": "')[1].split('"')[0]
    file.write_text(whole.replace(form, weak))
    with pytest.raises(Misconfigured, match="LOTSA_KEYS"):
        Keys.load(file)


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    make(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
