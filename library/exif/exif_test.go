package exif

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// said is what exiftool 12.57 says of a file (exiftool -j -n, groups IFD0 and
// ExifIFD, and the size).
type said struct {
	File, Make, Model                                             string
	SerialNumber                                                  any
	LensModel                                                     string
	Orientation                                                   int
	DateTimeOriginal, CreateDate, ModifyDate                      string
	SubSecTimeOriginal, SubSecTimeDigitized, SubSecTime           json.RawMessage
	ExposureTime, FNumber, ISO, FocalLength, ExposureCompensation *float64
	ImageWidth, ImageHeight                                       int
}

func TestAgreesWithExiftool(t *testing.T) {
	b, err := os.ReadFile("testdata/exiftool.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []said
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, want := range all {
		t.Run(want.File, func(t *testing.T) {
			path := phototest.Shared(t, "photos/"+want.File)
			got, err := Read(path, photo.KindOf(path))
			if err != nil {
				t.Error(err)
			}
			same(t, "make", got.Camera.Make, want.Make)
			same(t, "model", got.Camera.Model, want.Model)
			if want.LensModel != "" {
				same(t, "lens", got.Lens, want.LensModel)
			}
			if want.SerialNumber != nil {
				same(t, "serial", got.Camera.Serial, strings.Trim(string(raw(t, want.SerialNumber)), `"`))
			}
			heic := bytes.Contains([]byte(strings.ToLower(want.File)), []byte(".h"))
			if !heic {
				same(t, "orientation", got.Orientation, want.Orientation)
			}
			near(t, "shutter", got.Shutter, want.ExposureTime)
			near(t, "aperture", got.Aperture, want.FNumber)
			near(t, "ISO", float64(got.ISO), want.ISO)
			near(t, "focal length", got.FocalLength, want.FocalLength)
			if (got.Bias == nil) != (want.ExposureCompensation == nil) {
				t.Errorf("bias: got %v, exiftool says %v", got.Bias, want.ExposureCompensation)
			} else if got.Bias != nil {
				near(t, "bias", *got.Bias, want.ExposureCompensation)
			}
			w, h := got.Width, got.Height
			if heic && w != want.ImageWidth { // ours is of the upright picture
				w, h = h, w
			}
			if want.ImageWidth != 0 {
				same(t, "width", w, want.ImageWidth)
				same(t, "height", h, want.ImageHeight)
			}
			same(t, "taken", got.Taken, want.taken(t))
			if got.Taken.IsZero() == (got.TakenNote == "") {
				t.Errorf("taken %v, but the note is %q", got.Taken, got.TakenNote)
			}
		})
	}
}

// taken puts exiftool's date and the digits of its fraction together.
func (s said) taken(t *testing.T) time.Time {
	for _, d := range []struct {
		date   string
		digits json.RawMessage
	}{{s.DateTimeOriginal, s.SubSecTimeOriginal}, {s.CreateDate, s.SubSecTimeDigitized}, {s.ModifyDate, s.SubSecTime}} {
		if d.date == "" {
			continue
		}
		digits := strings.TrimSpace(strings.Trim(string(d.digits), `"`))
		if digits == "" {
			digits = "0"
		}
		taken, err := time.Parse("2006:01:02 15:04:05", d.date[:19]+"."+digits)
		if err != nil {
			t.Fatal(err)
		}
		return taken
	}
	return time.Time{}
}

func raw(t *testing.T, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// near compares numbers to the five digits that exiftool says.
func near(t *testing.T, what string, got float64, want *float64) {
	t.Helper()
	w := 0.0
	if want != nil {
		w = *want
	}
	if math.Abs(got-w) > 1e-4*math.Abs(w) {
		t.Errorf("%s: got %v, want %v", what, got, w)
	}
}

func smallJPEG(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF is a small JPEG with the fields given.
func withEXIF(t testing.TB, main, exif []field) []byte {
	t.Helper()
	b := block(main, exif)
	j := smallJPEG(t, 24, 16)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte((len(b) + 8) >> 8), byte(len(b) + 8)}
	return bytes.Join([][]byte{head, []byte("Exif\x00\x00"), b, j[2:]}, nil)
}

func readBytes(b []byte, kind photo.Kind) (photo.Meta, error) {
	return read(bytes.NewReader(b), int64(len(b)), kind)
}

const (
	original, digitized, modified          = 0x9003, 0x9004, 0x0132
	fracOriginal, fracDigitized, fracModif = 0x9291, 0x9292, 0x9290
)

func TestCaptureTime(t *testing.T) {
	at := func(nanoseconds int) time.Time {
		return time.Date(2019, 7, 11, 15, 8, 52, nanoseconds, time.UTC)
	}
	const date = "2019:07:11 15:08:52"
	for name, c := range map[string]struct {
		main, exif []field
		want       time.Time
		note       string // part of it
	}{
		"no fraction":         {exif: []field{text(original, date)}, want: at(0)},
		"1 digit":             {exif: []field{text(original, date), text(fracOriginal, "5")}, want: at(5e8)},
		"2 digits":            {exif: []field{text(original, date), text(fracOriginal, "05")}, want: at(5e7)},
		"3 digits":            {exif: []field{text(original, date), text(fracOriginal, "012")}, want: at(12e6)},
		"4 digits":            {exif: []field{text(original, date), text(fracOriginal, "0120")}, want: at(12e6)},
		"5 digits":            {exif: []field{text(original, date), text(fracOriginal, "00012")}, want: at(12e4)},
		"6 digits":            {exif: []field{text(original, date), text(fracOriginal, "019530")}, want: at(19530e3)},
		"12 digits":           {exif: []field{text(original, date), text(fracOriginal, "123456789987")}, want: at(123456789)},
		"blank fraction":      {exif: []field{text(original, date), text(fracOriginal, "   ")}, want: at(0)},
		"padded fraction":     {exif: []field{text(original, date), text(fracOriginal, "70 ")}, want: at(7e8)},
		"nonsense fraction":   {exif: []field{text(original, date), text(fracOriginal, "x7")}, want: at(0)},
		"fraction of another": {exif: []field{text(original, date), text(fracDigitized, "7")}, want: at(0)},
		"Z":                   {exif: []field{text(original, date+"Z")}, want: at(0)},
		"zone":                {exif: []field{text(original, date+"+00:00")}, want: at(0)},
		"ISO 8601":            {exif: []field{text(original, "2019-07-11T15:08:52.25+02:00")}, want: at(25e7)},
		"blank hour":          {exif: []field{text(original, "2019:07:11  5:08:52")}, want: at(0).Add(-10 * time.Hour)},
		"zeros, digitized": {
			exif: []field{text(original, "0000:00:00 00:00:00"), text(digitized, date), text(fracDigitized, "3"), text(fracOriginal, "9")},
			want: at(3e8),
		},
		"blanks, modified": {
			main: []field{text(modified, date)},
			exif: []field{text(original, "    :  :     :  :  "), text(fracModif, "25")}, want: at(25e7),
		},
		"nothing":        {note: "holds no capture time"},
		"zeros":          {exif: []field{text(original, "0000:00:00 00:00:00")}, note: "clock"},
		"blanks":         {exif: []field{text(original, "                   ")}, note: "holds no capture time"},
		"31 February":    {exif: []field{text(original, "2019:02:31 15:08:52")}, note: "clock"},
		"25 o'clock":     {exif: []field{text(original, "2019:02:21 25:08:52")}, note: "clock"},
		"no seconds":     {exif: []field{text(original, "2019:07:11 15:08")}, note: "clock"},
		"letters":        {exif: []field{text(original, "yesterday at nine o'clock")}, note: "clock"},
		"invalid UTF-8":  {exif: []field{text(original, "\xff\xfe\xfd")}, note: "clock"},
		"not even text":  {exif: []field{short(original, 7)}, note: "holds no capture time"},
		"year one":       {exif: []field{text(original, "0001:01:01 00:00:00")}, note: "clock"},
		"fraction alone": {exif: []field{text(fracOriginal, "5")}, note: "holds no capture time"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := readBytes(withEXIF(t, c.main, c.exif), photo.JPEG)
			if err != nil {
				t.Error(err)
			}
			same(t, "taken", m.Taken, c.want)
			if c.note == "" {
				same(t, "note", m.TakenNote, "")
			} else if !strings.Contains(m.TakenNote, c.note) {
				t.Errorf("the note %q says nothing of %q", m.TakenNote, c.note)
			}
		})
	}
}

// The digits of the fraction must be found wherever in the file they lie: at
// every distance from the decoder's buffers' ends.
func TestFractionAtEveryPlace(t *testing.T) {
	pad := text(0x010e, "")
	for n := range 300 {
		pad.value = bytes.Repeat([]byte("x"), 3900+n)
		pad.count = uint32(len(pad.value))
		b := block([]field{pad}, []field{text(original, "2019:07:11 15:08:52"), text(fracOriginal, "007")})
		m, err := readBytes(b, photo.TIFF)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Taken.Nanosecond(); got != 7e6 {
			t.Fatalf("after %d bytes: %d nanoseconds instead of 7 ms", n, got)
		}
	}
}

func TestNonsenseIsNotSaid(t *testing.T) {
	rational := func(tag, typ uint16, b ...byte) field { return field{tag, typ, 1, b} }
	over0 := []byte{1, 0, 0, 0, 0, 0, 0, 0}
	m, err := readBytes(withEXIF(t,
		[]field{short(0x0112, 9), text(0x010f, "Make\xff\x00more"), text(0x0110, strings.Repeat("m", 1000))},
		[]field{
			rational(0x829a, typeRational, over0...), rational(0x829d, typeRational, over0...),
			rational(0x920a, typeRational, over0...), rational(0x9204, typeSigned, over0...),
			text(0xa431, "0000000"), text(0xa434, "----"), short(0xa002, 9999), short(0xa003, 9999),
		}), photo.JPEG)
	if err != nil {
		t.Error(err)
	}
	same(t, "orientation", m.Orientation, 0)
	same(t, "shutter", m.Shutter, 0)
	same(t, "aperture", m.Aperture, 0)
	same(t, "focal length", m.FocalLength, 0)
	same(t, "bias", m.Bias, nil)
	same(t, "serial", m.Camera.Serial, "")
	same(t, "lens", m.Lens, "")
	same(t, "length of the model", len(m.Camera.Model), maxText)
	same(t, "width", m.Width, 24) // the picture's own, not what EXIF says
	same(t, "height", m.Height, 16)
	for n, want := range map[int]int{0: 0, 1: 1, 8: 8, 9: 0, 255: 0, 65535: 0} {
		m, _ := readBytes(withEXIF(t, []field{short(0x0112, n)}, nil), photo.JPEG)
		same(t, "orientation", m.Orientation, want)
	}
}

func TestHighISO(t *testing.T) {
	long := func(tag uint16, n uint32) field {
		return field{tag, typeLong, 1, []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}}
	}
	m, _ := readBytes(withEXIF(t, nil, []field{short(0x8827, 65535), long(0x8832, 102400)}), photo.JPEG)
	same(t, "ISO", m.ISO, 102400)
}

// An IFD that points at itself must end.
func TestCycle(t *testing.T) {
	b := block(nil, []field{{0x8769, typeLong, 1, []byte{8, 0, 0, 0}}, text(original, "2019:07:11 15:08:52")})
	for _, kind := range []photo.Kind{photo.TIFF, photo.RAW} {
		if _, err := readBytes(b, kind); err != nil {
			t.Log(err)
		}
	}
	loop := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x4a\x01\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00")
	for _, kind := range []photo.Kind{photo.TIFF, photo.RAW} {
		m, _ := readBytes(loop, kind)
		if m.TakenNote == "" {
			t.Error("no word about the missing time")
		}
	}
}

func TestInsertIsReadBack(t *testing.T) {
	bias := -2.0 / 3
	want := photo.Meta{
		Taken:  time.Date(2024, 2, 29, 23, 59, 59, 7e6, time.UTC),
		Camera: photo.Camera{Make: "Culler", Model: "Demo One", Serial: "D1"}, Lens: "50 mm",
		Orientation: 1, Width: 24, Height: 16, Shutter: 1.0 / 125, Aperture: 2.8, ISO: 400, Bias: &bias, FocalLength: 50,
	}
	b, err := Insert(smallJPEG(t, 24, 16), want, About{Description: "a frame", Artist: "somebody", Copyright: "CC0", Software: "Culler"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(b)); err != nil {
		t.Error("no JPEG any more:", err)
	}
	got, err := readBytes(b, photo.JPEG)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(*got.Bias-bias) > 1e-6 {
		t.Errorf("bias %v instead of %v", *got.Bias, bias)
	}
	got.Bias = want.Bias
	same(t, "what was read back", got, want)
	if _, err := Insert([]byte("GIF89a"), want, About{}); err == nil {
		t.Error("a GIF was taken for a JPEG")
	}
}
