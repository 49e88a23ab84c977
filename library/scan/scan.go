// Package scan finds the photos of a folder. It reads names, sizes and times,
// but no photo; of files whose names say nothing it reads the first bytes.
package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/natural"
	"culler/library/photo"
)

// Options say how to look. The zero Options look at the folder alone.
type Options struct {
	Recursive bool // look into its subfolders, too
}

// Skipped is what was passed over although it may be missed.
type Skipped struct {
	Path   string // absolute
	Reason string // a sentence
}

// Found is what a folder holds.
type Found struct {
	Photos  []photo.Photo // in natural order of their names; Name and Files are set, and Problem where all files are empty
	Skipped []Skipped
}

// Folder finds the photos of a folder. Files of one stem in one folder that a
// camera wrote of one exposure are one photo: a JPEG, a HEIC and RAW files.
// Files[0] is the one that is quickest to show, JPEG before HEIC before RAW. Two
// files of one format are two photos, even if their names differ only in case.
// Hidden files, sidecars and all else that is not a photo are passed over in
// silence; subfolders that cannot be read, picture formats that Culler does not
// know and pictures under other names are told in Skipped. Linked files are
// followed, linked subfolders are not. The error, a sentence, is for a folder that
// cannot be read at all, or ctx's.
func Folder(ctx context.Context, root string, o Options) (Found, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return Found{}, fmt.Errorf("find the folder %s: %w", root, err)
	}
	s := &search{ctx: ctx, recursive: o.Recursive}
	if err := s.folder(abs, ""); err != nil {
		if ctx.Err() != nil {
			return Found{}, ctx.Err()
		}
		return Found{}, rootInWords(abs, err)
	}
	slices.SortFunc(s.found.Photos, func(a, b photo.Photo) int {
		return cmp.Or(natural.Compare(a.Name, b.Name), strings.Compare(a.Files[0].Path, b.Files[0].Path))
	})
	return s.found, nil
}

func rootInWords(root string, err error) error {
	var said string
	info, statErr := os.Stat(root)
	switch {
	case statErr == nil && !info.IsDir(): // of which Windows says that the path is not there
		said = fmt.Sprintf("%s is a file: choose the folder that it is in", root)
	case errors.Is(err, fs.ErrNotExist):
		said = fmt.Sprintf("the folder %s is not there: was it moved or renamed, or is its disk or card not connected?", root)
	case errors.Is(err, fs.ErrPermission):
		said = fmt.Sprintf("the folder %s may not be read: change its permissions, or copy the photos to a folder of your own", root)
	default:
		said = fmt.Sprintf("the folder %s could not be read: the disk, card or network may be failing", root)
	}
	return &problem{said, err}
}

// problem is an error in words that still is the error it came from.
type problem struct {
	said string
	err  error
}

func (p *problem) Error() string { return p.said }
func (p *problem) Unwrap() error { return p.err }

// search is one call of Folder.
type search struct {
	ctx       context.Context
	recursive bool
	found     Found
}

// foreign are folders that systems and disks make for themselves.
var foreign = map[string]bool{
	"@eadir": true, "#recycle": true, "$recycle.bin": true, "system volume information": true,
	"__macosx": true, "lost+found": true,
}

// unknown are pictures that would be missed.
var unknown = map[string]string{
	".jxl": "JPEG XL", ".jp2": "JPEG 2000", ".j2k": "JPEG 2000", ".jpf": "JPEG 2000", ".jpx": "JPEG 2000",
	".jxr": "JPEG XR", ".wdp": "JPEG XR", ".psd": "Photoshop", ".psb": "Photoshop", ".xcf": "GIMP", ".exr": "OpenEXR", ".hdr": "Radiance HDR",
	".svg": "SVG", ".tga": "Targa", ".pcx": "PCX", ".dpx": "DPX", ".cin": "Cineon", ".fits": "FITS", ".fit": "FITS", ".qoi": "QOI",
	".avci": "AVC", ".avcs": "AVC", ".bpg": "BPG", ".flif": "FLIF", ".jxs": "JPEG XS", ".jpm": "JPEG 2000", ".jpc": "JPEG 2000", ".jng": "JNG",
	".pnm": "PNM", ".pbm": "PBM", ".pam": "PAM", ".pfm": "PFM", ".ico": "icon", ".fpx": "FlashPix", ".iff": "IFF", ".sgi": "SGI",
	".ppm": "PPM", ".pgm": "PGM", ".pcd": "Photo CD", ".lfp": "Lytro", ".lfr": "Lytro", ".eip": "Capture One EIP", ".afphoto": "Affinity",
}

// checkEvery is how many files are looked at before asking whether to go on.
const checkEvery = 256

// folder adds the photos of a folder, whose slash-separated path below the root
// is below.
func (s *search) folder(dir, below string) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil && len(entries) == 0 {
		return err
	}
	if err != nil {
		s.skip(dir, "only a part of this folder could be read: the disk, card or network may be failing.")
	}
	var files []file
	for k, e := range entries {
		if k%checkEvery == checkEvery-1 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		name := e.Name()
		at := filepath.Join(dir, name)
		switch {
		case strings.HasPrefix(name, "."):
		case e.IsDir():
			if !s.recursive || foreign[strings.ToLower(name)] {
				continue
			}
			if err := s.folder(at, path.Join(below, name)); err != nil {
				if s.ctx.Err() != nil {
					return s.ctx.Err()
				}
				if !errors.Is(err, fs.ErrNotExist) { // it vanished meanwhile
					s.skip(at, folderInWords(err))
				}
			}
		default:
			if f, ok := s.file(at, e); ok {
				files = append(files, f)
			}
		}
	}
	s.found.Photos = append(s.found.Photos, pair(files, below)...)
	return nil
}

func folderInWords(err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "this folder may not be read: change its permissions, then open the shoot again."
	}
	return "this folder could not be read: the disk, card or network may be failing."
}

// file looks at a file that may be a photo's.
func (s *search) file(at string, e fs.DirEntry) (file, bool) {
	kind := photo.KindOf(at)
	link := e.Type()&fs.ModeSymlink != 0
	if kind == photo.Unknown {
		if format, known := unknown[strings.ToLower(filepath.Ext(at))]; known {
			s.skip(at, "Culler cannot read "+format+" pictures: export it as JPEG to see it here.")
		} else if e.Type().IsRegular() {
			if reason := sniffed(at); reason != "" {
				s.skip(at, reason)
			}
		} else if link && s.recursive {
			if info, err := os.Stat(at); err == nil && info.IsDir() {
				s.skip(at, "this is a link to another folder, which is not followed: open that folder itself.")
			}
		}
		return file{}, false
	}
	info, err := e.Info()
	if err == nil && link {
		info, err = os.Stat(at)
	}
	switch {
	case err != nil && link:
		s.skip(at, "this is a link to a file that cannot be reached: is it on a disk that is not connected?")
	case errors.Is(err, fs.ErrNotExist): // it vanished meanwhile
	case err != nil:
		s.skip(at, "this file could not be examined: the disk, card or network may be failing.")
	case info.Mode().IsRegular():
		ext := filepath.Ext(at)
		return file{
			File: photo.File{Path: at, Size: info.Size(), ModTime: info.ModTime(), Kind: kind},
			stem: strings.TrimSuffix(e.Name(), ext), ext: strings.ToLower(ext),
		}, true
	case info.IsDir() && s.recursive:
		s.skip(at, "this is a link to another folder, which is not followed: open that folder itself.")
	}
	return file{}, false
}

func (s *search) skip(at, reason string) {
	s.found.Skipped = append(s.found.Skipped, Skipped{Path: at, Reason: reason})
}
