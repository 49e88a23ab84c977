package main

import (
	"strings"
	"testing"
)

func TestLearningSaysHowManyPicksAreMissing(t *testing.T) {
	folder, data := testShoot(t)
	pickIn(t, folder, data, 0, 2, 3)
	for _, args := range [][]string{{"learn"}, {"learn", folder, "--take"}, {"learn", "--taste", "--take"}} {
		out, errs, status := cull(t, data, args...)
		if status != 0 || !strings.Contains(out, "so far 3 are. Pick the best frame of 27 bursts more") {
			t.Errorf("%v: status %d, said %q, wrote %q", args, status, errs, out)
		}
	}
	if _, errs, status := cull(t, data, "--no-cache", "learn"); status != 1 || !strings.Contains(errs, "close the app") {
		t.Errorf("without the database: status %d, said %q", status, errs)
	}
}
