package workspace_test

import (
	"strings"
	"testing"
)

func TestDetailsSayWhatTheFilesTell(t *testing.T) {
	tb := sit(t)
	all := map[string]string{}
	for _, d := range tb.Now().Details(1) {
		all[d.Name] = d.Value
	}
	if !strings.HasPrefix(all["Files"], "IMG_0001.jpg, ") || !strings.HasSuffix(all["Taken"], tb.Now().Photo(1).Meta.Taken.Format("15:04:05.00")) || all["Burst"] != "4 frames" || all["Folder"] != tb.dir {
		t.Errorf("the details are %q", all)
	}
	if _, ok := all["Lens"]; ok && tb.Now().Photo(1).Meta.Lens == "" {
		t.Error("a lens that is not known is listed")
	}
	if got := tb.Now().Details(-1); got != nil {
		t.Errorf("of no photo it says %v", got)
	}
}
