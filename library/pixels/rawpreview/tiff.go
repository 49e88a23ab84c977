package rawpreview

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// tiff is a TIFF structure inside a file; its offsets count from base. Makers'
// own directories are read with other bases and byte orders.
type tiff struct {
	*walker
	base  int64
	order binary.ByteOrder
	first int64 // offset of the first directory
}

// The tags that lead to pictures (TIFF 6.0, EXIF 2.3, DNG 1.4 and, for those of
// makers, ExifTool's tables of tag names).
const (
	tagCompression   = 0x103
	tagMake          = 0x10f
	tagStripOffsets  = 0x111
	tagOrientation   = 0x112
	tagStripCounts   = 0x117
	tagTileOffsets   = 0x144
	tagTileCounts    = 0x145
	tagSubIFDs       = 0x14a
	tagJPEGOffset    = 0x201
	tagJPEGLength    = 0x202
	tagExif          = 0x8769
	tagMakerNote     = 0x927c
	tagInterop       = 0xa005
	tagInteropIndex  = 1
	tagPanasonicJPEG = 0x2e
	tagNikonPreview  = 0x11
	tagOlympusCamera = 0x2020
	tagOlympusStart  = 0x101
	tagOlympusLength = 0x102
	tagMinoltaStart  = 0x88
	tagMinoltaLength = 0x89
	tagPentaxLength  = 3
	tagPentaxStart   = 4
	tagSonyPreview   = 0x2001
)

// maxDepth is how deep directories may lie inside each other.
const maxDepth = 5

// tiff looks into a TIFF structure.
func (w *walker) tiff(base, size int64, name string) {
	t := &tiff{walker: w, base: base}
	if t.header() {
		t.chain(t.first, name+"IFD", 0)
	}
}

// header reads the byte order and where the first directory is. The number after
// the byte order differs between makers.
func (t *tiff) header() bool {
	b := t.exactly(t.base, 8)
	if b == nil {
		return false
	}
	switch string(b[:2]) {
	case "II":
		t.order = binary.LittleEndian
	case "MM":
		t.order = binary.BigEndian
	default:
		return false
	}
	t.first = int64(t.order.Uint32(b[4:]))
	return true
}

// entry is one line of a directory.
type entry struct {
	kind  uint16
	count uint32
	at    int64 // where the value is, from the file's beginning
	value uint32
}

// directory is a directory's lines by their tags, and the next directory.
type directory struct {
	entries map[uint16]entry
	next    int64
}

// sizes of the types of values, in bytes
var sizes = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4}

// directory reads a directory, once. One that was read before is empty.
func (t *tiff) directory(offset int64) (d directory) {
	at := t.base + offset
	if offset <= 0 || t.visited[at] {
		return d
	}
	if t.visited == nil {
		t.visited = make(map[int64]bool)
	}
	t.visited[at] = true
	b := t.exactly(at, 2)
	if b == nil {
		return d
	}
	n := min(int(t.order.Uint16(b)), maxEntries)
	b = t.read(at+2, 12*n+4)
	d.entries = make(map[uint16]entry, n)
	for i := range n {
		if len(b) < 12 {
			return d
		}
		e := entry{kind: t.order.Uint16(b[2:]), count: t.order.Uint32(b[4:]), value: t.order.Uint32(b[8:])}
		size := int64(1)
		if int(e.kind) < len(sizes) {
			size = sizes[e.kind]
		}
		if size*int64(e.count) <= 4 {
			e.at = at + 2 + int64(12*i) + 8
			switch e.kind {
			case 1, 6:
				e.value = uint32(b[8])
			case 3, 8:
				e.value = uint32(t.order.Uint16(b[8:]))
			}
		} else {
			e.at = t.base + int64(e.value)
		}
		if tag := t.order.Uint16(b); d.entries[tag].count == 0 {
			d.entries[tag] = e
		}
		b = b[12:]
	}
	if len(b) >= 4 {
		d.next = int64(t.order.Uint32(b))
	}
	return d
}

// number is a tag's value if it is one number; 0 if not.
func (d *directory) number(tag uint16) int64 {
	if e := d.entries[tag]; e.count == 1 {
		return int64(e.value)
	}
	return 0
}

// bytes reads a tag's value, 64 KiB of it at most.
func (d *directory) bytes(t *tiff, tag uint16) []byte {
	e, ok := d.entries[tag]
	if !ok || int(e.kind) >= len(sizes) {
		return nil
	}
	return t.read(e.at, int(min(sizes[e.kind]*int64(e.count), 64<<10)))
}

// chain looks into a directory and those that follow it.
func (t *tiff) chain(offset int64, name string, depth int) {
	maker := ""
	for i := 0; offset > 0 && i < 16 && depth < maxDepth; i++ {
		d := t.directory(offset)
		here := fmt.Sprintf("%s%d", name, i)
		if depth == 0 && i == 0 {
			t.orient(uint32(d.number(tagOrientation)))
			maker = strings.ToUpper(strings.TrimRight(string(d.bytes(t, tagMake)), " \x00"))
		}
		t.pictures(&d, here)
		t.subdirectories(&d, here, depth)
		if exif := d.number(tagExif); exif > 0 {
			x := t.directory(exif)
			interop := t.directory(x.number(tagInterop))
			t.adobe = t.adobe || strings.HasPrefix(string(interop.bytes(t, tagInteropIndex)), "R03")
			if note, ok := x.entries[tagMakerNote]; ok {
				t.makerNote(note, maker)
			}
		}
		offset = d.next
	}
}

// pictures notes the JPEGs of one directory.
func (t *tiff) pictures(d *directory, name string) {
	t.pair(d, tagJPEGOffset, tagJPEGLength, name)
	switch d.number(tagCompression) {
	case 6, 7, 34892: // JPEG, and DNG's lossy JPEG
		t.pair(d, tagStripOffsets, tagStripCounts, name)
		t.pair(d, tagTileOffsets, tagTileCounts, name)
	}
	if e := d.entries[tagPanasonicJPEG]; e.count > 4 {
		t.add(name+" JpgFromRaw", e.at, int64(e.count))
	}
}

func (t *tiff) pair(d *directory, offset, length uint16, name string) {
	if at := d.number(offset); at > 0 {
		t.add(name, t.base+at, d.number(length))
	}
}

func (t *tiff) subdirectories(d *directory, name string, depth int) {
	e, ok := d.entries[tagSubIFDs]
	if !ok || e.kind != 4 && e.kind != 13 {
		return
	}
	b := t.read(e.at, 4*int(min(e.count, 16)))
	for i := 0; len(b) >= 4; b, i = b[4:], i+1 {
		t.chain(int64(t.order.Uint32(b)), fmt.Sprintf("%s SubIFD%d.", name, i), depth+1)
	}
}

// makerNote looks for previews in what the maker added. The note's own beginning
// tells how it is to be read.
func (t *tiff) makerNote(e entry, maker string) {
	head := t.read(e.at, 18)
	if len(head) < 18 {
		return
	}
	note := &tiff{walker: t.walker, base: t.base, order: t.order}
	is := func(s string) bool { return strings.HasPrefix(string(head), s) }
	switch {
	case is("Nikon\x00\x02"):
		note.base = e.at + 10
		if note.header() {
			d := note.directory(note.first)
			p := note.directory(d.number(tagNikonPreview))
			note.pair(&p, tagJPEGOffset, tagJPEGLength, "Nikon preview")
		}
	case is("OLYMPUS\x00"), is("OM SYSTEM\x00"):
		at := int64(12)
		if is("OM") {
			at = 16
		}
		note.base = e.at
		note.setOrder(head[at-4 : at-2])
		d := note.directory(at)
		c := note.directory(d.number(tagOlympusCamera))
		note.pair(&c, tagOlympusStart, tagOlympusLength, "Olympus preview")
	case is("OLYMP\x00"):
		d := note.directory(e.at + 8 - note.base)
		note.pair(&d, tagMinoltaStart, tagMinoltaLength, "Olympus preview")
		camera := d.entries[tagOlympusCamera]
		c := note.directory(int64(camera.value))
		note.pair(&c, tagOlympusStart, tagOlympusLength, "Olympus preview")
	case is("AOC\x00"):
		note.setOrder(head[4:6])
		d := note.directory(e.at + 6 - note.base)
		note.pair(&d, tagPentaxStart, tagPentaxLength, "Pentax preview")
	case is("PENTAX \x00"):
		note.base = e.at
		note.setOrder(head[8:10])
		d := note.directory(10)
		note.pair(&d, tagPentaxStart, tagPentaxLength, "Pentax preview")
	case is("SONY DSC \x00"), is("SONY CAM \x00"):
		d := note.directory(e.at + 12 - note.base)
		note.sony(&d)
	case strings.HasPrefix(maker, "SONY"):
		d := note.directory(e.at - note.base)
		note.sony(&d)
	case strings.Contains(maker, "MINOLTA"):
		d := note.directory(e.at - note.base)
		note.pair(&d, tagMinoltaStart, tagMinoltaLength, "Minolta preview")
	}
}

// sony takes a preview that is a value of its own.
func (t *tiff) sony(d *directory) {
	if e := d.entries[tagSonyPreview]; e.count > 64 {
		t.add("Sony preview", e.at, int64(e.count))
	}
}

func (t *tiff) setOrder(b []byte) {
	switch string(b) {
	case "II":
		t.order = binary.LittleEndian
	case "MM":
		t.order = binary.BigEndian
	}
}
