package dataset

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/scoring/metric"
)

// The real lists, against the numbers that were counted on them with another
// program.
func TestTheRealPairListsLoad(t *testing.T) {
	images := t.TempDir()
	for _, c := range []struct {
		list                         string
		pairs, series, photos, clear int
		agree, even                  int
	}{
		{"train_pairlist.txt", 12075, 4560, 12019, 6776, 11984, 91},
		{"val_pairlist.txt", 483, 195, 503, 292, 482, 1},
	} {
		path := phototest.Shared(t, "labels/phototriage/"+c.list)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		pairs, err := ParsePairs(f, c.list)
		if err != nil {
			t.Fatal(err)
		}
		agree, even := 0, 0
		for _, p := range pairs {
			switch {
			case p.Ratio == 0.5:
				even++
			case (p.Ratio > 0.5) == (p.RankA < p.RankB):
				agree++
			}
		}
		series := triage(pairs)
		photos, clear := 0, 0
		for _, s := range series {
			photos += len(s.Photos)
			if !s.Judged() {
				t.Fatalf("series %s is not judged", s.ID)
			}
			// the ranks themselves must order every pair right
			right, counted := metric.PairsRight(s.Opinions(), s.Pairs, 0)
			if right != float64(counted) {
				t.Fatalf("series %s: ranks order %v of %d pairs", s.ID, right, counted)
			}
			_, counted = metric.PairsRight(s.Opinions(), s.Pairs, 0.7)
			clear += counted
		}
		if len(pairs) != c.pairs || len(series) != c.series || photos != c.photos || agree != c.agree || even != c.even || clear != c.clear {
			t.Errorf("%s: %d pairs, %d series, %d photos, %d agree, %d even, %d clear; want %+v", c.list, len(pairs), len(series), photos, agree, even, clear, c)
		}

		// without images all are missing, and named
		if _, err := OpenPhotoTriage(images, path); err == nil || !strings.Contains(err.Error(), "holds no images") {
			t.Errorf("an empty folder: %v", err)
		}
	}
}

// Whatever two or more columns of the real list change places, it is noticed.
func TestEveryWrongOrderOfColumnsIsFoundOut(t *testing.T) {
	text, err := os.ReadFile(phototest.Shared(t, "labels/phototriage/val_pairlist.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for l := range strings.Lines(string(text)) {
		rows = append(rows, strings.Fields(l))
	}
	named := 0
	permutations(6, func(order []int) {
		var b strings.Builder
		for _, r := range rows {
			for _, k := range order {
				b.WriteString(r[k] + " ")
			}
			b.WriteByte('\n')
		}
		_, err := ParsePairs(strings.NewReader(b.String()), "list")
		right := slices.IsSorted(order)
		if (err == nil) != right {
			t.Errorf("order %v: %v", order, err)
		}
		if err != nil && strings.Contains(err.Error(), "seem to be in the order") {
			named++
		}
	})
	if named < len(orders)-1 {
		t.Errorf("%d wrong orders were named, %d are known", named, len(orders)-1)
	}
}

func permutations(n int, do func([]int)) {
	order := make([]int, 0, n)
	var next func()
	next = func() {
		if len(order) == n {
			do(order)
			return
		}
		for k := range n {
			if !slices.Contains(order, k) {
				order = append(order, k)
				next()
				order = order[:len(order)-1]
			}
		}
	}
	next()
}

func TestPairListsWithErrors(t *testing.T) {
	for text, says := range map[string]string{
		"":                                 "no pairs",
		"1 2 3\n":                          "test list",
		"1 2 3 .5\n":                       "there are 4 columns",
		"1 1 2 x 1 2\n":                    "is not a number",
		"1 1 2 0.8 1 2\n1 1 3 0.9 2 3\n":   "ranks 1 and 2",
		"1 1 2 0.8 2 1\n":                  "order SERIES PHOTO1 PHOTO2 RATIO RANK2 RANK1",
		"1 1 2 0.8 1 3\n":                  "rank 3",
		"1 1 1 0.8 1 2\n":                  "compares no two photos",
		"1 1 2 0.9 1 2\n1 2 3 0.1 2 NaN\n": "line 2",
	} {
		if _, err := ParsePairs(strings.NewReader(text), "list"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// write makes files below a folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestMissingImagesAreNamedAndTheirSeriesNotJudged(t *testing.T) {
	root := write(t, map[string]string{
		"images/000001-01.JPG": "", "images/000001-02.jpg": "", "images/000002-01.JPG": "",
		"list.txt": "1 1 2 0.9 1 2\n2 1 2 0.2 2 1\n",
	})
	d, err := Open(root, filepath.Join(root, "list.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Missing, []string{"000002-02.JPG"}) || d.Judged() != 1 || d.Series[1].Incomplete != 1 || d.Series[0].Photos[1].Path == "" {
		t.Errorf("missing %q, %d judged: %+v", d.Missing, d.Judged(), d.Series)
	}
	list := filepath.Join(root, "list.txt")
	if _, err := Open(root, list, list); err == nil {
		t.Error("a list was given twice")
	}
}

func opinions(d Dataset) string {
	var b strings.Builder
	for _, s := range d.Series {
		fmt.Fprintf(&b, "%s:", s.ID)
		for _, p := range s.Photos {
			fmt.Fprintf(&b, " %s=%g", p.Name, p.Opinion)
		}
		fmt.Fprintf(&b, " pairs=%d; ", len(s.Pairs))
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func TestFoldersOfBurstsWithWinners(t *testing.T) {
	files := map[string]string{"b10/x.jpg": "", "b2/IMG_10.jpg": "", "b2/IMG_9.jpg": "", "b2/IMG_9.NEF": "", "b2/notes.txt": "", ".hidden/a.jpg": "", "empty/readme.md": ""}
	for _, c := range []struct{ list, want, missing string }{
		{"", "b2: b2/IMG_9.jpg=NaN b2/IMG_10.jpg=NaN pairs=0; b10: b10/x.jpg=NaN pairs=0", ""},
		{"file\nb2/IMG_9.jpg\n", "b2: b2/IMG_9.jpg=1 b2/IMG_10.jpg=0 pairs=1; b10: b10/x.jpg=NaN pairs=0", ""},
		{"burst;photo;winner\nb2;img_10;yes\nb2;gone.jpg;no\n", "b2: b2/IMG_9.jpg=0 b2/IMG_10.jpg=1 pairs=1; b10: b10/x.jpg=NaN pairs=0", "b2/gone.jpg"},
		{"\ufefffile,rank\nb2/IMG_10.jpg,2\n", "b2: b2/IMG_9.jpg=-3 b2/IMG_10.jpg=-2 pairs=1; b10: b10/x.jpg=NaN pairs=0", ""},
	} {
		if delete(files, "winners.csv"); c.list != "" {
			files["winners.csv"] = c.list
		}
		d, err := Open(write(t, files))
		if err != nil {
			t.Errorf("%q: %v", c.list, err)
			continue
		}
		if got := opinions(d); got != c.want || strings.Join(d.Missing, " ") != c.missing {
			t.Errorf("%q: %s, missing %q", c.list, got, d.Missing)
		}
		if (c.list == "") != (len(d.Notes) == 1) {
			t.Errorf("%q: the notes are %q", c.list, d.Notes)
		}
	}
	for list, says := range map[string]string{
		"who\nx\n":                              "must have one named",
		"file,rank\nb2/IMG_9.jpg,0\n":           "line 2: \"0\" is not a rank",
		"file,winner\n\nb2/IMG_9.jpg,perhaps\n": "line 3",
		"file\n":                                "no rows",
	} {
		files["winners.csv"] = list
		if _, err := Open(write(t, files)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", list, err)
		}
	}
	if _, err := Open(write(t, map[string]string{"a.jpg": ""})); err == nil || !strings.Contains(err.Error(), "folder of its own") {
		t.Errorf("a folder without bursts: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "gone")); err == nil {
		t.Error("a folder that is not there was opened")
	}
}

func TestListsOfScores(t *testing.T) {
	root := write(t, map[string]string{
		"img/1.jpg": "", "img/2.JPG": "", "3.png": "",
		"mos.csv":    "image_name,MOS,scene\n\"img/1.jpg\",61.5,a\nimg/2,40,a\n3,12,b\ngone.jpg,1,b\n",
		"plain.csv":  "file\tscore\n3.png\t4,5\nimg/1.jpg\t2\n",
		"twice.csv":  "file,score\n3.png,4\n3,5\n",
		"words.csv":  "file,score\n3.png,good\n",
		"header.csv": "a,b\n1,2\n",
	})
	d, err := Open(filepath.Join(root, "mos.csv"))
	if want := "a: img/1.jpg=61.5 img/2.JPG=40 pairs=1; b: 3.png=12 gone.jpg=1 pairs=1"; err != nil || opinions(d) != want {
		t.Errorf("%s: %v", opinions(d), err)
	}
	if !d.Absolute || d.Judged() != 1 || !slices.Equal(d.Missing, []string{"gone.jpg"}) {
		t.Errorf("%d judged, missing %q", d.Judged(), d.Missing)
	}
	d, err = Open(filepath.Join(root, "plain.csv"))
	if want := "3.png: 3.png=4.5 pairs=0; img/1.jpg: img/1.jpg=2 pairs=0"; err != nil || opinions(d) != want {
		t.Errorf("%s: %v", opinions(d), err)
	}
	for list, says := range map[string]string{"twice.csv": "line 3: 3.png is listed twice", "words.csv": "is not a score", "header.csv": "must have one named"} {
		if _, err := Open(filepath.Join(root, list)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", list, err)
		}
	}
}

func TestTheDemoKnowsWhatWasAltered(t *testing.T) {
	manifest := `{"culler":"demo shoot","frames":[
		{"file":"1.JPG","scene":1,"photograph":"fig.jpg","alterations":["blurred"]},
		{"file":"2.JPG","scene":1,"photograph":"fig.jpg","alterations":[]},
		{"file":"3.JPG","scene":2,"photograph":"fig.jpg","alterations":[]},
		{"file":"4.JPG","scene":2,"photograph":"fig.jpg","alterations":["tilted"]}]}`
	d, err := Open(write(t, map[string]string{"manifest.json": manifest, "1.JPG": "", "2.JPG": "", "4.JPG": ""}))
	if want := "1 fig: 1.JPG=0 2.JPG=1 pairs=1; 2 fig: 3.JPG=1 4.JPG=0 pairs=1"; err != nil || opinions(d) != want {
		t.Errorf("%s: %v", opinions(d), err)
	}
	if d.Kind != Demo || d.Judged() != 1 || !slices.Equal(d.Missing, []string{"3.JPG"}) {
		t.Errorf("%+v", d)
	}
	for _, bad := range []string{"{", "{}", `{"culler":"demo shoot","frames":[{"file":"../x.jpg"}]}`} {
		if _, err := Open(write(t, map[string]string{"manifest.json": bad})); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestDecisionsOfAShoot(t *testing.T) {
	one := func(name string, flag photo.Flag, stars int) Decision {
		return Decision{photo.Photo{Name: name, Files: []photo.File{{Path: "/" + name}}}, photo.Decision{Flag: flag, Stars: stars}}
	}
	d := FromDecisions("mine", [][]Decision{
		{one("a", photo.Unflagged, 0), one("b", photo.Picked, 0), one("c", photo.Rejected, 5)},
		{one("d", photo.Unflagged, 3), one("e", photo.Unflagged, 4)},
		{one("f", photo.Rejected, 0), one("g", photo.Unflagged, 0)},
		{one("h", photo.Picked, 0)},
		{one("i", photo.Picked, 0), one("j", photo.Picked, 0)},
	})
	want := "1 a: a=0 b=10 c=-1 pairs=3; 2 d: d=3 e=4 pairs=1; 3 f: f=NaN g=NaN pairs=0; 4 h: h=10 pairs=0; 5 i: i=10 j=10 pairs=0"
	if got := opinions(d); got != want {
		t.Errorf("%s", got)
	}
	if d.Judged() != 2 || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "2 of 4 bursts") || d.Series[0].Photos[1].Path != "/b" {
		t.Errorf("%d judged: %q", d.Judged(), d.Notes)
	}
}

func FuzzParsePairs(f *testing.F) {
	f.Add("1 1 2 0.949 1 2\n")
	f.Add("15 1 2 0.123 2 1\n15 1 3 0.546 2 3\n15 2 3 0.896 1 3\n")
	f.Add("1 2 3\n")
	f.Add("1 1 2 1e308 1 2\n9999999 1 2 -1 1 2")
	f.Fuzz(func(t *testing.T, text string) {
		pairs, err := ParsePairs(strings.NewReader(text), "list")
		if err != nil {
			return
		}
		for _, s := range triage(pairs) {
			for _, p := range s.Pairs {
				if p.A < 0 || p.A >= len(s.Photos) || p.B < 0 || p.B >= len(s.Photos) || p.Ratio < 0 || p.Ratio > 1 {
					t.Fatalf("%+v in a series of %d", p, len(s.Photos))
				}
			}
			if !slices.Contains(s.Opinions(), -1) {
				t.Fatalf("nobody won: %v", s.Opinions())
			}
		}
	})
}

func FuzzLists(f *testing.F) {
	f.Add("file,score,series\na.jpg,4,x\nb,5,x\n")
	f.Add("file;winner\n\"b2/IMG\";1\n")
	f.Add("\ufefffile\trank\nx\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := readTable(strings.NewReader(text), "list")
		if err != nil {
			return
		}
		d := Dataset{Absolute: true}
		if d.scores(list, &folder{names: map[string]string{"a.jpg": "a.jpg"}}) == nil {
			for _, s := range d.Series {
				for _, p := range s.Photos {
					if math.IsNaN(p.Opinion) || math.IsInf(p.Opinion, 0) {
						t.Fatalf("%+v", p)
					}
				}
			}
		}
		d = Dataset{Series: []Series{{ID: "b2", Photos: []Photo{{Name: "b2/IMG.jpg", Opinion: math.NaN()}, {Name: "b2/x.jpg", Opinion: math.NaN()}}}}}
		if d.winners(list) == nil {
			if _, err := json.Marshal(d.Missing); err != nil {
				t.Fatal(err)
			}
		}
	})
}
