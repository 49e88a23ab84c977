package scoring

import "culler/scoring/rank"

// Head is a linear layer over the embeddings of the board's model: its reading
// of a photo is Weights . e + Bias, higher being better. The Values of its Row
// are not looked at; a Row that is LeftOut needs no Weights.
type Head struct {
	Row     rank.Row
	Weights []float32
	Bias    float64
}

// SetHeads gives the board the heads of its model, in place of others. SetModel
// takes them away, because they read one model's embeddings.
func (b *Board) SetHeads(heads []Head) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heads = nil
	all := b.vectors.present()
	for _, h := range heads {
		s := &source{row: h.Row, head: true, bias: h.Bias, dirty: true}
		if h.Row.LeftOut == "" {
			s.vectors = [][]float32{h.Weights}
		}
		s.row.Values = none(b.n)
		if b.awaiting == nil {
			b.read(s, all)
		}
		b.heads = append(b.heads, s)
	}
	b.changed()
}
