# mailflow in a small image: not root, and read-only but for the store (/srv/mailflow/var).
# The config is mounted at /srv/mailflow/config; docker-compose.yml has both ways to run it.

FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
# All steps are in a script, which tests/deploy runs without an engine.
RUN sh deploy/install-image.sh / .

FROM python:3.11-slim
COPY --from=build /opt/mailflow /opt/mailflow
COPY --from=build --chown=10001:10001 /srv/mailflow /srv/mailflow
ENV PATH=/opt/mailflow/bin:$PATH \
    MAILFLOW_CONFIG=/srv/mailflow/config \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /srv/mailflow
USER 10001:10001
VOLUME /srv/mailflow/var
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["mailflow", "health", "--max-age", "120"]
ENTRYPOINT ["mailflow"]
CMD ["run"]
