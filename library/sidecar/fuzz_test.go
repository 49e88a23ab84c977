package sidecar

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// rest is everything in a sidecar but the values that Culler writes and the
// prefixes that it declares for them.
func rest(t *testing.T, b []byte) string {
	t.Helper()
	var out strings.Builder
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimRight(b, "\x00 \t\r\n")))
	depth, skip := 0, 0
	for {
		tok, err := d.Token()
		if err != nil {
			return out.String()
		}
		switch x := tok.(type) {
		case xml.StartElement:
			depth++
			if skip == 0 && known(x.Name) {
				skip = depth
			}
			if skip > 0 {
				continue
			}
			fmt.Fprintf(&out, "<%v", x.Name)
			for _, a := range x.Attr {
				ours := a.Name.Space == "xmlns" && slices.Contains([]string{nsXMP, nsDigiKam, nsRDF, nsDM, nsMechanic}, a.Value)
				if !known(a.Name) && !ours {
					fmt.Fprintf(&out, " %v=%q", a.Name, a.Value)
				}
			}
			out.WriteString(">")
		case xml.EndElement:
			if skip == 0 {
				out.WriteString("</>")
			} else if skip == depth {
				skip = 0
			}
			depth--
		case xml.CharData:
			if skip == 0 {
				out.WriteString(strings.TrimSpace(string(x)))
			}
		case xml.Comment:
			fmt.Fprintf(&out, "<!--%s-->", x)
		case xml.ProcInst:
			fmt.Fprintf(&out, "<?%s %s?>", x.Target, x.Inst)
		case xml.Directive:
			fmt.Fprintf(&out, "<!%s>", x)
		}
	}
}

func seed(f *testing.F, add func(b []byte)) {
	for _, c := range sidecars {
		add([]byte(fixture(f, c.file)))
	}
	add([]byte(empty))
	add([]byte(`<RDF xmlns="` + nsRDF + `"><Description><Rating xmlns="` + nsXMP + `"><![CDATA[1]]><!--x-->2</Rating></Description></RDF>`))
	add(nil)
}

func FuzzParse(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Parse(b)
		if err != nil && !x.IsZero() {
			t.Errorf("%s and %v", said(x), err)
		}
		if x.Rating != nil && (*x.Rating < -1 || *x.Rating > 5) || x.Pick != nil && (*x.Pick < 0 || *x.Pick > 3) {
			t.Errorf("said %s", said(x))
		}
		if !For(x.Decision(), x, AllPrograms).IsZero() {
			t.Errorf("what it says would have to be written: %s", said(For(x.Decision(), x, AllPrograms)))
		}
	})
}

func FuzzMerge(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b, int8(3), "Grün <&>", int8(1)) })
	seed(f, func(b []byte) { f.Add(b, int8(-1), "", int8(0)) })
	f.Fuzz(func(t *testing.T, b []byte, rating int8, label string, pick int8) {
		was, err := Parse(b)
		set := Fields{}
		if rating >= -1 && rating <= 5 {
			set.Rating = ptr(int(rating))
		}
		if utf8.ValidString(label) {
			set.Label = &label
		}
		if pick >= 0 && pick <= 3 {
			set.Pick = ptr(Pick(pick))
		}
		got, mergeErr := Merge(b, set)
		if err != nil {
			if !set.IsZero() && (got != nil || mergeErr == nil) {
				t.Errorf("it cannot be read (%v), but became %q", err, got)
			}
			return
		}
		if mergeErr != nil {
			if !errors.Is(mergeErr, ErrComplex) {
				t.Errorf("Merge said %v", mergeErr)
			}
			return
		}
		is, err := Parse(got)
		if err != nil {
			t.Fatalf("%q became %q, which cannot be read: %v", b, got, err)
		}
		want := was
		if set.Rating != nil && (was.Rating != nil || *set.Rating != 0) {
			want.Rating = set.Rating
		}
		if set.Pick != nil && (was.Pick != nil || *set.Pick != PickNone) {
			want.Pick = set.Pick
		}
		if set.Label != nil {
			l := cleaned(label)
			want.Label = &l
			if l == "" {
				want.Label = nil
			}
			if want.Class = was.With(Fields{Label: &l}).Class; was.Class == nil {
				want.Class = is.Class // it said nonsense before
			}
		}
		if set.Rating != nil && *set.Rating == 0 && is.Rating != nil && *is.Rating == 0 {
			want.Rating = is.Rating // it said nonsense before
		}
		if set.Pick != nil && *set.Pick == 0 && is.Pick != nil && *is.Pick == 0 {
			want.Pick = is.Pick
		}
		if !is.Equal(want) {
			t.Errorf("says %s, want %s\n%q\n%q", said(is), said(want), b, got)
		}
		if !blank(b) && !strings.Contains(string(b), "Label") && !strings.Contains(string(b), "Rating") &&
			bytes.Contains(b, []byte("Description")) {
			old, now := rest(t, b), rest(t, got)
			if old != now && len(got) > 0 {
				d, _ := read(b)
				if len(d.descriptions) > 0 {
					t.Errorf("something else changed:\n%s\n%s", old, now)
				}
			}
		}
		again, err := Merge(got, set)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("merged again it changed: %q, %q, %v", got, again, err)
		}
	})
}
