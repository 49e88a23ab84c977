// Package sandbox runs decoders of pictures that were compiled to WebAssembly: in
// memory that grows where it stands, since growing by copies takes most of the
// time of a large picture; up to a limit; and until a context ends. Whatever a
// damaged file makes of such a decoder, it cannot bring down the program.
package sandbox

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"culler/library/pixels/memory"
)

// ErrDamaged tells that the file cannot be decoded.
var ErrDamaged = errors.New("its picture cannot be decoded")

// Decoder is a decoder that is compiled when it is first needed. It is safe for
// concurrent use.
type Decoder struct {
	name   string
	engine func() (*machine, error)
}

// New returns the decoder in a compressed (gzip) module. One that may run for
// ever over a damaged file is interruptible, which makes it somewhat slower: it
// ends when its context does.
func New(name string, module []byte, interruptible bool) *Decoder {
	return &Decoder{name, sync.OnceValues(func() (*machine, error) {
		z, err := gzip.NewReader(bytes.NewReader(module))
		if err != nil {
			return nil, err
		}
		code, err := io.ReadAll(z)
		if err != nil {
			return nil, err
		}
		ctx := context.Background()
		m := &machine{runtime: wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCloseOnContextDone(interruptible))}
		if _, err := wasi_snapshot_preview1.Instantiate(ctx, m.runtime); err != nil {
			return nil, err
		}
		m.code, err = m.runtime.CompileModule(experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0)), code)
		return m, err
	})}
}

type machine struct {
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

// Run runs the decoder: do calls its functions. expect is how many bytes it will
// probably need, and limit how many it may have at most. What do reads of the
// decoder's memory is gone when Run returns.
func (d *Decoder) Run(ctx context.Context, expect, limit int64, do func(c *Caller)) (err error) {
	defer func() {
		if p := recover(); p != nil { // wazero's, where there is less memory than the module begins with
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	room := newLinear(limit)
	defer room.end()
	room.prepare(min(expect, limit))
	m, err := d.engine()
	if err != nil {
		return fmt.Errorf("start the %s decoder: %w", d.name, err)
	}
	inside := experimental.WithMemoryAllocator(ctx, room)
	mod, err := m.runtime.InstantiateModule(inside, m.code, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize"))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("start the %s decoder: %w", d.name, err)
	}
	defer mod.Close(inside)
	c := &Caller{ctx: inside, mod: mod}
	do(c)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.err
}

// Caller calls a decoder; after an error it does nothing any more.
type Caller struct {
	ctx context.Context
	mod api.Module
	err error
}

// Failed tells whether something went wrong.
func (c *Caller) Failed() bool { return c.err != nil }

// Call calls a function, whose result of 0 means that it failed.
func (c *Caller) Call(name string, args ...uint64) uint64 {
	if c.err != nil {
		return 0
	}
	res, err := c.mod.ExportedFunction(name).Call(c.ctx, args...)
	if err != nil {
		c.err = fmt.Errorf("%w: %v", ErrDamaged, err)
		return 0
	}
	if uint32(res[0]) == 0 {
		c.err = ErrDamaged
	}
	return res[0]
}

// Put copies bytes into the decoder's memory and returns where they are.
func (c *Caller) Put(b []byte) uint64 {
	at := c.Call("malloc", uint64(len(b)))
	if c.err == nil && !c.mod.Memory().Write(uint32(at), b) {
		c.err = ErrDamaged
	}
	return at
}

// Number reads the n-th number of 32 bits at an address.
func (c *Caller) Number(at uint64, n int) int {
	v, ok := c.mod.Memory().ReadUint32Le(uint32(at) + uint32(4*n))
	if !ok && c.err == nil {
		c.err = ErrDamaged
	}
	return int(v)
}

// Bytes are the decoder's own, so many of them at an address.
func (c *Caller) Bytes(at uint64, size int) []byte {
	b, ok := c.mod.Memory().Read(uint32(at), uint32(size))
	if !ok && c.err == nil {
		c.err = ErrDamaged
	}
	return b
}

// linear is the memory of a module. It grows where it stands.
type linear struct {
	whole []byte
	free  func()
	work  sync.WaitGroup
}

func newLinear(limit int64) *linear {
	l := &linear{}
	l.whole, l.free = memory.Reserve(int(min(limit, 4<<30-64<<10)))
	return l
}

// prepare has the system find n bytes while the module is made ready and works
// on the first of them.
func (l *linear) prepare(n int64) {
	l.work.Go(func() { memory.Populate(l.whole[:min(n, int64(len(l.whole)))]) })
}

func (l *linear) Allocate(_, _ uint64) experimental.LinearMemory { return l }

func (l *linear) Reallocate(size uint64) []byte {
	if size > uint64(len(l.whole)) {
		return nil
	}
	return l.whole[:size]
}

// Free leaves the memory to end: the picture is in it.
func (l *linear) Free() {}

func (l *linear) end() {
	l.work.Wait()
	l.free()
}
