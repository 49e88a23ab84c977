package backend

import (
	"context"

	"culler/library"
	"culler/library/photo"
	"culler/library/store"
	"culler/scoring"
	"culler/scoring/board"
)

// earlier is a model that came with an earlier version of Culler, as far as it
// is remembered: what it said of photos stays until they are read anew.
type earlier struct {
	db           *store.DB
	key, textKey string
	scale        float64
}

// predecessors are the models that came with earlier versions, the last first.
var predecessors = []earlier{
	{key: "culler-quality-1@c5406b06d6cff76f", textKey: "culler-quality-1@2716c66dee5d26f7", scale: 8.776930809020996},
}

// Key and TextKey are those that the model's outline had.
func (e earlier) Key() string         { return e.key }
func (e earlier) TextKey() string     { return e.textKey }
func (e earlier) LogitScale() float64 { return e.scale }

// EmbedTexts returns what is remembered of texts; of others UnknownWords says
// that they are not known, and they are not asked for.
func (e earlier) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	return e.db.Embeddings("text "+e.textKey, textIDs(texts))
}

// UnknownWords takes a text that is not remembered for one of a single unknown
// word.
func (e earlier) UnknownWords(text string) (unknown []string, total int) {
	v, err := e.EmbedTexts(context.Background(), []string{text})
	if err != nil || missing(v[0]) {
		return []string{text}, 1
	}
	return nil, 1
}

// recallEarlier puts on the board what an earlier model said of photos that the
// present one has not read. The board must be new.
func (s *scorer) recallEarlier(ctx context.Context, model *recalled, shoot *library.Shoot, board *board.Board) error {
	db := s.settings.db
	if db == nil || board.HasModel() {
		return nil
	}
	photos := shoot.Photos()
	ids := make([]photo.ID, len(photos))
	for i, p := range photos {
		ids[i] = p.ID
	}
	now, err := db.Embeddings(model.Key(), ids)
	if err != nil {
		return err
	}
	for _, e := range predecessors {
		e.db = db
		then, err := db.Embeddings(e.key, ids)
		if err != nil {
			return err
		}
		var updates []scoring.Update
		unread := 0
		for i, v := range then {
			if missing(v) {
				continue
			}
			updates = append(updates, scoring.Update{Photo: i, Embedding: v})
			if missing(now[i]) {
				unread++
			}
		}
		if unread == 0 {
			continue
		}
		if err := board.SetModel(ctx, e, ""); err != nil {
			return err
		}
		board.Put(updates)
		return nil
	}
	return nil
}
