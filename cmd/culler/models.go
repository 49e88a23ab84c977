package main

import (
	"context"
	"slices"

	"culler/cmd/internal/backend"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/registry"
	"culler/scoring/onnx"
	"culler/ui/dialogs"
)

// windowModels are the house's models as the window sees them.
type windowModels struct{ h *backend.House }

var parts = map[models.Kind]dialogs.Part{
	models.CLIP: dialogs.ReadsPrompts, models.Head: dialogs.GivesMarks, models.Quality: dialogs.GivesMarks, models.Faces: dialogs.FindsFaces,
}

// List is dialogs.Models's.
func (w windowModels) List() ([]dialogs.Model, error) {
	items, err := w.h.Models.List()
	used := w.h.ModelID()
	var list []dialogs.Model
	for _, i := range items {
		m := dialogs.Model{
			ID: i.ID, Title: i.Spec.Title, About: i.Spec.About, Part: parts[i.Spec.Kind], Licence: i.Spec.Licence, Source: i.Spec.Source,
			Size: i.Size, Fetched: i.Fetched, Installed: i.Installed, InUse: i.ID == used, Embedded: i.Embedded, Problem: i.Problem,
		}
		if i.Entry != nil {
			m.Fetchable, m.Speed, m.LicenceLink = true, i.Entry.Speed.Words(), i.Entry.LicenceLink
		}
		if i.Embedded {
			m.Speed = catalogue.Fast.Words()
		}
		if head := i.Spec.Head; head != nil && i.Installed && !slices.Contains(head.Of, used) {
			m.Idle = "It takes no part now, because the model in use is not one whose embeddings it reads."
		}
		list = append(list, m)
	}
	return list, err
}

// Install is dialogs.Models's.
func (w windowModels) Install(ctx context.Context, id string, progress func(dialogs.Transfer)) error {
	return w.h.Models.Install(ctx, id, transfer(progress))
}

// Use is dialogs.Models's.
func (w windowModels) Use(ctx context.Context, id string, progress func(dialogs.Transfer)) error {
	return w.h.Use(ctx, id, func(doing string) { progress(dialogs.Transfer{What: doing, Share: -1}) })
}

// Add is dialogs.Models's.
func (w windowModels) Add(ctx context.Context, folder string, progress func(dialogs.Transfer)) (string, error) {
	return w.h.Models.Add(ctx, folder, transfer(progress))
}

// Remove is dialogs.Models's.
func (w windowModels) Remove(id string) error { return w.h.RemoveModel(id) }

func transfer(progress func(dialogs.Transfer)) func(registry.Progress) {
	return func(p registry.Progress) {
		t := dialogs.Transfer{What: p.String(), Share: -1}
		if p.Total > 0 {
			t.Share = float64(p.Done) / float64(p.Total)
		}
		progress(t)
	}
}

var processorTitles = map[onnx.Provider]string{
	onnx.CPU: "The processor", onnx.CUDA: "NVIDIA's GPU (CUDA)", onnx.CoreML: "Apple's GPU and neural engine (CoreML)", onnx.DirectML: "The GPU (DirectML)",
}

// Processors is dialogs.Models's.
func (w windowModels) Processors() (all [][2]string, chosen string) {
	found, provider := w.h.Providers()
	all = [][2]string{{"", "What is fastest"}}
	for _, p := range found {
		all = append(all, [2]string{string(p), processorTitles[p]})
	}
	return all, string(provider)
}

// SetProcessor is dialogs.Models's.
func (w windowModels) SetProcessor(name string) error {
	return w.h.SetProvider(onnx.Provider(name))
}
