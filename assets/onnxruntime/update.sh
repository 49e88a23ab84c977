#!/bin/sh
# Makes the libraries of this folder and their manifest anew from the npm
# package onnxruntime-node. Needs npm, tar, zstd and sha256sum.
#
#	./update.sh [VERSION]
#
# The unpacked SHA-256 depend on the version alone; the packed ones also on the
# version of zstd (1.5.4 made those that are here).
set -eu
version=${1:-1.24.3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "onnxruntime-node@$version" >/dev/null
tar -xzf "onnxruntime-node-$version.tgz"

sum() { sha256sum "$1" | cut -d' ' -f1; }
size() { wc -c <"$1" | tr -d ' '; }
rows=
# Go's name of the platform; the package's; the library; its name in this folder.
while read -r platform from name to; do
	library=package/bin/napi-v6/$from/$name
	zstd --quiet --force --ultra -22 --long=27 "$library" -o "$here/$to"
	rows="$rows${rows:+,
}    {\"platform\": \"$platform\", \"name\": \"$name\", \"size\": $(size "$library"), \"sha256\": \"$(sum "$library")\",
     \"packed\": \"$to\", \"packedSize\": $(size "$here/$to"), \"packedSHA256\": \"$(sum "$here/$to")\"}"
done <<PLATFORMS
linux/amd64 linux/x64 libonnxruntime.so.1 libonnxruntime-linux-amd64.so.zst
linux/arm64 linux/arm64 libonnxruntime.so.1 libonnxruntime-linux-arm64.so.zst
darwin/arm64 darwin/arm64 libonnxruntime.$version.dylib libonnxruntime-darwin-arm64.dylib.zst
windows/amd64 win32/x64 onnxruntime.dll onnxruntime-windows-amd64.dll.zst
PLATFORMS

cat >"$here/manifest.json" <<MANIFEST
{
  "package": "onnxruntime-node@$version",
  "packageSHA256": "$(sum "onnxruntime-node-$version.tgz")",
  "version": "$version",
  "libraries": [
$rows
  ]
}
MANIFEST
