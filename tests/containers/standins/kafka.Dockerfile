# Apache Kafka from its own jars, started by the same environment as the image `apache/kafka`.
ARG JAVA
FROM ${JAVA}
RUN useradd --system --uid 1000 --user-group --no-create-home appuser \
    && install -d -o appuser -g appuser /var/lib/kafka/data
COPY jars /opt/kafka/libs
COPY kafka.sh /opt/kafka/start.sh
USER appuser
EXPOSE 9092
CMD ["bash", "/opt/kafka/start.sh"]
