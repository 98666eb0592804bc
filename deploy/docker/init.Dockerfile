# Runs once before the processes: makes their databases, roles and keys. See deploy/docker/init.
FROM postgres:17
RUN command -v openssl >/dev/null || (apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*)
COPY deploy/lib/database.sql deploy/docker/init /fund/
USER root
ENTRYPOINT ["bash", "/fund/init"]
