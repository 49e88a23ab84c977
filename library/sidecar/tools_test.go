package sidecar

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"culler/library/photo"
)

// flagWords is what new sidecars say of a pick, a reject, nothing and a pick.
var flagWords = []map[string]string{
	{"pick": "1", "good": "true", "tagged": "true"}, {"pick": "-1", "good": "false", "tagged": "nothing"},
	{"pick": "nothing", "good": "nothing", "tagged": "nothing"}, {"pick": "1", "good": "true", "tagged": "true"},
}

func TestExiftoolAndExiv2ReadTheDecisionsBack(t *testing.T) {
	dir := t.TempDir()
	want := map[string]Fields{}
	olds := map[string]string{"new.xmp": ""}
	for _, c := range sidecars {
		olds[c.file] = fixture(t, c.file)
	}
	for file, old := range olds {
		for k, d := range []photo.Decision{kept, {Flag: photo.Rejected, Label: photo.Purple}, {Stars: 1}, {Flag: photo.Picked}} {
			f, err := Parse([]byte(old))
			if err != nil {
				t.Fatal(err)
			}
			b, err := Merge([]byte(old), For(d, f, AllPrograms))
			if err != nil {
				t.Fatal(err)
			}
			name := fmt.Sprintf("%d-%s", k, file)
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
			w := Fields{Rating: ptr(d.Stars), Label: f.Label,
				Pick: ptr([...]Pick{photo.Unflagged: PickNone, photo.Picked: PickAccepted, photo.Rejected: PickRejected}[d.Flag])}
			if d.Flag == photo.Rejected {
				w.Rating = ptr(-1)
				if f.Decision().Flag == photo.Rejected {
					w.Rating, w.Pick = f.Rating, f.Pick // it says so in its own words
				}
			}
			if f.Decision().Label != d.Label {
				w.Label = nil
				if d.Label != photo.NoLabel {
					w.Label = ptr(d.Label.String())
				}
			}
			want[name] = w
		}
	}
	check := func(t *testing.T, name string, got Fields) {
		w := want[name]
		said := func(n *int) int {
			if n == nil {
				return 0
			}
			return *n
		}
		if said(got.Rating) != said(w.Rating) || !same(got.Label, w.Label) ||
			said((*int)(got.Pick)) != said((*int)(w.Pick)) && !(said((*int)(got.Pick)) == 2 && said((*int)(w.Pick)) == 0) {
			t.Errorf("%s reads as %+v, want %+v", name, got, w)
		}
	}
	t.Run("exiftool", func(t *testing.T) {
		program, err := exec.LookPath("exiftool")
		if err != nil {
			t.Skip("exiftool is not installed")
		}
		out, err := exec.Command(program, "-j", "-n", "-XMP-xmp:Rating", "-XMP-xmp:Label", "-XMP-digiKam:PickLabel", "-XMP-xmpDM:Pick", "-XMP-xmpDM:Good", "-XMP-photomech:Tagged", dir).Output()
		if err != nil {
			t.Fatal(err)
		}
		var read []struct {
			SourceFile string
			Rating     *int
			Label      *string
			PickLabel  *Pick
			Pick, Good *json.RawMessage // a number and a Boolean, or what stands for them
			Tagged     *json.RawMessage
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		if len(read) != len(want) {
			t.Errorf("%d sidecars were read, want %d", len(read), len(want))
		}
		for _, r := range read {
			check(t, filepath.Base(r.SourceFile), Fields{Rating: r.Rating, Label: r.Label, Pick: r.PickLabel})
			if name := filepath.Base(r.SourceFile); strings.HasSuffix(name, "-new.xmp") {
				for what, is := range map[string]*json.RawMessage{"pick": r.Pick, "good": r.Good, "tagged": r.Tagged} {
					got := "nothing"
					if is != nil {
						got = strings.ToLower(strings.Trim(string(*is), `"`))
					}
					if want := flagWords[name[0]-'0'][what]; got != want {
						t.Errorf("%s: %s reads as %s, want %s", name, what, got, want)
					}
				}
			}
		}
	})
	t.Run("exiv2", func(t *testing.T) {
		program, err := exec.LookPath("exiv2")
		if err != nil {
			t.Skip("exiv2 is not installed")
		}
		for name := range want {
			if strings.HasSuffix(name, "pantry.xmp") {
				continue // exiv2 cannot read even the one that Culler did not touch
			}
			out, err := exec.Command(program, "-q", "-K", "Xmp.xmp.Rating", "-K", "Xmp.xmp.Label", "-K", "Xmp.digiKam.PickLabel", "-Pkv",
				filepath.Join(dir, name)).Output()
			if err != nil && len(out) > 0 {
				t.Errorf("%s: %v: %s", name, err, out)
			}
			var got Fields
			for _, line := range strings.Split(string(out), "\n") {
				key, value, _ := strings.Cut(line, " ")
				value = strings.TrimSpace(value)
				n, _ := strconv.Atoi(value)
				switch key {
				case "Xmp.xmp.Rating":
					got.Rating = &n
				case "Xmp.xmp.Label":
					got.Label = &value
				case "Xmp.digiKam.PickLabel":
					got.Pick = ptr(Pick(n))
				}
			}
			check(t, name, got)
		}
	})
}
