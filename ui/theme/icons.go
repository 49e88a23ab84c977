package theme

import (
	"fmt"
	"math"
	"strings"

	"fyne.io/fyne/v2"
)

// Picked and Rejected are the flags on thumbnails.
var (
	Picked = fyne.NewStaticResource("culler-picked.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M5 2v16" stroke="#0d1a10" stroke-width="4" fill="none"/><path d="M5 2.5h11.5l-3 4.2 3 4.3H5z" fill="#7fd493" stroke="#0d1a10" stroke-width="1.2"/><path d="M5 2v16" stroke="#7fd493" stroke-width="2" fill="none"/></svg>`))

	// Suggested marks what would be picked: a flag that is not filled yet.
	Suggested = fyne.NewStaticResource("culler-suggested.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M5 2v16" stroke="#0d1a10" stroke-width="4.4" fill="none"/><path d="M5 3h10.6l-2.6 3.7 2.6 3.8H5z" fill="#0d1a10" fill-opacity="0.55" stroke="#0d1a10" stroke-width="4"/><path d="M5 3h10.6l-2.6 3.7 2.6 3.8H5z" fill="none" stroke="#7fd493" stroke-width="1.8"/><path d="M5 2v16" stroke="#7fd493" stroke-width="2" fill="none"/></svg>`))

	Rejected = fyne.NewStaticResource("culler-rejected.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M4 4l12 12M16 4L4 16" stroke="#240c09" stroke-width="5.5" stroke-linecap="round" fill="none"/><path d="M4 4l12 12M16 4L4 16" stroke="#ef7a6b" stroke-width="3" stroke-linecap="round" fill="none"/></svg>`))

	// Stack marks a number of frames.
	Stack = fyne.NewStaticResource("culler-stack.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect x="2" y="7" width="12" height="11" rx="1.5" fill="#e8e8e8"/><path d="M5.5 4.5H16.5V15" stroke="#e8e8e8" stroke-width="1.6" fill="none"/><path d="M8.5 2H19V12" stroke="#e8e8e8" stroke-width="1.2" fill="none"/></svg>`))
)

var stars, starRows [6]fyne.Resource

func init() {
	for n := 0; n <= 5; n++ {
		starRows[n] = starRow(n)
	}
	for n := 1; n <= 5; n++ {
		var b strings.Builder
		fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 20">`, n*20)
		for k := range n {
			fmt.Fprintf(&b, `<path d="%s" fill="#f2d27a" stroke="#2a2208" stroke-width="0.8"/>`, starPath(float64(k)*20+10, 10.5, 9, 3.9))
		}
		b.WriteString("</svg>")
		stars[n] = fyne.NewStaticResource(fmt.Sprintf("culler-stars-%d.svg", n), []byte(b.String()))
	}
}

// starRow is five stars of which n are full.
func starRow(n int) fyne.Resource {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20">`)
	for k := range 5 {
		fill := `fill="#808080" fill-opacity="0.2" stroke="#a0a0a0" stroke-width="1.2"`
		if k < n {
			fill = `fill="#f2d27a" stroke="#2a2208" stroke-width="0.8"`
		}
		fmt.Fprintf(&b, `<path d="%s" %s/>`, starPath(float64(k)*20+10, 10.5, 8.5, 3.7), fill)
	}
	b.WriteString("</svg>")
	return fyne.NewStaticResource(fmt.Sprintf("culler-star-row-%d.svg", n), []byte(b.String()))
}

// StarRow is a picture of five stars, five times as wide as it is high, of which
// n are full and the others can be clicked.
func StarRow(n int) fyne.Resource { return starRows[min(max(n, 0), 5)] }

// Stars is a picture of 1 to 5 stars, as many times as wide as it is high.
func Stars(n int) fyne.Resource { return stars[min(max(n, 1), 5)] }

func starPath(x, y, outer, inner float64) string {
	var b strings.Builder
	for k := range 10 {
		r, cmd := outer, "L"
		if k%2 == 1 {
			r = inner
		}
		if k == 0 {
			cmd = "M"
		}
		a := float64(k)*math.Pi/5 - math.Pi/2
		fmt.Fprintf(&b, "%s%.2f %.2f", cmd, x+r*math.Cos(a), y+r*math.Sin(a))
	}
	return b.String() + "z"
}
