package board

import (
	"fmt"
	"testing"

	"culler/prompts"
)

// crowd is a board of 10,000 photos and 40 prompts.
func crowd(b *testing.B) *Board {
	words := make([]string, 255)
	for i := range words {
		words[i] = fmt.Sprintf("word%d", i)
	}
	board := New(10_000)
	if err := board.SetModel(b.Context(), &dictionary{words: words}, ""); err != nil {
		b.Fatal(err)
	}
	set := prompts.Set{ID: "many", Title: "Many"}
	for i := range 40 {
		set.Prompts = append(set.Prompts, prompts.Prompt{ID: fmt.Sprint("p", i), Title: "P", Kind: prompts.Pair, Weight: 1,
			Positive: []string{words[i]}, Negative: []string{words[i+40]}})
	}
	if err := board.SetPrompts(b.Context(), set); err != nil {
		b.Fatal(err)
	}
	board.Put(results(10_000, len(words)+1, 13))
	board.Ranking()
	return board
}

// A slider moves: a new order of 10,000 photos by 40 prompts and the measures.
func BenchmarkBoardSlider10kx40(b *testing.B) {
	board := crowd(b)
	n := 0
	for b.Loop() {
		n++
		board.SetWeight("prompt/p7", float64(n%20)/10)
		board.Ranking()
	}
}

// A prompt's wording changes.
func BenchmarkBoardPromptEdit10kx40(b *testing.B) {
	board := crowd(b)
	n := 0
	for b.Loop() {
		n++
		err := board.EditPrompt(b.Context(), prompts.Prompt{ID: "p7", Title: "P", Kind: prompts.Pair, Weight: 1,
			Positive: []string{fmt.Sprintf("word%d", n%100)}, Negative: []string{fmt.Sprintf("word%d", 100+n%99)}})
		if err != nil {
			b.Fatal(err)
		}
		board.Ranking()
	}
}

// A portion of results comes in.
func BenchmarkBoardPut64of10k(b *testing.B) {
	board := crowd(b)
	updates := results(64, 256, 14)
	for b.Loop() {
		board.Put(updates)
		board.Ranking()
	}
}
