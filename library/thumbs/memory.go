package thumbs

import (
	"container/list"
	"image"
	"sync"
)

// memory keeps the pictures that were used last.
type memory struct {
	cap int

	mu     sync.Mutex
	held   map[memoryKey]*list.Element
	recent *list.List // of memoryEntry, the last used in front
	bytes  int
}

type memoryEntry struct {
	key memoryKey
	img *image.RGBA
}

func newMemory(capBytes int) *memory {
	return &memory{cap: capBytes, held: make(map[memoryKey]*list.Element), recent: list.New()}
}

func (m *memory) get(k memoryKey) (*image.RGBA, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.held[k]
	if !ok {
		return nil, false
	}
	m.recent.MoveToFront(e)
	return e.Value.(memoryEntry).img, true
}

func (m *memory) put(k memoryKey, img *image.RGBA) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.held[k]; ok {
		m.drop(e)
	}
	m.held[k] = m.recent.PushFront(memoryEntry{k, img})
	m.bytes += len(img.Pix)
	for m.bytes > m.cap && m.recent.Len() > 1 {
		m.drop(m.recent.Back())
	}
}

func (m *memory) drop(e *list.Element) {
	old := m.recent.Remove(e).(memoryEntry)
	delete(m.held, old.key)
	m.bytes -= len(old.img.Pix)
}
