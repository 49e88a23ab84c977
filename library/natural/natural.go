// Package natural orders names as people count: DSC_9 before DSC_10.
package natural

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Compare orders two names by their letters, whatever their case, and by the
// value of the numbers in them, of any length. It is 0 for identical names only:
// names that count alike, such as "a1" and "A01", are ordered by their bytes.
func Compare(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if digit(a[i]) && digit(b[j]) {
			m, n := number(a, i), number(b, j)
			x, y := strings.TrimLeft(a[i:m], "0"), strings.TrimLeft(b[j:n], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			i, j = m, n
			continue
		}
		x, m := letter(a, i)
		y, n := letter(b, j)
		if x != y {
			return cmp.Compare(x, y)
		}
		i, j = i+m, j+n
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), cmp.Compare(a, b))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// number returns where the number that starts at i ends.
func number(s string, i int) int {
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i
}

// letter returns the letter at i, folded so that a/b sorts before a-1/b: a
// folder's photos stay together.
func letter(s string, i int) (r rune, size int) {
	switch c := s[i]; {
	case c == '/':
		return -1, 1
	case 'A' <= c && c <= 'Z':
		return rune(c) + 'a' - 'A', 1
	case c < utf8.RuneSelf:
		return rune(c), 1
	}
	r, size = utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && size == 1 {
		return utf8.MaxRune + rune(s[i]), 1 // a stray byte, told from others
	}
	return fold(r), size
}
