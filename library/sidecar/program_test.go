package sidecar

import (
	"strings"
	"testing"

	"culler/library/photo"
)

const (
	descLR = `xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" `
	descPM = `xmlns:photomechanic="http://ns.camerabits.com/photomechanic/1.0/" `
	descDK = `xmlns:digiKam="http://www.digikam.org/ns/1.0/" `
	descXP = `xmlns:xmp="http://ns.adobe.com/xap/1.0/" `
)

func describing(attributes string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description rdf:about="" ` + attributes + `/></rdf:RDF></x:xmpmeta>`
}

func TestFlagsOfOtherProgramsAreRead(t *testing.T) {
	for about, want := range map[string]photo.Decision{
		descLR + `xmpDM:pick="1"`:                                            {Flag: photo.Picked},
		descLR + `xmpDM:pick="-1"`:                                           {Flag: photo.Rejected},
		descLR + `xmpDM:pick="0"`:                                            {},
		descLR + `xmpDM:pick="2"`:                                            {},
		descLR + `xmpDM:good="True"`:                                         {Flag: photo.Picked},
		descLR + `xmpDM:good="false"`:                                        {Flag: photo.Rejected},
		descLR + `xmpDM:pick="1" xmpDM:good="false"`:                         {Flag: photo.Picked},
		descLR + descXP + `xmpDM:pick="-1" xmp:Rating="4"`:                   {Flag: photo.Rejected, Stars: 4},
		descLR + descDK + `xmpDM:pick="0" digiKam:PickLabel="3"`:             {Flag: photo.Picked},
		descPM + `photomechanic:Tagged="True" photomechanic:ColorClass="0"`:  {Flag: photo.Picked},
		descPM + `photomechanic:Tagged="False" photomechanic:ColorClass="4"`: {Label: photo.Green},
		descPM + descXP + `photomechanic:ColorClass="1" xmp:Label="Winner"`:  {Label: photo.Red},
		descPM + descXP + `photomechanic:ColorClass="1" xmp:Label="Blue"`:    {Label: photo.Blue},
		descPM + `photomechanic:ColorClass="8"`:                              {},
		descPM + `photomechanic:ColorClass="9" photomechanic:Tagged="maybe"`: {},
	} {
		f, err := Parse([]byte(describing(about)))
		if err != nil || f.Decision() != want {
			t.Errorf("%s means %+v (%v), want %+v", about, f.Decision(), err, want)
		}
	}
}

func TestAProgramReadsThePickInItsOwnWords(t *testing.T) {
	words := map[string]string{"Lightroom": `xmpDM:pick="1"`, "digiKam": `digiKam:PickLabel="3"`, "Photo Mechanic": `photomechanic:Tagged="True"`}
	for _, p := range Programs {
		b, err := Merge(nil, For(photo.Decision{Flag: photo.Picked, Stars: 3}, Fields{}, p))
		if err != nil || !strings.Contains(string(b), `xmp:Rating="3"`) {
			t.Errorf("%v: %s, %v", p, b, err)
		}
		for program, word := range words {
			if got, want := strings.Contains(string(b), word), p == AllPrograms || p.String() == program; got != want {
				t.Errorf("%v: %s is written: %v, want %v", p, word, got, want)
			}
		}
		b, _ = Merge(nil, For(photo.Decision{Flag: photo.Rejected}, Fields{}, p))
		if !strings.Contains(string(b), `xmp:Rating="-1"`) || strings.Contains(string(b), "Tagged") {
			t.Errorf("%v rejects with %s", p, b)
		}
		if p.About() == "" || p.String() == "" {
			t.Errorf("%d has no words", p)
		}
	}
}

func TestWhatIsThereIsKeptInStep(t *testing.T) {
	mechanic := descPM + `photomechanic:ColorClass="4" photomechanic:Tagged="True" photomechanic:Prefs="1:4:2:000177"`
	for _, c := range []struct {
		about string
		d     photo.Decision
		p     Program
		want  string
	}{
		{mechanic, photo.Decision{Stars: 5, Label: photo.Red}, DigiKamOnly,
			descPM + `photomechanic:ColorClass="1" photomechanic:Tagged="False" photomechanic:Prefs="0:1:5:000177" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5" xmp:Label="Red"`},
		{mechanic, photo.Decision{Flag: photo.Picked}, CaptureOne, descPM + `photomechanic:ColorClass="0" photomechanic:Tagged="True" photomechanic:Prefs="1:0:2:000177"`},
		{descLR + `xmpDM:pick="0"`, photo.Decision{Flag: photo.Picked}, CaptureOne, descLR + `xmpDM:pick="1" xmpDM:good="True"`},
		{descLR + `xmpDM:pick="1" xmpDM:good="True"`, photo.Decision{}, Lightroom, descLR + `xmpDM:pick="0"`},
		{descLR + `xmpDM:pick="1" xmpDM:good="True"`, photo.Decision{Flag: photo.Rejected}, DigiKamOnly,
			descLR + `xmpDM:pick="-1" xmpDM:good="False" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="-1" xmlns:digiKam="http://www.digikam.org/ns/1.0/" digiKam:PickLabel="1"`},
		{descLR + descXP + `xmpDM:pick="-1" xmp:Rating="4"`, photo.Decision{Flag: photo.Rejected, Stars: 4}, AllPrograms, descLR + descXP + `xmpDM:pick="-1" xmp:Rating="4"`},
	} {
		f, err := Parse([]byte(describing(c.about)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Merge([]byte(describing(c.about)), For(c.d, f, c.p))
		if err != nil || string(got) != describing(c.want) {
			t.Errorf("%s\nwith %+v became (%v)\n%s\nwant\n%s", c.about, c.d, err, got, describing(c.want))
		}
	}
}

// A program changes its own word for a flag and leaves those of the others.
func TestTheWordThatChangedCounts(t *testing.T) {
	picked := Fields{Rating: ptr(2), Pick: ptr(PickAccepted), Flag: ptr(1), Good: ptr(1), Tagged: ptr(true)}
	rejected := Fields{Rating: ptr(-1), Pick: ptr(PickRejected), Flag: ptr(-1), Good: ptr(-1)}
	with := func(f Fields, change func(f *Fields)) Fields { change(&f); return f }
	for name, c := range map[string]struct {
		was, is Fields
		want    photo.Flag
	}{
		"nothing":                   {picked, picked, photo.Picked},
		"Lightroom rejects":         {picked, with(picked, func(f *Fields) { f.Flag, f.Good = ptr(-1), ptr(-1) }), photo.Rejected},
		"Lightroom takes the flag":  {picked, with(picked, func(f *Fields) { f.Flag, f.Good = ptr(0), nil }), photo.Unflagged},
		"Lightroom takes a reject":  {rejected, with(rejected, func(f *Fields) { f.Flag, f.Good = ptr(0), nil }), photo.Unflagged},
		"Lightroom picks a reject":  {rejected, with(rejected, func(f *Fields) { f.Flag, f.Good = ptr(1), ptr(1) }), photo.Picked},
		"digiKam takes the pick":    {picked, with(picked, func(f *Fields) { f.Pick = ptr(PickNone) }), photo.Unflagged},
		"Photo Mechanic untags":     {picked, with(picked, func(f *Fields) { f.Tagged = ptr(false) }), photo.Unflagged},
		"Bridge rejects":            {picked, with(picked, func(f *Fields) { f.Rating = ptr(-1) }), photo.Rejected},
		"Bridge takes a reject":     {rejected, with(rejected, func(f *Fields) { f.Rating = ptr(0) }), photo.Unflagged},
		"Lightroom begins with 0":   {Fields{Pick: ptr(PickAccepted)}, Fields{Pick: ptr(PickAccepted), Flag: ptr(0)}, photo.Picked},
		"a program drops the words": {picked, Fields{Rating: ptr(2), Flag: ptr(1), Good: ptr(1)}, photo.Picked},
	} {
		if got := c.is.Since(c.was).Decision().Flag; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func FuzzFlags(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b, int8(1), int8(3)) })
	f.Add([]byte(describing(descPM+`photomechanic:Tagged="x" photomechanic:ColorClass="7" photomechanic:Prefs="1:2:3:4"`)), int8(1), int8(0))
	f.Add([]byte(describing(descLR+`xmpDM:pick="1" xmpDM:good="False"`)), int8(0), int8(0))
	f.Fuzz(func(t *testing.T, b []byte, flag, stars int8) {
		was, err := Parse(b)
		d := photo.Decision{Flag: photo.Flag(uint8(flag) % 3), Stars: int(uint8(stars) % 6), Label: photo.Label(uint8(flag) % 6)}
		got, mergeErr := Merge(b, For(d, was, AllPrograms))
		if err != nil || mergeErr != nil {
			return
		}
		is, err := Parse(got)
		if said := is.Decision(); err != nil || said.Flag != d.Flag || said.Label != d.Label || d.Flag != photo.Rejected && said.Stars != d.Stars {
			t.Errorf("%q said %+v and was to say %+v; it says %+v (%v): %q", b, was.Decision(), d, said, err, got)
		}
	})
}
