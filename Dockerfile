# One image for the web, the poller and the planning services (`netops serve` supervises all). Images are built by the
# operator; nothing here was pulled or built by the project's tests.
FROM node:20-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY ui ui
COPY netops/web netops/web
RUN npm run --silent assets

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# pg_dump for backups; its major version is that of the postgres image in docker-compose.yml.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/netops --create-home netops \
    && install --directory --owner=netops --mode=700 /var/lib/netops/data /var/lib/netops/backup \
        /var/lib/netops-agent
WORKDIR /app
COPY requirements/runtime.in requirements/runtime.txt requirements/
RUN pip install --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY collectors collectors
COPY contract contract
COPY innovation innovation
COPY inventory inventory
COPY network network
COPY procurement procurement
COPY risk risk
COPY service service
COPY planning planning
COPY office office
COPY netops netops
COPY migrations migrations
COPY runbooks runbooks
COPY ui ui
COPY --from=assets /app/ui/static ui/static
RUN pip install --no-deps --no-build-isolation --editable . && pybabel --quiet compile -d ui/locale -D netops
USER netops
ENV NETOPS_DATA_DIR=/var/lib/netops/data NETOPS_HOST=0.0.0.0
VOLUME ["/var/lib/netops/data"]
EXPOSE 8000 8101-8105
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/api/v1/health', timeout=4)"]
# tini reaps the children and hands signals on.
ENTRYPOINT ["tini", "--"]
CMD ["sh", "-c", "netops migrate && exec netops serve"]
