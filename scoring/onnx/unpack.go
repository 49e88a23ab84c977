package onnx

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	goruntime "runtime"

	"github.com/klauspost/compress/zstd"

	"culler/assets/onnxruntime"
	"culler/library/busy"
)

// unpack makes sure that the embedded library lies in the cache folder and
// returns its path. It is written beside its place and renamed, so that no
// process ever meets half a library.
func unpack(cache string) (string, error) {
	lib, packed, ok := onnxruntime.Embedded()
	if !ok {
		return "", fmt.Errorf("Culler brings no library for %s/%s; install ONNX Runtime 1.24 or later and name its library by %s",
			goruntime.GOOS, goruntime.GOARCH, Variable)
	}
	dir := filepath.Join(cache, "onnxruntime-"+onnxruntime.TheManifest().Version+"-"+lib.SHA256[:12])
	path := filepath.Join(dir, lib.Name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make a folder to unpack it to: %w", err)
	}
	if err := keepOut(dir); err != nil {
		return "", err
	}
	if whole(path, lib) {
		return path, nil
	}
	temp, err := os.CreateTemp(dir, "unpacking-*")
	if err != nil {
		return "", fmt.Errorf("unpack it: %w", err)
	}
	defer os.Remove(temp.Name()) // fails where it was renamed
	err = write(temp, packed, lib)
	if cerr := temp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", fmt.Errorf("unpack it to %s: %w", dir, err)
	}
	// Windows refuses to replace a library that another Culler has loaded;
	// then the one in place is as good.
	if err := busy.Rename(temp.Name(), path); err != nil && !whole(path, lib) {
		return "", fmt.Errorf("unpack it to %s: %w", dir, err)
	}
	return path, nil
}

func write(w *os.File, packed []byte, lib onnxruntime.Library) error {
	d, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return err
	}
	defer d.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), d); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != lib.SHA256 {
		return errors.New("the library that came with Culler is damaged; install Culler again")
	}
	if err := w.Chmod(0o755); err != nil && goruntime.GOOS != "windows" {
		return err
	}
	return w.Sync()
}

// whole tells whether the file is the library, which nobody else can change. It
// is read at each start: nobody who can write there must be able to have Culler run
// something else.
func whole(path string, lib onnxruntime.Library) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != lib.Size || !ours(info) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return err == nil && hex.EncodeToString(h.Sum(nil)) == lib.SHA256
}

// keepOut makes sure that only this user can put files into a folder.
func keepOut(dir string) error {
	info, err := os.Lstat(dir)
	if err == nil && info.IsDir() && !ours(info) {
		_ = os.Chmod(dir, 0o700)
		info, err = os.Lstat(dir)
	}
	if err == nil && (!info.IsDir() || !ours(info)) {
		err = fmt.Errorf("others may write into the folder %s: remove it, then start again", dir)
	}
	return err
}
