package burst

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

func named(name string, at time.Time, model, serial string) photo.Photo {
	return photo.Photo{Name: name, Meta: photo.Meta{Taken: at, Camera: photo.Camera{Make: "Culler", Model: model, Serial: serial}}}
}

// groups writes bursts as "a b|c", by names.
func groups(photos []photo.Photo, bursts []Burst) string {
	var all []string
	for _, b := range bursts {
		var names []string
		for _, i := range b.Photos {
			names = append(names, photos[i].Name)
		}
		all = append(all, strings.Join(names, " "))
	}
	return strings.Join(all, "|")
}

func TestWhereManyHaveOneTimeLikenessDecides(t *testing.T) {
	dated := time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC)
	exact := time.Date(2024, 6, 1, 10, 0, 1, 0, time.UTC)
	for name, c := range map[string]struct {
		at   time.Time
		sim  map[string]float64 // of neighbours; others are not known
		want string
		note string // of the first burst
	}{
		"unlike":              {dated, map[string]float64{"a b": 0.3, "b c": 0.2}, "a|b|c", NoteUnlike},
		"alike":               {dated, map[string]float64{"a b": 0.95, "b c": 0.9}, "a b c", "all are dated 1985-01-01 00:00:00"},
		"two of them alike":   {dated, map[string]float64{"a b": 0.95, "b c": 0.2}, "a b|c", "all are dated 1985-01-01 00:00:00"},
		"not known yet":       {dated, nil, "a b c", "all are dated 1985-01-01 00:00:00"},
		"at any second":       {exact, map[string]float64{"a b": 0.3, "b c": 0.9}, "a|b c", NoteUnlike},
		"with fractions":      {exact.Add(30 * time.Millisecond), map[string]float64{"a b": 0.3, "b c": 0.3}, "a b c", ""},
		"an ordinary alike":   {exact, map[string]float64{"a b": 0.8, "b c": 0.8}, "a b c", ""},
		"at noon and alike":   {dated.Add(12 * time.Hour), map[string]float64{"a b": 0.8, "b c": 0.8}, "a b c", "all are dated 1985-01-01 12:00:00"},
		"a minute after noon": {dated.Add(12*time.Hour + time.Minute), nil, "a b c", ""},
	} {
		t.Run(name, func(t *testing.T) {
			photos := []photo.Photo{named("a", c.at, "One", ""), named("b", c.at, "One", ""), named("c", c.at, "One", "")}
			got := Group(photos, Options{Alike: func(x, y int) (float64, bool) {
				v, ok := c.sim[photos[x].Name+" "+photos[y].Name]
				return v, ok
			}})
			if s := groups(photos, got); s != c.want || got[0].Note != c.note {
				t.Errorf("%s, %q; want %s, %q", s, got[0].Note, c.want, c.note)
			}
		})
	}
	// Photos of one second and the next are not asked how alike they are.
	photos := []photo.Photo{named("a", exact, "One", ""), named("b", exact.Add(time.Second), "One", "")}
	if got := groups(photos, Group(photos, Options{Alike: func(int, int) (float64, bool) { return 0, true }})); got != "a b" {
		t.Errorf("a second apart: %s", got)
	}
}

func TestTwoBodiesOfOneModelAreToldByTheirNames(t *testing.T) {
	at := func(ms int) time.Time { return time.Date(2024, 6, 1, 10, 0, 0, ms*1e6, time.UTC) }
	for name, c := range map[string]struct {
		names  []string // 100 ms apart
		serial string
		want   string
	}{
		"one body":               {[]string{"IMG_0001", "IMG_0002"}, "", "IMG_0001 IMG_0002"},
		"two bodies":             {[]string{"AAA_0001", "BBB_0001", "AAA_0002", "BBB_0002"}, "", "AAA_0001 AAA_0002|BBB_0001 BBB_0002"},
		"two bodies far apart":   {[]string{"AAA_0001", "BBB_0701", "AAA_0002"}, "", "AAA_0001 BBB_0701 AAA_0002"},
		"a serial number":        {[]string{"AAA_0001", "BBB_0001"}, "7", "AAA_0001 BBB_0001"},
		"Adobe RGB's underscore": {[]string{"IMG_0001", "_MG_0002"}, "", "IMG_0001 _MG_0002"},
		"an edit":                {[]string{"IMG_0001", "IMG_0001-Edit", "IMG_0001 (2)", "IMG_0002"}, "", "IMG_0001 IMG_0001-Edit IMG_0001 (2) IMG_0002"},
		"an iPhone's edit":       {[]string{"IMG_0001", "IMG_E0001", "IMG_0002"}, "", "IMG_0001 IMG_E0001 IMG_0002"},
		"in two folders":         {[]string{"1/IMG_0001", "2/IMG_0001"}, "", "1/IMG_0001 2/IMG_0001"},
		"names without counts":   {[]string{"a", "b"}, "", "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			var photos []photo.Photo
			for k, n := range c.names {
				photos = append(photos, named(n, at(100*k), "One", c.serial))
			}
			if got := groups(photos, Group(photos, Options{})); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	// The same count a day later is no second body.
	photos := []photo.Photo{named("AAA_0001", at(0), "One", ""), named("BBB_0001", at(0).Add(24*time.Hour), "One", ""), named("BBB_0002", at(0).Add(time.Second), "One", "")}
	if got := groups(photos, Group(photos, Options{})); got != "AAA_0001 BBB_0002|BBB_0001" {
		t.Errorf("a day later: %s", got)
	}
	var many []photo.Photo
	for k := range 5000 {
		many = append(many, named(fmt.Sprintf("%c_0001", 'A'+k%20), at(0), "One", ""))
	}
	if n := len(Group(many, Options{})); n != 20 {
		t.Errorf("%d bursts of 20 bodies", n)
	}
}
