package bench

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"culler/library/phrase"
)

//go:embed report.html
var page string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"percent": func(v any) string {
			switch v := v.(type) {
			case Figure:
				return v.percent()
			case Number:
				return v.percent()
			}
			return "-"
		},
		"short": func(f Figure) string { return f.Value.percent() },
		"plain": func(v any) string {
			switch v := v.(type) {
			case Figure:
				return v.plain()
			case Number:
				return v.plain()
			}
			return "-"
		},
		"points": Figure.points,
		"p":      func(n Number) string { return strings.Replace(n.plain(), "0.000", "< 0.001", 1) },
		"two": func(n Number) string {
			if n.NaN() {
				return "-"
			}
			return fmt.Sprintf("%.2f", n)
		},
		"calibration": func(c *Calibration, of string) any {
			return struct {
				Calibration *Calibration
				Of          string
			}{c, of}
		},
		"reliable": (*Calibration).reliabilityPlot,
		"called":   (*Calibration).callsPlot,
		"better":   func(a Against) bool { return a.By.Value > 0 },
		"whole": func(n Number) string {
			if n.NaN() {
				return "-"
			}
			return fmt.Sprintf("%.0f", 100*n)
		},
		"capital": phrase.Upper,
		"join":    strings.Join,
		"picture": func(jpeg []byte) template.URL {
			return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg))
		},
		"differ": differ,
		"heat": func(sign string) template.CSS {
			if sign == "+" {
				return heat(1, -1, 0, 1)
			}
			return heat(-1, -1, 0, 1)
		},
		"around0":  func(n Number) template.CSS { return heat(n, -1, 0, 1) },
		"share":    func(n Number) template.CSS { return heat(n, 0, 0.5, 1) },
		"agree":    func(n Number) template.CSS { return heat(n, 0, 0, 1) },
		"weight":   func(n Number) string { return fmt.Sprintf("%.2f", n) },
		"place":    func(n Number) string { return fmt.Sprintf("%.0f", n) },
		"examples": func(list []Failure) []Failure { return slices.DeleteFunc(slices.Clone(list), Failure.bare) },
	}).Parse(page))
})

// differ is "+" where a method finds the best frame more often than another and
// that is no chance, "-" where less often, else "".
func differ(p Number, a, b Method) string {
	switch {
	case !(p < 0.05):
		return ""
	case a.Top1.Value > b.Top1.Value:
		return "+"
	}
	return "-"
}

func (f Failure) bare() bool { return f.chosenPicture == nil }

// ChosenPicture is a thumbnail of the frame that was chosen, as JPEG; nil where
// none was made.
func (f Failure) ChosenPicture() []byte { return f.chosenPicture }

// BestPicture is a thumbnail of the best frame as people said, as JPEG; nil
// where it is the one that was chosen or none was made.
func (f Failure) BestPicture() []byte { return f.bestPicture }

// ranked lists the methods that ran, the best first; those that did not last.
func (r Report) ranked() []Method {
	m := slices.Clone(r.Methods)
	value := func(m Method) Number {
		if r.Data.Judged == 0 {
			return m.SRCC.Value
		}
		return m.Top1.Value
	}
	slices.SortStableFunc(m, func(a, b Method) int {
		x, y := value(a), value(b)
		switch {
		case x.NaN() && y.NaN():
			return cmp.Compare(a.Problem, b.Problem)
		case x.NaN():
			return 1
		case y.NaN():
			return -1
		}
		return compare(y, x)
	})
	return m
}

// WriteHTML writes the report as one page that needs nothing else: tables,
// plots and, after a Run, thumbnails.
func (r Report) WriteHTML(w io.Writer) error {
	data := struct {
		Report
		Title       string
		Summary     []string
		Ranked      []Method
		Reference   string
		MethodsPlot template.HTML
		Choices     []choice
		Map         []int // methods in the matrices: those that ran
		Flaws       *Calibration
		Differ      bool // any two methods do, beyond chance
	}{Report: r, Title: "How well does the ranking choose? " + r.title(), Summary: r.Summary(), Ranked: r.ranked(), Reference: r.reference(), MethodsPlot: r.methodsPlot(), Choices: r.choices()}
	for _, row := range r.Significant {
		data.Differ = data.Differ || slices.ContainsFunc(row, func(p Number) bool { return p < 0.05 })
	}
	if r.Altered != nil {
		data.Flaws = r.Altered.Verdict
	}
	for k, m := range r.Methods {
		if m.Problem == "" {
			data.Map = append(data.Map, k)
		}
	}
	if err := pageTemplate().Execute(w, data); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
