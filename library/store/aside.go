package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/phrase"
)

// asideBucket holds damaged records as they were found: "new/" or "told/", the
// bucket's name, "/" and the key -> the value.
var asideBucket = []byte("damaged")

const (
	asideNew  = "new/"  // the photographer does not know of it yet
	asideTold = "told/" // Notice named it
	mostNamed = 20      // photos in one sentence

	// asideMended is in place of a bucket's name for a decision that was found under
	// a damaged identity: the right one -> the damaged one.
	asideMended = "mended"
)

// kept are the buckets whose records cannot be computed again.
var kept = [][]byte{decisionsBucket, shootsBucket, settingsBucket, recentBucket, sidecarsBucket}

func isKept(name []byte) bool {
	return slices.ContainsFunc(kept, func(k []byte) bool { return bytes.Equal(k, name) })
}

// entry is one record of a bucket.
type entry struct{ bucket, key, value []byte }

// putAside takes a damaged record out of its bucket, where it would be in the way.
func putAside(tx *bbolt.Tx, e entry) error {
	if err := tx.Bucket(asideBucket).Put(slices.Concat([]byte(asideNew), e.bucket, []byte("/"), e.key), e.value); err != nil {
		return err
	}
	return tx.Bucket(e.bucket).Delete(e.key)
}

// setAsideRecords looks at every record that cannot be computed again, sets the
// damaged ones aside and returns the decisions that are whole.
func setAsideRecords(b *bbolt.DB) (map[photo.ID]photo.Decision, error) {
	whole := make(map[photo.ID]photo.Decision)
	var damaged []entry
	err := b.View(func(tx *bbolt.Tx) error {
		for _, name := range kept {
			b := tx.Bucket(name)
			if b == nil {
				return fmt.Errorf("%w (its part %s is missing)", ErrDamaged, name)
			}
			var before []byte
			if err := b.ForEach(func(k, v []byte) error {
				if before != nil && bytes.Compare(before, k) >= 0 {
					return fmt.Errorf("%w (its keys are out of order)", ErrDamaged)
				}
				if len(k) > bbolt.MaxKeySize {
					return fmt.Errorf("%w (a key of it has no end)", ErrDamaged)
				}
				before = k
				if !bytes.Equal(b.Get(k), v) {
					return fmt.Errorf("%w (not all its keys are found)", ErrDamaged)
				}
				value, ok := unseal(name, k, v)
				if ok && bytes.Equal(name, decisionsBucket) {
					var d photo.Decision
					if ok = len(k) == len(photo.ID{}) && json.Unmarshal(value, &d) == nil; ok {
						whole[photo.ID(k)] = d
					}
				}
				if !ok {
					damaged = append(damaged, entry{name, bytes.Clone(k), bytes.Clone(v)})
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(damaged) == 0 {
		return whole, err
	}
	return whole, b.Update(func(tx *bbolt.Tx) error {
		for _, e := range damaged {
			if err := putAside(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellAside returns what must be said about records that were set aside, and
// notes that it was said. Decisions that are there again are not a loss.
func tellAside(b *bbolt.DB) (string, error) {
	var decisions, mended []photo.ID
	var nameless int
	var folders, histories, settings []string
	fresh := 0
	err := b.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(asideBucket).Cursor()
		for k, _ := c.Seek([]byte(asideNew)); bytes.HasPrefix(k, []byte(asideNew)); k, _ = c.Next() {
			fresh++
			name, key, _ := strings.Cut(string(k[len(asideNew):]), "/")
			switch name {
			case string(decisionsBucket):
				if len(key) != len(photo.ID{}) {
					nameless++
				} else if tx.Bucket(decisionsBucket).Get([]byte(key)) == nil {
					decisions = append(decisions, photo.ID([]byte(key)))
				}
			case asideMended:
				mended = append(mended, photo.ID([]byte(key)))
			case string(shootsBucket):
				if folder, ok := strings.CutSuffix(key, historyKey); ok {
					histories = append(histories, folder)
				} else {
					folders = append(folders, key)
				}
			case string(settingsBucket):
				settings = append(settings, key)
			}
		}
		return nil
	})
	if err != nil || fresh == 0 {
		return "", err
	}
	names, err := namesOf(b, slices.Concat(decisions, mended))
	if err != nil {
		return "", err
	}
	if err := b.Update(markTold); err != nil {
		return "", err
	}
	var said, known, again []string
	for _, id := range decisions {
		if names[id] == "" {
			nameless++
		} else {
			known = append(known, names[id])
		}
	}
	for _, id := range mended {
		again = append(again, names[id]) // it was found by its file
	}
	slices.Sort(known)
	slices.Sort(again)
	if len(known) > 0 {
		said = append(said, fmt.Sprintf("In Culler's database the decision about %s was damaged and set aside: what its sidecar says counts instead, so please look at it again.", listed(known)))
	}
	if len(again) > 0 {
		said = append(said, fmt.Sprintf("In Culler's database the decision about %s was damaged and could be mended.", listed(again)))
	}
	if nameless > 0 {
		said = append(said, fmt.Sprintf("In Culler's database %s about photos that were not opened for long, or whose names are damaged too, could not be read and %s set aside.", phrase.Count(nameless, "decision"), phrase.Was(nameless)))
	}
	for _, f := range folders {
		said = append(said, fmt.Sprintf("How the shoot %s was left (its gap and bursts changed by hand) was damaged in Culler's database and set aside: it starts from the usual settings.", f))
	}
	for _, f := range histories {
		said = append(said, fmt.Sprintf("What was done last in the shoot %s cannot be undone any more: its record was damaged in Culler's database and set aside.", f))
	}
	if len(settings) > 0 {
		said = append(said, fmt.Sprintf("The setting %s was damaged in Culler's database and set aside: it is as in the beginning.", listed(settings)))
	}
	return strings.Join(said, " "), nil
}

// markTold notes that all which is set aside was told.
func markTold(tx *bbolt.Tx) error {
	aside := tx.Bucket(asideBucket)
	c := aside.Cursor()
	for k, v := c.Seek([]byte(asideNew)); bytes.HasPrefix(k, []byte(asideNew)); k, v = c.Seek([]byte(asideNew)) {
		k, v = bytes.Clone(k), bytes.Clone(v)
		if err := aside.Delete(k); err != nil {
			return err
		}
		if err := aside.Put(append([]byte(asideTold), k[len(asideNew):]...), v); err != nil {
			return err
		}
	}
	return nil
}

// namesOf finds the names of the photos' files by their identities.
func namesOf(b *bbolt.DB, ids []photo.ID) (map[photo.ID]string, error) {
	names := make(map[photo.ID]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	wanted := make(map[photo.ID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	err := b.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(filesBucket).ForEach(func(k, v []byte) error {
			v, whole := unseal(filesBucket, k, v)
			if !whole || len(v) < fileHead {
				return nil
			}
			if id := photo.ID(v[16:fileHead]); wanted[id] && names[id] == "" {
				names[id] = filepath.Base(string(k))
			}
			return nil
		})
	})
	return names, err
}

func listed(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return strings.Join(names[:mostNamed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}
