package store

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"culler/library/busy"
	"culler/library/photo"
)

// Beside the database, decisions are kept in two files that take turns: each
// begins with all decisions of its time, and what is decided later is added to
// the younger one. A line is a CRC-32C in hexadecimal, then what it covers:
// "begin" and the file's turn, or a photo's identity and its decision as JSON.
var copyNames = [2]string{"decisions-1.log", "decisions-2.log"}

// copySlack is how many outdated lines a copy may hold before the other file's
// turn comes.
const copySlack = 2000

type copies struct {
	dir  string
	mu   sync.Mutex
	file *os.File // the younger one; nil where it cannot be written
}

// found is what the copies say.
type found struct {
	decisions map[photo.ID]photo.Decision // the younger file's, and the older one's where that says nothing
	each      [2]map[photo.ID]photo.Decision
	lines     [2]int  // decisions in each file
	turn      [2]int  // of each file; 0 where there is none
	torn      [2]bool // whether a line is damaged, or the last one has no end
}

// younger is the position of the file that is added to.
func (f *found) younger() int {
	if f.turn[1] > f.turn[0] {
		return 1
	}
	return 0
}

func (c *copies) read() found {
	c.mu.Lock()
	defer c.mu.Unlock()
	var f found
	for n, name := range copyNames {
		f.each[n] = make(map[photo.ID]photo.Decision)
		file, err := os.Open(filepath.Join(c.dir, name))
		if err != nil {
			continue
		}
		lines := bufio.NewReader(file)
		for {
			line, err := lines.ReadSlice('\n')
			if len(line) > 0 && !f.take(n, line) {
				f.torn[n] = true
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if err != nil {
				break
			}
		}
		file.Close()
	}
	n := f.younger()
	f.decisions = f.each[1-n]
	maps.Copy(f.decisions, f.each[n])
	return f
}

// take takes one line over and tells whether it is whole.
func (f *found) take(n int, line []byte) bool {
	const sum = 8
	if len(line) < sum+2 || line[len(line)-1] != '\n' || line[sum] != ' ' {
		return false
	}
	text := line[sum+1 : len(line)-1]
	want, err := strconv.ParseUint(string(line[:sum]), 16, 32)
	if err != nil || uint32(want) != crc32.Checksum(text, castagnoli) {
		return false
	}
	key, value, _ := bytes.Cut(text, []byte{' '})
	if string(key) == "begin" {
		f.turn[n], err = strconv.Atoi(string(value))
		return err == nil
	}
	var id photo.ID
	if len(key) != hex.EncodedLen(len(id)) {
		return false
	}
	if _, err := hex.Decode(id[:], key); err != nil {
		return false
	}
	var d photo.Decision
	if json.Unmarshal(value, &d) != nil {
		return false
	}
	f.lines[n]++
	f.each[n][id] = d
	return true
}

func copyLine(b []byte, key, value string) []byte {
	text := key + " " + value
	return fmt.Appendf(b, "%08x %s\n", crc32.Checksum([]byte(text), castagnoli), text)
}

// begin makes ready to add to the younger file, or, where that one is missing,
// damaged, behind or grown out of proportion, lets the other one begin anew with
// all decisions.
func (c *copies) begin(all map[photo.ID]photo.Decision, f found, behind bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop()
	n := f.younger()
	if f.turn[n] == 0 || f.torn[n] || behind || f.lines[n] > 2*len(all)+copySlack {
		turn := f.turn[n] + 1
		n = 1 - n
		b := copyLine(nil, "begin", strconv.Itoa(turn))
		for id, d := range all {
			v, err := json.Marshal(d)
			if err != nil {
				return err
			}
			b = copyLine(b, id.String(), string(v))
		}
		if err := writeWhole(filepath.Join(c.dir, copyNames[n]), b); err != nil {
			return err
		}
	}
	var err error
	c.file, err = os.OpenFile(filepath.Join(c.dir, copyNames[n]), os.O_WRONLY|os.O_APPEND, 0o600)
	return err
}

// writeWhole puts a file in the place of another, all or nothing.
func writeWhole(path string, b []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return busy.Rename(path+".new", path)
}

// add adds decisions that are on disk in the database already. It does not wait
// for the disk: what is lost here in a power cut is in the database, and the next
// Open sees that the copy is behind. The same goes for a full disk.
func (c *copies) add(ids []photo.ID, d []photo.Decision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return
	}
	var b []byte
	for k, id := range ids {
		if v, err := json.Marshal(d[k]); err == nil {
			b = copyLine(b, id.String(), string(v))
		}
	}
	if _, err := c.file.Write(b); err != nil {
		c.stop()
	}
}

func (c *copies) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop()
}

// stop adds nothing any more. The caller holds mu.
func (c *copies) stop() {
	if c.file != nil {
		c.file.Close()
		c.file = nil
	}
}
