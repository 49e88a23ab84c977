//go:build unix

package registry

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"culler/scoring/models/modeltest"
)

// What never ends, in the place of any file of a model, is refused.
func TestPipesAndDevicesAreNoModels(t *testing.T) {
	kinds := map[string]func(path string) error{
		"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"device": func(path string) error { return os.Symlink("/dev/zero", path) },
	}
	files := modeltest.CLIP{}.Immich()
	for kind, put := range kinds {
		names := []string{"model.yaml"}
		for name := range files {
			names = append(names, name)
		}
		for _, name := range names {
			s := open(t, "", nil)
			dir := folder(t, "mine", files)
			path := filepath.Join(dir, filepath.FromSlash(name))
			os.Remove(path)
			if err := put(path); err != nil {
				t.Skip("not allowed here:", err)
			}
			if _, err := s.Add(context.Background(), dir, func(Progress) {}); err == nil {
				t.Errorf("%s in place of %s: %v", kind, name, err)
			}
		}
		// A file of weights beside a graph is copied unasked.
		s := open(t, "", nil)
		dir := folder(t, "mine", files)
		for name := range files {
			if strings.HasSuffix(name, ".onnx") {
				if err := put(filepath.Join(dir, filepath.FromSlash(name)) + ".data"); err != nil {
					t.Skip("not allowed here:", err)
				}
			}
		}
		if _, err := s.Add(context.Background(), dir, func(Progress) {}); err == nil || !strings.Contains(err.Error(), "not a file") {
			t.Errorf("%s beside a graph: %v", kind, err)
		}
	}
}
