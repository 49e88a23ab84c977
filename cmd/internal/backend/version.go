package backend

import (
	"runtime/debug"

	"culler/library/setting"
	"culler/library/store"
)

// version is what make build says, by way of the linker; .ci/version takes it
// from git.
var version string

// Version is the version that this program was built as.
func Version() string {
	if version != "" {
		return version
	}
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "(unknown)"
}

// sign writes into a database which Culler has it open. A disk that is too full
// for that keeps nobody from looking at photos.
func sign(db *store.DB) {
	var was string
	if _, err := db.Setting(setting.Version, &was); err != nil || was != Version() {
		_ = db.SetSetting(setting.Version, Version())
	}
}
