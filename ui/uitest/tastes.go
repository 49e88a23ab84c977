package uitest

import (
	"culler/scoring/board"
	"culler/scoring/learn"
)

// Tastes keeps a taste in memory.
type Tastes struct{ Kept learn.Taste }

// Taste is the one that was kept last.
func (k *Tastes) Taste() (t learn.Taste, ok bool, err error) {
	return k.Kept, len(k.Kept.Direction) > 0, nil
}

// SetTaste keeps one and makes it a row; nil forgets it.
func (k *Tastes) SetTaste(b *board.Board, t *learn.Taste) error {
	if t == nil {
		k.Kept = learn.Taste{}
		b.RemoveHead(learn.TasteRow)
		return nil
	}
	k.Kept = *t
	b.PutHead(t.Head())
	return nil
}
