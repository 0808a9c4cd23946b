"""How the broker is set up, the same whether it is a process or a container."""

CLUSTER = "bG90c2EgbGl2ZSB0ZXN0cw"
"""Fixed, since every run formats a folder of its own."""


def broker_settings(address: str, listen: str, controller: str) -> dict[str, str]:
    """One node, broker and controller in one, which tells clients to come to `address`."""
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{controller}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{listen},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{address}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "auto.create.topics.enable": "false",
        "default.replication.factor": "1",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "3",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # A killed broker may register again when its last session is over: 9 s as it comes.
        "broker.heartbeat.interval.ms": "500",
        "broker.session.timeout.ms": "2000",
    }


def as_properties(settings: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def as_environment(settings: dict[str, str]) -> dict[str, str]:
    """As the image `apache/kafka` reads them: KAFKA_ and the name in capitals."""
    return {f"KAFKA_{name.upper().replace('.', '_')}": value for name, value in settings.items()}
