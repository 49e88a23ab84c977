package library

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/store"
	"culler/scoring"
	"culler/scoring/measure"
)

// The import that is killed again and again runs in a child process.
const (
	childShoot = "CULLER_TEST_SHOOT"
	childData  = "CULLER_TEST_DATA"
	childRound = "CULLER_TEST_ROUND"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childShoot); folder != "" {
		if err := importAndDecide(folder, os.Getenv(childData), os.Getenv(childRound)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// files decodes photos as they are.
type files struct{}

func (files) Picture(_ context.Context, p *photo.Photo, _ int) (*image.RGBA, error) {
	f, err := os.Open(p.Files[0].Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := jpeg.Decode(f)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Src)
	return out, nil
}

// toy is a model whose embedding is the mean colour.
type toy struct{}

func (toy) Key() string { return "toy" }

func (toy) Input(img *image.RGBA) []float32 {
	var sum [3]float32
	for k, v := range img.Pix {
		if k%4 < 3 {
			sum[k%4] += float32(v)
		}
	}
	n := float32(len(img.Pix) / 4 * 255)
	return []float32{sum[0] / n, sum[1] / n, sum[2] / n, 0.5}
}

func (toy) EmbedImages(_ context.Context, in [][]float32) ([][]float32, error) { return in, nil }

// importAndDecide reads a shoot and scores it while decisions are made, and
// prints each decision that was acknowledged and each result that was told.
func importAndDecide(folder, data, round string) error {
	db, err := store.Open(data)
	if err != nil {
		return err
	}
	s, err := Open(context.Background(), folder, Options{Store: db})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(format string, a ...any) {
		mu.Lock()
		fmt.Printf(format+"\n", a...) // one write: it is out or it is not
		mu.Unlock()
	}
	n, err := strconv.Atoi(round)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewSource(int64(n)))
	go func() {
		for {
			i, stars := random.Intn(s.Len()), random.Intn(6)
			say("try %d %d", i, stars)
			if err := s.Decide("", []int{i}, starred(stars)); err != nil {
				say("error %v", err)
				return
			}
			say("decided %d %d", i, stars)
		}
	}()
	if err := s.Read(context.Background(), nil); err != nil {
		return err
	}
	say("read %d", s.Len())
	var jobs []scoring.Job
	for i, p := range s.Photos() {
		jobs = append(jobs, scoring.Job{Photo: i, Of: p})
	}
	e := scoring.Engine{Pictures: files{}, Cache: db, Model: toy{}}
	if err := e.Run(context.Background(), jobs, func(p scoring.Progress) {
		for _, u := range p.Updates {
			if u.Err != nil {
				say("error %v", u.Err)
				continue
			}
			say("scored %d %v %v", u.Photo, u.Embedding, len(u.Measures))
		}
	}); err != nil {
		return err
	}
	say("all scored")
	select {} // decide on until the end
}

func TestAKillAtAnyMomentLosesNothing(t *testing.T) {
	n, kills := 1000, 20
	if testing.Short() {
		n, kills = 150, 4
	}
	if all := phototest.Kills(); all > kills {
		n, kills = 150, all
	}
	folder, data := folderOf(t, n, time.Second), ""
	random := rand.New(rand.NewSource(3))
	decided := map[int]int{}   // acknowledged stars
	tried := map[int][]int{}   // asked for after that, perhaps done
	scored := map[int]string{} // embedding as it was told
	decisions, finished := 0, 0
	for kill := range kills {
		if kill%2 == 0 { // another import from the beginning
			data = t.TempDir()
			clear(decided)
			clear(tried)
			clear(scored)
			sidecars, err := filepath.Glob(filepath.Join(folder, "*.xmp"))
			check(t, err)
			for _, path := range sidecars {
				check(t, os.Remove(path))
			}
		}
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childShoot+"="+folder, childData+"="+data, childRound+"="+fmt.Sprint(kill))
		out, err := child.StdoutPipe()
		check(t, err)
		child.Stderr = os.Stderr
		check(t, child.Start())
		// The moment is told by what was done, not by a clock, which says nothing
		// on a busy machine.
		until, left := "decided", 1+random.Intn(150)
		if kill/2%2 == 1 {
			until, left = "scored", 1+random.Intn(n*9/10)
		}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var i, stars int
			line := lines.Text()
			word, rest, _ := strings.Cut(line, " ")
			if word == until {
				if left--; left == 0 {
					time.AfterFunc(time.Duration(random.Intn(20000))*time.Microsecond, func() { child.Process.Kill() })
				}
			}
			switch word {
			case "try":
				fmt.Sscan(rest, &i, &stars)
				tried[i] = append(tried[i], stars)
			case "decided":
				if k, _ := fmt.Sscan(rest, &i, &stars); k == 2 {
					decided[i], tried[i] = stars, nil
					decisions++
				}
			case "scored":
				fmt.Sscan(rest, &i)
				if _, embedding, ok := strings.Cut(rest, " "); ok && strings.HasSuffix(rest, fmt.Sprint(" ", len(measure.Names()))) {
					scored[i] = embedding
					finished++
				}
			case "error":
				t.Fatalf("kill %d: %s", kill, line)
			}
		}
		child.Wait()

		db, err := store.Open(data)
		check(t, err)
		if db.Notice() != "" {
			t.Fatalf("kill %d: %s", kill, db.Notice())
		}
		s, err := Open(context.Background(), folder, Options{Store: db, Sidecars: off})
		check(t, err)
		check(t, s.Read(context.Background(), nil))
		if s.Len() != n {
			t.Fatalf("kill %d: %d photos", kill, s.Len())
		}
		for i, stars := range decided {
			got := s.Decision(i).Stars
			ok := got == stars
			for _, maybe := range tried[i] {
				ok = ok || got == maybe
			}
			if !ok {
				t.Errorf("kill %d: photo %d has %d stars, want %d", kill, i, got, stars)
			}
			decided[i], tried[i] = got, nil
		}
		var ids []photo.ID
		var who []int
		for i := range scored {
			who, ids = append(who, i), append(ids, s.Photo(i).ID)
		}
		embeddings, err := db.Embeddings("toy", ids)
		check(t, err)
		measures, err := db.Measures(measure.Version, ids)
		check(t, err)
		for k, i := range who {
			if want := fmt.Sprint(embeddings[k], " ", len(measures[k])); want != scored[i] {
				t.Errorf("kill %d: photo %d was told as %s, but %s is stored", kill, i, scored[i], want)
			}
		}
		check(t, s.Close())
		check(t, db.Close())
	}
	// What the kills left of sidecars agrees with the decisions in the end.
	db := database(t, data)
	s := opened(t, folder, Options{Store: db})
	for i, d := range s.Decisions() {
		want := photo.Decision{Stars: d.Stars}
		if got := load(t, filepath.Join(folder, fmt.Sprintf("IMG_%04d.xmp", i))); got != want {
			t.Errorf("photo %d: decided %+v, the sidecar says %+v", i, d, got)
		}
	}
	if c := s.Conflicts(); len(c) > 0 {
		t.Errorf("%d conflicts with ourselves, such as %s", len(c), c[0].Sentence)
	}
	if decisions < kills || finished == 0 {
		t.Errorf("%d decisions and %d results: the test shows nothing", decisions, finished)
	}
	t.Logf("%d kills, %d decisions and %d results told, none lost", kills, decisions, finished)
}
