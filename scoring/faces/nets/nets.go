// Package nets runs the four small networks that find faces, place points on
// them, and tell whether eyes are open and whether a face smiles. They are those
// of assets/faces; what they are given and what they answer is as measured there.
package nets

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"culler/assets/faces"
	"culler/scoring/onnx"
)

// Version changes when the same picture may give other numbers than before.
const Version = 1

// Nets are the networks. Each is opened when it is needed, closed when nobody
// used it for a while, and takes one thread a call. They are safe for concurrent use.
type Nets struct {
	load                            func() (*onnx.Runtime, error)
	detect, wide, mesh, eyes, smile graph
}

// New makes Nets of a way to load ONNX Runtime, which is called when the first
// network is needed.
func New(load func() (*onnx.Runtime, error)) *Nets {
	detect := func(idle time.Duration) graph {
		return graph{name: "the network that finds faces", bytes: faces.Detect, outputs: []string{"raw", "logit"}, varied: true, idle: idle}
	}
	return &Nets{
		load:   load,
		detect: detect(idle),
		wide:   detect(idleWide),
		mesh:   graph{name: "the network of faces' points", bytes: faces.Mesh, outputs: []string{"points", "flag"}, idle: idle},
		eyes:   graph{name: "the network of eyes", bytes: faces.Eyes, outputs: []string{"probability"}, idle: idle},
		smile:  graph{name: "the network of smiles", bytes: faces.Smile, outputs: []string{"probability"}, idle: idle},
	}
}

// Open opens the network that finds faces: where that works the others do.
func (n *Nets) Open(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return n.detect.open(n.load)
}

// Close frees the networks after the last call under way has ended.
func (n *Nets) Close() error {
	return errors.Join(n.detect.close(), n.wide.close(), n.mesh.close(), n.eyes.close(), n.smile.close())
}

// graph is one network.
type graph struct {
	name    string
	bytes   []byte
	outputs []string
	varied  bool          // its inputs come in many sizes
	idle    time.Duration // how long it stays open that nobody uses

	mu      sync.RWMutex // held for reading by those who run it
	session *onnx.Session
	before  *onnx.Session // that was open and closed
	err     error         // why it cannot be opened, or is not open any more
	rest    *time.Timer   // closes the session; set when it is first opened
}

// How long a network stays open that nobody uses: photos are read once and
// remembered. The one that searches the largest level keeps 130 MB of the last
// picture; the first search after it was closed takes half as long again.
const (
	idle     = 20 * time.Second
	idleWide = 300 * time.Millisecond
)

// use returns the session, which stays open until done is called.
func (g *graph) use(load func() (*onnx.Runtime, error)) (s *onnx.Session, done func(), err error) {
	for {
		g.mu.RLock()
		if g.session != nil {
			return g.session, func() {
				g.mu.RUnlock()
				g.rest.Reset(g.idle)
			}, nil
		}
		g.mu.RUnlock()
		if err := g.open(load); err != nil {
			return nil, nil, err
		}
	}
}

func (g *graph) open(load func() (*onnx.Runtime, error)) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.session != nil || g.err != nil {
		return g.err
	}
	r, err := load()
	if err != nil {
		return err // the next try may find the library
	}
	g.session, g.err = r.Open(onnx.Graph{Name: g.name, Bytes: g.bytes}, onnx.SessionOptions{Threads: 1, Outputs: g.outputs, Varied: g.varied, Like: g.before})
	if g.rest == nil {
		g.rest = time.AfterFunc(g.idle, g.sleep)
	}
	g.rest.Reset(g.idle)
	return g.err
}

// sleep closes a session that nobody uses.
func (g *graph) sleep() {
	if !g.mu.TryLock() {
		return // its user sets the timer again
	}
	defer g.mu.Unlock()
	if g.session != nil {
		_ = g.session.Close() // it is opened anew when it is needed
		g.before, g.session = g.session, nil
	}
}

func (g *graph) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.session
	g.session, g.err = nil, fmt.Errorf("%s was closed", g.name)
	if s == nil {
		return nil
	}
	return s.Close()
}

// run gives a network count inputs of one shape and checks how many numbers each
// output has for one of them.
func (n *Nets) run(ctx context.Context, g *graph, input []float32, shape []int64, each ...int) ([]onnx.Value, error) {
	s, done, err := g.use(n.load)
	if err != nil {
		return nil, err
	}
	defer done()
	out, err := s.Run(ctx, onnx.Value{Shape: shape, Floats: input})
	if err != nil {
		return nil, err
	}
	for k, v := range out {
		if len(v.Floats) != int(shape[0])*each[k] {
			return nil, fmt.Errorf("%s answers with %v numbers for %v", g.name, v.Shape, shape)
		}
	}
	return out, nil
}
