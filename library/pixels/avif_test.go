package pixels

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"testing"
)

// boxed is a box of a HEIF file.
func boxed(name string, contents ...[]byte) []byte {
	all := slices.Concat(contents...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8)), name...), all...)
}

func TestBoxesTurnPictures(t *testing.T) {
	for name, c := range map[string]struct {
		boxes []byte
		want  []int
	}{
		"none":              {nil, nil},
		"a quarter left":    {boxed("irot", []byte{1}), []int{8}},
		"half":              {boxed("irot", []byte{2}), []int{3}},
		"a quarter right":   {boxed("irot", []byte{3}), []int{6}},
		"upside down":       {boxed("imir", []byte{0}), []int{4}},
		"mirrored":          {boxed("imir", []byte{1}), []int{2}},
		"both, twice named": {slices.Concat(boxed("irot", []byte{3}), boxed("imir", []byte{1}), boxed("irot", []byte{1})), []int{6, 2}},
		"an empty one":      {boxed("irot"), nil},
	} {
		file := slices.Concat(boxed("ftyp", []byte("avif")), boxed("meta", make([]byte, 4), boxed("iprp", boxed("ipco", c.boxes))))
		if got := boxTurns(bytes.NewReader(file), int64(len(file))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// An AVIF file is shown, turned as it says, and one that is damaged is called so.
func TestAVIF(t *testing.T) {
	plain, err := os.ReadFile("avif/testdata/plain.avif")
	if err != nil {
		t.Fatal(err)
	}
	img, info := picture(t, save(t, "a.avif", plain), 0)
	if info.Width != 48 || info.Height != 32 || img.RGBAAt(40, 1).R < 200 || img.RGBAAt(4, 4).G < 200 {
		t.Errorf("%+v: %v, %v", info, img.RGBAAt(40, 1), img.RGBAAt(4, 4))
	}
	if small, _ := picture(t, save(t, "a.avif", plain), 12); small.Rect.Dx() != 12 || small.Rect.Dy() != 8 {
		t.Errorf("at 12 it is %v", small.Rect)
	}
	if _, info, err := new(Decoder).Picture(t.Context(), save(t, "b.avif", plain[:len(plain)-60]), 0); err == nil && info.Warning == "" {
		t.Error("a part of a file is shown as if it were whole")
	}
	if _, _, err := new(Decoder).Picture(t.Context(), save(t, "b.avif", plain[:200]), 0); err == nil {
		t.Error("a file without a picture is shown")
	}
	// A property that the file has for something else becomes one that turns it.
	at := bytes.Index(plain, []byte("pixi"))
	if at < 0 {
		t.Fatal("the test's picture has no pixi")
	}
	turned := bytes.Clone(plain)
	copy(turned[at:], "irot\x01")
	img, info = picture(t, save(t, "c.avif", turned), 0)
	if info.Width != 32 || info.Height != 48 || img.RGBAAt(4, 43).G < 200 || img.RGBAAt(1, 8).R < 200 {
		t.Errorf("turned: %+v: %v, %v", info, img.RGBAAt(4, 43), img.RGBAAt(1, 8))
	}
}
