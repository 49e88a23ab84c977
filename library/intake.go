package library

import (
	"context"
	"errors"
	"time"
)

// intake takes what readers read of some photos into the shoot. Photos are settled in
// the order of their indices, whichever was read first: of two copies the first one
// has the plain identity.
type intake struct {
	s        *Shoot
	todo     []int
	next     int             // place in todo of what is to be settled next
	waiting  map[int]reading // what was read before its turn, by photo
	batch    []reading       // whose turn it is
	remember *rememberer
	progress func(done, total int)
	total    int
	settled  int       // photos of the shoot that were read
	grouped  time.Time // when bursts were formed last
	stale    bool      // photos were settled since
}

// readThese reads some photos.
func (s *Shoot) readThese(ctx context.Context, todo []int, progress func(done, total int)) error {
	total := s.Len()
	in := &intake{s: s, todo: todo, waiting: map[int]reading{}, progress: progress, total: total, settled: total - len(todo), grouped: time.Now()}
	progress(in.settled, total)
	if len(todo) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	arrived := s.startReaders(ctx, todo)
	in.remember = s.startRemembering()
	defer in.remember.end()
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	for in.next < len(todo) {
		select {
		case r := <-arrived:
			in.waiting[r.photo] = r
			if err := in.line(); err != nil {
				return errors.Join(in.finish(), err)
			}
		case <-tick.C:
			if err := in.settle(); err != nil {
				return err
			}
			if time.Since(in.grouped) >= groupEvery {
				in.group()
			}
		case <-ctx.Done():
			return errors.Join(ctx.Err(), in.finish())
		}
	}
	if err := in.finish(); err != nil {
		return err
	}
	s.tellReplaced()
	return in.remember.end()
}

// line takes what was read into the batch as far as it is its turn. The error says
// that the folder is gone.
func (in *intake) line() error {
	for in.next < len(in.todo) {
		r, here := in.waiting[in.todo[in.next]]
		if !here {
			break
		}
		delete(in.waiting, r.photo)
		if r.gone && !in.s.folderThere() {
			return in.s.folderGone()
		}
		in.batch = append(in.batch, r)
		in.next++
	}
	return nil
}

// settle makes the batch part of the shoot.
func (in *intake) settle() error {
	if len(in.batch) == 0 {
		return nil
	}
	known, err := in.s.settle(in.batch)
	in.s.events.deliver()
	if err != nil {
		return err
	}
	in.remember.add(known)
	in.settled += len(in.batch)
	in.batch, in.stale = in.batch[:0], true
	in.progress(in.settled, in.total)
	return nil
}

// group forms the bursts anew if photos were settled since.
func (in *intake) group() {
	if in.stale {
		in.s.regroup()
		in.s.events.deliver()
		in.grouped, in.stale = time.Now(), false
	}
}

// finish settles what came in so far, and forms the bursts.
func (in *intake) finish() error {
	err := in.settle()
	in.group()
	return err
}
