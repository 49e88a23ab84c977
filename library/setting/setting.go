// Package setting names the settings that the window and the terminal share, in
// one place, so that they mean the same in both.
package setting

// Names of what is kept, with the type of each.
const (
	Weights   = "weights"        // board.Settings: the photographer's weights
	Taste     = "taste"          // learn.Taste: what was learned of the photographer's taste
	Profile   = "profile"        // string: the title of the profile in use; "": that without a name
	Prompts   = "prompts"        // string: the ID of the prompt set in use
	Sidecars  = "sidecars"       // library.Sidecars: whether and how sidecars are written
	Faces     = "faces"          // faces.Search: where faces are looked for
	Gap       = "gap"            // time.Duration: the burst gap of shoots whose gap was never set
	Model     = "model"          // string: the ID of the model in use
	Processor = "provider"       // onnx.Provider: what models compute with; "": what is fastest
	Version   = "culler-version" // string: the version of Culler that opened the database last
	Window    = "window"         // how the window looks and what is open in it
	HandOver  = "handOver"       // how photos were handed over the last time
)
