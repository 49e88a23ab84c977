package pixels

import (
	"bytes"
	"encoding/binary"

	"culler/library/photo"
	"culler/library/pixels/tiff"
)

// format is how a file is built, as its first bytes tell, whatever its name says.
type format string

const (
	formatUnknown format = ""
	formatJPEG    format = "JPEG"
	formatRAW     format = "RAW"
	formatPNG     format = "PNG"
	formatGIF     format = "GIF"
	formatBMP     format = "BMP"
	formatWebP    format = "WebP"
	formatTIFF    format = "TIFF"
	formatHEIC    format = "HEIC"
	formatAVIF    format = "AVIF"
	formatJXL     format = "JPEG XL"
)

// formatOf tells a file's format. kind settles whether a TIFF is a RAW file.
func formatOf(head []byte, kind photo.Kind) format {
	at := func(i int, s string) bool { return len(head) >= i && bytes.HasPrefix(head[i:], []byte(s)) }
	switch {
	case at(0, "\xff\xd8"):
		return formatJPEG
	case at(0, "\x89PNG\r\n"):
		return formatPNG
	case at(0, "GIF8"):
		return formatGIF
	case at(0, "RIFF") && at(8, "WEBP"):
		return formatWebP
	case at(0, "BM"):
		return formatBMP
	case tiff.Is(head):
		if kind == photo.RAW {
			return formatRAW
		}
		return formatTIFF
	case at(0, "IIU\x00"), at(0, "IIRO"), at(0, "IIRS"), at(0, "MMOR"), at(6, "HEAPCCDR"), at(0, "FUJIFILMCCD-RAW"),
		at(4, "ftypcrx "), at(0, "\x00MRM"), at(0, "FOVb"):
		return formatRAW
	case at(4, "ftyp"):
		return formatOfBoxes(head)
	case at(0, "\xff\x0a"), at(4, "JXL "):
		return formatJXL
	}
	return formatUnknown
}

// formatOfBoxes tells what a file of boxes holds by its brands (ISO/IEC 23008-12,
// annex B): the major one and, where that says only how the file is built, those
// that it is compatible with.
func formatOfBoxes(head []byte) format {
	brands := []string{string(head[8:min(12, len(head))])}
	end := min(int(binary.BigEndian.Uint32(head)&0xffff), len(head))
	for at := 16; at+4 <= end; at += 4 {
		brands = append(brands, string(head[at:at+4]))
	}
	built := false
	for _, b := range brands {
		switch b {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs":
			return formatHEIC
		case "avif", "avis":
			return formatAVIF
		case "mif1", "mif2", "msf1", "miaf":
			built = true
		}
	}
	if built {
		return formatHEIC
	}
	return formatUnknown
}
