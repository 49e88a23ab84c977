package handover

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"culler/library/photo"
)

// named writes files that tell their names and makes a photo of each, or one of all
// that stand in one string.
func named(t *testing.T, names ...string) []photo.Photo {
	t.Helper()
	dir := t.TempDir()
	var photos []photo.Photo
	for _, of := range names {
		var p photo.Photo
		for _, name := range strings.Fields(of) {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
				t.Fatal(err)
			}
			if photo.KindOf(name) == photo.Unknown {
				continue // it lies beside the photo
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			p.Name = strings.TrimSuffix(name, filepath.Ext(name))
			p.Files = append(p.Files, photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime(), Kind: photo.KindOf(name)})
		}
		photos = append(photos, p)
	}
	return photos
}

// Windows opens no aux.jpg, whatever disk it is on.
func TestAPhotoNamedLikeADeviceGetsANumber(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no such files here")
	}
	photos := named(t, "aux.JPG aux.NEF aux.xmp", "Contact.jpg")
	to := t.TempDir()
	p := mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true})
	if p.Renamed != 1 {
		t.Errorf("%d photos get a number: %s", p.Renamed, p.Sentence())
	}
	mustRun(t, p)
	want := map[string]string{"aux-2.JPG": "aux.JPG", "aux-2.NEF": "aux.NEF", "aux-2.xmp": "aux.xmp", "Contact.jpg": "Contact.jpg"}
	if got := filesIn(t, to); !maps.Equal(got, want) {
		t.Errorf("there is %v", got)
	}
	if again := mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true}); again.Already != again.Files {
		t.Errorf("once more, it knows %d of %d files", again.Already, again.Files)
	}
}

// What differs in case alone is one name on Windows, a Mac and most cards.
func TestNamesThatDifferInCaseAloneAreOneName(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("they are one name here already")
	}
	photos := named(t, "DSC_1.JPG", "dsc_1.jpg", "Dsc_1.NEF")
	to := t.TempDir()
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy}))
	var folded []string
	for name := range filesIn(t, to) {
		folded = append(folded, strings.ToLower(name))
	}
	slices.Sort(folded)
	if want := []string{"dsc_1-2.jpg", "dsc_1.jpg", "dsc_1.nef"}; !slices.Equal(folded, want) {
		t.Errorf("there is %v", folded)
	}
}
