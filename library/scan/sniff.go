package scan

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// passed are suffixes of files that lie beside photos and are none, though some
// begin like one: films, sounds, notes, thumbnails of films, copies that tools keep.
var passed = setOf(`
	.xmp .pp3 .dop .rrdata .cos .cop .comask .cof .aae .xml .json .yaml .yml .txt .md .csv .html .htm .log .ini .db .db-wal .db-shm
	.mov .mp4 .m4v .avi .mts .m2ts .mkv .webm .3gp .mpg .mpeg .wmv .lrv .lrf .insv .360 .braw .r3d .crm .mxf .thm .srt
	.wav .mp3 .m4a .aac .flac .ogg .opus .aif .aiff .wma .vtt
	.zip .gz .xz .tar .7z .rar .exe .dll .so .go .py .sh .js .css .doc .docx .xls .xlsx .pdf .lnk .url .torrent
	.cat .ctg .lrcat .lrdata .lrprev .lck .lock .tmp .bak .part .jpg_original .dng_original .gpx .nmea .icc .icm .onnx`)

func setOf(list string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(list) {
		set[name] = true
	}
	return set
}

// signatures are how pictures begin: at an offset, these bytes.
var signatures = []struct {
	at          int
	bytes, name string
	suffix      string // under which Culler shows them; "" where it does not
}{
	{0, "\xff\xd8\xff", "JPEG", ".jpg"}, {0, "\x89PNG\r\n", "PNG", ".png"}, {0, "GIF8", "GIF", ".gif"}, {8, "WEBPVP8", "WebP", ".webp"},
	{0, "II*\x00", "TIFF or RAW", ".tif"}, {0, "MM\x00*", "TIFF or RAW", ".tif"}, {0, "II+\x00", "TIFF", ".tif"}, {0, "MM\x00+", "TIFF", ".tif"},
	{0, "FUJIFILMCCD-RAW", "RAW", ".raf"}, {4, "ftypcrx ", "RAW", ".cr3"}, {0, "IIRO", "RAW", ".orf"}, {0, "IIRS", "RAW", ".orf"}, {0, "IIU\x00", "RAW", ".rw2"},
	{6, "HEAPCCDR", "RAW", ".crw"}, {0, "\x00MRM", "RAW", ".mrw"}, {0, "FOVb", "RAW", ".x3f"},
	{4, "ftyphei", "HEIC", ".heic"}, {4, "ftyphev", "HEIC", ".heic"}, {4, "ftypmif1", "HEIC", ".heic"}, {4, "ftypmsf1", "HEIC", ".heic"},
	{4, "ftypavi", "AVIF", ".avif"}, {0, "\xff\x0a", "JPEG XL", ""}, {4, "JXL \r\n\x87\n", "JPEG XL", ""}, {4, "jP  \r\n\x87\n", "JPEG 2000", ""},
	{0, "\xff\x4f\xff\x51", "JPEG 2000", ""}, {0, "II\xbc\x01", "JPEG XR", ""}, {0, "8BPS", "Photoshop", ""}, {0, "gimp xcf", "GIMP", ""}, {0, "v/1\x01", "OpenEXR", ""},
	{0, "#?RADIANCE", "Radiance HDR", ""}, {0, "\x80\x2a\x5f\xd7", "Cineon", ""}, {0, "SDPX", "DPX", ""}, {0, "XPDS", "DPX", ""}, {0, "qoif", "QOI", ""},
}

// sniffed tells what to say of a regular file whose name says nothing of a
// picture; "" where its first bytes do not, either.
func sniffed(path string) string {
	if passed[strings.ToLower(filepath.Ext(path))] {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 32)
	n, _ := f.ReadAt(head, 0)
	for _, s := range signatures {
		switch {
		case n < s.at+len(s.bytes) || !bytes.HasPrefix(head[s.at:n], []byte(s.bytes)):
		case s.suffix == "":
			return "Culler cannot read " + s.name + " pictures: export it as JPEG to see it here."
		default:
			return "this is a " + s.name + " picture under another name: give it a name that ends in " + s.suffix + " to see it here."
		}
	}
	return ""
}
