#!/usr/bin/env bash
# Starts a broker as `apache/kafka` does: KAFKA_… becomes its settings, a fresh folder is formatted.
set -euo pipefail
export KAFKA_LOG_DIRS=${KAFKA_LOG_DIRS:-/var/lib/kafka/data}
settings=/tmp/server.properties
: > "$settings"
for name in $(compgen -e KAFKA_); do
    case $name in KAFKA_HEAP_OPTS | KAFKA_OPTS) continue ;; esac
    key=${name#KAFKA_}
    key=${key//___/-}
    key=${key//__/+}
    key=${key//_/.}
    key=${key//+/_}
    printf '%s=%s\n' "${key,,}" "${!name}" >> "$settings"
done
java=(java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "/opt/kafka/libs/*")
"${java[@]}" -Xmx128m kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$settings"
# shellcheck disable=SC2086 # several words
exec "${java[@]}" ${KAFKA_HEAP_OPTS:--Xmx512m} ${KAFKA_OPTS:-} kafka.Kafka "$settings"
