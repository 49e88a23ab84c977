package main

import (
	"path/filepath"
	"testing"

	"culler/library/photo/phototest"
	"culler/library/store"
	"culler/ui/keys"
)

// Who comes from another program culls 300 photos with the keys of that program.
func TestAShootIsCulledWithTheKeysOfOtherPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	photos := phototest.Shared(t, "photos/shoot")
	newDisplay(t) // or skips
	bin := builds(t)
	for set, script := range map[keys.Set][]keys.Chord{keys.Lightroom: asInLightroom(), keys.PhotoMechanic: asInPhotoMechanic()} {
		t.Run(string(set), func(t *testing.T) {
			d := newDisplay(t)
			folder, data := filepath.Join(t.TempDir(), "shoot"), t.TempDir()
			makeShoot(t, photos, folder)
			rank := d.command(t.Context(), filepath.Join(bin, "cull"), "--data", data, "rank", "--recursive", "--best", folder)
			if out, err := rank.CombinedOutput(); err != nil {
				t.Fatalf("cull rank: %v\n%s", err, out)
			}
			mirror := newMirror(t, folder, data, set)
			db, err := store.Open(data)
			check(t, err)
			check(t, db.SetSetting("window", map[string]any{"keySet": set, "toured": true}))
			check(t, db.Close())

			a := d.start(filepath.Join(bin, "culler"), "--data", data, folder)
			// What is pressed before the shoot is open is lost.
			// All of the burst is rejected, whichever of its frames is on top by now.
			start := []keys.Chord{mirror.keys.Key(keys.SortName), "Home", mirror.keys.Key(keys.SelectBurst), "X", "Escape"}
			mirror.press(start...)
			first := mirror.sidecar(mirror.Cursor())
			eventually(t, "the shoot is open", func() bool {
				d.press(start...)
				return fileSays(first, "Reject", `="-1"`, ">-1<")
			})
			mirror.press(script...)
			d.press(script...)
			last := mirror.sidecar(mirror.Cursor())
			eventually(t, "the last key has come to the sidecar", func() bool { return fileSays(last, "Purple") })
			a.kill()
			compare(t, string(set), mirror, folder, data)
		})
	}
}

// asInLightroom picks, rejects and rates frame by frame, most of it by Shift and
// a letter, in the loupe and zoomed in, and ends with a purple label.
func asInLightroom() []keys.Chord {
	s := []keys.Chord{"Alt+B", "Home", "Enter"}
	for range 27 {
		s = append(s, "Shift+P", "Shift+X", "Shift+3", "P", "Right", "`", "`", "Right", "6", "Right", "Shift+U", "[", "Right", "5", "]", "Right", "0", "Right")
	}
	s = append(s, "Space", "Shift+P", "Shift+X", "Right", "X", "Ctrl+Z", "Shift+Right", "Space", "G", "Alt+B", "Home", "Right", "Shift+P", "CapsLock")
	for range 20 {
		s = append(s, "P", "X", "2")
	}
	return append(s, "CapsLock", "S", "S", "Ctrl+A", "Ctrl+D", "Ctrl+9")
}

// asInPhotoMechanic tags and gives colour classes and stars.
func asInPhotoMechanic() []keys.Chord {
	s := []keys.Chord{"B", "Home", "Space"}
	for range 27 {
		s = append(s, "Shift+T", "Shift+8", "Shift+2", "T", "Right", "T", "T", "Right", "Alt+3", "Right", "4", "0", "Right", "5", "Alt+5", "Right", "7", "Right", "1", "Right")
	}
	return append(s, "Z", "Shift+T", "Right", "X", "Ctrl+Z", "Z", "Enter", "B", "Home", "T", "Ctrl+Right", "8", "End", "Alt+1", "1")
}
