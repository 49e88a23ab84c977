package download

import (
	"os"
	"time"
)

const (
	reportEvery = 100 * time.Millisecond
	window      = 5 * time.Second // over which the speed is averaged
)

// meter turns arriving bytes into Progress.
type meter struct {
	tell    func(Progress)
	total   int64
	done    int64
	waiting string
	told    time.Time
	samples []sample // of the last seconds, the oldest first
}

type sample struct {
	at   time.Time
	done int64
}

func newMeter(total int64, tell func(Progress)) *meter {
	if tell == nil {
		tell = func(Progress) {}
	}
	return &meter{tell: tell, total: total}
}

// start begins to count at what is there already, which costs no time.
func (m *meter) start(done int64) {
	m.done = done
	m.samples = append(m.samples[:0], sample{time.Now(), done})
	m.report(true)
}

func (m *meter) add(n int) {
	m.done += int64(n)
	m.waiting = ""
	m.report(false)
}

func (m *meter) wait(why string) {
	m.waiting = why
	m.report(true)
}

// whole reports a file that is there already.
func (m *meter) whole(path string) {
	if info, err := os.Stat(path); err == nil {
		m.done, m.total = info.Size(), info.Size()
	}
	m.report(true)
}

func (m *meter) report(now bool) {
	at := time.Now()
	if !now && at.Sub(m.told) < reportEvery {
		return
	}
	m.told = at
	m.samples = append(m.samples, sample{at, m.done})
	for len(m.samples) > 2 && at.Sub(m.samples[0].at) > window {
		m.samples = m.samples[1:]
	}
	p := Progress{Done: m.done, Total: m.total, Waiting: m.waiting}
	first := m.samples[0]
	if dt := at.Sub(first.at).Seconds(); dt > 0 && m.done > first.done {
		p.Speed = float64(m.done-first.done) / dt
		if m.total > m.done {
			p.Left = time.Duration(float64(m.total-m.done) / p.Speed * float64(time.Second))
		}
	}
	m.tell(p)
}
