package dialogs

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"culler/scoring"
	"culler/ui/uitest"
)

// A card full of damage opens the list as fast as a single file does, and what is not
// listed is told.
func TestTheListOfProblemsTellsWhatItLeavesOut(t *testing.T) {
	frames := make([]uitest.Frame, mostListed+3)
	for k := range frames {
		frames[k] = uitest.Frame{Name: fmt.Sprintf("IMG_%04d", k), At: time.Duration(k) * time.Minute}
	}
	h := newHost(t, frames)
	var torn []scoring.Update
	for k := range frames {
		torn = append(torn, scoring.Update{Photo: k, Err: errors.New("the file is torn"), Measures: []float64{math.NaN()}})
	}
	h.ws.Board().Put(torn[:2])
	h.ws.Refresh()
	Problems(h)
	if words := uitest.Told(h.win); !strings.Contains(words, "Photos (2)") || strings.Contains(words, "not listed") {
		t.Errorf("of two problems the list says\n%s", words)
	}
	h.boxes.Top().Close()
	h.ws.Board().Put(torn)
	h.ws.Refresh()
	Problems(h)
	if words := uitest.Told(h.win); !strings.Contains(words, "Photos (203)") || !strings.Contains(words, "3 more are not listed.") {
		t.Errorf("of 203 problems the list says\n%s", words)
	}
}
