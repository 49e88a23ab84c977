package clip

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// How long a graph stays open that nobody uses: prompts and photos are read once
// and remembered, and a graph may take hundreds of megabytes. Texts are asked all
// at once, while pictures may wait for the disk.
const (
	idle      = 20 * time.Second
	idleTexts = 2 * time.Second
)

// part is one graph of a model, which is opened when it is first needed.
type part struct {
	file        string
	image, text bool // what it takes

	mu     sync.RWMutex // held for reading by those who run the graph
	tower  *tower       // nil: not open
	before *tower       // that was open, proved and closed
	said   string       // note of the session
	rest   *time.Timer  // closes the graph; set when it is first opened
	closed bool
}

// Prove opens both graphs, if they are not, and proves that they work. The error
// is a sentence for people.
func (m *Model) Prove(ctx context.Context) error {
	if err := m.NeedPictures(ctx); err != nil {
		return err
	}
	return m.NeedTexts(ctx)
}

// NeedPictures opens the graph of pictures, if it is not, and proves that it
// works. The error is a sentence for people.
func (m *Model) NeedPictures(ctx context.Context) error { return m.need(ctx, m.image) }

// NeedTexts is NeedPictures for texts.
func (m *Model) NeedTexts(ctx context.Context) error { return m.need(ctx, m.text) }

func (m *Model) need(ctx context.Context, p *part) error {
	_, done, err := m.use(ctx, p)
	if err == nil {
		done()
	}
	return err
}

// use returns a graph that stays open until done is called.
func (m *Model) use(ctx context.Context, p *part) (t *tower, done func(), err error) {
	for {
		p.mu.RLock()
		if p.tower != nil {
			return p.tower, func() {
				p.mu.RUnlock()
				p.rest.Reset(p.idle())
			}, nil
		}
		p.mu.RUnlock()
		if err := m.wake(ctx, p); err != nil {
			return nil, nil, err
		}
	}
}

// wake opens a graph, unless it is open. What was proved once is not proved
// again.
func (m *Model) wake(ctx context.Context, p *part) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return fmt.Errorf("%s was closed", p.file)
	}
	if p.tower != nil {
		return nil
	}
	if err := m.folder.Verify(ctx, p.file); err != nil {
		return m.unfit(err)
	}
	t, err := m.openTower(p)
	if err != nil {
		return m.unfit(err)
	}
	if b := p.before; b != nil {
		t.batch, t.short, t.fill = b.batch, b.short, b.fill
	} else if err := m.prove(ctx, p, t); err != nil {
		t.session.Close()
		return m.unfit(err)
	}
	p.tower, p.said = t, t.session.Note()
	if p.rest == nil {
		p.rest = time.AfterFunc(p.idle(), p.sleep)
	}
	return nil
}

func (p *part) idle() time.Duration {
	if p.image {
		return idle
	}
	return idleTexts
}

// sleep closes a graph that nobody uses.
func (p *part) sleep() {
	if !p.mu.TryLock() {
		return // its user sets the timer again
	}
	defer p.mu.Unlock()
	if p.tower != nil {
		p.tower.session.Close()
		p.before, p.tower = p.tower, nil
	}
}

// close closes the graph for ever, after the runs under way have ended.
func (p *part) close() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.rest != nil {
		p.rest.Stop()
	}
	if p.tower != nil {
		err = p.tower.session.Close()
		p.tower = nil
	}
	return err
}

// note is a sentence where the provider asked for was found not to work.
func (p *part) note() string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.said
}
