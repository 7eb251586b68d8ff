# The same two steps that the README names: set up, then run. Non-root, with a data volume.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY questions questions
COPY schedules schedules
RUN python -m venv /opt/cohort && /opt/cohort/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 cohort && mkdir /data && chown cohort /data
COPY --from=build /opt/cohort /opt/cohort
USER cohort
WORKDIR /data
ENV PATH=/opt/cohort/bin:$PATH \
    DATABASE_URL=sqlite:////data/cohort.db \
    COHORT_HOST=0.0.0.0 \
    COHORT_PORT=8765 \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8765/health', timeout=4)"]
# The room answers loopback names only: publish it as 127.0.0.1:8765:8765.
CMD ["cohort", "run", "--no-open"]
