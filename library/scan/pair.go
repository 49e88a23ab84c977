package scan

import (
	"cmp"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"culler/library/photo"
)

// file is a photo's file with its name in parts.
type file struct {
	photo.File
	stem, ext string // ext in lower case
}

// format is what a photo has at most one file of; "" for those that always
// are a photo of their own: a PNG or TIFF of the same name was made from the
// photo later.
func (f file) format() string {
	switch f.Kind {
	case photo.JPEG, photo.HEIC:
		return f.Kind.String()
	case photo.RAW:
		return f.ext
	}
	return ""
}

// makers are whose the RAW formats are: no camera writes those of two makers.
// DNG, and what several makers call RAW, are nobody's.
var makers = map[string]string{
	".cr2": "Canon", ".cr3": "Canon", ".crw": "Canon", ".ciff": "Canon", ".nef": "Nikon", ".nrw": "Nikon",
	".arw": "Sony", ".arq": "Sony", ".sr2": "Sony", ".srf": "Sony", ".mrw": "Minolta", ".mdc": "Minolta",
	".raf": "Fujifilm", ".orf": "Olympus", ".ori": "Olympus", ".rw2": "Panasonic", ".rwl": "Leica", ".pef": "Pentax", ".ptx": "Pentax",
	".srw": "Samsung", ".x3f": "Sigma", ".3fr": "Hasselblad", ".fff": "Hasselblad", ".iiq": "Phase One", ".cap": "Phase One",
	".mos": "Leaf", ".mef": "Mamiya", ".erf": "Epson", ".gpr": "GoPro", ".bay": "Casio", ".ari": "Arri",
	".kdc": "Kodak", ".dcr": "Kodak", ".k25": "Kodak", ".kc2": "Kodak", ".dcs": "Kodak", ".dc2": "Kodak", ".drf": "Kodak",
}

// foreign tells whether two files are RAW files of two makers.
func (f file) foreign(o file) bool {
	a, b := makers[f.ext], makers[o.ext]
	return a != "" && b != "" && a != b
}

// quickness orders kinds by what is quickest to show.
var quickness = map[photo.Kind]int{photo.JPEG: 1, photo.HEIC: 2, photo.RAW: 3}

// pixel is what Google's Pixel puts between the stem of an exposure and the
// suffix: PXL_1.RAW-01.COVER.jpg and PXL_1.RAW-02.ORIGINAL.dng are one, and so
// are PXL_1.MP.jpg, which moves, and PXL_1.dng.
var pixel = regexp.MustCompile(`(?i)^(PXL_\d.*?)(\.RAW-\d+)?(\.MP)?(\.COVER|\.ORIGINAL)?$`)

// exposure is the stem that all files of one exposure share, whatever its case.
func (f file) exposure() string {
	if m := pixel.FindStringSubmatch(f.stem); m != nil {
		return strings.ToLower(m[1])
	}
	return strings.ToLower(f.stem)
}

// pair makes photos of a folder's files.
func pair(files []file, below string) []photo.Photo {
	folded := make([]string, len(files)) // stems of exposures
	order := make([]int, len(files))
	for k, f := range files {
		folded[k], order[k] = f.exposure(), k
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(folded[a], folded[b]),
			cmp.Compare(quickness[files[a].Kind], quickness[files[b].Kind]),
			strings.Compare(files[a].Path, files[b].Path))
	})
	photos := make([]photo.Photo, 0, len(files))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && folded[order[to]] == folded[order[from]] {
			to++
		}
		for _, exposure := range exposures(files, order[from:to]) {
			p := photo.Photo{Name: path.Join(below, exposure[0].stem)}
			empty := true
			for _, f := range exposure {
				p.Files = append(p.Files, f.File)
				empty = empty && f.Size == 0
			}
			if empty {
				p.Problem = filepath.Base(p.Files[0].Path) + " is empty (0 bytes): copy it from the card again."
			}
			photos = append(photos, p)
		}
		from = to
	}
	return photos
}

// exposures shares files of one stem out to photos. A file goes to a photo that
// has none of its format yet, and no RAW file of another maker, best to one of
// exactly its stem.
func exposures(files []file, which []int) [][]file {
	var out [][]file
	for _, k := range which {
		f := files[k]
		best := -1
		for n, exposure := range out {
			if f.format() == "" || slices.ContainsFunc(exposure, func(o file) bool {
				return o.format() == "" || o.format() == f.format() || o.foreign(f)
			}) {
				continue
			}
			if best < 0 || exposure[0].stem == f.stem && out[best][0].stem != f.stem {
				best = n
			}
		}
		if best < 0 {
			out = append(out, []file{f})
		} else {
			out[best] = append(out[best], f)
		}
	}
	return out
}
