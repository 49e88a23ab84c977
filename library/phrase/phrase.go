// Package phrase words counts, sizes and times for the people who read them,
// the same in the window, in the terminal and in errors.
package phrase

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Count is "1 photo" or "1,234 photos"; one is the singular of a word whose
// plural takes an s.
func Count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + one + "s"
}

// Are is "1 photo is" or "1,234 photos are".
func Are(n int, one string) string {
	if n == 1 {
		return Count(n, one) + " is"
	}
	return Count(n, one) + " are"
}

// Were is "1 photo was" or "1,234 photos were".
func Were(n int, one string) string { return Count(n, one) + " " + Was(n) }

// Was is the verb of Were alone.
func Was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// Thousands is a number with a comma after each thousand.
func Thousands(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for k := len(digits) - 3; k > 0; k -= 3 {
		digits = digits[:k] + "," + digits[k:]
	}
	return sign + digits
}

// Bytes is a number of bytes in decimal units, such as "352 MB" or "1.2 GB".
func Bytes(n int64) string {
	if n < 1000 {
		return Count(int(n), "byte")
	}
	units := []string{"kB", "MB", "GB", "TB"}
	v := float64(n) / 1000
	for v >= 999.5 && len(units) > 1 {
		v, units = v/1000, units[1:]
	}
	if v < 9.95 {
		return fmt.Sprintf("%.1f %s", v, units[0])
	}
	return fmt.Sprintf("%.0f %s", v, units[0])
}

// Left is how long something will take, such as "about 3 minutes left"; empty
// where that is not known (0 or less).
func Left(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 10*time.Second:
		return "a few seconds left"
	case d < 90*time.Second:
		return fmt.Sprintf("about %d seconds left", int(d.Seconds()/10+0.5)*10)
	case d < 90*time.Minute:
		return fmt.Sprintf("about %d minutes left", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("about %.1f hours left", d.Hours())
}

// Upper gives a phrase a capital.
func Upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Lower takes the capital from a phrase that goes on inside a sentence; an
// abbreviation ("RAW") keeps it.
func Lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// Sentence gives a phrase a capital and a full stop; empty stays empty.
func Sentence(s string) string {
	if s == "" {
		return s
	}
	return Upper(s) + "."
}

// And is "a", "a and b" or "a, b and c".
func And(s []string) string {
	if len(s) < 2 {
		return strings.Join(s, "")
	}
	return strings.Join(s[:len(s)-1], ", ") + " and " + s[len(s)-1]
}

// Signed is a number with its sign and two decimals; what rounds to nothing has no
// sign.
func Signed(v float64) string {
	if math.Abs(v) < 0.005 {
		return "0.00"
	}
	return fmt.Sprintf("%+.2f", v)
}
