"""The settings, from the environment: `LOTSA_<NAME>`, or `LOTSA_<SERVICE>_<NAME>` for one service.

A production start (`LOTSA_URL` is not this machine) is refused while a secret is missing, a contact
is missing, or anything that only serves development is on; the one line says what to set.
"""

import os
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Networks = tuple[IPv4Network | IPv6Network, ...]


class Misconfigured(Exception):
    """A setting has to change before Lotsa may start; the text is one line and names the setting."""


class Settings(BaseSettings):
    """Every setting with its default; the description is what the operator's table prints."""

    model_config = SettingsConfigDict(env_prefix="LOTSA_", frozen=True, extra="ignore")

    data: Path = Field(Path(".lotsa"), description="Folder of the embedded mode: store and keys")
    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one")
    url: str = Field("", description="Base of every link and QR code, as people reach it")
    region: str = Field("malmo", description="Code of the municipality that is served")
    demo: bool = Field(False, description="Invented people; nothing is ever sent to anybody")

    store: str = Field("", description="mongodb:// address; empty is one SQLite file under DATA")
    kafka: str = Field("", description="Broker addresses; empty hands messages over in the process")
    partitions: int = Field(
        6, ge=1, description="Partitions of every topic, as `prepare` makes them"
    )
    replication: int = Field(
        1, ge=1, description="Copies of every topic that `prepare` makes; 3 on three brokers"
    )
    undo_seconds: int = Field(30, ge=0, description="How long an approval waits and can be undone")
    member: str = Field("", description="Stable name of this replica, only where it has one")
    keys: Path | None = Field(None, description="File of the keys; default is keys.json under DATA")

    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp[s]://user:password@host:port; empty sends nothing"
    )
    smtp_from: str = Field("lotsa@localhost", description="Sender of every e-mail")

    quiet_hours: str = Field(
        "20-8",
        pattern=r"^([01]?\d|2[0-3])-([01]?\d|2[0-3])$",
        description="Local hours in which nobody is written to; 0-0 is never quiet",
    )

    operator_name: str = Field("", description="Who runs this Lotsa, on every page and letter")
    operator_phone: str = Field("", description="Where people call with a question")
    operator_email: str = Field("", description="Where people write with a question")
    data_protection: str = Field("", description="How to reach the data protection contact")
    protected_phone: str = Field(
        "", description="Number for people who live with protected identity"
    )

    trusted_proxy: str = Field(
        "",
        description="Addresses or networks of the proxy whose X-Forwarded-For counts, by commas",
    )
    open_docs: bool = Field(
        False, description="Serves the interactive API pages; never in production"
    )
    debug: bool = Field(False, description="Shows errors in full; never in production")
    first_email: str = Field("first@localhost", description="E-mail of the first account")

    @classmethod
    def of(cls, service: str = "") -> Self:
        """The settings of one service. Raises Misconfigured, without echoing a value."""
        prefix = f"LOTSA_{service.upper()}_"
        own = {
            name: os.environ[f"{prefix}{name.upper()}"]
            for name in cls.model_fields
            if service and f"{prefix}{name.upper()}" in os.environ
        }
        try:
            settings = cls.model_validate({**cls().model_dump(), **own})
        except ValidationError as wrong:
            names = ", ".join(
                f"LOTSA_{str(e['loc'][0]).upper()}: {e['msg']}" for e in wrong.errors()
            )
            raise Misconfigured(names) from None
        settings.check()
        return settings

    @property
    def base_url(self) -> str:
        return self.url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def production(self) -> bool:
        """Whether others than this machine are meant to reach it."""
        return not is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def keys_file(self) -> Path:
        return self.keys or self.data / "keys.json"

    @property
    def can_send(self) -> bool:
        """Whether letters leave this machine."""
        return bool(self.smtp_url.get_secret_value()) and not self.demo

    @cached_property
    def proxies(self) -> Networks:
        """Who may say where a request comes from. Raises ValueError where it is no such list."""
        listed = self.trusted_proxy
        return tuple(ip_network(one.strip()) for one in listed.split(",") if listed)

    def check(self) -> None:
        """Raises Misconfigured for what must not run in production."""
        try:
            _ = self.proxies
        except ValueError:
            raise Misconfigured("LOTSA_TRUSTED_PROXY is a list of addresses or networks") from None
        if not self.production:
            return
        if not self.secure:
            raise Misconfigured("LOTSA_URL has to begin with https:// where others can reach it")
        for name in ("operator_name", "operator_phone", "operator_email", "data_protection"):
            if not getattr(self, name).strip():
                raise Misconfigured(f"set LOTSA_{name.upper()}: it stands on every page and letter")
        for name in ("open_docs", "debug", "demo"):
            if getattr(self, name):
                raise Misconfigured(f"unset LOTSA_{name.upper()}: it is not for production")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
