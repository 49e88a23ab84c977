package sidecar

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"

	"culler/library/photo"
)

// Before remembers what a sidecar was before Culler changed it first, so that
// what is marked and taken back leaves no trace: as long as nobody else writes
// the sidecar, its old bytes come back, or it goes if there was none. After
// another program wrote it, the text of its label still comes back.
type Before struct {
	Marks   photo.Decision // what the photo says where it has no sidecar
	Decided photo.Decision // what the sidecar should say
	Own     int            // the photo's SidecarOrientation

	known  bool
	exists bool
	wrote  bool              // whether Culler wrote it
	said   photo.Decision    // what was read of the photo
	others Fields            // what other programs said last
	ours   Fields            // what it said after Culler wrote it last
	sum    [sha256.Size]byte // of all bytes then
	at     int               // where they differ from the old ones:
	length int               // so many of them stand there
	was    []byte            // for these
}

// maxKept is how many bytes of one sidecar are remembered: marks stand close
// together.
const maxKept = 16 << 10

// seen notes what a sidecar is right before Culler changes it.
func (b *Before) seen(old []byte, now Fields) {
	if !b.known {
		*b = Before{Marks: b.Marks, Own: b.Own, known: true, exists: old != nil, others: now}
		return
	}
	if sha256.Sum256(old) == b.sum {
		return
	}
	// Another program wrote it: what it changed is what stood there before.
	others := b.others
	if !same(now.Rating, b.ours.Rating) {
		others.Rating = now.Rating
	}
	if !same(now.Label, b.ours.Label) {
		others.Label = now.Label
	}
	if !same(now.Pick, b.ours.Pick) {
		others.Pick = now.Pick
	}
	*b = Before{Marks: b.Marks, Own: b.Own, known: true, wrote: b.wrote, exists: true, others: others}
}

// inOldWords has a label written as the text that stood there, if it means the same.
func (b *Before) inOldWords(f Fields) Fields {
	if b.wrote && f.Label != nil && b.others.Label != nil && (Fields{Label: f.Label}).Decision() == (Fields{Label: b.others.Label}).Decision() {
		f.Label = b.others.Label
	}
	return f
}

// original returns the sidecar as it was before, nil for none. It must have been
// seen as it is now.
func (b *Before) original(now []byte) []byte {
	switch {
	case b.sum == [sha256.Size]byte{}:
		return now // not changed by Culler since
	case !b.exists:
		return nil
	}
	return append(append(append([]byte{}, now[:b.at]...), b.was...), now[b.at+b.length:]...) // never nil: an empty sidecar stays one
}

// changed notes what Culler made of a sidecar.
func (b *Before) changed(original, now []byte) {
	if bytes.Equal(original, now) {
		*b = Before{Marks: b.Marks, Own: b.Own}
		return
	}
	b.said = b.Marks
	if original != nil {
		f, _ := Parse(original)
		b.said = f.Beside(b.Own).Decision()
	}
	b.wrote = true
	b.ours, _ = Parse(now)
	b.at = 0
	for b.at < min(len(original), len(now)) && original[b.at] == now[b.at] {
		b.at++
	}
	tail := 0
	for tail < min(len(original), len(now))-b.at && original[len(original)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	b.length = len(now) - tail - b.at
	b.was = bytes.Clone(original[b.at : len(original)-tail])
	b.sum = sha256.Sum256(now)
	if len(b.was) > maxKept {
		b.was, b.sum = nil, [sha256.Size]byte{1} // no file has it
	}
}

// Owes tells whether a sidecar that is to say d gets its old bytes back.
func (b *Before) Owes(d photo.Decision) bool { return b.sum != [sha256.Size]byte{} && b.said.Same(d) }

// takeOut removes a sidecar that nobody but Culler wrote, if it still is what it
// was.
func takeOut(path string, old []byte) error {
	unlock := lock(filepath.Dir(path))
	defer unlock()
	aside := onItsWay(path)
	if err := os.Rename(path, aside); err != nil {
		return errChanged
	}
	if b, err := os.ReadFile(aside); err != nil || !bytes.Equal(b, old) {
		if os.Link(aside, path) == nil || !there(path) && os.Rename(aside, path) == nil {
			os.Remove(aside)
		}
		return errChanged
	}
	if err := os.Remove(aside); err != nil {
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

func there(path string) bool { _, err := os.Lstat(path); return err == nil }
