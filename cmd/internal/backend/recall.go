package backend

import (
	"context"
	"crypto/sha256"
	"errors"
	"image"
	"slices"

	"culler/library/photo"
	"culler/library/store"
	"culler/scoring/clip"
)

// recalled is the model that reads photos as far as it is remembered: its graphs
// are loaded only for a photo or a text that it has not met before, so that a
// shoot which was scored opens at once.
type recalled struct {
	*clip.Outline
	readers *readers
	reader  *reader
	model   *clip.Model // once ready
}

// errNoModel is why there is no model, as a sentence.
type errNoModel string

func (e errNoModel) Error() string { return string(e) }

// recall describes the model that reads photos. Where there is none the error
// is an errNoModel.
func (rs *readers) recall(ctx context.Context) (*recalled, error) {
	r := rs.current()
	if r.err != nil {
		return nil, errNoModel(noModel(r.err))
	}
	o, err := clip.Describe(ctx, r.folder)
	if err != nil {
		return nil, errors.Join(ctx.Err(), errNoModel(noModel(err)))
	}
	return &recalled{Outline: o, readers: rs, reader: r}, nil
}

// load waits until the model is loaded and one of its graphs is open.
func (m *recalled) load(ctx context.Context, graph func(*clip.Model, context.Context) error) (*clip.Model, error) {
	model, why, err := m.readers.loaded(ctx, m.reader)
	if err != nil {
		return nil, err
	}
	if model == nil {
		return nil, errNoModel(why)
	}
	if err := graph(model, ctx); err != nil {
		return nil, errors.Join(ctx.Err(), errNoModel(noModel(err)))
	}
	return model, nil
}

// ready opens the graph of pictures.
func (m *recalled) ready(ctx context.Context) (err error) {
	m.model, err = m.load(ctx, (*clip.Model).NeedPictures)
	return err
}

// Input prepares one picture; the model must be ready.
func (m *recalled) Input(img *image.RGBA) []float32 { return m.model.Input(img) }

// AtOnce is how many pictures keep busy all that may compute; the model must be
// ready.
func (m *recalled) AtOnce() int {
	return min(max(8, m.model.Info().Options.Lanes), m.model.AtOnce())
}

// EmbedImages returns one unit vector for each picture; the model must be ready.
func (m *recalled) EmbedImages(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	return m.model.EmbedImages(ctx, inputs)
}

// EmbedTexts returns one unit vector for each text, those that are remembered
// from there.
func (m *recalled) EmbedTexts(ctx context.Context, texts []string) ([][]float32, error) {
	db := m.readers.settings.db
	if db == nil {
		model, err := m.load(ctx, (*clip.Model).NeedTexts)
		if err != nil {
			return nil, err
		}
		return model.EmbedTexts(ctx, texts)
	}
	key := "text " + m.TextKey()
	vectors, err := m.remembered(db, key, texts)
	if err != nil || !slices.ContainsFunc(vectors, missing) {
		return vectors, err
	}
	var strange []string
	for k, v := range vectors {
		if missing(v) {
			strange = append(strange, texts[k])
		}
	}
	model, err := m.load(ctx, (*clip.Model).NeedTexts)
	if err != nil {
		return nil, err
	}
	made, err := model.EmbedTexts(ctx, strange)
	if err != nil {
		return nil, err
	}
	if err := db.PutEmbeddings(key, textIDs(strange), made); err != nil {
		return nil, err
	}
	return m.remembered(db, key, texts) // as it was stored, so that today's ranking is tomorrow's
}

func missing(v []float32) bool { return v == nil }

func (m *recalled) remembered(db *store.DB, key string, texts []string) ([][]float32, error) {
	return db.Embeddings(key, textIDs(texts))
}

// textIDs are the identities of texts: the SHA-256 of each.
func textIDs(texts []string) []photo.ID {
	ids := make([]photo.ID, len(texts))
	for k, t := range texts {
		ids[k] = sha256.Sum256([]byte(t))
	}
	return ids
}
