package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/photo/phototest"
	"culler/library/store"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
	"culler/scoring/models/registry/registrytest"
)

func listModels(t *testing.T, data string) map[string]listed {
	t.Helper()
	out, errs, status := cull(t, data, "models", "list", "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var list []listed
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	byID := map[string]listed{}
	for _, l := range list {
		byID[l.ID] = l
	}
	return byID
}

func TestModelsAreListed(t *testing.T) {
	data := t.TempDir()
	list := listModels(t, data)
	own := list[models.Embedded().Spec.ID]
	if !own.InUse || !own.Embedded || !own.Installed || own.Size == 0 {
		t.Errorf("the model that comes along: %+v", own)
	}
	out, _, _ := cull(t, data, "models")
	for _, e := range catalogue.All() {
		l := list[e.Model.ID]
		if l.Title != e.Model.Title || l.Installed || l.LicenceLink != e.LicenceLink || l.Speed != string(e.Speed) || l.Kind != string(e.Model.Kind) {
			t.Errorf("%s: %+v", e.Model.ID, l)
		}
		if !strings.Contains(out, e.Model.ID) || !strings.Contains(out, e.Model.Title) {
			t.Errorf("%s is missing in\n%s", e.Model.ID, out)
		}
	}
}

// A folder of the photographer's goes the whole way: it is added, ranks,
// explains, is damaged, found out and removed.
func TestAModelOfOnesOwn(t *testing.T) {
	folder, data := testShoot(t)
	from := filepath.Join(t.TempDir(), "My CLIP")
	registrytest.Write(t, from, modeltest.CLIP{}.Immich())
	do := func(want int, says string, args ...string) {
		t.Helper()
		out, errs, status := cull(t, data, args...)
		if status != want || !strings.Contains(out+errs, says) {
			t.Errorf("%v: status %d, said %q and %q; want %d and %q", args, status, out, errs, want, says)
		}
	}
	embedded := models.Embedded().Spec.ID
	do(0, "my-clip is installed", "models", "add", from)
	do(1, "not installed", "models", "use", "yunet-2023mar")
	do(0, "My CLIP reads the photos from now on", "models", "use", "my-clip")
	if l := listModels(t, data)["my-clip"]; !l.InUse || !l.Installed {
		t.Errorf("%+v", l)
	}
	do(0, "Read by My CLIP", "explain", filepath.Join(folder, testFrame(0, 0)))
	do(0, "Read by Culler", "--model", embedded, "explain", filepath.Join(folder, testFrame(0, 0)))
	do(1, "is in use", "models", "remove", "my-clip")
	do(0, "my-clip: all files are right", "models", "verify")

	graph := filepath.Join(data, "models", "my-clip", "visual", "model.onnx")
	b, err := os.ReadFile(graph)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(graph, b, 0o644); err != nil {
		t.Fatal(err)
	}
	do(1, "visual/model.onnx is not the file", "models", "verify")
	do(0, embedded+": all files are right", "models", "verify", embedded)
	do(0, "reads the photos from now on", "models", "use", embedded)
	do(0, "my-clip is removed", "models", "remove", "my-clip")
	do(1, `no model "my-clip"`, "models", "remove", "my-clip")
	do(1, "comes with Culler", "--model", "else", "models", "remove", embedded)
	if left, _ := os.ReadDir(filepath.Join(data, "models")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestWrongFilesOfAServerAreRefused(t *testing.T) {
	server := httptest.NewServer(registrytest.New(1)) // other models under the same names
	defer server.Close()
	data := t.TempDir()
	_, errs, status := cull(t, data, "--models-url", server.URL, "models", "install", "nima-mobilenet-aesthetic")
	if status != 1 || !strings.Contains(errs, "is not the file that was published") {
		t.Errorf("status %d, said %q", status, errs)
	}
	if l := listModels(t, data)["nima-mobilenet-aesthetic"]; l.Installed {
		t.Error("it is installed")
	}
}

func TestModelsCanBeAddedWhileTheAppIsOpen(t *testing.T) {
	data, from := t.TempDir(), filepath.Join(t.TempDir(), "mine")
	registrytest.Write(t, from, modeltest.CLIP{}.Xenova())
	db, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if out, errs, status := cull(t, data, "models", "add", from); status != 0 || !strings.Contains(out, "mine is installed") {
		t.Errorf("status %d, said %q", status, errs)
	}
	if out, errs, status := cull(t, data, "models", "list"); status != 0 || strings.Contains(out, "in use") || !strings.Contains(errs, "Culler is open") {
		t.Errorf("status %d, said %q and %q", status, out, errs)
	}
	for _, c := range []string{"use", "remove"} {
		if _, errs, status := cull(t, data, "models", c, "mine"); status != 1 || !strings.Contains(errs, "open") {
			t.Errorf("%s: status %d, said %q", c, status, errs)
		}
	}
}

// The model that came with earlier versions is a folder like any other.
func TestTheFirstModelIsAFolder(t *testing.T) {
	from, data := phototest.Shared(t, "model"), t.TempDir()
	folder, _ := testShoot(t)
	for _, c := range []struct {
		says string
		args []string
	}{
		{"culler-quality-1 is installed", []string{"models", "add", from}},
		{"reads the photos from now on", []string{"models", "use", "culler-quality-1"}},
		{"Read by Culler quality model 1", []string{"explain", filepath.Join(folder, testFrame(0, 0))}},
	} {
		if out, errs, status := cull(t, data, c.args...); status != 0 || !strings.Contains(out+errs, c.says) {
			t.Errorf("%v: status %d, said %q and %q", c.args, status, out, errs)
		}
	}
}
