// Package onnx finds, unpacks and opens ONNX Runtime, and owns the sessions
// that run models.
//
// ONNX Runtime is one per process: Load answers with the same Runtime once it
// has succeeded.
package onnx

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"syscall"

	ort "github.com/yalue/onnxruntime_go"
)

// Variable is the environment variable that names a library to be used in
// place of the embedded one.
const Variable = "CULLER_ONNXRUNTIME"

// Options say which library Load takes.
type Options struct {
	Library string // path of the shared library; empty: Variable, then the embedded one
	Cache   string // folder to unpack the embedded library to; empty: culler in the user's cache folder
}

// Runtime is ONNX Runtime, loaded. It is safe for concurrent use.
type Runtime struct {
	library string
	version string
}

var process struct {
	sync.Mutex
	loaded *Runtime
}

// Load loads ONNX Runtime: the library that the options name, else the one
// that the environment names, else the embedded one. The error is a sentence
// for people; Load may be called again after it.
func Load(o Options) (*Runtime, error) {
	process.Lock()
	defer process.Unlock()
	if process.loaded != nil {
		return process.loaded, nil
	}
	path, err := find(o)
	if err != nil {
		return nil, fmt.Errorf("photos cannot be judged by a model, because ONNX Runtime is missing: %w", err)
	}
	giveBack()
	ort.SetSharedLibraryPath(path)
	// Errors come back as errors; the library need not print them too.
	if err := ort.InitializeEnvironment(ort.WithLogLevelFatal()); err != nil {
		return nil, fmt.Errorf("photos cannot be judged by a model, because ONNX Runtime does not start from %s: %s", path, why(err))
	}
	_ = ort.DisableTelemetry() // of Windows; where it fails there is none
	process.loaded = &Runtime{library: path, version: ort.GetVersion()}
	return process.loaded, nil
}

// Library is the path of the library in use.
func (r *Runtime) Library() string { return r.library }

// Version is ONNX Runtime's version.
func (r *Runtime) Version() string { return r.version }

// find is the path of the library to load.
func find(o Options) (string, error) {
	for _, named := range []struct{ path, by string }{
		{o.Library, "the command line"}, {os.Getenv(Variable), "the variable " + Variable},
	} {
		if named.path == "" {
			continue
		}
		info, err := os.Stat(named.path)
		if err != nil {
			return "", fmt.Errorf("%s names a library that cannot be read: %w", named.by, err)
		}
		if !info.Mode().IsRegular() {
			return "", fmt.Errorf("%s names %s, which is not a file: name the library itself", named.by, named.path)
		}
		return filepath.Abs(named.path)
	}
	cache := o.Cache
	if cache == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("there is no cache folder to unpack it to (%w): set HOME, or name a library by %s", err, Variable)
		}
		cache = filepath.Join(base, "culler")
	}
	return unpack(cache)
}

// why makes a sentence's end of an error of the library.
func why(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "API base"):
		return "it is too old; Culler needs version 1.24 or later"
	case goruntime.GOOS == "linux" && strings.Contains(text, "GLIBC"):
		return "this system's C library is too old; version 2.27 or later is needed"
	case goruntime.GOOS == "windows" && errors.Is(err, syscall.Errno(126)): // ERROR_MOD_NOT_FOUND
		return "a part of Windows that it needs is missing; install Microsoft's Visual C++ runtime from https://aka.ms/vs/17/release/vc_redist.x64.exe"
	case strings.Contains(text, "noexec") || strings.Contains(text, "failed to map segment"):
		return "the folder does not allow programs to run from it; name a copy elsewhere by " + Variable
	}
	return plain(err)
}

// plain is the innermost reason of a chain of errors, in one line.
func plain(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return strings.Join(strings.Fields(err.Error()), " ")
		}
		err = inner
	}
}
