package prompts

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func shelf(t *testing.T) *Shelf {
	t.Helper()
	s, err := OpenShelf(filepath.Join(t.TempDir(), "culler", "prompts"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShelfBeginsWithTheEmbeddedSets(t *testing.T) {
	list, err := shelf(t).List()
	if err != nil || len(list) != len(Embedded()) || list[0].ID != Default().ID {
		t.Errorf("listed %v, %v", list, err)
	}
}

func TestSavedSetsComeBackAndReplaceTheirOwnFileOnly(t *testing.T) {
	s := shelf(t)
	mine := Default()
	mine.ID, mine.Title = "mine", "Mine"
	path, err := s.Save(mine)
	if err != nil {
		t.Fatal(err)
	}
	// the photographer renames the file: the set is still that one
	renamed := filepath.Join(s.Dir(), "renamed.yml")
	if err := os.Rename(path, renamed); err != nil {
		t.Fatal(err)
	}
	mine.Prompts[0].Weight = 1.5
	if path, err = s.Save(mine); err != nil || path != renamed {
		t.Fatalf("saved to %s, %v", path, err)
	}
	if got, err := s.Load("mine"); err != nil || !reflect.DeepEqual(got, mine) {
		t.Errorf("loaded %+v, %v", got, err)
	}
	files, _ := os.ReadDir(s.Dir())
	if len(files) != 1 {
		t.Errorf("the folder holds %v", files)
	}
}

func TestAnOwnSetTakesThePlaceOfTheEmbeddedOne(t *testing.T) {
	s := shelf(t)
	mine := Default()
	mine.Title = "As I like it"
	if _, err := s.Save(mine); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil || len(list) != len(Embedded()) || list[0].Title != mine.Title || list[0].Path == "" {
		t.Errorf("listed %+v, %v", list, err)
	}
}

func TestABrokenFileIsListedWithItsReasonAndKept(t *testing.T) {
	s := shelf(t)
	if err := os.MkdirAll(s.Dir(), 0o755); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(s.Dir(), "mine.yaml")
	text := "id: mine\ntitle: Mine\npromts:\n"
	if err := os.WriteFile(broken, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Dir(), "notes.txt"), []byte("no set"), 0o644); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil || len(list) != len(Embedded())+1 {
		t.Fatalf("listed %+v, %v", list, err)
	}
	last := list[len(list)-1]
	if last.ID != "mine" || !strings.Contains(last.Problem, `mine.yaml, line 3: a set has no field "promts"`) {
		t.Errorf("said %+v", last)
	}
	if _, err := s.Load("mine"); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("loading said %v", err)
	}
	if _, err := s.Load("nowhere"); err == nil {
		t.Error("a set that is not there was loaded")
	}
	mine := Default()
	mine.ID = "mine"
	path, err := s.Save(mine)
	if err != nil || path == broken {
		t.Errorf("saved to %s, %v", path, err)
	}
	if b, _ := os.ReadFile(broken); string(b) != text {
		t.Error("the file that needs mending was overwritten")
	}
	if got, err := s.Load("mine"); err != nil || got.ID != "mine" {
		t.Errorf("loaded %v", err)
	}
}

func TestASecondFileOfTheSameIDIsAProblem(t *testing.T) {
	s := shelf(t)
	mine := Default()
	mine.ID = "mine"
	path, err := s.Save(mine)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(path)
	if err := os.WriteFile(filepath.Join(s.Dir(), "other.yaml"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	list, _ := s.List()
	if last := list[len(list)-1]; !strings.Contains(last.Problem, "same id") {
		t.Errorf("said %+v", last)
	}
}

func TestABrokenSetIsNotSaved(t *testing.T) {
	s := shelf(t)
	set := Default()
	set.Prompts[1].ID = set.Prompts[0].ID
	if _, err := s.Save(set); err == nil {
		t.Error("it was saved")
	}
	if files, _ := os.ReadDir(s.Dir()); len(files) > 0 {
		t.Errorf("left %v behind", files)
	}
}

func TestAReaderNeverSeesHalfASet(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is being read cannot be replaced here")
	}
	s := shelf(t)
	set := Default()
	set.ID = "mine"
	if _, err := s.Save(set); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := s.Load("mine"); err != nil {
					t.Errorf("while it was saved: %v", err)
					return
				}
			}
		}
	})
	for range 30 {
		if _, err := s.Save(set); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	wg.Wait()
}

// Windows would write such a file into a device, where it is lost.
func TestASetNamedLikeADeviceIsSavedAsAFile(t *testing.T) {
	s := shelf(t)
	set := Default()
	set.ID, set.Title = "con", "Contrast only"
	for range 2 {
		path, err := s.Save(set)
		if err != nil || filepath.Base(path) != "con_.yaml" {
			t.Fatalf("saved to %s, %v", path, err)
		}
	}
	if got, err := s.Load("con"); err != nil || got.Title != "Contrast only" {
		t.Errorf("loaded %q, %v", got.Title, err)
	}
}
