package clip

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"culler/scoring/language"
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

const (
	// mostSubjects is how many subjects of a photo are told.
	mostSubjects = 3
	// behind is how much less a further subject may have than the surest.
	behind = 0.05
	// shown is the cosine of a photo with what a text names, as a share of the
	// text has with the subjects (Meaning.Known), from which the photo shows it.
	// Searched for among 590 photos, things that were there had .65 to .97 of it
	// in the photos found first, things that were not there .4 to .6.
	shown = 0.6
)

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
		return nil, fmt.Errorf("the %d bytes of %s are not vectors for the %d names of %s", len(vectors), s.spec.Vectors, len(s.names), s.spec.Names)
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
func (o *Outline) Subjects(picture []float32) []language.Subject {
	if o.subjects == nil || o.subjects.spec.Shown <= 0 {
		return nil
	}
	return o.subjects.best(picture, o.subjects.spec.Shown)
}

func (s *subjects) best(picture []float32, least float64) []language.Subject {
	var found []language.Subject
	all := s.cosines(picture)
	if len(all) > 0 {
		least = max(least, slices.Max(all)-behind)
	}
	for k, c := range all {
		if c >= least {
			found = append(found, language.Subject{Name: s.names[k], Cosine: c})
		}
	}
	slices.SortStableFunc(found, func(a, b language.Subject) int { return cmp.Compare(b.Cosine, a.Cosine) })
	return found[:min(len(found), mostSubjects)]
}

// Shows returns what tells by a picture's embedding whether it shows what a text
// names; always false where the model knows nothing by name.
func (o *Outline) Shows(text []float32) func(picture []float32) bool {
	s, known := o.subjects, o.Meaning(text).Known
	if s == nil || math.IsNaN(known) {
		return func([]float32) bool { return false }
	}
	named := slices.Clone(text[len(text)-s.dim:])
	_ = unit(named) // Meaning found that it can be
	return func(picture []float32) bool {
		if len(picture) < s.dim {
			return false
		}
		last := picture[len(picture)-s.dim:]
		c := cosine(last, named) / math.Sqrt(cosine(last, last))
		return c >= shown*known
	}
}

// Meaning tells what a text means by its embedding. Known is a soft maximum of
// the cosines with the subjects.
func (o *Outline) Meaning(text []float32) language.Meaning {
	m := language.Meaning{Quality: math.NaN(), Known: math.NaN()}
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
		switch {
		case m.Known < s.spec.Unknown:
			m.Acquaintance = language.Strange
		case m.Known < s.spec.Known:
			m.Acquaintance = language.Doubtful
		default:
			m.Acquaintance = language.Familiar
		}
	}
	return m
}
