"""What the tests are given."""

from dataclasses import dataclass

from tests.live.engines.server import Server


@dataclass(frozen=True)
class Engines:
    """A broker and a document store that answer."""

    way: str
    """containers, processes or elsewhere; for messages, never for a test to branch on."""
    kafka: str
    """Bootstrap address, host:port."""
    mongo: str
    """Connection URL with all the options this server needs, without a database's name."""
    kafka_server: Server
    mongo_server: Server

    @property
    def breakable(self) -> bool:
        """Whether a test may kill, stop and pause them."""
        return self.kafka_server.breakable and self.mongo_server.breakable

    def mend(self) -> None:
        """Bring both back after whatever a test did to them."""
        for server in (self.kafka_server, self.mongo_server):
            if server.breakable:
                server.mend()

    def last_words(self) -> list[tuple[str, str]]:
        """Name and end of the log of each."""
        servers = (self.kafka_server, self.mongo_server)
        return [(server.name, server.last_words()) for server in servers]
