package sidecar

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/photo"
)

// Owners says which sidecars belong to which photo. IMG_1.CR2.xmp belongs to
// the photo of that file. IMG_1.xmp belongs to the photo with that stem; where
// there are several, such as IMG_1.JPG and IMG_1.PNG, to the one with a RAW
// file, else to the JPEG, else to the HEIC. The case of letters counts only
// where two photos differ in nothing else. It is not changed once it was made.
type Owners struct {
	photos []photo.Photo
	exact  map[string]int
	folded map[string]owned // by path in lower case
}

type owned struct {
	path string
	by   int
}

// OwnersOf shares the names of sidecars out among photos.
func OwnersOf(photos []photo.Photo) *Owners {
	o := &Owners{photos: photos, exact: make(map[string]int, 3*len(photos)), folded: make(map[string]owned, 3*len(photos))}
	claim := func(path string, i int) {
		if _, taken := o.exact[path]; !taken {
			o.exact[path] = i
		}
		key := strings.ToLower(path)
		if _, taken := o.folded[key]; !taken {
			o.folded[key] = owned{path, i}
		}
	}
	ranks := make([][]int, 4)
	for i := range photos {
		for _, f := range photos[i].Files {
			claim(NameExt.Path(f.Path), i)
		}
		rank := 3
		switch main(&photos[i]).Kind {
		case photo.RAW:
			rank = 0
		case photo.JPEG:
			rank = 1
		case photo.HEIC:
			rank = 2
		}
		ranks[rank] = append(ranks[rank], i)
	}
	for _, of := range ranks {
		for _, i := range of {
			claim(Name.Path(main(&photos[i]).Path), i)
		}
	}
	for i := range photos {
		for _, f := range photos[i].Files {
			claim(Name.Path(f.Path), i) // a Pixel's JPEG and RAW have two stems
		}
	}
	return o
}

// main is the file that the sidecar of a pair is named after: the RAW file.
func main(p *photo.Photo) photo.File {
	for _, f := range p.Files {
		if f.Kind == photo.RAW {
			return f
		}
	}
	return p.Files[0]
}

// At returns the photo that a sidecar belongs to.
func (o *Owners) At(path string) (int, bool) {
	path = filepath.Clean(path)
	if i, ok := o.exact[path]; ok {
		return i, true
	}
	if i, ok := o.exact[strings.TrimSuffix(path, filepath.Ext(path))+".xmp"]; ok && Is(path) {
		return i, true
	}
	c, ok := o.folded[strings.ToLower(path)]
	return c.by, ok
}

// Names returns the names that the sidecars of photo i may have.
func (o *Owners) Names(i int) []string {
	p := &o.photos[i]
	var all []string
	add := func(path string) {
		if by, ok := o.At(path); ok && by == i {
			all = append(all, path)
		}
	}
	first := Name.Path(main(p).Path)
	add(first)
	for _, f := range p.Files {
		if stem := Name.Path(f.Path); !strings.EqualFold(stem, first) {
			add(stem)
		}
		add(NameExt.Path(f.Path))
	}
	return all
}

// Fresh is the name of a new sidecar of photo i.
func (o *Owners) Fresh(i int, style Style) string {
	file := main(&o.photos[i]).Path
	if path := style.Path(file); o.folded[strings.ToLower(path)].by == i {
		return path
	}
	return NameExt.Path(file)
}

// Existing returns the sidecars of photo i that are on disk, each once.
func (o *Owners) Existing(i int) []string {
	var all []string
	for _, path := range o.Names(i) {
		stem := strings.TrimSuffix(path, ".xmp")
		for _, path := range []string{path, stem + ".XMP", stem + ".Xmp"} {
			info, err := os.Stat(path)
			if err != nil || o.others(path, i, info) {
				continue
			}
			if !slices.ContainsFunc(all, func(other string) bool { return sameFile(other, info) }) {
				all = append(all, path)
			}
		}
	}
	return all
}

// others tells whether a file is another photo's sidecar on a disk that knows
// no upper and lower case.
func (o *Owners) others(path string, i int, info os.FileInfo) bool {
	c := o.folded[strings.ToLower(path)]
	return c.by != i && sameFile(c.path, info)
}

func sameFile(path string, info os.FileInfo) bool {
	other, err := os.Stat(path)
	return err == nil && os.SameFile(info, other)
}
