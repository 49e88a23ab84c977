// Package photo holds the words that every other package shares: a photo, its
// files, the camera that took it, and what the photographer decided about it.
// It imports nothing of Culler.
package photo

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Photo is one exposure: one or more files of one folder with the same stem,
// such as a RAW file and the JPEG that the camera wrote beside it.
type Photo struct {
	ID      ID     // unique inside a shoot: Content, but for copies; zero until the file was read
	Content ID     // fingerprint of Files[0], the same for byte-identical files; zero where it is not known
	Picture ID     // fingerprint of its picture without metadata; zero where it is not known
	Name    string // slash-separated path below the shoot's folder, without extension
	Files   []File // Files[0] is the one to look at; never empty
	Meta    Meta
	Problem string // why the photo cannot be shown or read, as a sentence; "" if it can
	Gone    bool   // its files are no longer where they were
	Turn    int    // how the upright picture of Files[0] is turned by hand, as an EXIF orientation; 0 or 1: not at all
}

// File is one file on disk.
type File struct {
	Path    string // absolute
	Size    int64  // bytes
	ModTime time.Time
	Kind    Kind
}

// Base is the name of the photo's first file, such as "DSC_0423.JPG".
func (p *Photo) Base() string {
	if len(p.Files) == 0 {
		return filepath.Base(p.Name)
	}
	return filepath.Base(p.Files[0].Path)
}

// Kind is a family of file formats, told by the file's extension.
type Kind uint8

// The kinds of file that belong to a photo.
const (
	Unknown Kind = iota
	JPEG
	PNG
	TIFF
	WebP
	GIF
	BMP
	RAW
	HEIC
	AVIF
)

var kinds = map[string]Kind{
	".jpg": JPEG, ".jpeg": JPEG, ".jpe": JPEG, ".jfif": JPEG, ".mpo": JPEG, ".insp": JPEG, ".jps": JPEG,
	".png": PNG, ".apng": PNG, ".tif": TIFF, ".tiff": TIFF, ".webp": WebP, ".gif": GIF, ".bmp": BMP, ".dib": BMP,
	".heic": HEIC, ".heif": HEIC, ".hif": HEIC, ".heics": HEIC, ".heifs": HEIC, ".avif": AVIF, ".avifs": AVIF,
	".cr2": RAW, ".cr3": RAW, ".crw": RAW, ".nef": RAW, ".nrw": RAW, ".arw": RAW, ".sr2": RAW,
	".dng": RAW, ".raf": RAW, ".orf": RAW, ".rw2": RAW, ".pef": RAW, ".srw": RAW, ".x3f": RAW,
	".iiq": RAW, ".mrw": RAW, ".kdc": RAW, ".dcr": RAW, ".rwl": RAW, ".3fr": RAW, ".erf": RAW, ".raw": RAW,
	".gpr": RAW, ".fff": RAW, ".mos": RAW, ".mef": RAW, ".ori": RAW, ".srf": RAW, ".k25": RAW, ".kc2": RAW, ".dcs": RAW, ".dc2": RAW,
	".drf": RAW, ".bay": RAW, ".cs1": RAW, ".sti": RAW, ".ptx": RAW, ".pxn": RAW, ".rdc": RAW, ".rwz": RAW, ".mdc": RAW, ".ari": RAW, ".j6i": RAW, ".arq": RAW, ".cap": RAW, ".ciff": RAW,
}

// KindOf tells the kind of a file from its extension, whatever its case.
func KindOf(path string) Kind { return kinds[strings.ToLower(filepath.Ext(path))] }

var kindNames = [...]string{"unknown", "JPEG", "PNG", "TIFF", "WebP", "GIF", "BMP", "RAW", "HEIC", "AVIF"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", k)
}

// Meta is what the camera wrote about a photo. Zero values mean "not said".
type Meta struct {
	Taken time.Time // wall clock of the camera, in UTC for want of a zone, with sub-seconds
	Zone  *int      // of that clock, in minutes east of UTC; nil where the file says none
	// TakenChanged: the file says only when it was last changed, which may be
	// long after the capture.
	TakenChanged bool
	TakenNote    string // why Taken is zero, as a sentence; "" if it is not
	Camera       Camera
	Lens         string
	Orientation  int // EXIF orientation 1 to 8; 0 where the file says none or nonsense
	// TurnedApart: the photo's RAW file says another orientation than the file that is
	// looked at, whose pixels a program turned, say.
	TurnedApart bool
	Width       int     // pixels as stored, before Orientation
	Height      int     // pixels as stored, before Orientation
	Shutter     float64 // exposure time in seconds
	Aperture    float64 // f-number
	ISO         int
	Bias        *float64 // exposure compensation in EV; nil where the file says none
	FocalLength float64  // millimetres
	Marks       Decision // what other programs, or the camera, wrote into the file; At is zero
}

// Camera is one camera body.
type Camera struct{ Make, Model, Serial string }

// Key tells bodies apart: by serial number where there is one, else by make
// and model. It is empty for an unknown camera.
func (c Camera) Key() string {
	if c.Serial != "" {
		return c.Model + "#" + c.Serial
	}
	return strings.TrimSpace(c.Make + " " + c.Model)
}

// String names the camera as people do: the model, with its make in front
// unless the model repeats it.
func (c Camera) String() string {
	if c.Make == "" || strings.HasPrefix(strings.ToLower(c.Model), strings.ToLower(strings.Fields(c.Make)[0])) {
		return c.Model
	}
	return strings.TrimSpace(c.Make + " " + c.Model)
}
