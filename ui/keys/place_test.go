package keys

import "testing"

func TestLettersByTheirPlace(t *testing.T) {
	// X11's code of P is 33, of X 53, of U 30; Windows' of P is 0x19; macOS' 35.
	for _, c := range []struct {
		system string
		code   int
		want   string
	}{
		{"linux", 33, "P"}, {"linux", 53, "X"}, {"linux", 30, "U"}, {"linux", 24, "Q"}, {"linux", 58, "M"}, {"linux", 46, "L"},
		{"freebsd", 33, "P"}, {"windows", 0x19, "P"}, {"windows", 0x2d, "X"}, {"darwin", 35, "P"}, {"darwin", 0, "A"},
		{"linux", 34, ""}, {"linux", 10, ""}, {"linux", 9, ""}, {"linux", 0, ""}, {"windows", 0x1c, ""}, {"darwin", 10, ""}, {"linux", -1, ""},
	} {
		if got := AtPlace(c.system, c.code); got != c.want {
			t.Errorf("%s %d is %q, want %q", c.system, c.code, got, c.want)
		}
	}
	for _, system := range []string{"linux", "windows", "darwin"} {
		all := map[string]bool{}
		for code := range 256 {
			all[AtPlace(system, code)] = true
		}
		if len(all) != 27 {
			t.Errorf("%s has %d letters", system, len(all)-1)
		}
	}
}
