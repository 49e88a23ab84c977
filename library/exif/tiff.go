package exif

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
)

// The tags that are read, by their numbers in Exif 3.0 (CIPA DC-008), TIFF/EP
// and, for the rating, Microsoft's photo metadata.
const (
	tagWidthTIFF, tagHeightTIFF  = 0x0100, 0x0101
	tagMake, tagModel            = 0x010f, 0x0110
	tagOrientation               = 0x0112
	tagModified                  = 0x0132
	tagXMP, tagIPTC              = 0x02bc, 0x83bb
	tagRating, tagRatingPercent  = 0x4746, 0x4749
	tagShutter, tagShutterAPEX   = 0x829a, 0x9201
	tagAperture, tagApertureAPEX = 0x829d, 0x9202
	tagExif                      = 0x8769
	tagGPS                       = 0x8825
	tagISO, tagISOE, tagISOSpeed = 0x8827, 0x8832, 0x8833
	tagOriginal, tagDigitized    = 0x9003, 0x9004
	zoneOriginal, zoneDigitized  = 0x9011, 0x9012
	zoneModified                 = 0x9010
	tagBias                      = 0x9204
	tagFocal                     = 0x920a
	subModified                  = 0x9290
	subOriginal, subDigitized    = 0x9291, 0x9292
	tagWidth, tagHeight          = 0xa002, 0xa003
	tagSerial, tagSerialName     = 0xa431, 0xfde9
	tagLensInfo, tagLens         = 0xa432, 0xa434
	tagLensName                  = 0xfdea
)

var wanted = []uint16{
	tagMake, tagModel, tagOrientation, tagModified, tagXMP, tagIPTC, tagRating, tagRatingPercent,
	tagShutter, tagShutterAPEX, tagAperture, tagApertureAPEX, tagExif, tagGPS, tagISO, tagISOE, tagISOSpeed,
	tagOriginal, tagDigitized, zoneOriginal, zoneDigitized, zoneModified, tagBias, tagFocal,
	subModified, subOriginal, subDigitized, tagWidth, tagHeight, tagSerial, tagSerialName,
	tagLensInfo, tagLens, tagLensName,
}

// wants are the tags that are read.
func (f *found) wants() []uint16 {
	if f.onlyGPS {
		return wantedGPS
	}
	return wanted
}

// tags holds the values of the tags that were found first: a string or a
// []float64. A fraction with a zero below is not a number.
type tags map[uint16]any

// Limits on what one directory and one value may cost.
const (
	maxIFDs    = 8
	maxTagSize = 4096 // bytes; the values that are read are far smaller
)

var errNoTIFF = errors.New("its EXIF does not begin as EXIF does")

// tiff reads the tags of a block of EXIF, which is built like a TIFF file: from
// its first directory and the EXIF directories that it points to. An entry that
// cannot be understood is passed over. Blocks of XMP and IPTC go to f.
func (f *found) tiff(p part) error {
	head, err := f.bytes(p, 0, 8)
	if err != nil {
		return err
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(head[:2]) {
	case "II":
	case "MM":
		order = binary.BigEndian
	default:
		return errNoTIFF
	}
	todo := []int64{int64(order.Uint32(head[4:]))}
	for k := 0; k < len(todo) && k < maxIFDs; k++ {
		more, dirErr := f.directory(p, order, todo[k])
		if err == nil {
			err = dirErr
		}
		for _, at := range more {
			if !slices.Contains(todo, at) {
				todo = append(todo, at)
			}
		}
	}
	return err
}

// directory reads one directory and returns where further ones are.
func (f *found) directory(p part, order binary.ByteOrder, at int64) (more []int64, err error) {
	head, err := f.bytes(p, at, 2)
	if err != nil {
		return nil, err
	}
	const entry = 12 // bytes: number, type, count, and the value or where it is
	n := int64(order.Uint16(head))
	if left := (p.size - at - 2) / entry; n > left {
		n, err = left, io.ErrUnexpectedEOF
	}
	entries, readErr := f.bytes(p, at+2, n*entry)
	if readErr != nil {
		return nil, readErr
	}
	for e := range slices.Chunk(entries, entry) {
		tag, typ, count := order.Uint16(e), order.Uint16(e[2:]), int64(order.Uint32(e[4:]))
		if !slices.Contains(f.wants(), tag) || int(typ) >= len(sizes) || sizes[typ] == 0 {
			continue
		}
		size, value := count*sizes[typ], e[8:]
		where := int64(order.Uint32(value))
		switch {
		case tag == tagXMP || tag == tagIPTC:
			if size > 4 && where+size <= p.size {
				f.packet(tag == tagXMP, part{offset: p.offset + where, size: size})
			}
			continue
		case size > 4:
			var valueErr error
			if value, valueErr = f.bytes(p, where, min(size, maxTagSize)); valueErr != nil {
				if err == nil {
					err = valueErr
				}
				continue
			}
		}
		switch {
		case tag == tagExif && size == 4:
			more = append(more, where)
		case tag == tagGPS && size == 4 && f.gps == nil:
			f.gps = &gps{p, order, where}
		}
		if tag == tagExif || tag == tagGPS {
			continue
		}
		if _, known := f.tags[tag]; !known {
			f.tags[tag] = valueOf(value[:min(size, int64(len(value)))], typ, order)
		}
	}
	return more, err
}

// sizes of one value, by type: byte, text, short, long, fraction, the same
// signed but for 7, which is anything, float, double, directory. 129 is Exif
// 3.0's text in UTF-8.
var sizes = [130]int64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}

func valueOf(b []byte, typ uint16, order binary.ByteOrder) any {
	if typ == 2 || typ == 7 || typ == 129 {
		s, _, _ := strings.Cut(string(b), "\x00")
		return s
	}
	var all []float64
	for one := range slices.Chunk(b, int(sizes[typ])) {
		if len(one) < int(sizes[typ]) {
			break
		}
		all = append(all, numberOf(one, typ, order))
	}
	return all
}

func numberOf(b []byte, typ uint16, order binary.ByteOrder) float64 {
	switch typ {
	case 1:
		return float64(b[0])
	case 6:
		return float64(int8(b[0]))
	case 3:
		return float64(order.Uint16(b))
	case 8:
		return float64(int16(order.Uint16(b)))
	case 4, 13:
		return float64(order.Uint32(b))
	case 9:
		return float64(int32(order.Uint32(b)))
	case 5:
		return over(float64(order.Uint32(b)), float64(order.Uint32(b[4:])))
	case 10:
		return over(float64(int32(order.Uint32(b))), float64(int32(order.Uint32(b[4:]))))
	case 11:
		return float64(math.Float32frombits(order.Uint32(b)))
	case 12:
		return math.Float64frombits(order.Uint64(b))
	}
	return math.NaN()
}

func over(top, bottom float64) float64 {
	if bottom == 0 {
		return math.NaN()
	}
	return top / bottom
}
