package registry

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/download"
	"culler/scoring/models/modeltest"
	"culler/scoring/models/registry/registrytest"
)

var source = registrytest.New(1)

// server is a source that counts what is asked of it.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // paths, and their Range where there is one
	cut   int      // answers that break off in the middle, to come
	spoil bool     // bytes are wrong
}

func serve(t *testing.T) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("Range")))
		cut, spoil := s.cut > 0, s.spoil
		if cut {
			s.cut--
		}
		s.mu.Unlock()
		switch {
		case cut:
			id, path, _ := strings.Cut(r.URL.Path[1:], "/")
			b := source.Models[id][path]
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			w.Write(b[:len(b)/2])
			panic(http.ErrAbortHandler)
		case spoil:
			id, path, _ := strings.Cut(r.URL.Path[1:], "/")
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Write([]byte(strings.Repeat("x", len(source.Models[id][path]))))
		default:
			source.ServeHTTP(w, r)
		}
	}))
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

func open(t *testing.T, mirror string, prove func(context.Context, models.Folder) error) *Shelf {
	t.Helper()
	return Open(filepath.Join(t.TempDir(), "data", "models"), Options{
		Mirror: mirror, Prove: prove, Catalogue: source.Entries,
		Client: &download.Client{Wait: time.Millisecond, Tries: 2},
	})
}

func item(t *testing.T, s *Shelf, id string) Item {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	k := find(list, id)
	if k < 0 {
		t.Fatalf("%s is not listed", id)
	}
	return list[k]
}

// names lists what is in the folder of models, hidden things too.
func names(s *Shelf) (all []string) {
	dirs, _ := os.ReadDir(s.Dir())
	for _, d := range dirs {
		all = append(all, d.Name())
	}
	return all
}

var background = context.Background()

const small, tiny, nima = "clip-vit-b-32-openai-int8", "tinyclip-vit-8m-16-int8", "nima-mobilenet-aesthetic"

func TestEveryModelOfTheCatalogueIsInstalled(t *testing.T) {
	web := serve(t)
	s := open(t, web.URL, nil)
	for _, e := range source.Entries {
		id := e.Model.ID
		if before := item(t, s, id); before.Installed || before.Entry == nil || before.Spec.Title != e.Model.Title {
			t.Errorf("before: %+v", before)
		}
		var last Progress
		if err := s.Install(background, id, func(p Progress) {
			if p.Doing == "Fetching" {
				last = p
			}
		}); err != nil {
			t.Fatal(err)
		}
		after := item(t, s, id)
		if !after.Installed || after.Problem != "" || after.Entry == nil || after.Embedded || after.Size == 0 || last.Done != after.Size || last.Total != after.Size {
			t.Errorf("after: %+v; progress ended with %+v", after, last)
		}
		if err := s.Verify(background, id); err != nil {
			t.Error(err)
		}
		f, err := s.Folder(id)
		if err != nil || f.Spec.ID != id || f.Spec.Kind != e.Model.Kind || f.Spec.Licence != e.Model.Licence {
			t.Errorf("%+v, %v", f.Spec, err)
		}
		if n := len(web.requests()); n != len(e.Files("")) {
			t.Errorf("%s: %d requests", id, n)
		}
		if err := s.Install(background, id, nil); err != nil || len(web.requests()) > 0 {
			t.Errorf("installed again: %v", err)
		}
	}
	for kind, want := range map[models.Kind]int{models.CLIP: 5, models.Head: 3, models.Quality: 1, models.Faces: 1} {
		if got := s.Installed(kind); len(got) != want {
			t.Errorf("%d of kind %s", len(got), kind)
		}
	}
	if got := names(s); len(got) != len(source.Entries) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestWhatIsMissingIsFetchedAfterACut(t *testing.T) {
	web := serve(t)
	s := open(t, web.URL, nil)
	web.cut = 1
	ctx, stop := context.WithCancel(background)
	err := s.Install(ctx, tiny, func(p Progress) {
		if p.Waiting != "" {
			stop() // in the pause after the cut
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	left := item(t, s, tiny)
	if left.Installed || left.Fetched == 0 || left.Fetched >= left.Size {
		t.Errorf("%d of %d bytes are there", left.Fetched, left.Size)
	}
	web.requests()
	if err := s.Install(background, tiny, nil); err != nil {
		t.Fatal(err)
	}
	if asked := web.requests(); len(asked) != 2 || !strings.Contains(asked[0], "bytes=") || strings.Contains(asked[1], "bytes=") {
		t.Errorf("asked for %v", asked)
	}
	if err := s.Verify(background, tiny); err != nil {
		t.Error(err)
	}
}

func TestDamageIsFoundAndMended(t *testing.T) {
	web := serve(t)
	s := open(t, web.URL, nil)
	if err := s.Install(background, small, nil); err != nil {
		t.Fatal(err)
	}
	web.requests()
	const damaged = "onnx/text_model_quantized.onnx"
	for _, harm := range []func(path string) error{
		func(path string) error {
			b, _ := os.ReadFile(path)
			b[len(b)/2] ^= 1
			return os.WriteFile(path, b, 0o644)
		},
		func(path string) error { return os.Truncate(path, 0) },
		os.Remove,
	} {
		if err := harm(filepath.Join(s.Dir(), small, damaged)); err != nil {
			t.Fatal(err)
		}
		if it := item(t, s, small); it.Entry == nil || it.Spec.Title == small {
			t.Errorf("it is not told which model is damaged: %+v", it.Spec)
		}
		if err := s.Verify(background, small); err == nil || !strings.Contains(err.Error(), damaged) {
			t.Errorf("damage goes unnoticed: %v", err)
		}
		if err := s.Install(background, small, nil); err != nil {
			t.Fatal(err)
		}
		if asked := web.requests(); len(asked) != 1 || !strings.HasSuffix(asked[0], damaged) {
			t.Errorf("asked for %v", asked)
		}
		if err := s.Verify(background, small); err != nil {
			t.Error(err)
		}
		if got := names(s); !slices.Equal(got, []string{small}) {
			t.Errorf("the folder holds %v", got)
		}
	}
}

func TestWrongModelsNeverComeOnTheShelf(t *testing.T) {
	web := serve(t)
	web.spoil = true
	bad := errors.New("it does not tell two different pictures apart")
	var proof error
	s := open(t, web.URL, func(context.Context, models.Folder) error { return proof })
	if err := s.Install(background, nima, nil); !errors.Is(err, download.ErrWrong) {
		t.Errorf("wrong bytes: %v", err)
	}
	web.spoil = false
	proof = bad
	if err := s.Install(background, nima, nil); !errors.Is(err, bad) {
		t.Errorf("a model that does not work: %v", err)
	}
	if item(t, s, nima).Installed || len(s.Installed(models.Quality)) > 0 {
		t.Error("it is on the shelf")
	}
	if _, err := s.Folder(nima); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Error(err)
	}
	web.requests()
	proof = nil
	if err := s.Install(background, nima, nil); err != nil || len(web.requests()) > 0 {
		t.Errorf("what was there already: %v", err)
	}
	if err := s.Install(background, "no-such", nil); err == nil || !strings.Contains(err.Error(), `no model "no-such"`) {
		t.Error(err)
	}
}

func TestRoomForAllFilesIsCheckedFirst(t *testing.T) {
	web := serve(t)
	s := open(t, web.URL, nil)
	size := item(t, s, small).Size
	s.options.Client.Free = func(string) (uint64, error) { return uint64(size) - 1 + 64<<20, nil }
	if err := s.Install(background, small, nil); !errors.Is(err, download.ErrSpace) || len(web.requests()) > 0 {
		t.Errorf("a byte too little: %v", err)
	}
	s.options.Client.Free = func(string) (uint64, error) { return uint64(size) + 64<<20, nil }
	if err := s.Install(background, small, nil); err != nil {
		t.Errorf("just enough: %v", err)
	}
}

func TestOfflineIsSaid(t *testing.T) {
	web := serve(t)
	web.Close()
	s := open(t, web.URL, nil)
	if err := s.Install(background, nima, nil); !errors.Is(err, download.ErrOffline) || !strings.Contains(err.Error(), "check the connection") {
		t.Error(err)
	}
}

func TestModelsAreTakenOff(t *testing.T) {
	web := serve(t)
	s := open(t, web.URL, nil)
	if err := s.Install(background, nima, nil); err != nil {
		t.Fatal(err)
	}
	web.cut = 10
	if err := s.Install(background, tiny, nil); err == nil {
		t.Fatal("a server that breaks off again and again sent all")
	}
	for _, id := range []string{nima, tiny} {
		if err := s.Remove(id); err != nil {
			t.Error(err)
		}
		if it := item(t, s, id); it.Installed || it.Fetched != 0 {
			t.Errorf("%+v", it)
		}
	}
	if left := names(s); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	for id, want := range map[string]string{nima: "not installed", "no-such": "no model", models.Embedded().Spec.ID: "comes with Culler"} {
		if err := s.Remove(id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestOneModelIsHandledOnce(t *testing.T) {
	web := serve(t)
	var s *Shelf
	var second error
	s = open(t, web.URL, func(context.Context, models.Folder) error {
		second = s.Remove(nima)
		return nil
	})
	if err := s.Install(background, nima, nil); err != nil {
		t.Fatal(err)
	}
	if second == nil || !strings.Contains(second.Error(), "just now") {
		t.Errorf("removed while it is being installed: %v", second)
	}
}

func TestFoldersThatCannotBeUsedAreListed(t *testing.T) {
	s := open(t, "", nil)
	registrytest.Write(t, filepath.Join(s.Dir(), "my-clip"), modeltest.CLIP{Dim: 64}.Xenova())
	registrytest.Write(t, filepath.Join(s.Dir(), "My CLIP"), modeltest.CLIP{Dim: 64}.Xenova())
	registrytest.Write(t, filepath.Join(s.Dir(), "holiday"), modeltest.Files{"beach.jpg": []byte("x")})
	registrytest.Write(t, filepath.Join(s.Dir(), ".coming-else"), modeltest.Files{"x.onnx.part": []byte("x")})
	if got := s.Installed(models.CLIP); len(got) != 2 || got[1].Spec.ID != "my-clip" {
		t.Errorf("%d can be used", len(got))
	}
	if it := item(t, s, "holiday"); !strings.Contains(it.Problem, "no model.yaml") {
		t.Error(it.Problem)
	}
	twin := filepath.Join(s.Dir(), "my-clip")
	if it := item(t, s, twin); !strings.Contains(it.Problem, "same id") {
		t.Errorf("%+v", it)
	}
	if _, err := s.Folder("holiday"); err == nil || !strings.Contains(err.Error(), "no model.yaml") {
		t.Error(err)
	}
	for _, id := range []string{"holiday", twin} {
		if err := s.Remove(id); err != nil {
			t.Error(err)
		}
	}
	if got := names(s); !slices.Equal(got, []string{".coming-else", "My CLIP"}) {
		t.Errorf("%v is left", got)
	}
}

func TestCatalogueOfTheBuildIsTheDefault(t *testing.T) {
	s := Open(t.TempDir(), Options{})
	list, err := s.List()
	if err != nil || len(list) != 1+len(catalogue.All()) || !list[0].Embedded || !list[0].Installed {
		t.Errorf("%d models, %v", len(list), err)
	}
}
