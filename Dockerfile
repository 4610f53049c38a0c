# syntax=docker/dockerfile:1
# One static binary on an image that holds nothing else. docker build --build-arg VERSION=$(git describe --tags --always) .

FROM node:22.21.1-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static ./static
RUN node static/build.mjs

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY app ./app
COPY handlers ./handlers
COPY models ./models
COPY templates ./templates
COPY static ./static
COPY --from=assets /src/static/dist ./static/dist
ARG VERSION=unknown
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/meguri ./app
# The final image has no shell to make the folder in; a new volume takes its owner over from here.
RUN mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY LICENSE NOTICE /
COPY --from=build /out/meguri /meguri
COPY --from=build --chown=65532:65532 /out/data /data
ENV MEGURI_ADDR=0.0.0.0:8080 \
    MEGURI_DATA_DIR=/data \
    MEGURI_LOG_FORMAT=json
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# No shell and no curl in here: the program asks its own /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["/meguri", "ping"]
ENTRYPOINT ["/meguri"]
CMD ["serve"]
