# One static binary in an empty image, run by nobody in particular, with its database in a volume.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/vouch ./cmd/vouch \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/vouch /vouch
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
ENV VOUCH_DB=/data/vouch.db
VOLUME /data
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s CMD ["/vouch", "health"]
ENTRYPOINT ["/vouch"]
CMD ["serve"]
