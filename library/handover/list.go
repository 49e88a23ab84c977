package handover

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"culler/library/photo"
)

// Entry is what a list or a contact sheet says about a photo.
type Entry struct {
	Photo      string    `json:"photo"` // path below the shoot's folder, with extension
	Files      []string  `json:"files"` // all files of the photo, absolute
	Taken      time.Time `json:"taken,omitzero"`
	Camera     string    `json:"camera,omitempty"`
	Burst      int       `json:"burst"`             // number of its burst, from 1, in order of capture
	Kind       string    `json:"kind"`              // single, burst or bracket
	Place      int       `json:"place,omitempty"`   // in the burst by score, 1 the best; 0 without a score
	Of         int       `json:"of"`                // frames in the burst
	Verdict    string    `json:"verdict,omitempty"` // of the burst: clear or too close to call
	Flag       string    `json:"flag,omitempty"`    // picked or rejected
	Stars      int       `json:"stars"`
	Label      string    `json:"label,omitempty"`
	Score      *float64  `json:"score"`      // null where there is none
	Percentile *float64  `json:"percentile"` // of the score in the shoot, 0 to 100
	Reasons    []string  `json:"reasons,omitempty"`

	Source *photo.Photo `json:"-"` // whose picture a contact sheet shows; nil for none
}

// Number is a value for Score and Percentile; nil for NaN.
func Number(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

// columns head a CSV list.
var columns = []string{"photo", "taken", "camera", "burst", "kind", "place", "of", "verdict", "flag", "stars", "label", "score", "percentile", "reasons", "files"}

// WriteCSV writes a list with a heading: one row for each photo in the order of
// the entries. Several reasons and files are separated by "; " and "|".
func WriteCSV(w io.Writer, entries []Entry) error {
	c := csv.NewWriter(w)
	_ = c.Write(columns)
	for _, e := range entries {
		taken := ""
		if !e.Taken.IsZero() {
			taken = e.Taken.Format("2006-01-02T15:04:05.999")
		}
		_ = c.Write([]string{
			e.Photo, taken, e.Camera, strconv.Itoa(e.Burst), e.Kind, strconv.Itoa(e.Place), strconv.Itoa(e.Of), e.Verdict,
			e.Flag, strconv.Itoa(e.Stars), e.Label, decimals(e.Score, 6), decimals(e.Percentile, 1), strings.Join(e.Reasons, "; "), strings.Join(e.Files, "|"),
		})
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
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
