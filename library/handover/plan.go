// Package handover brings chosen photos out of a shoot: it copies, links or
// moves them into a folder, writes lists of them and a contact sheet.
//
// A file is written under a name of its own, synced, read back and compared,
// and only then given its final name, which never replaces another file. A move
// lets go of an original only after all files of its photo are in place. So
// whatever happens, nothing is lost and nothing under a final name is half
// written, and the same hand-over started again goes on where it stopped.
package handover

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"culler/library/embedded"
	"culler/library/filename"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
)

// Mode is how photos are handed over.
type Mode string

// The modes.
const (
	Copy Mode = "copy" // a verified copy
	Link Mode = "link" // a second name for the same file, which takes no room; on one disk only
	Move Mode = "move" // as Copy or Link, and then the original goes
)

// Options say where photos go and how.
type Options struct {
	To         string // a folder; it is made if it is not there
	Mode       Mode
	Subfolders bool // keep the folders below the shoot's
	Sidecars   bool // take XMP sidecars along

	// Decision is what a photo's sidecars say in their new place, whatever those
	// that are taken along say: they are changed, or one is made in the Style.
	// nil leaves them as they are, and so does a decision that was never made.
	Decision func(*photo.Photo) photo.Decision `json:"-"`
	Style    sidecar.Style
	Program  sidecar.Program // in whose words

	// Inside has the copies of JPEGs say the Decision themselves, and the keywords
	// of the photo's sidecars, because many programs read no sidecar of a JPEG.
	// Linked and moved files are originals and stay as they are.
	Inside bool
}

// Plan is a hand-over that is worked out: every file has its place.
type Plan struct {
	Options
	Photos  int    // that are handed over
	Files   int    // companions and sidecars included
	Bytes   int64  // that are still to be written
	Renamed int    // photos that get a number, because another file or a device of Windows has their name
	Already int    // files that are there since an earlier hand-over
	Stays   []Stay // files beside the photos that are not handed over, and why
	Marked  int    // copies that are told what was decided, in the file itself
	Beside  int    // files of other kinds than JPEG and RAW, which only their sidecars speak of
	Picks   int    // photos whose sidecars are told a pick
	Turned  int    // photos whose sidecars alone are told a turn

	items       []item
	chosen      map[string]bool // the first files of the photos
	besideKinds []string
	sys         system
}

// item is one photo of a plan.
type item struct {
	photo    string // for messages
	files    []transfer
	decision photo.Decision // for the sidecars
	own      int            // the photo's SidecarOrientation
	marks    embedded.Marks // for the copies of JPEGs
}

// transfer is one file of a photo.
type transfer struct {
	from, to string // from is "" for a sidecar that is to be made
	made     string // and this is its name
	stem     int    // how much of the file's name is the photo's stem
	sidecar  bool   // an XMP sidecar, which may be told what was decided
	marks    bool   // a JPEG, and its copy is told what was decided
	size     int64
	modTime  time.Time // when it was read; of what a link points to
	there    bool      // the file at to is this one already
	gone     bool      // and the original was let go of
}

// most is the largest number that a name gets before the plan gives up.
const most = 10000

// MakePlan works a hand-over out and changes nothing. It compares contents
// where a name is taken by a file of the same size. The error is a sentence.
func MakePlan(ctx context.Context, photos []photo.Photo, o Options) (Plan, error) {
	return makePlan(ctx, photos, o, disk{})
}

func makePlan(ctx context.Context, photos []photo.Photo, o Options, sys system) (Plan, error) {
	p := Plan{Options: o, Photos: len(photos), sys: sys}
	switch {
	case o.To == "":
		return p, errors.New("choose a folder to hand the photos over to")
	case o.Mode != Copy && o.Mode != Link && o.Mode != Move:
		return p, fmt.Errorf("%q is not a way to hand over: choose copy, link or move", o.Mode)
	}
	to, err := filepath.Abs(o.To)
	if err != nil {
		return p, fmt.Errorf("find the folder %s: %w", o.To, err)
	}
	p.To = to
	if s, err := sys.Stat(to); err == nil && !s.IsDir() {
		return p, fmt.Errorf("%s is a file, not a folder; choose a folder", to)
	}
	taken := map[string]bool{}
	p.chosen = map[string]bool{}
	inFolder := map[string][]photo.Photo{}
	for _, ph := range photos {
		dir := filepath.Dir(ph.Files[0].Path)
		if inFolder[dir] == nil {
			restoreAside(sys, dir)
		}
		inFolder[dir] = append(inFolder[dir], ph)
		p.chosen[ph.Files[0].Path] = true
	}
	folders := map[string]*neighbours{}
	for k := range photos {
		if err := ctx.Err(); err != nil {
			return p, err
		}
		dir := filepath.Dir(photos[k].Files[0].Path)
		if folders[dir] == nil {
			folders[dir] = p.look(ctx, dir, inFolder[dir])
			for _, name := range folders[dir].edits {
				p.Stays = append(p.Stays, Stay{"the folder " + name, "it holds edits by " + elsewhere[strings.ToLower(name)] + " of the whole folder"})
			}
		}
		it, err := p.item(&photos[k], folders[dir], taken)
		if err != nil {
			return p, err
		}
		for _, t := range it.files {
			p.Files++
			switch {
			case t.there:
				p.Already++
			case t.from == "":
			case o.Mode == Copy:
				p.Bytes += t.size
			case o.Mode == Move && !sameDisk(t.from, to):
				p.Bytes += t.size
			}
		}
		p.items = append(p.items, it)
	}
	if free, err := sys.Free(nearest(to)); err == nil && uint64(max(p.Bytes, 0)) > free {
		return p, fmt.Errorf("the hand-over needs %s, but the disk of %s has room for %s: free some space or choose another disk", phrase.Bytes(p.Bytes), to, phrase.Bytes(int64(free)))
	}
	return p, nil
}

// item finds a place for all files of a photo under one name.
func (p *Plan) item(ph *photo.Photo, near *neighbours, taken map[string]bool) (item, error) {
	it := item{photo: ph.Base()}
	dir := p.To
	if p.Subfolders {
		dir = filepath.Join(dir, filepath.FromSlash(parent(ph.Name)))
	}
	for _, f := range ph.Files {
		if sameFolder(filepath.Dir(f.Path), dir) {
			return it, fmt.Errorf("%s lies in %s already; choose another folder", ph.Base(), dir)
		}
		base := filepath.Base(f.Path)
		it.files = append(it.files, transfer{from: f.Path, size: f.Size, modTime: f.ModTime, stem: len(base) - len(filepath.Ext(base))})
	}
	along, stays := p.beside(near, ph)
	it.files = append(it.files, along...)
	p.Stays = append(p.Stays, stays...)
	if p.Sidecars && p.Decision != nil {
		p.decide(&it, ph, near)
	}
	p.inside(&it, ph, near)
	if it.decision.Orientation != 0 && !slices.ContainsFunc(it.files, func(t transfer) bool { return t.marks }) {
		p.Turned++
	}
	for n := 1; n <= most; n++ {
		if p.try(&it, dir, n, taken) {
			if n > 1 {
				p.Renamed++
			}
			return it, nil
		}
	}
	return it, fmt.Errorf("there are %d files called like %s in %s already; choose another folder", most, ph.Base(), dir)
}

// try places a photo's files in dir with the number n, and tells false if one of
// the names belongs to another file, or to a device of Windows.
func (p *Plan) try(it *item, dir string, n int, taken map[string]bool) bool {
	for k := range it.files {
		t := &it.files[k]
		t.to = filepath.Join(dir, t.numbered(n))
		if filename.Reserved(filepath.Base(t.to)) || taken[strings.ToLower(t.to)] {
			return false
		}
		switch {
		case t.sidecar && p.Decision != nil:
			t.there, t.gone = p.compareSidecar(it, k)
		case t.marks:
			t.there, t.gone = p.compareMarked(t)
		default:
			t.there, t.gone = p.compare(t)
		}
		if !t.there {
			if _, err := p.sys.Lstat(t.to); err == nil {
				return false
			}
		}
	}
	for _, t := range it.files {
		taken[strings.ToLower(t.to)] = true
	}
	return true
}

// compare tells whether a file is at its new place already, as a file of its
// own and not as a link that leads to one. An original that is gone counts as
// moved if a file of its size took its place. What cannot be read is not the
// same: Run will say why.
func (p *Plan) compare(t *transfer) (there, gone bool) {
	to, err := p.sys.Lstat(t.to)
	if err != nil || !to.Mode().IsRegular() {
		return false, false
	}
	from, err := p.sys.Stat(t.from)
	if errors.Is(err, fs.ErrNotExist) && p.Mode == Move {
		return to.Size() == t.size, true
	}
	if err != nil || from.Size() != to.Size() {
		return false, false
	}
	return os.SameFile(from, to) || p.sameBytes(t.from, t.to), false
}

func (p *Plan) sameBytes(a, b string) bool {
	fa, err := p.sys.Open(a)
	if err != nil {
		return false
	}
	defer fa.Close()
	fb, err := p.sys.Open(b)
	if err != nil {
		return false
	}
	defer fb.Close()
	x, y := make([]byte, 1<<17), make([]byte, 1<<17)
	for {
		n, errA := io.ReadFull(fa, x)
		m, errB := io.ReadFull(fb, y)
		if !bytes.Equal(x[:n], y[:m]) {
			return false
		}
		if errA == io.EOF || errA == io.ErrUnexpectedEOF {
			return errB == errA
		}
		if errA != nil || errB != nil {
			return false
		}
	}
}

// numbered is the name of a file with a number behind the stem, so that
// IMG_1.CR2, IMG_1.JPG, IMG_1.CR2.xmp and IMG_1_01.CR2.xmp get the same.
func (t transfer) numbered(n int) string {
	base := t.made
	if t.from != "" {
		base = filepath.Base(t.from)
	}
	if n == 1 {
		return base
	}
	return fmt.Sprintf("%s-%d%s", base[:t.stem], n, base[t.stem:])
}

func parent(name string) string {
	if k := strings.LastIndexByte(name, '/'); k >= 0 {
		return name[:k]
	}
	return ""
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return filepath.Clean(a) == filepath.Clean(b)
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// nearest is the folder itself or the first above it that exists.
func nearest(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// Sentence says what the plan will do.
func (p Plan) Sentence() string {
	if p.Photos == 0 {
		return "There is nothing to hand over."
	}
	do := map[Mode]string{Copy: "copied", Link: "linked", Move: "moved"}[p.Mode]
	s := fmt.Sprintf("%s (%s) will be %s to %s", phrase.Count(p.Photos, "photo"), phrase.Count(p.Files, "file"), do, p.To)
	if p.Bytes > 0 {
		s += ", " + phrase.Bytes(p.Bytes)
	}
	s += "."
	if p.Already > 0 {
		s += fmt.Sprintf(" %s there already.", isAre(p.Already, "file"))
	}
	if p.Renamed > 0 {
		s += fmt.Sprintf(" %s a number, because the name is taken.", getGets(p.Renamed, "photo"))
	}
	return s + p.markings() + p.ignored() + p.staying()
}

func isAre(n int, one string) string {
	if n == 1 {
		return "1 " + one + " is"
	}
	return phrase.Count(n, one) + " are"
}

func getGets(n int, one string) string {
	if n == 1 {
		return "1 " + one + " gets"
	}
	return phrase.Count(n, one) + " get"
}
