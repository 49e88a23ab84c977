package prompts

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// The ideas that the default set promises, with the wording that comes first.
func TestDefaultSetHoldsThePromisedIdeas(t *testing.T) {
	pairs := [][2]string{
		{"a well-composed photograph", "a poorly composed photograph"},
		{"a balanced composition", "an unbalanced composition"},
		{"a photo with good framing", "a photo with bad framing"},
		{"aesthetically pleasing", "unattractive"},
		{"visually harmonious", "visually jarring"},
		{"professional photography", "an amateur snapshot"},
	}
	positive := []string{"rule of thirds composition", "minimalist composition", "leading lines", "symmetry", "depth and perspective"}
	negative := []string{"cluttered composition", "flat composition", "poor lighting"}
	var gotPairs [][2]string
	var gotPositive, gotNegative []string
	var scales []Prompt
	for _, p := range Default().Prompts {
		switch p.Kind {
		case Pair:
			gotPairs = append(gotPairs, [2]string{p.Positive[0], p.Negative[0]})
		case Positive:
			gotPositive = append(gotPositive, p.Positive[0])
		case Negative:
			gotNegative = append(gotNegative, p.Negative[0])
		case Scale:
			scales = append(scales, p)
		}
		if p.Kind != Scale && (p.Off || p.Weight == 0) {
			t.Errorf("%s is off", p.ID)
		}
		for _, side := range [][]string{p.Positive, p.Negative} {
			if len(side) == 1 {
				t.Errorf("%s has a single wording", p.ID)
			}
		}
	}
	if !reflect.DeepEqual(gotPairs, pairs) || !reflect.DeepEqual(gotPositive, positive) || !reflect.DeepEqual(gotNegative, negative) {
		t.Errorf("the default set holds %q, %q, %q", gotPairs, gotPositive, gotNegative)
	}
	if len(scales) != 1 || !scales[0].Off {
		t.Fatalf("want one scale, off: %+v", scales)
	}
	for i, level := range []string{"bad", "poor", "fair", "good", "perfect"} {
		if want := "a photo of " + level + " quality"; scales[0].Levels[i] != want {
			t.Errorf("level %d is %q, want %q", i, scales[0].Levels[i], want)
		}
	}
}

func TestEmbeddedSetsSurviveWriteAndParse(t *testing.T) {
	for _, set := range Embedded() {
		var b bytes.Buffer
		if err := set.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(&b, "again.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(set, again) {
			t.Errorf("%s changed:\n%+v\n%+v", set.ID, set, again)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	a := Default()
	b := a.Clone()
	b.Prompts[0].Positive[0] = "changed"
	b.Prompts[14].Levels[0] = "changed"
	b.Prompts[1].ID = "changed"
	if !reflect.DeepEqual(a, Default()) {
		t.Error("a change of the copy changed the set")
	}
}

const head = "id: mine\ntitle: Mine\nprompts:\n"

func TestParseNamesLineAndReason(t *testing.T) {
	good := "  - id: a\n    title: A\n    kind: positive\n    positive: [symmetry]\n"
	for _, c := range []struct{ name, yaml, want string }{
		{"empty", "", "set.yaml: the file is empty"},
		{"comment", "# nothing\n", "set.yaml: the file is empty"},
		{"not a mapping", "hello\n", "line 1: a set must be written as fields"},
		{"no prompts", "id: mine\ntitle: Mine\n", "line 1: the set holds no prompts"},
		{"bad set id", "title: x\nid: My Set\nprompts: []\n", `line 2: the set's id "My Set" cannot be used`},
		{"syntax", "id: mine\ntitle: \"Mine\nprompts:\n", "this is not valid YAML"},
		{"tab", "id: mine\ntitle: Mine\nprompts:\n\t- id: x\n", "line 4: this is not valid YAML"},
		{"unknown field of set", "id: mine\ntitle: Mine\ncolour: red\n", `line 3: a set has no field "colour"`},
		{"unknown field", head + good + "    wieght: 2\n", `line 8: a prompt has no field "wieght"`},
		{"field twice", head + good + "    title: B\n", `line 8: the field "title" is given twice`},
		{"duplicate id", head + good + good, `line 8: the id "a" is used by two prompts`},
		{"weight text", head + good + "    weight: heavy\n", "line 8: the weight must be a number"},
		{"weight high", head + good + "    weight: 7\n", `line 8: the weight of prompt "a" is 7; it must be 0 to 2`},
		{"weight nan", head + good + "    weight: .nan\n", "line 8: the weight"},
		{"off", head + good + "    off: perhaps\n", `line 8: "off" must be true or false`},
		{"prompts not a list", "id: mine\ntitle: Mine\nprompts: none\n", `line 3: "prompts" must be a list`},
		{"prompt not fields", head + "  - symmetry\n", "line 4: a prompt must be written as fields"},
		{"kind", head + "  - id: a\n    title: A\n    kind: duo\n", `line 6: prompt "a" is of the kind "duo"`},
		{"no title", head + "  - id: a\n    kind: positive\n", `line 4: prompt "a" has no title`},
		{"side missing", head + "  - id: a\n    title: A\n    kind: pair\n    positive: [good]\n", `line 6: prompt "a" is a pair and needs wordings under "negative"`},
		{"side too much", head + good + "    negative: [bad]\n", `line 8: prompt "a" is a positive and cannot have "negative"`},
		{"one level", head + "  - id: a\n    title: A\n    kind: scale\n    levels: [good]\n", "line 7: prompt \"a\" is a scale and needs at least two levels"},
		{"empty wording", head + "  - id: a\n    title: A\n    kind: positive\n    positive: ['  ']\n", `line 7: prompt "a": a wording is empty`},
		{"no word", head + "  - id: a\n    title: A\n    kind: positive\n    positive: ['?!']\n", `line 7: prompt "a": the wording "?!" holds no word`},
		{"10,000 characters", head + "  - id: a\n    title: A\n    kind: positive\n    positive: [" + strings.Repeat("long ", 2000) + "]\n", `line 7: prompt "a": a wording has 9999 characters`},
		{"wording with colon", head + "  - id: a\n    title: A\n    kind: positive\n    positive:\n      - light: good\n", "line 8: this must be a text"},
		{"two documents", head + good + "---\nid: b\n", "more than one document"},
		{"huge", "# " + strings.Repeat("x", maxFile), "not a file of prompts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(strings.NewReader(c.yaml), "set.yaml")
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.HasPrefix(err.Error(), "set.yaml") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("said %q, want %q in it", err, c.want)
			}
			if len(err.Error()) > 400 {
				t.Errorf("the sentence has %d characters", len(err.Error()))
			}
		})
	}
}

func TestParseIsForgivingWhereItIsClear(t *testing.T) {
	set, err := Parse(strings.NewReader(head+"  - id: a\n    title: A\n    kind: positive\n    positive: |\n      leading\n      lines\n"), "x")
	if err != nil {
		t.Fatal(err)
	}
	want := Prompt{ID: "a", Title: "A", Kind: Positive, Weight: 1, Positive: []string{"leading lines"}}
	if !reflect.DeepEqual(set.Prompts[0], want) {
		t.Errorf("read %+v", set.Prompts[0])
	}
}

func TestWriteRefusesWhatParseWould(t *testing.T) {
	set := Default()
	set.Prompts[3].Positive[0] = ""
	var b bytes.Buffer
	if err := set.Write(&b); err == nil || b.Len() > 0 {
		t.Errorf("wrote %d bytes, error %v", b.Len(), err)
	}
	many := Default()
	for i := range MaxPrompts {
		p := many.Prompts[0]
		p.ID = fmt.Sprintf("p%d", i)
		many.Prompts = append(many.Prompts, p)
	}
	if err := many.Check(); err == nil {
		t.Error("a set of too many prompts was accepted")
	}
}

func FuzzParse(f *testing.F) {
	for _, set := range Embedded() {
		var b bytes.Buffer
		if err := set.Write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(head + "  - &a\n    id: a\n    title: A\n    kind: scale\n    levels: [x, y]\n  - *a\n"))
	f.Add([]byte("id: &x [*x]\n<<: *x\n"))
	f.Add([]byte("--- !!null\n...\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := Parse(bytes.NewReader(b), "fuzz.yaml")
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := set.Write(&out); err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		again, err := Parse(bytes.NewReader(out.Bytes()), "again.yaml")
		if err != nil {
			t.Fatalf("written but not read: %v\n%s", err, out.Bytes())
		}
		if !reflect.DeepEqual(set, again) {
			t.Fatalf("changed on the way:\n%#v\n%#v", set, again)
		}
		for _, p := range set.Prompts {
			Lint(p)
		}
	})
}
