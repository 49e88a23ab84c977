#!/bin/sh
# Copies the module and the licences from a version of github.com/gen2brain/heic.
#
#	./update.sh [VERSION]
#
# Name the version in README.md, put the checksum that it prints into libheif.go,
# and run the tests of library/pixels.
set -eu
cd "$(dirname "$0")"
from=$(cd "$(mktemp -d)" && go mod init heif >/dev/null 2>&1 && go mod download -json "github.com/gen2brain/heic@${1:-v0.4.5}" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
for file in LICENSE lib/LICENSE.libheif lib/LICENSE.libde265 lib/heif.wasm.gz; do
	install -m 644 "$from/$file" .
done
install -m 644 "$from/lib/heif.c" heif.c.txt
sha256sum heif.wasm.gz
