# RuleBridge as an image: installed where a compiler is, run where there is none.
# How to use it, with and without the internet: docs/operation.md.
ARG PYTHON_IMAGE=python:3.11.15-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_INPUT=1
WORKDIR /src
# A folder `wheels` beside this file is looked into first: wheels brought along for a build without
# the internet, or a build of torch for processors alone, which saves several gigabytes.
COPY constraints.txt wheel[s]/ /wheels/
RUN python -m venv /opt/rulebridge
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/rulebridge/bin/pip install --find-links /wheels torch==2.13.0 -c /wheels/constraints.txt
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY corpus/ corpus/
COPY ingest/ ingest/
COPY assistant/ assistant/
COPY ui/ ui/
COPY evals/ evals/
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/rulebridge/bin/pip install --find-links /wheels . -c constraints.txt

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="RuleBridge" \
      org.opencontainers.image.description="Answers about AI regulation, with the clause behind every statement" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 rulebridge \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /data \
       --shell /usr/sbin/nologin rulebridge \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/rulebridge /opt/rulebridge
# Nothing is written but in /data and /tmp: the rest of the file system may be read-only.
ENV PATH=/opt/rulebridge/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HOME=/data/models/hub \
    RULEBRIDGE_HOME=/data \
    RULEBRIDGE_LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=3m --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health/live', timeout=8)"]
ENTRYPOINT ["rulebridge"]
CMD ["serve", "--host", "0.0.0.0", "--port", "7860"]
