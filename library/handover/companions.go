package handover

import (
	"cmp"
	"context"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"culler/library/natural"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/scan"
	"culler/library/sidecar"
)

// Stay is a file beside a photo that is not handed over.
type Stay struct{ Name, Why string }

// companions are the files, by extension, that cameras and programs put beside
// a photo under its stem: the moving part of a Live Photo, voice memos, small
// and preview files, edits and notes. What is called like the whole file, such
// as IMG_1.CR2.pp3, needs no list.
var companions = map[string]bool{
	".mov": true, ".mp4": true, ".m4v": true, ".insv": true, // moving pictures
	".aae": true,                                           // Apple's edits
	".wav": true, ".m4a": true, ".mp3": true, ".aac": true, // voice memos
	".thm": true, ".lrv": true, ".glv": true, // previews: Canon, GoPro
	".vrd": true, ".dr4": true, ".acr": true, ".on1": true, ".pp3": true, ".dop": true, ".rrdata": true,
	".arp": true, ".nksc": true, ".cos": true, ".spd": true, ".rmd": true, // edits
	".txt": true, ".json": true, ".xml": true, ".exif": true, ".mie": true, ".exv": true, ".gpx": true, // notes and metadata
}

// elsewhere are folders in which programs keep the edits of a whole shoot.
var elsewhere = map[string]string{
	"captureone": "Capture One", "nksc_param": "NX Studio", "silkypix_ds": "SILKYPIX",
}

// duplicate is darktable's second edit of a file: IMG_1_01.CR2.xmp.
var duplicate = regexp.MustCompile(`^_[0-9]{2,}(\.[^.]+)\.(?i:xmp)$`)

// neighbours knows the files of a folder and to which photo each belongs.
type neighbours struct {
	owners *sidecar.Owners
	photos []photo.Photo
	byFile map[string]int // by base name of a photo's file, and by that in lower case
	names  []string       // all that are not photos, sorted in lower case
	edits  []string       // subfolders with edits
}

// look lists a folder. chosen are photos of it as the shoot knows them; the
// others count, too, when it is asked whose a file is.
func (p *Plan) look(ctx context.Context, dir string, chosen []photo.Photo) *neighbours {
	n := &neighbours{byFile: map[string]int{}}
	known := map[string]bool{}
	for _, ph := range chosen {
		n.photos = append(n.photos, ph)
		for _, f := range ph.Files {
			known[f.Path] = true
		}
	}
	if found, err := scan.Folder(ctx, dir, scan.Options{}); err == nil {
		for _, ph := range found.Photos {
			// What is left of one that the shoot parted is another exposure.
			ph.Files = slices.DeleteFunc(ph.Files, func(f photo.File) bool { return known[f.Path] })
			if len(ph.Files) > 0 {
				n.photos = append(n.photos, ph)
			}
		}
	}
	slices.SortStableFunc(n.photos, func(a, b photo.Photo) int {
		return cmp.Or(natural.Compare(path.Base(a.Name), path.Base(b.Name)), strings.Compare(a.Files[0].Path, b.Files[0].Path))
	})
	for i, ph := range n.photos {
		for _, f := range ph.Files {
			low := strings.ToLower(filepath.Base(f.Path))
			if _, taken := n.byFile[low]; !taken {
				n.byFile[low] = i
			}
		}
	}
	for i, ph := range n.photos {
		for _, f := range ph.Files {
			n.byFile[filepath.Base(f.Path)] = i
		}
	}
	n.owners = sidecar.OwnersOf(n.photos)
	names, _ := p.sys.List(dir)
	for _, name := range names {
		switch {
		case elsewhere[strings.ToLower(name)] != "":
			n.edits = append(n.edits, name)
		case photo.KindOf(name) == photo.Unknown && !strings.HasPrefix(name, "."):
			n.names = append(n.names, name)
		}
	}
	slices.SortFunc(n.names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return n
}

// of returns the index of a photo.
func (n *neighbours) of(ph *photo.Photo) int { return n.byFile[filepath.Base(ph.Files[0].Path)] }

// file returns the photo of a file.
func (n *neighbours) file(name string) (int, bool) {
	i, ok := n.byFile[name]
	if !ok {
		i, ok = n.byFile[strings.ToLower(name)]
	}
	return i, ok
}

// whose tells to which photo a file that begins with a stem belongs. ok is false
// for a file of no known kind.
func (n *neighbours) whose(dir, name, stem string) (owner int, ok bool) {
	rest := name[len(stem):]
	for k := range rest { // IMG_1.CR2 and anything: the file's
		if rest[k] == '.' && k > 0 {
			if i, is := n.file(stem + rest[:k]); is {
				return i, true
			}
		}
	}
	if sidecar.Is(name) {
		if i, is := n.owners.At(filepath.Join(dir, name)); is {
			return i, true
		}
	}
	if d := duplicate.FindStringSubmatch(rest); d != nil {
		if i, is := n.file(stem + d[1]); is {
			return i, true
		}
	}
	ext := strings.ToLower(rest)
	if companions[ext] || ext == "m01.xml" { // Sony's C0001M01.XML
		return n.owners.At(filepath.Join(dir, stem+".xmp")) // whose the sidecar of that stem would be
	}
	return 0, false
}

// beside finds the sidecars and companions of a photo, in the order of their
// names, sidecars first, and what stays.
func (p *Plan) beside(n *neighbours, ph *photo.Photo) (out []transfer, stays []Stay) {
	me := n.of(ph)
	dir := filepath.Dir(ph.Files[0].Path)
	seen := map[string]bool{}
	for _, f := range ph.Files {
		base := filepath.Base(f.Path)
		stem := strings.TrimSuffix(base, filepath.Ext(base))
		low := strings.ToLower(stem)
		from := sort.Search(len(n.names), func(k int) bool { return strings.ToLower(n.names[k]) >= low })
		for _, name := range n.names[from:] {
			if !strings.HasPrefix(strings.ToLower(name), low) {
				break
			}
			if seen[name] || len(name) <= len(stem) || !strings.EqualFold(name[:len(stem)], stem) {
				continue
			}
			at := filepath.Join(dir, name)
			info, err := p.sys.Stat(at)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			owner, ok := n.whose(dir, name, name[:len(stem)])
			switch {
			case !ok && name[len(stem)] == '.':
				stays = append(stays, Stay{name, "Culler does not know that it belongs to a photo"})
			case !ok:
				continue
			case owner != me:
				if other := &n.photos[owner]; name[len(stem)] == '.' && !p.chosen[other.Files[0].Path] {
					stays = append(stays, Stay{name, "it belongs to " + other.Base()})
				}
			case sidecar.Is(name) && !p.Sidecars:
				stays = append(stays, Stay{name, "sidecars are not taken along"})
			default:
				_, isOwn := n.owners.At(at)
				out = append(out, transfer{from: at, size: info.Size(), modTime: info.ModTime(), stem: len(stem), sidecar: isOwn && sidecar.Is(name)})
			}
			seen[name] = true
		}
	}
	slices.SortStableFunc(out, func(a, b transfer) int {
		if a.sidecar != b.sidecar {
			return map[bool]int{true: -1, false: 1}[a.sidecar]
		}
		return 0
	})
	return out, stays
}

// staying words what stays, each reason once.
func (p Plan) staying() string {
	var whys []string
	byWhy := map[string][]string{}
	for _, s := range p.Stays {
		if byWhy[s.Why] == nil {
			whys = append(whys, s.Why)
		}
		byWhy[s.Why] = append(byWhy[s.Why], s.Name)
	}
	says := ""
	for k, why := range whys {
		if k == 3 {
			return says + " Other files stay, too."
		}
		names := byWhy[why]
		verb := "stays"
		if len(names) > 1 {
			verb = "stay"
			why = strings.NewReplacer("it belongs", "they belong", "it holds", "they hold").Replace(why)
		}
		shown := strings.Join(names[:min(3, len(names))], ", ")
		if more := len(names) - 3; more > 0 {
			shown += " and " + phrase.Count(more, "other")
		}
		says += " " + shown + " " + verb + ": " + why + "."
	}
	return says
}
