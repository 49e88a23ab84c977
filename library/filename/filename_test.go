package filename

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReserved(t *testing.T) {
	for _, name := range []string{"con", "CON.jpg", "aux.jpg", "NUL", "nul.tar.gz", "nul .jpg", "Lpt1.yaml", "COM9", "com¹.jpg", "conin$"} {
		if !Reserved(name) {
			t.Errorf("%q passes for a file's name", name)
		}
	}
	for _, name := range []string{"", "contact.jpg", "com.jpg", "COM10.jpg", "auxiliary", "_aux.jpg", "aux_.jpg", ".con", "DSC_1.aux", "IMG-nul.jpg"} {
		if Reserved(name) {
			t.Errorf("%q is taken for a device", name)
		}
	}
}

func TestSafe(t *testing.T) {
	for name, want := range map[string]string{
		"DSC_0001.JPG":      "DSC_0001.JPG",
		"Müller & Söhne":    "Müller & Söhne",
		"aux.jpg":           "aux_.jpg",
		"NUL":               "NUL_",
		"nul .jpg":          "nul_.jpg",
		"10:30 a/b\\c?.jpg": "10_30 a_b_c_.jpg",
		"tab\there":         "tab_here",
		"ends.":             "ends_",
		"ends ":             "ends_",
		"..":                "_",
		"../../etc":         "_.._etc_",
		"":                  "_",
		" con":              "con_",
		"\xff.jpg":          "_.jpg",
	} {
		if got := Safe(name); got != want {
			t.Errorf("Safe(%q) is %q, not %q", name, got, want)
		}
	}
}

func TestSafeNamesAreShortEnough(t *testing.T) {
	got := Safe(strings.Repeat("ä", 200) + ".jpeg")
	if len(got) > longest || !utf8.ValidString(got) || !strings.HasSuffix(got, "ä.jpeg") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	if got := Safe(strings.Repeat("x", 300)); len(got) != longest {
		t.Errorf("a name without a suffix has %d bytes", len(got))
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("aux.jpg")
	f.Add(" . ")
	f.Add("con\x00.")
	f.Fuzz(func(t *testing.T, name string) {
		got := Safe(name)
		switch {
		case got == "", len(got) > longest, Reserved(got), !utf8.ValidString(got):
			t.Errorf("Safe(%q) is %q", name, got)
		case strings.ContainsAny(got, "<>:\"/\\|?*\x00"), strings.TrimRight(strings.TrimLeft(got, " ."), " .") != got:
			t.Errorf("Safe(%q) is %q", name, got)
		case Safe(got) != got:
			t.Errorf("Safe(%q) is %q, and of that %q", name, got, Safe(got))
		}
	})
}
