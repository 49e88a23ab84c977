package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"culler/library/photo/phototest"
)

// explained is what cull explain --json says of the only photo in a folder.
func explained(t *testing.T, picture string, flags ...string) Explanation {
	t.Helper()
	data, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, status := cull(t, t.TempDir(), append([]string{"explain", "--json", path}, flags...)...)
	var e Explanation
	if status != 0 || json.Unmarshal([]byte(out), &e) != nil {
		t.Fatalf("status %d, said %q and %q", status, out, errs)
	}
	return e
}

func TestExplainTellsFacesAsJSON(t *testing.T) {
	e := explained(t, "../../scoring/faces/testdata/face.jpg")
	if e.Width != 320 || e.Height != 400 || len(e.Faces) != 1 || e.Score == nil || e.Photo != "photo.jpg" || e.Model == "" {
		t.Fatalf("%+v", e)
	}
	f := e.Faces[0]
	if f.Eyes.State != "open" || *f.Eyes.Probability < 0.9 || f.Smile == nil || math.Abs(*f.Pose.Yaw) > 10 || f.Sharpness == nil || f.LooksAway || f.Cut {
		t.Errorf("%+v", f)
	}
	// In the portrait the eyes are at (114, 182) and (204, 182).
	if at := f.Eyes.At; math.Abs(float64(at[0][0]-114)) > 8 || math.Abs(float64(at[1][0]-204)) > 8 || math.Abs(float64(at[0][1]-182)) > 8 {
		t.Errorf("the eyes are at %v", at)
	}
	sum := 0.0
	for _, r := range e.Rows {
		if r.Contribution != nil {
			sum += *r.Contribution
		}
	}
	if math.Abs(sum-*e.Score) > 1e-9 || !slices.ContainsFunc(e.Rows, func(r Row) bool { return r.ID == "measure/eyes-open" && *r.Reading == 1 }) {
		t.Errorf("contributions add up to %v, the score is %v; rows %+v", sum, *e.Score, e.Rows)
	}
}

// truth are the faces of the made group pictures.
func truth(t *testing.T) (pictures map[string][]struct {
	Box [4]float64
}) {
	t.Helper()
	data, err := os.ReadFile(phototest.Shared(t, "faces/groups/truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Pictures map[string][]struct{ Box [4]float64 }
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all.Pictures
}

func TestGroupsAreFound(t *testing.T) {
	there, found := 0, 0
	for name, faces := range truth(t) {
		e := explained(t, phototest.Shared(t, "faces/groups/"+name))
		there += len(faces)
		for _, f := range e.Faces {
			k := slices.IndexFunc(faces, func(w struct{ Box [4]float64 }) bool {
				edge, off := w.Box[2]-w.Box[0], 0.0
				for k, v := range w.Box {
					off = max(off, math.Abs(v-float64(f.Box[k])))
				}
				return off < 0.25*edge+1
			})
			if k < 0 {
				t.Errorf("%s: no face is at %v", name, f.Box)
				continue
			}
			faces = slices.Delete(slices.Clone(faces), k, k+1)
			found++
		}
	}
	if there != 60 || found < 58 {
		t.Errorf("%d of %d faces are found", found, there)
	}
}
