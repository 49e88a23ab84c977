package grid

import (
	"context"
	"image"
	"testing"
	"time"

	"culler/library/photo"
)

// share is a disk of pictures whose widths tell the photos apart; the first shoot's
// are asked for in vain until it is let.
type share struct{ answer chan struct{} }

func (s share) Thumb(_ context.Context, p *photo.Photo, _ int) (*image.RGBA, error) {
	if p.Name == "old" {
		<-s.answer
		return image.NewRGBA(image.Rect(0, 0, 30, 30)), nil
	}
	return image.NewRGBA(image.Rect(0, 0, 60, 30)), nil
}

// Pictures of the shoot before never stand for the photos of the next one, and a
// share that does not answer keeps nobody from loading others.
func TestPicturesOfTheShootBeforeAreNotShown(t *testing.T) {
	s := share{make(chan struct{})}
	l := NewLoader(s)
	defer l.Close()
	box := image.Pt(60, 60)
	var old, next []Request
	for i := range 20 {
		old = append(old, Request{i, &photo.Photo{Name: "old"}, box})
		next = append(next, Request{i, &photo.Photo{Name: "new"}, box})
	}
	l.Want("grid", old)
	time.Sleep(20 * time.Millisecond) // they begin
	l.Forget(nil)
	l.Want("grid", next)
	all := func() bool {
		for i := range next {
			if _, ok := l.Get(i, box); !ok {
				return false
			}
		}
		return true
	}
	for end := time.Now().Add(20 * time.Second); !all(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the share that does not answer keeps the next shoot from loading")
		}
	}
	l.Forget([]int{0, 1})
	close(s.answer)
	time.Sleep(20 * time.Millisecond)
	l.Want("grid", next)
	for end := time.Now().Add(20 * time.Second); !all() && time.Now().Before(end); time.Sleep(time.Millisecond) {
	}
	for i := range next {
		if img, ok := l.Get(i, box); !ok || img.Rect.Dx() != 60 || img.Rect.Dy() != 30 {
			t.Errorf("photo %d shows %v", i, img)
		}
	}
}
