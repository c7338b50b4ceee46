# The register as one image: server, worker and command line. No build step but the catalogues.
FROM python:3.11-slim-bookworm AS build
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

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app register && mkdir /var/lib/register && chown register /var/lib/register
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER register
ENV PATH=/venv/bin:$PATH REGISTER_VAR=/var/lib/register PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["register", "serve", "--host", "0.0.0.0", "--port", "8000"]
