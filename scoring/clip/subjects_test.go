package clip

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"culler/scoring/models"
	"culler/scoring/models/modeltest"
)

// named is a model of 512 numbers that knows things by name.
func named(t testing.TB, names string, vectors []byte) (*subjects, error) {
	t.Helper()
	files := modeltest.CLIP{}.Xenova()
	files["names.txt"], files["vectors.f32"] = []byte(names), vectors
	f, err := models.OpenFS(files.FS(), "a test's model")
	if err != nil {
		t.Fatal(err)
	}
	f.Spec.Subjects = &models.Subjects{Names: "names.txt", Vectors: "vectors.f32", Scale: 10, Shown: 0.5}
	return readSubjects(f)
}

func floats(v ...float32) []byte {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, v)
	return b.Bytes()
}

func TestPhotosShowTheSubjectsNextToThem(t *testing.T) {
	s, err := named(t, "cat\r\nold dog\nfish", floats(1, 0, 0, 2, 0.6, 0.8))
	if err != nil {
		t.Fatal(err)
	}
	o := &Outline{subjects: s}
	var names []string
	for _, x := range o.Subjects([]float32{5, 5, 5, 0, 3}) { // what comes before does not matter
		names = append(names, x.Name)
	}
	if !slices.Equal(names, []string{"old dog"}) {
		t.Errorf("it shows %q", names)
	}
	if got := o.Subjects([]float32{1, 0, 0, 0, 0}); got != nil {
		t.Errorf("of nothing: %v", got)
	}
	m := o.Meaning([]float32{0.6, 0, 0, 0.8, 0})
	if math.Abs(m.Quality-0.6) > 1e-6 || math.Abs(m.Known-math.Log(math.Exp(10)+1+math.Exp(6))/10) > 1e-6 {
		t.Errorf("it means %+v", m)
	}
	if m := (&Outline{}).Meaning([]float32{1, 0}); !math.IsNaN(m.Quality) || !math.IsNaN(m.Known) {
		t.Errorf("to a model without halves it means %+v", m)
	}
}

func TestPhotosShowWhatATextNames(t *testing.T) {
	s, err := named(t, "cat\nold dog\nfish", floats(1, 0, 0, 2, 0.6, 0.8))
	if err != nil {
		t.Fatal(err)
	}
	o := &Outline{subjects: s}
	shows := o.Shows([]float32{0, 0, 0, 1, 0}) // a cat
	for _, c := range []struct {
		picture []float32
		want    bool
	}{{[]float32{0, 0, 0, 1, 0.1}, true}, {[]float32{0, 0, 0, 0.1, 1}, false}, {[]float32{9, 9, 9, 2, 1}, true}, {[]float32{1, 0, 0, 0, 0}, false}, {nil, false}} {
		if got := shows(c.picture); got != c.want {
			t.Errorf("%v shows a cat: %v", c.picture, got)
		}
	}
	if o.Shows([]float32{1, 0, 0, 0, 0})([]float32{1, 0, 0, 1, 0}) {
		t.Error("a photo shows what was not named")
	}
}

func TestSubjectsThatDoNotFitAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		names   string
		vectors []byte
		want    string
	}{
		"too few numbers":     {"a\nb", floats(1, 2, 3), "not vectors for the 2 names"},
		"half a number":       {"a", []byte{1, 2, 3, 4, 5}, "not vectors for the 1 names"},
		"more than embedding": {"a", floats(make([]float32, 512)...), "not vectors"},
		"not a number":        {"a", floats(float32(math.NaN())), "not finite"},
		"no direction":        {"a\nb", floats(1, 0, 0, 0), `"b"`},
	} {
		if _, err := named(t, c.names, c.vectors); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
