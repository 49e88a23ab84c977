package library

import (
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

func ptr[T any](v T) *T { return &v }

func TestADecisionAndASidecarAreBroughtTogether(t *testing.T) {
	early, late := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)
	type fields = sidecar.Fields
	stars := func(n int) fields { return fields{Rating: &n} }
	rejected := fields{Rating: ptr(-1), Pick: ptr(sidecar.PickRejected)}
	with := func(d photo.Decision, at time.Time) photo.Decision { d.At = at; return d }
	for name, c := range map[string]struct {
		ours     photo.Decision
		base     *fields
		theirs   fields
		written  time.Time
		want     photo.Decision
		conflict bool
	}{
		"nothing decided, all is taken over": {photo.Decision{}, nil, fields{Rating: ptr(4), Label: ptr("Blau"), Pick: ptr(sidecar.PickAccepted)}, early,
			photo.Decision{Flag: photo.Picked, Stars: 4, Label: photo.Blue}, false},
		"seen first, what we said and they did not stays":   {with(photo.Decision{Flag: photo.Picked}, late), nil, stars(4), early, photo.Decision{Flag: photo.Picked, Stars: 4}, false},
		"seen first, both said it, ours is newer":           {with(photo.Decision{Stars: 2}, late), nil, stars(4), early, photo.Decision{Stars: 2}, true},
		"seen first, both said it, theirs is newer":         {with(photo.Decision{Stars: 2}, early), nil, stars(4), late, photo.Decision{Stars: 4}, true},
		"seen first, both agree":                            {with(photo.Decision{Stars: 4}, early), nil, stars(4), late, photo.Decision{Stars: 4}, false},
		"only we changed it":                                {with(photo.Decision{Stars: 2}, early), ptr(stars(4)), stars(4), late, photo.Decision{Stars: 2}, false},
		"we cleared it":                                     {with(photo.Decision{}, early), ptr(stars(4)), stars(4), late, photo.Decision{}, false},
		"only they changed it":                              {with(photo.Decision{Stars: 4}, late), ptr(stars(4)), stars(1), early, photo.Decision{Stars: 1}, false},
		"they cleared it":                                   {with(photo.Decision{Stars: 4}, late), ptr(stars(4)), fields{}, early, photo.Decision{}, false},
		"both changed it, ours is newer":                    {with(photo.Decision{Stars: 2}, late), ptr(stars(4)), stars(1), early, photo.Decision{Stars: 2}, true},
		"both changed it, theirs is newer":                  {with(photo.Decision{Stars: 2}, early), ptr(stars(4)), stars(1), late, photo.Decision{Stars: 1}, true},
		"both changed it alike":                             {with(photo.Decision{Stars: 2}, early), ptr(stars(4)), stars(2), late, photo.Decision{Stars: 2}, false},
		"we changed the flag, they the stars":               {with(photo.Decision{Flag: photo.Picked, Stars: 4}, late), ptr(stars(4)), stars(1), early, photo.Decision{Flag: photo.Picked, Stars: 1}, false},
		"they rejected it, our stars stay":                  {with(photo.Decision{Stars: 4}, early), ptr(stars(4)), stars(-1), late, photo.Decision{Flag: photo.Rejected, Stars: 4}, false},
		"darktable takes our reject back":                   {with(photo.Decision{Flag: photo.Rejected, Stars: 3}, early), &rejected, fields{Rating: ptr(0), Pick: ptr(sidecar.PickRejected)}, late, photo.Decision{Stars: 3}, false},
		"darktable takes our reject back and rates":         {with(photo.Decision{Flag: photo.Rejected, Stars: 3}, early), &rejected, fields{Rating: ptr(5), Pick: ptr(sidecar.PickRejected)}, late, photo.Decision{Stars: 5}, false},
		"digiKam takes our reject back":                     {with(photo.Decision{Flag: photo.Rejected, Stars: 3}, early), &rejected, fields{Rating: ptr(-1), Pick: ptr(sidecar.PickNone)}, late, photo.Decision{Stars: 3}, false},
		"digiKam accepts what we rejected":                  {with(photo.Decision{Flag: photo.Rejected}, early), &rejected, fields{Rating: ptr(-1), Pick: ptr(sidecar.PickAccepted)}, late, photo.Decision{Flag: photo.Picked}, false},
		"darktable rejects what we picked":                  {with(photo.Decision{Flag: photo.Picked, Stars: 2}, early), &fields{Rating: ptr(2), Pick: ptr(sidecar.PickAccepted)}, fields{Rating: ptr(-1), Pick: ptr(sidecar.PickAccepted)}, late, photo.Decision{Flag: photo.Rejected, Stars: 2}, false},
		"a label in another language is the same":           {with(photo.Decision{Label: photo.Red}, early), nil, fields{Label: ptr("Rot")}, late, photo.Decision{Label: photo.Red}, false},
		"a label that is no colour says nothing about ours": {with(photo.Decision{Label: photo.Red}, early), nil, fields{Label: ptr("Client")}, late, photo.Decision{Label: photo.Red}, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, conflict := merge(c.ours, c.base, c.theirs, c.written)
			if !got.Same(c.want) || conflict != c.conflict {
				t.Errorf("became %s, conflict %v; want %s, %v", inShort(got), conflict, inShort(c.want), c.conflict)
			}
			if got.Same(c.ours) && got.At != c.ours.At || got.At.Before(c.ours.At) {
				t.Errorf("decided at %v, was %v", got.At, c.ours.At)
			}
			// Once the sidecar was written accordingly, the two agree.
			after, err := sidecar.Merge(nil, c.theirs)
			if err == nil {
				after, err = sidecar.Merge(after, sidecar.For(got, c.theirs, sidecar.AllPrograms))
			}
			f, err2 := sidecar.Parse(after)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if again, conflict := merge(got, &f, f, late.Add(time.Hour)); !again.Same(got) || conflict {
				t.Errorf("seen again it becomes %s, conflict %v", inShort(again), conflict)
			}
		})
	}
	future, _ := merge(photo.Decision{}, nil, stars(3), time.Now().Add(1000*time.Hour))
	if future.At.After(time.Now()) {
		t.Errorf("a sidecar from the future decides at %v", future.At)
	}
}
