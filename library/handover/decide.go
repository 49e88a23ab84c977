package handover

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
)

// decide notes what a photo's sidecars should say, and that one is to be made
// where there is none.
func (p *Plan) decide(it *item, ph *photo.Photo, near *neighbours) {
	it.own = ph.SidecarOrientation()
	if it.decision = p.Decision(ph); it.decision.At.IsZero() {
		return
	}
	if it.decision.Flag == photo.Picked {
		p.Picks++
	}
	for _, t := range it.files {
		if t.sidecar {
			return
		}
	}
	if !sidecar.For(it.decision, sidecar.Fields{}, p.Program).IsZero() {
		made := filepath.Base(near.owners.Fresh(near.of(ph), p.Style))
		it.files = append(it.files, transfer{made: made, stem: stemOf(made), sidecar: true})
	}
}

// lacks is what must be written into a sidecar that says now.
func (it *item) lacks(now sidecar.Fields, p sidecar.Program) sidecar.Fields {
	return sidecar.ForPhoto(it.decision, now, it.own, p)
}

// ignored says what is written into sidecars although the program that they are
// for does not read it, or not every one does.
func (p Plan) ignored() string {
	says := ""
	if p.Picks > 0 && !p.Program.Picks() {
		says += fmt.Sprintf(" %s knows no picks, so it will not see %s: stars or a colour show there.", p.Program, phrase.Count(p.Picks, "pick"))
	}
	if p.Turned > 0 {
		says += fmt.Sprintf(" The sidecars say how %s turned; programs that do not read that from sidecars show them as they were taken.", phrase.Are(p.Turned, "photo"))
	}
	return says
}

// stemOf is the length of the stem of a sidecar's name, IMG_1.xmp or IMG_1.CR2.xmp.
func stemOf(name string) int {
	name = strings.TrimSuffix(name, ".xmp")
	if photo.KindOf(name) != photo.Unknown {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	return len(name)
}

// compareSidecar tells whether sidecar k of an item is at its new place. There
// it may say something else since an earlier hand-over, so it is known by the
// photo beside it. A move, which lets go of the original, wants to find all
// that the original says.
func (p *Plan) compareSidecar(it *item, k int) (there, gone bool) {
	t := &it.files[k]
	if t.from != "" {
		if there, gone := p.compare(t); there {
			return there, gone
		}
	}
	if _, err := p.sys.Stat(t.to); err != nil {
		return false, false
	}
	for _, f := range it.files[:k] {
		if !f.sidecar && !f.there {
			return false, false
		}
	}
	return p.Mode != Move || t.from == "" || p.saysAll(t, it), false
}

// saysAll tells whether the sidecar at a new place is the original with the
// decision in it.
func (p *Plan) saysAll(t *transfer, it *item) bool {
	from, err := p.bytes(t.from)
	if err != nil {
		return false
	}
	to, err := p.bytes(t.to)
	if err != nil {
		return false
	}
	now, err := sidecar.Parse(from)
	if err != nil {
		return false
	}
	want, err := sidecar.Merge(from, it.lacks(now, p.Program))
	return err == nil && bytes.Equal(want, to)
}

func (p *Plan) bytes(path string) ([]byte, error) {
	f, err := p.sys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// say makes the sidecars of a photo in its new place say what was decided.
func (r *run) say(it item) error {
	if it.decision.At.IsZero() {
		return nil
	}
	for _, t := range it.files {
		if !t.sidecar {
			continue
		}
		now, err := sidecar.Load(t.to)
		if err == nil && !it.lacks(now.Fields, r.Program).IsZero() {
			_, err = sidecar.Change(t.to, nil, func(now sidecar.State) sidecar.Fields { return it.lacks(now.Fields, r.Program) })
			if t.from == "" && !t.there {
				r.result.Files++
			}
		}
		if err != nil {
			return fmt.Errorf("the photo is in its place, but what was decided could not be written into its sidecar %s: %w", filepath.Base(t.to), err)
		}
	}
	return nil
}
