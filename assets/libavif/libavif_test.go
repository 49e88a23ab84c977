package libavif

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestTheModuleIsTheOneThatWasTested(t *testing.T) {
	if sum := sha256.Sum256(Module); hex.EncodeToString(sum[:]) != SHA256 {
		t.Errorf("the module's SHA-256 is %x, not %s", sum, SHA256)
	}
}
