package memory

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
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

func TestWhatIsForgottenTakesNoMemoryAndIsStillThere(t *testing.T) {
	const n, each = 32 << 20, 50_000
	path := filepath.Join(t.TempDir(), "file")
	var want []byte
	for k := 0; len(want) < n; k++ {
		want = fmt.Appendf(want, "%015d\n", k)
	}
	if err := os.WriteFile(path, want, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := unix.Mmap(int(f.Fd()), 0, n, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(b)
	before := ofFiles(t)
	for at := 0; at+each < n; at += each {
		if !bytes.Equal(b[at:at+each], want[at:at+each]) {
			t.Fatalf("at %d", at)
		}
	}
	if now := ofFiles(t); now < before+n>>11 {
		t.Errorf("%d kB of files became only %d", before, now)
	}
	Forget(uintptr(unsafe.Pointer(unsafe.SliceData(b))), n)
	if now := ofFiles(t); now > before+n>>12 {
		t.Errorf("%d kB of files became %d", before, now)
	}
	if !bytes.Equal(b, want) {
		t.Error("it is no longer there")
	}
}
