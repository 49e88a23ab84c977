#!/bin/sh
# Copies the module and the licences from a version of github.com/gen2brain/avif.
#
#	./update.sh [VERSION]
#
# Name the version in README.md, put the checksum that it prints into libavif.go,
# and run the tests of library/pixels.
set -eu
cd "$(dirname "$0")"
from=$(cd "$(mktemp -d)" && go mod init avif >/dev/null 2>&1 && go mod download -json "github.com/gen2brain/avif@${1:-v0.4.4}" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
for file in LICENSE lib/LICENSE.libavif lib/LICENSE.aom lib/decode.wasm.gz; do
	install -m 644 "$from/$file" .
done
install -m 644 "$from/lib/decode.c" decode.c.txt
sha256sum decode.wasm.gz
