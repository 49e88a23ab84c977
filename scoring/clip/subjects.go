package clip

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"culler/scoring/models"
)

// subjects are the things that a model knows by name, each with its unit vector
// in the last dim numbers of the embeddings.
type subjects struct {
	spec    models.Subjects
	names   []string
	vectors []float32 // one after the other
	dim     int
}

// Subject is a thing that a model knows by name.
type Subject struct {
	Name   string
	Cosine float64 // of a photo's last numbers with it, -1 to 1
}

// mostSubjects is how many subjects of a photo are told.
const mostSubjects = 5

// readSubjects reads the subjects of a model folder, nil where it has none.
func readSubjects(f models.Folder) (*subjects, error) {
	if f.Spec.Subjects == nil {
		return nil, nil
	}
	s := &subjects{spec: *f.Spec.Subjects}
	names, err := f.ReadFile(s.spec.Names)
	if err != nil {
		return nil, err
	}
	vectors, err := f.ReadFile(s.spec.Vectors)
	if err != nil {
		return nil, err
	}
	for name := range strings.Lines(string(names)) {
		s.names = append(s.names, strings.TrimSpace(name))
	}
	if len(s.names) > 0 {
		s.dim = len(vectors) / 4 / len(s.names)
	}
	if s.dim == 0 || len(vectors) != 4*s.dim*len(s.names) || (f.Spec.Embedding > 0 && s.dim >= f.Spec.Embedding) {
		return nil, fmt.Errorf("the %d bytes of %s are no vectors for the %d names of %s", len(vectors), s.spec.Vectors, len(s.names), s.spec.Names)
	}
	s.vectors = make([]float32, len(vectors)/4)
	for i := range s.vectors {
		s.vectors[i] = math.Float32frombits(binary.LittleEndian.Uint32(vectors[4*i:]))
	}
	for k := range s.names {
		if err := unit(s.vectors[k*s.dim : (k+1)*s.dim]); err != nil {
			return nil, fmt.Errorf("the vector of %q in %s: %w", s.names[k], s.spec.Vectors, err)
		}
	}
	return s, nil
}

// cosines are those of the last numbers of an embedding with each subject; nil
// where these numbers are all 0.
func (s *subjects) cosines(embedding []float32) []float64 {
	if len(embedding) < s.dim {
		return nil
	}
	last := slices.Clone(embedding[len(embedding)-s.dim:])
	if unit(last) != nil {
		return nil
	}
	all := make([]float64, len(s.names))
	for k := range all {
		all[k] = cosine(last, s.vectors[k*s.dim:(k+1)*s.dim])
	}
	return all
}

// Subjects are the things that a picture shows by its embedding, the surest
// first; none where the model knows nothing by name.
func (o *Outline) Subjects(picture []float32) []Subject {
	if o.subjects == nil || o.subjects.spec.Shown <= 0 {
		return nil
	}
	return o.subjects.best(picture, o.subjects.spec.Shown)
}

func (s *subjects) best(picture []float32, least float64) []Subject {
	var found []Subject
	for k, c := range s.cosines(picture) {
		if c >= least {
			found = append(found, Subject{s.names[k], c})
		}
	}
	slices.SortFunc(found, func(a, b Subject) int {
		if a.Cosine > b.Cosine || (a.Cosine == b.Cosine && a.Name < b.Name) {
			return -1
		}
		return 1
	})
	return found[:min(len(found), mostSubjects)]
}

// Meaning is what a text means to a model.
type Meaning struct {
	// Quality is the share of the text that speaks of how good a photo is, 0 to
	// 1; the rest names what it shows. NaN where the model does not tell the two
	// apart.
	Quality float64
	// Known tells how surely the thing that is named is one that the model
	// knows: a soft maximum of cosines, to be compared with its description's
	// Unknown and Known. NaN where nothing is named, or nothing is known of that.
	Known float64
}

// Meaning tells what a text means by its embedding.
func (o *Outline) Meaning(text []float32) Meaning {
	m := Meaning{math.NaN(), math.NaN()}
	s := o.subjects
	if s == nil || len(text) < s.dim {
		return m
	}
	sum := 0.0
	for _, x := range text[:len(text)-s.dim] {
		sum += float64(x) * float64(x)
	}
	m.Quality = min(math.Sqrt(sum), 1)
	if all := s.cosines(text); all != nil && s.spec.Scale > 0 {
		sum := 0.0
		for _, c := range all {
			sum += math.Exp(s.spec.Scale * c)
		}
		m.Known = math.Log(sum) / s.spec.Scale
	}
	return m
}
