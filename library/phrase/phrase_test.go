package phrase

import (
	"testing"
	"time"
)

func TestPhrases(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Count(0, "photo"), "0 photos"},
		{Count(1, "photo"), "1 photo"},
		{Count(1234, "photo"), "1,234 photos"},
		{Count(1234567, "byte"), "1,234,567 bytes"},
		{Thousands(-1000), "-1,000"},
		{Thousands(-999), "-999"},
		{Bytes(1), "1 byte"},
		{Bytes(999), "999 bytes"},
		{Bytes(1000), "1.0 kB"},
		{Bytes(9_949), "9.9 kB"},
		{Bytes(9_950), "10 kB"},
		{Bytes(0), "0 bytes"},
		{Bytes(232_589), "233 kB"},
		{Bytes(999_499), "999 kB"},
		{Bytes(999_500), "1.0 MB"},
		{Bytes(352_000_000), "352 MB"},
		{Bytes(4_200_000_000), "4.2 GB"},
		{Bytes(7_000_000_000_000_000), "7000 TB"},
		{Left(0), ""},
		{Left(9 * time.Second), "a few seconds left"},
		{Left(44 * time.Second), "about 40 seconds left"},
		{Left(89 * time.Minute), "about 89 minutes left"},
		{Left(5400 * time.Second), "about 1.5 hours left"},
		{Upper("über der See"), "Über der See"},
		{Upper(""), ""},
		{Lower("Ähnlich"), "ähnlich"},
		{Lower("RAW files"), "RAW files"},
		{Lower("A"), "a"},
		{Sentence("émigré"), "Émigré."},
		{Sentence(""), ""},
		{And(nil), ""},
		{And([]string{"a"}), "a"},
		{And([]string{"a", "b"}), "a and b"},
		{And([]string{"a", "b", "c"}), "a, b and c"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestSigns(t *testing.T) {
	for v, want := range map[float64]string{0: "0.00", -0.004: "0.00", 0.004: "0.00", 0.006: "+0.01", -0.23: "-0.23"} {
		if got := Signed(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}
