# Debian's Caddy, which knows the same words of the Caddyfile as the vendor's image.
ARG PYTHON
FROM ${PYTHON}
COPY caddy /usr/bin/caddy
EXPOSE 8080 8443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]
