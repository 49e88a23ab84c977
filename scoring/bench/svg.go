package bench

import (
	"fmt"
	"html/template"
	"strings"
)

// Colours of the plots, on the report's dark ground.
const (
	ink    = "#c8c8c8"
	faint  = "#555"
	accent = "#e0a04a"
	second = "#7faed6"
)

// figures draws a plot as SVG: an area with axes in its own units. Nothing is
// drawn outside it but the words of the axes.
type figures struct {
	b                        strings.Builder
	width, height            float64 // pixels
	left, top, right, bottom float64 // margins
	x0, x1, y0, y1           float64 // units at the area's edges
}

func newFigures(width, height, left, top, right, bottom float64) *figures {
	f := &figures{width: width, height: height, left: left, top: top, right: right, bottom: bottom}
	fmt.Fprintf(&f.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g" font-family="inherit" font-size="12">`, width, height, width, height)
	return f
}

// area sets the units at the left and right, and at the bottom and top.
func (f *figures) area(x0, x1, y0, y1 float64) { f.x0, f.x1, f.y0, f.y1 = x0, x1, y0, y1 }

func (f *figures) x(v float64) float64 {
	return f.left + (v-f.x0)/(f.x1-f.x0)*(f.width-f.left-f.right)
}

func (f *figures) y(v float64) float64 {
	return f.height - f.bottom - (v-f.y0)/(f.y1-f.y0)*(f.height-f.top-f.bottom)
}

func (f *figures) line(x0, y0, x1, y1 float64, color, dashes string) {
	fmt.Fprintf(&f.b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="1.3" stroke-dasharray="%s"/>`, f.x(x0), f.y(y0), f.x(x1), f.y(y1), color, dashes)
}

func (f *figures) dot(x, y float64, color, hint string) {
	fmt.Fprintf(&f.b, `<circle cx="%.1f" cy="%.1f" r="4" fill="%s"><title>%s</title></circle>`, f.x(x), f.y(y), color, template.HTMLEscapeString(hint))
}

// path joins points by lines.
func (f *figures) path(points [][2]float64, color string) {
	f.b.WriteString(`<polyline fill="none" stroke="` + color + `" stroke-width="1.6" points="`)
	for _, p := range points {
		fmt.Fprintf(&f.b, "%.1f,%.1f ", f.x(p[0]), f.y(p[1]))
	}
	f.b.WriteString(`"/>`)
}

// text writes at a place in pixels; anchor is start, middle or end.
func (f *figures) text(x, y float64, anchor, color, words string) {
	fmt.Fprintf(&f.b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`, x, y, anchor, color, template.HTMLEscapeString(words))
}

// across labels the bottom at steps, with thin lines up, and names the axis.
func (f *figures) across(from, to, step float64, format, name string) {
	for v := from; v <= to+step/1e6; v += step {
		f.line(v, f.y0, v, f.y1, "#2e2e2e", "")
		f.text(f.x(v), f.height-f.bottom+16, "middle", ink, fmt.Sprintf(format, v))
	}
	f.text((f.left+f.width-f.right)/2, f.height-f.bottom+34, "middle", "#9a9a9a", name)
}

// up labels the left side at steps, with thin lines across.
func (f *figures) up(from, to, step float64, format, name string) {
	for v := from; v <= to+step/1e6; v += step {
		f.line(f.x0, v, f.x1, v, "#2e2e2e", "")
		f.text(f.left-8, f.y(v)+4, "end", ink, fmt.Sprintf(format, v))
	}
	f.text(f.left-30, f.top-10, "start", "#9a9a9a", name)
}

func (f *figures) svg() template.HTML {
	f.b.WriteString("</svg>")
	return template.HTML(f.b.String())
}
