# The register as one image: server, worker and command line. No build step but the catalogues.
FROM python:3.11.15-slim-bookworm AS build
WORKDIR /app
COPY requirements/run.txt requirements/run.in requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md ./
COPY register register
COPY declarations declarations
COPY reports reports
COPY locales locales
COPY scripts scripts
RUN /venv/bin/python scripts/compile_catalogues.py && /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .
RUN /venv/bin/python -m compileall -q /app /venv/lib

FROM python:3.11.15-slim-bookworm
# The same number as the user of the image of PostgreSQL, so that one file of a password serves both.
RUN groupadd --system --gid 999 register && useradd --system --uid 999 --gid 999 --home-dir /app --shell /usr/sbin/nologin register \
    && mkdir /var/lib/register && chown register:register /var/lib/register && chmod 700 /var/lib/register
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 999:999
ENV PATH=/venv/bin:$PATH REGISTER_VAR=/var/lib/register PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "register.operations.alive", "http://127.0.0.1:8000/readyz"]
CMD ["register", "serve", "--host", "0.0.0.0", "--port", "8000"]
