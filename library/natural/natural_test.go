package natural

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestOrder(t *testing.T) {
	want := []string{
		"", "01", "1", "2", "10", "100MSDCF/DSC09999", "101MSDCF/DSC00001",
		"a/z", "a-1/b", "DSC_9", "dsc_10", "DSC_10b", "DSC_123456789012345678901234567890", "DSC_223456789012345678901234567890",
		"IMG_20181115_133134", "IMG_20181115_133134_1", "IMG_20181115_133134_2", "IMG_20181115_133134_10",
		"Zoo", "ärger", "Äther", "\xff",
	}
	got := slices.Clone(want)
	rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("DSC_9", "DSC_10", "dsc_010")
	f.Add("a1b", "A01B", "a/1")
	f.Add("ſ", "s", "S")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if Compare(a, b) != -Compare(b, a) {
			t.Errorf("%q and %q have two orders", a, b)
		}
		if (Compare(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q count as one", a, b)
		}
		names := []string{a, b, c}
		slices.SortFunc(names, Compare)
		if Compare(names[0], names[1]) > 0 || Compare(names[1], names[2]) > 0 || Compare(names[0], names[2]) > 0 {
			t.Errorf("no order among %q", names)
		}
	})
}
