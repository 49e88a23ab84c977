package models

import (
	"crypto/sha256"
	"os"
	"regexp"
	"strconv"
	"testing"

	"culler/assets/model"
)

// ofFiles is how many kilobytes of files count as memory of the test.
func ofFiles(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	m := regexp.MustCompile(`RssFile:\s+(\d+)`).FindSubmatch(b)
	if err != nil || m == nil {
		t.Skip("this system does not tell")
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

func TestTheEmbeddedModelTakesNoMemoryOnceItIsRead(t *testing.T) {
	f := Embedded()
	read := func() (sums [2][sha256.Size]byte) {
		for k, name := range []string{f.Spec.Image.File, f.Spec.Text.File} {
			b, err := f.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sums[k] = sha256.Sum256(b)
		}
		return sums
	}
	if visual, textual := sha256.Sum256([]byte(model.Visual)), sha256.Sum256([]byte(model.Textual)); read() != [2][sha256.Size]byte{visual, textual} {
		t.Fatal("they are not the graphs")
	}
	before := ofFiles(t)
	_ = sha256.Sum256([]byte(model.Textual))
	read() // forgets what was just looked at as well
	if now := ofFiles(t); now > before+2<<10 {
		t.Errorf("%d kB of files became %d", before, now)
	}
	if sha256.Sum256([]byte(model.Textual)) != read()[1] {
		t.Error("what was forgotten is not what it was")
	}
}
