# mtqe with all it needs: docker build --tag mtqe . && docker run --rm --volume "$PWD:/work" mtqe evaluate en.md de.md
# Without COMET and data sets, a tenth of the size: docker build --target slim --tag mtqe-slim .
FROM python:3.11-slim AS base

# git is for --changed-since; a repository that is mounted belongs to another user, which git refuses by default.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && useradd --create-home --uid 1000 mtqe

FROM base AS slim
COPY pyproject.toml README.md LICENSE /src/
COPY slim /src/slim
COPY mtqe /src/mtqe
COPY references /src/references
RUN pip install --no-cache-dir '/src/slim[serve]' && rm -rf /src
USER 1000
WORKDIR /work
ENTRYPOINT ["mtqe"]
CMD ["--help"]

# The last is what docker builds unless --target names another.
FROM base AS full
# The torch build without GPU libraries, which are some 3 GB; for COMET only.
RUN pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu 'torch>=2'
COPY pyproject.toml README.md LICENSE /src/
COPY mtqe /src/mtqe
COPY references /src/references
RUN pip install --no-cache-dir '/src[serve]' && rm -rf /src
USER 1000
WORKDIR /work
ENTRYPOINT ["mtqe"]
CMD ["--help"]
