package handover

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"culler/library/photo"
)

// Entry is what a list or a contact sheet says about a photo. Its JSON form is
// for scripts, so that the names in it stay.
type Entry struct {
	Photo   string    `json:"photo"` // path below the shoot's folder, with extension
	Files   []string  `json:"files"` // all files of the photo, absolute
	Taken   time.Time `json:"taken,omitzero"`
	Camera  string    `json:"camera,omitempty"`
	Burst   int       `json:"burst"`             // number of its burst, from 1, in order of capture
	Kind    string    `json:"kind"`              // single, burst or bracket
	Note    string    `json:"note,omitempty"`    // on the burst, such as the steps of a bracket
	Place   int       `json:"place,omitempty"`   // in the burst by score, 1 the best; 0 without a score
	Of      int       `json:"of"`                // frames in the burst
	Verdict Verdict   `json:"verdict,omitempty"` // of the burst; "" for singles and brackets
	Margin  float64   `json:"margin,omitempty"`  // of the burst: the best frame's score in it less the runner-up's
	// Probability that people prefer the best frame of the burst to the
	// runner-up, 0.5 to 1.
	Probability float64 `json:"probability,omitempty"`
	// Faults are what is plainly wrong with the photo, in a word or two each.
	Faults     []string `json:"faults,omitempty"`
	Flag       string   `json:"flag,omitempty"` // picked or rejected
	Stars      int      `json:"stars"`
	Label      string   `json:"label,omitempty"`
	Score      *float64 `json:"score"`      // null where there is none
	Percentile *float64 `json:"percentile"` // of the score in the shoot, 0 to 100
	InBurst    *float64 `json:"in_burst"`   // score among the frames of its burst; null where there is no verdict
	// Reasons, strongest first, add up to the score; in a burst with a verdict
	// to the lead in it over the runner-up or, for other frames, to the distance
	// from the best.
	Reasons []Reason `json:"reasons,omitempty"`
	Problem string   `json:"problem,omitempty"` // why the photo has no score

	Source *photo.Photo `json:"-"` // whose picture a contact sheet shows; nil for none
}

// Verdict is how sure it is which frame of a burst is the best.
type Verdict string

// The verdicts.
const (
	Clear    Verdict = "clearly"
	Probable Verdict = "probably"
	TooClose Verdict = "too close to call"
)

// Called tells whether a best frame is named.
func (v Verdict) Called() bool { return v == Clear || v == Probable }

// Reason is what one prompt or measure adds.
type Reason struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Share float64 `json:"share"`
}

// shown is how many reasons a line has room for.
const shown = 3

// Why words the strongest reasons of a photo; with forIt only those that speak
// for it.
func (e Entry) Why(forIt bool) string {
	var words []string
	for _, r := range e.Reasons {
		if len(words) < shown && r.Share != 0 && (r.Share > 0 || !forIt) {
			words = append(words, fmt.Sprintf("%s %+.2f", r.Title, r.Share))
		}
	}
	return strings.Join(words, ", ")
}

// Number is a value for Score and Percentile; nil for NaN.
func Number(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

// columns head a CSV list.
var columns = []string{"photo", "taken", "camera", "burst", "kind", "place", "of", "verdict", "margin", "flag", "stars", "label", "score", "percentile", "reasons", "files", "problem", "probability", "faults"}

// WriteCSV writes a list with a heading: one row for each photo in the order of
// the entries. Files are separated by "|", which is doubled in a file's name. A
// text that a spreadsheet would take for a formula begins with an apostrophe.
func WriteCSV(w io.Writer, entries []Entry) error {
	c := csv.NewWriter(w)
	_ = c.Write(columns)
	for _, e := range entries {
		taken := ""
		if !e.Taken.IsZero() {
			taken = e.Taken.Format("2006-01-02T15:04:05.999")
		}
		_ = c.Write([]string{
			text(e.Photo), taken, text(e.Camera), strconv.Itoa(e.Burst), e.Kind, strconv.Itoa(e.Place), strconv.Itoa(e.Of), string(e.Verdict),
			strconv.FormatFloat(e.Margin, 'f', 6, 64), e.Flag, strconv.Itoa(e.Stars), text(e.Label), decimals(e.Score, 6), decimals(e.Percentile, 1), text(e.Why(false)), text(joined(e.Files)), text(e.Problem), strconv.FormatFloat(e.Probability, 'f', 3, 64), strings.Join(e.Faults, "; "),
		})
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}

// text defuses what a spreadsheet would take for a formula, as OWASP advises
// (https://owasp.org/www-community/attacks/CSV_Injection).
func text(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// joined puts files into one cell. Absolute paths begin with no "|", so that a
// doubled one is always a part of a name.
func joined(files []string) string {
	doubled := make([]string, len(files))
	for k, f := range files {
		doubled[k] = strings.ReplaceAll(f, "|", "||")
	}
	return strings.Join(doubled, "|")
}

// WriteJSON writes the entries as a JSON array.
func WriteJSON(w io.Writer, entries []Entry) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if entries == nil {
		entries = []Entry{}
	}
	if err := e.Encode(entries); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}

func decimals(v *float64, n int) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', n, 64)
}

// WriteFile writes a new file whole or not at all; one that is there is kept.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already; choose another name, nothing was written", path)
	}
	temp := filepath.Join(filepath.Dir(path), tempStart+random()+tempEnd)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(temp)
	w := bufio.NewWriter(f)
	if err = write(w); err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = disk{}.Publish(temp, path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
