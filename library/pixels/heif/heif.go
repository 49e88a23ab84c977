// Package heif decodes HEIC pictures in a sandbox.
//
// It runs libheif and libde265, compiled to WebAssembly (assets/libheif), in memory
// that grows where it stands, since growing by copies takes most of the time of
// a large picture; up to a limit; and until a context ends. A library that
// happens to be installed is never used: a damaged file could make it bring
// down the program.
package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"culler/assets/libheif"
	"culler/library/pixels/memory"
)

// engine is the compiled module, with what it runs in.
var engine = sync.OnceValues(func() (*machine, error) {
	z, err := gzip.NewReader(bytes.NewReader(libheif.Module))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	m := &machine{runtime: wazero.NewRuntime(ctx)}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, m.runtime); err != nil {
		return nil, err
	}
	m.code, err = m.runtime.CompileModule(experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0)), code)
	return m, err
})

type machine struct {
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

// What the module says of a picture (heif_colorspace and heif_chroma of
// libheif).
const (
	spaceYCbCr = 0
	spaceRGB   = 1
	spaceGrey  = 2

	chroma420 = 1
	chroma422 = 2
	chroma444 = 3
)

// ErrDamaged tells that the file cannot be decoded.
var ErrDamaged = errors.New("its picture cannot be decoded")

// perPixel is how many bytes a pixel takes in the module.
const perPixel = 11

// Decode decodes a file of so many pixels and shows the picture, upright as the
// file's boxes say; it is gone when show returns. Beside the file it takes limit
// bytes of memory at most. ctx is looked at before and after.
func Decode(ctx context.Context, file []byte, pixels, limit int64, show func(image.Image)) error {
	room := newLinear(limit)
	defer room.end()
	room.prepare(min(perPixel*pixels, limit))
	m, err := engine()
	if err != nil {
		return fmt.Errorf("start the HEIC decoder: %w", err)
	}
	ctx = experimental.WithMemoryAllocator(ctx, room)
	mod, err := m.runtime.InstantiateModule(ctx, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return fmt.Errorf("start the HEIC decoder: %w", err)
	}
	defer mod.Close(ctx)
	c := &caller{ctx: ctx, mod: mod}
	img := c.decode(file)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case c.err != nil:
		return c.err
	}
	show(img)
	return nil
}

// caller calls the module; after an error it does nothing any more.
type caller struct {
	ctx context.Context
	mod api.Module
	err error
}

func (c *caller) call(name string, args ...uint64) uint64 {
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

// number reads the n-th number of 32 bits at an address.
func (c *caller) number(at uint64, n int) int {
	v, ok := c.mod.Memory().ReadUint32Le(uint32(at) + uint32(4*n))
	if !ok && c.err == nil {
		c.err = ErrDamaged
	}
	return int(v)
}

func (c *caller) decode(file []byte) image.Image {
	in, say := c.call("malloc", uint64(len(file))), c.call("malloc", 5*4)
	if c.err != nil || !c.mod.Memory().Write(uint32(in), file) {
		return nil
	}
	// The module takes one brand only, while the file may name another that it is
	// compatible with; what is inside decides.
	if len(file) >= 12 && string(file[4:8]) == "ftyp" {
		c.mod.Memory().Write(uint32(in)+8, []byte("heic"))
	}
	ask := func(headOnly, out uint64) {
		c.call("decode", in, uint64(len(file)), headOnly, say, say+4, say+8, say+12, say+16, out)
	}
	ask(1, 0)
	w, h, space, chroma, premultiplied := c.number(say, 0), c.number(say, 1), c.number(say, 2), c.number(say, 3), c.number(say, 4)
	if c.err != nil {
		return nil
	}
	// Rows and planes are as large as 16 divides.
	up := func(n int) int { return (n + 15) &^ 15 }
	rect := image.Rect(0, 0, w, h)
	cw, ch, ratio := (w+1)/2, (h+1)/2, image.YCbCrSubsampleRatio420
	switch chroma {
	case chroma422:
		ch, ratio = h, image.YCbCrSubsampleRatio422
	case chroma444:
		cw, ch, ratio = w, h, image.YCbCrSubsampleRatio444
	}
	stride := up(w)
	size := stride * h
	i1 := size + up(cw)*ch
	switch space {
	case spaceYCbCr:
		size = i1 + up(cw)*ch
	case spaceRGB:
		stride = up(4 * w)
		size = stride * h
	}
	out := c.call("malloc", uint64(size))
	ask(0, out)
	if c.err != nil {
		return nil
	}
	pix, ok := c.mod.Memory().Read(uint32(out), uint32(size))
	if !ok {
		c.err = ErrDamaged
		return nil
	}
	switch {
	case space == spaceGrey:
		return &image.Gray{Pix: pix, Stride: stride, Rect: rect}
	case space == spaceYCbCr:
		y := stride * h
		return &image.YCbCr{Y: pix[:y:y], Cb: pix[y:i1:i1], Cr: pix[i1:size:size], SubsampleRatio: ratio, YStride: stride, CStride: up(cw), Rect: rect}
	case premultiplied == 1:
		return &image.RGBA{Pix: pix, Stride: stride, Rect: rect}
	}
	return &image.NRGBA{Pix: pix, Stride: stride, Rect: rect}
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
