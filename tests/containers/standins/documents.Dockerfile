# The server of MongoDB's protocol that the live tests use where no `mongo:8` can be had.
ARG JAVA
FROM ${JAVA}
RUN useradd --system --uid 999 --user-group --no-create-home mongodb \
    && install -d -o mongodb -g mongodb /data/db /data/configdb
COPY jars /opt/documents/libs
COPY DocumentServer.java /opt/documents/
USER mongodb
EXPOSE 27017
CMD ["java", "-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", \
     "-cp", "/opt/documents/libs/*", "/opt/documents/DocumentServer.java", \
     "0.0.0.0", "27017", "/data/db/documents"]
