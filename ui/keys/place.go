package keys

// Letters by their place on a keyboard, for layouts without Latin letters: what
// is P on an American keyboard is З on a Russian one and Π on a Greek one, and
// marks a photo as picked on all of them.

// rows are the letters of an American keyboard.
var rows = [...]string{"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"}

// firsts are the codes of the first key of each row: Linux's and Windows', which
// are those of IBM's AT (set 1); X11 adds 8.
var firsts = [...]int{16, 30, 44}

// mac are macOS's codes, kVK_ANSI_A and so on (Carbon, HIToolbox/Events.h).
var mac = map[int]string{
	0: "A", 1: "S", 2: "D", 3: "F", 4: "H", 5: "G", 6: "Z", 7: "X", 8: "C", 9: "V", 11: "B", 12: "Q", 13: "W", 14: "E", 15: "R",
	16: "Y", 17: "T", 31: "O", 32: "U", 34: "I", 35: "P", 37: "L", 38: "J", 40: "K", 45: "N", 46: "M",
}

// AtPlace is the letter that an American keyboard has where a key lies, "" if
// that is none; code is the system's (X11's on Linux).
func AtPlace(system string, code int) string {
	switch system {
	case "darwin":
		return mac[code]
	case "windows":
	default:
		code -= 8
	}
	for k, row := range rows {
		if n := code - firsts[k]; n >= 0 && n < len(row) {
			return row[n : n+1]
		}
	}
	return ""
}
