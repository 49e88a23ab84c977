package backend

import (
	"context"
	"path/filepath"

	"culler/library/demo"
)

// DemoShoot writes the demo shoot below the House's Data, unless it is there,
// and returns its folder; progress, which may be nil, is told in frames.
func (h *House) DemoShoot(ctx context.Context, progress func(done, total int)) (folder string, err error) {
	folder = filepath.Join(h.Data, "demo shoot")
	_, err = demo.Write(ctx, folder, progress)
	return folder, err
}
