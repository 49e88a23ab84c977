package workspace

import "culler/scoring/faces"

// Faces are the faces of photo i as far as they are known, the largest first.
func (ws *Workspace) Faces(i int) []faces.Reading { return faces.On(ws.board, i) }
