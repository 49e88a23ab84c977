package onnx

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
)

// Graph is an ONNX file: on disk, which spares memory and lets it keep its
// weights in files beside it, or in memory.
type Graph struct {
	Name  string // for messages
	Path  string // on disk; empty: Bytes
	Bytes []byte
}

// SessionOptions say how a graph is run.
type SessionOptions struct {
	Threads  int                                      // of one Run; 0: as many as there are processors
	Spin     bool                                     // threads wait for work actively: a little faster, and a core is never free
	Provider Provider                                 // CPU where empty
	Outputs  []string                                 // outputs that Run computes, in this order; nil: all
	Choose   func(outputs []Tensor) ([]string, error) // in place of Outputs, where the names must be looked at first
	Varied   bool                                     // inputs come in many sizes: plans of memory, one for each size, would only cost
	Width    int                                      // length of the last axis of an output that the graph leaves open; needed for 16-bit outputs only
	Like     *Session                                 // a session of the same graph, open or closed, that spares asking the graph what it takes
}

// Provider is what computes.
type Provider string

// Providers.
const (
	CPU      Provider = "cpu"
	CoreML   Provider = "coreml"   // Apple's neural engine and GPU
	DirectML Provider = "directml" // GPUs under Windows
	CUDA     Provider = "cuda"     // NVIDIA's GPUs
)

// Type is the type of a tensor's numbers.
type Type string

// Types that a Session takes and gives. Others are named as ONNX names them.
const (
	Float32 Type = "float32"
	Float16 Type = "float16"
	Float64 Type = "float64"
	Int32   Type = "int32"
	Int64   Type = "int64"
	Uint8   Type = "uint8"
)

// Tensor describes an input or output.
type Tensor struct {
	Name  string
	Type  Type
	Shape []int64 // -1 where the length is open
}

// String is the tensor in words, as "pixel_values float32 [?,3,224,224]".
func (t Tensor) String() string {
	shape := make([]string, len(t.Shape))
	for i, n := range t.Shape {
		shape[i] = "?"
		if n >= 0 {
			shape[i] = fmt.Sprint(n)
		}
	}
	return fmt.Sprintf("%s %s [%s]", t.Name, t.Type, strings.Join(shape, ","))
}

// Session runs one graph. It is safe for concurrent use.
type Session struct {
	name    string
	inputs  []Tensor
	all     []Tensor // outputs of the graph
	outputs []Tensor // those that Run computes
	width   int
	note    string

	mu  sync.RWMutex // held for reading by every Run
	ort *ort.DynamicAdvancedSession
}

// Open makes a session of a graph. Where the provider does not work the CPU
// takes its place and Note says so. The error is a sentence for people.
func (r *Runtime) Open(g Graph, o SessionOptions) (*Session, error) {
	s := &Session{name: g.Name, width: o.Width}
	var err error
	if o.Like != nil {
		s.inputs, s.all = o.Like.inputs, o.Like.all
	} else {
		inputs, outputs, err := describe(g)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be loaded: %s", g.Name, plain(err))
		}
		s.inputs, s.all = tensors(inputs), tensors(outputs)
	}
	s.outputs = s.all
	if o.Choose != nil {
		if o.Outputs, err = o.Choose(slices.Clone(s.all)); err != nil {
			return nil, err
		}
	}
	if o.Outputs != nil {
		s.outputs = nil
		for _, name := range o.Outputs {
			i := slices.IndexFunc(s.all, func(t Tensor) bool { return t.Name == name })
			if i < 0 {
				return nil, fmt.Errorf("%s has no output %q; it has %s", g.Name, name, Names(s.all))
			}
			s.outputs = append(s.outputs, s.all[i])
		}
	}
	if s.ort, err = s.open(g, o); err != nil && o.Provider != "" && o.Provider != CPU {
		s.note = fmt.Sprintf("%s does not work here (%s), so the processor computes instead.", o.Provider, plain(err))
		o.Provider = CPU
		s.ort, err = s.open(g, o)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be loaded: %s", g.Name, plain(err))
	}
	return s, nil
}

// describe asks for a graph's inputs and outputs, which only a session knows.
// A session that optimises nothing is the cheapest.
func describe(g Graph) (inputs, outputs []ort.InputOutputInfo, err error) {
	if g.Path == "" {
		return ort.GetInputOutputInfoWithONNXData(g.Bytes)
	}
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, nil, err
	}
	defer options.Destroy()
	if err := options.SetGraphOptimizationLevel(ort.GraphOptimizationLevelDisableAll); err != nil {
		return nil, nil, err
	}
	return ort.GetInputOutputInfoWithOptions(g.Path, options)
}

func (s *Session) open(g Graph, o SessionOptions) (*ort.DynamicAdvancedSession, error) {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	spin := "0"
	if o.Spin {
		spin = "1"
	}
	threads := o.Threads
	if threads <= 0 {
		threads = goruntime.NumCPU()
	}
	err = errors.Join(
		options.SetIntraOpNumThreads(threads),
		options.SetInterOpNumThreads(1),
		options.AddSessionConfigEntry("session.intra_op.allow_spinning", spin),
		provide(options, o.Provider))
	if o.Varied {
		err = errors.Join(err, options.SetMemPattern(false))
	}
	if err != nil {
		return nil, err
	}
	inputs, outputs := names(s.inputs), names(s.outputs)
	if g.Path == "" {
		return ort.NewDynamicAdvancedSessionWithONNXData(g.Bytes, inputs, outputs, options)
	}
	return ort.NewDynamicAdvancedSession(g.Path, inputs, outputs, options)
}

// provide asks for a provider; the CPU needs no asking and takes over what the
// provider cannot compute.
func provide(options *ort.SessionOptions, p Provider) error {
	switch p {
	case "", CPU:
		return nil
	case CoreML:
		return options.AppendExecutionProviderCoreMLV2(nil)
	case DirectML:
		// DirectML asks for both, says its documentation.
		return errors.Join(options.SetMemPattern(false),
			options.SetExecutionMode(ort.ExecutionModeSequential),
			options.AppendExecutionProviderDirectML(0))
	case CUDA:
		cuda, err := ort.NewCUDAProviderOptions()
		if err != nil {
			return err
		}
		defer cuda.Destroy()
		return options.AppendExecutionProviderCUDA(cuda)
	}
	return fmt.Errorf("there is no provider %q", p)
}

// Providers lists what can compute with the library in use, the CPU first.
func (r *Runtime) Providers() []Provider {
	found := []Provider{CPU}
	for _, p := range []Provider{CoreML, DirectML, CUDA} {
		if (p == CoreML) != (goruntime.GOOS == "darwin") || (p == DirectML && goruntime.GOOS != "windows") {
			continue // asking for it elsewhere would only write errors to the log
		}
		options, err := ort.NewSessionOptions()
		if err != nil {
			continue
		}
		if provide(options, p) == nil {
			found = append(found, p)
		}
		options.Destroy()
	}
	return found
}

// Inputs describes what Run takes, in order.
func (s *Session) Inputs() []Tensor { return slices.Clone(s.inputs) }

// Outputs describes what Run returns, in order.
func (s *Session) Outputs() []Tensor { return slices.Clone(s.outputs) }

// Note is a sentence for people where the provider asked for does not compute,
// else empty.
func (s *Session) Note() string { return s.note }

// Run computes the outputs. The inputs come in the order of Inputs; their
// numbers are converted to the types that the graph wants. When ctx is
// cancelled Run ends soon with its error.
func (s *Session) Run(ctx context.Context, inputs ...Value) ([]Value, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(inputs) != len(s.inputs) {
		return nil, fmt.Errorf("%s takes %d inputs, not %d", s.name, len(s.inputs), len(inputs))
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.ort == nil {
		return nil, fmt.Errorf("%s was closed", s.name)
	}
	in := make([]ort.Value, len(inputs))
	out := make([]ort.Value, len(s.outputs))
	defer destroy(in)
	defer destroy(out)
	for i, v := range inputs {
		var err error
		if in[i], err = v.tensor(s.inputs[i].Type); err != nil {
			return nil, fmt.Errorf("%s, input %s: %w", s.name, s.inputs[i].Name, err)
		}
	}
	for i, t := range s.outputs {
		if t.Type != Float16 {
			continue // allocated by the library, which cannot hand 16-bit numbers over
		}
		var err error
		if out[i], err = s.half(t, inputs); err != nil {
			return nil, err
		}
	}
	if err := s.run(ctx, in, out); err != nil {
		return nil, err
	}
	values := make([]Value, len(out))
	for i, o := range out {
		var err error
		if values[i], err = fromTensor(o); err != nil {
			return nil, fmt.Errorf("%s, output %s: %w", s.name, s.outputs[i].Name, err)
		}
	}
	return values, nil
}

func (s *Session) run(ctx context.Context, in, out []ort.Value) error {
	if ctx.Done() == nil {
		return s.failed(s.ort.Run(in, out))
	}
	options, err := ort.NewRunOptions()
	if err != nil {
		return s.failed(err)
	}
	defer options.Destroy()
	told := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { options.Terminate(); close(told) })
	err = s.ort.RunWithOptions(in, out, options)
	if !stop() {
		<-told // the options must outlive the telling
		return ctx.Err()
	}
	return s.failed(err)
}

func (s *Session) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s cannot compute: %s", s.name, plain(err))
}

// Close frees the session after the last Run under way has ended.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ort == nil {
		return nil
	}
	err := s.ort.Destroy()
	s.ort = nil
	return err
}

// Names lists tensors by name, for messages.
func Names(all []Tensor) string {
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(names(all), ", ")
}

func names(all []Tensor) []string {
	var n []string
	for _, t := range all {
		n = append(n, t.Name)
	}
	return n
}

func tensors(infos []ort.InputOutputInfo) []Tensor {
	var all []Tensor
	for _, i := range infos {
		all = append(all, Tensor{Name: i.Name, Type: typeOf(i.DataType), Shape: slices.Clone(i.Dimensions)})
	}
	return all
}
