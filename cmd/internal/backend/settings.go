package backend

import (
	"culler/library"
	"culler/library/setting"
	"culler/library/store"
	"culler/scoring/board"
	"culler/scoring/clip"
	"culler/scoring/faces"
	"culler/scoring/onnx"
)

// settings are what the photographer chose, in the window or in the terminal.
// Without a database everything is as delivered, and nothing is kept.
type settings struct{ db *store.DB }

func (s settings) read(key string, v any) (found bool, err error) {
	if s.db == nil {
		return false, nil
	}
	return s.db.Setting(key, v)
}

func (s settings) keep(key string, v any) error {
	if s.db == nil {
		return nil
	}
	return s.db.SetSetting(key, v)
}

// promptSet is the ID of the prompt set in use; "" for the one that comes with
// Culler.
func (s settings) promptSet() (id string, err error) {
	_, err = s.read(setting.Prompts, &id)
	return id, err
}

func (s settings) weights() (w board.Settings, err error) {
	_, err = s.read(setting.Weights, &w)
	return w, err
}

// shoot puts what concerns shoots into options.
func (s settings) shoot(o *library.Options) error {
	for key, v := range map[string]any{setting.Sidecars: &o.Sidecars, setting.Gap: &o.Gap} {
		if _, err := s.read(key, v); err != nil {
			return err
		}
	}
	return nil
}

// faces is where faces are looked for.
func (s settings) faces() (search faces.Search) {
	_, _ = s.read(setting.Faces, &search) // what cannot be read is as delivered
	return search
}

// model is the ID of the model in use; "" for the one that comes with Culler.
func (s settings) model() (id string, err error) {
	_, err = s.read(setting.Model, &id)
	return id, err
}

func (s settings) keepModel(id string) error { return s.keep(setting.Model, id) }

// provider is what models compute with; "" for what is fastest.
func (s settings) provider() (p onnx.Provider) {
	_, _ = s.read(setting.Processor, &p) // what cannot be read is not chosen
	return p
}

func (s settings) keepProvider(p onnx.Provider) error { return s.keep(setting.Processor, p) }

// trials are how fast a model was on this machine, by the name of its trials;
// known is false where it should be tried.
func (s settings) trials(name string) (trials []clip.Trial, known bool) {
	found, err := s.read("trials/"+name, &trials)
	return trials, err == nil && found && len(trials) > 0
}

func (s settings) keepTrials(name string, trials []clip.Trial) error {
	return s.keep("trials/"+name, trials)
}

// sign writes into the database which Culler has it open. A disk that is too full
// for that keeps nobody from looking at photos.
func (s settings) sign() {
	var was string
	if _, err := s.read(setting.Version, &was); err != nil || was != Version() {
		_ = s.keep(setting.Version, Version())
	}
}
