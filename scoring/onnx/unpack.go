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
	"strings"

	"github.com/klauspost/compress/zstd"

	"culler/assets/onnxruntime"
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
	if whole(path, lib) {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make a folder to unpack it to: %w", err)
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
	if err := os.Rename(temp.Name(), path); err != nil && !whole(path, lib) {
		return "", fmt.Errorf("unpack it to %s: %w", dir, err)
	}
	mark(path, lib)
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

// whole tells whether the file is the library. A file that is unchanged, by
// size and time, since it was found to be the library is not read again.
func whole(path string, lib onnxruntime.Library) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != lib.Size {
		return false
	}
	if known, err := os.ReadFile(path + ".verified"); err == nil && strings.TrimSpace(string(known)) == stamp(info, lib) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil || hex.EncodeToString(h.Sum(nil)) != lib.SHA256 {
		return false
	}
	mark(path, lib)
	return true
}

// mark remembers that the file is the library. Failing costs a later start the
// time of reading it again.
func mark(path string, lib onnxruntime.Library) {
	if info, err := os.Stat(path); err == nil {
		_ = os.WriteFile(path+".verified", []byte(stamp(info, lib)+"\n"), 0o644)
	}
}

func stamp(info os.FileInfo, lib onnxruntime.Library) string {
	return fmt.Sprintf("%s %d %d", lib.SHA256, info.Size(), info.ModTime().UnixNano())
}
