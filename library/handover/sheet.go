package handover

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"sync"

	"culler/library/photo"
	"culler/library/phrase"
)

//go:embed sheet.html
var sheetText string

var sheetTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("sheet").Parse(sheetText))
})

// Sheet is a contact sheet: one HTML file with everything in it.
type Sheet struct {
	Title   string
	Note    string // a line below the title, such as what the sheet shows
	Entries []Entry
	// Picture returns a small picture of a photo; an error leaves a blank.
	Picture func(ctx context.Context, p *photo.Photo) (*image.RGBA, error)
}

// sheetGroup is a burst on the sheet.
type sheetGroup struct {
	Title  string
	Frames []sheetFrame
}

type sheetFrame struct {
	Entry
	Picture template.URL
	Stars   string
	Better  string
}

// Write writes the sheet. progress, which may be nil, is told in photos.
func (s Sheet) Write(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	var groups []sheetGroup
	for n, e := range s.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n == 0 || s.Entries[n-1].Burst != e.Burst {
			groups = append(groups, sheetGroup{Title: groupTitle(e)})
		}
		g := &groups[len(groups)-1]
		f := sheetFrame{Entry: e, Stars: strings.Repeat("★", e.Stars), Picture: s.picture(ctx, e)}
		if e.Percentile != nil {
			f.Better = fmt.Sprintf("better than %.0f %%", *e.Percentile)
		}
		g.Frames = append(g.Frames, f)
		if progress != nil {
			progress(n+1, len(s.Entries))
		}
	}
	err := sheetTemplate().Execute(w, struct {
		Title, Note string
		Groups      []sheetGroup
	}{s.Title, s.Note, groups})
	if err != nil {
		return fmt.Errorf("write the contact sheet: %w", err)
	}
	return nil
}

// picture is a photo as a data URL; "" where it cannot be shown.
func (s Sheet) picture(ctx context.Context, e Entry) template.URL {
	if e.Source == nil || s.Picture == nil {
		return ""
	}
	img, err := s.Picture(ctx, e.Source)
	if err != nil {
		return ""
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 80}); err != nil {
		return ""
	}
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(b.Bytes()))
}

func groupTitle(e Entry) string {
	at := ""
	if !e.Taken.IsZero() {
		at = e.Taken.Format("2 January 2006, 15:04:05")
	}
	if e.Of < 2 {
		return at
	}
	t := phrase.Upper(fmt.Sprintf("%s of %d", e.Kind, e.Of))
	switch {
	case e.Verdict.Called():
		t += fmt.Sprintf(", the first %s the best", e.Verdict)
	case e.Verdict != "":
		t += ", " + string(e.Verdict)
	}
	if at != "" {
		t += ", " + at
	}
	return t
}
