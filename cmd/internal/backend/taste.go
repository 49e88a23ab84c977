package backend

import (
	"context"
	"fmt"

	"culler/library/setting"
	"culler/scoring/board"
	"culler/scoring/learn"
)

// Taste is what was learned of the photographer's taste; ok is false where that
// is nothing.
func (s *scorer) Taste() (t learn.Taste, ok bool, err error) {
	if ok, err = s.settings.read(setting.Taste, &t); err != nil {
		return t, false, fmt.Errorf("read what was learned of your taste: %w", err)
	}
	return t, ok && t.Check() == nil, nil
}

// SetTaste keeps a taste and makes it a row of the board, in place of the one
// before; nil forgets that one. What the row weighs is not changed. The board may
// be nil.
func (s *scorer) SetTaste(board *board.Board, t *learn.Taste) error {
	if t == nil {
		t = &learn.Taste{}
	} else if err := t.Check(); err != nil {
		return err
	}
	if err := s.settings.keep(setting.Taste, *t); err != nil {
		return fmt.Errorf("keep what was learned of your taste: %w", err)
	}
	switch {
	case board == nil:
	case t.Check() == nil && t.Model == board.ModelKey():
		board.PutHead(t.Head())
	default:
		board.RemoveHead(learn.TasteRow)
	}
	return nil
}

// putTaste puts what was learned on a board, if it reads the embeddings of the
// model there.
func (s *scorer) putTaste(model string, board *board.Board) error {
	t, ok, err := s.Taste()
	if err != nil {
		return err
	}
	if ok && t.Model == model {
		board.PutHead(t.Head())
	}
	return nil
}

// DescribeTaste describes a taste in the words that lie nearest to its ends, as far as
// the model on the board reads words.
func DescribeTaste(ctx context.Context, board *board.Board, t *learn.Taste) error {
	words, err := board.Words(ctx, learn.Vocabulary())
	if err != nil {
		return err
	}
	t.Describe(words)
	return nil
}
