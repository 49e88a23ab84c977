package pixels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// heicVideoLevels tells whether a HEIF file's picture has video levels: as its
// colour description says, or else the picture's own head (ISO/IEC 23008-12
// leaves the word to the description).
func heicVideoLevels(r io.ReaderAt, size int64) bool {
	props := heicProperties(r, size)
	for _, p := range props {
		if b := readPart(r, p.at, 11); p.name == "colr" && len(b) == 11 && string(b[:4]) == "nclx" {
			return b[10]&0x80 == 0
		}
	}
	for _, p := range props {
		if p.name != "hvcC" {
			continue
		}
		if full, err := hevcFullRange(readPart(r, p.at, p.size)); err == nil {
			return !full
		}
	}
	return false
}

var errHEVC = errors.New("the head of the HEVC picture cannot be read")

// hevcFullRange finds the sequence parameter set in a decoder configuration
// (ISO/IEC 14496-15) and reads its video_full_range_flag, which is 0 where
// nothing is said (ITU-T H.265, E.3.1).
func hevcFullRange(conf []byte) (bool, error) {
	if len(conf) < 23 {
		return false, errHEVC
	}
	const sequence = 33
	arrays, rest := int(conf[22]), conf[23:]
	for range arrays {
		if len(rest) < 3 {
			break
		}
		kind, units := rest[0]&0x3f, int(binary.BigEndian.Uint16(rest[1:]))
		rest = rest[3:]
		for range units {
			if len(rest) < 2 {
				return false, errHEVC
			}
			n := int(binary.BigEndian.Uint16(rest))
			if len(rest) < 2+n {
				return false, errHEVC
			}
			if kind == sequence && n > 2 {
				b := bits{data: bytes.ReplaceAll(rest[4:2+n], []byte{0, 0, 3}, []byte{0, 0})}
				full := b.sequence()
				if b.bad {
					return false, errHEVC
				}
				return full, nil
			}
			rest = rest[2+n:]
		}
	}
	return false, errHEVC
}

// bits reads numbers from bits. At the end it gives zeros and is bad.
type bits struct {
	data []byte
	at   int
	bad  bool
}

func (b *bits) u(n int) (v int) {
	for range n {
		if b.at>>3 >= len(b.data) {
			b.bad = true
			return 0
		}
		v = v<<1 | int(b.data[b.at>>3]>>(7-b.at&7)&1)
		b.at++
	}
	return v
}

func (b *bits) flag() bool { return b.u(1) == 1 }

func (b *bits) skip(n int) {
	if b.at += n; b.at > 8*len(b.data) {
		b.bad = true
	}
}

// ue reads an Exp-Golomb number, of which none here is large.
func (b *bits) ue() int {
	zeros := 0
	for !b.bad && b.u(1) == 0 {
		if zeros++; zeros > 31 {
			b.bad = true
		}
	}
	if b.bad {
		return 0
	}
	return 1<<zeros - 1 + b.u(zeros)
}

func (b *bits) ues(n int) {
	for i := 0; i < n && !b.bad; i++ {
		b.ue()
	}
}

// sequence reads a sequence parameter set (ITU-T H.265, 7.3.2.2) up to its
// video_full_range_flag.
func (b *bits) sequence() bool {
	b.skip(4)
	layers := b.u(3)
	b.skip(1)
	b.profile(layers)
	b.ue()
	if b.ue() == 3 { // chroma_format_idc
		b.skip(1)
	}
	b.ues(2)
	if b.flag() { // conformance window
		b.ues(4)
	}
	b.ues(2)
	order := b.ue() + 4
	if b.flag() {
		b.ues(3 * (layers + 1))
	} else {
		b.ues(3)
	}
	b.ues(6)
	if lists := b.flag(); lists && b.flag() {
		b.scaling()
	}
	b.skip(2)
	if b.flag() { // PCM
		b.skip(8)
		b.ues(2)
		b.skip(1)
	}
	b.references()
	if b.flag() { // long-term references
		for i := b.ue(); i > 0 && !b.bad; i-- {
			b.skip(order + 1)
		}
	}
	b.skip(2)
	if !b.flag() { // video usability information
		return false
	}
	if b.flag() && b.u(8) == 255 { // aspect ratio
		b.skip(32)
	}
	if b.flag() { // overscan
		b.skip(1)
	}
	if !b.flag() { // video signal type
		return false
	}
	b.skip(3)
	return b.flag()
}

// profile passes over profile_tier_level.
func (b *bits) profile(layers int) {
	b.skip(96)
	if layers == 0 {
		return
	}
	length := 0
	for range layers {
		if b.flag() {
			length += 88
		}
		if b.flag() {
			length += 8
		}
	}
	b.skip(2*(8-layers) + length)
}

// scaling passes over scaling_list_data.
func (b *bits) scaling() {
	for size := range 4 {
		for matrix := 0; matrix < 6; matrix++ {
			if size == 3 && matrix%3 != 0 {
				continue
			}
			switch n := min(64, 16<<(2*size)); {
			case !b.flag():
				b.ue()
			case size > 1:
				b.ues(n + 1)
			default:
				b.ues(n)
			}
		}
	}
}

// references passes over the short-term reference picture sets.
func (b *bits) references() {
	sets, pictures := b.ue(), 0
	for i := 0; i < sets && !b.bad; i++ {
		if i > 0 && b.flag() { // predicted from the one before
			b.skip(1)
			b.ue()
			n := 0
			for j := 0; j <= pictures && !b.bad; j++ {
				if used := b.flag(); used || b.flag() {
					n++
				}
			}
			pictures = n
			continue
		}
		pictures = b.ue() + b.ue()
		for j := 0; j < pictures && !b.bad; j++ {
			b.ue()
			b.skip(1)
		}
	}
}
