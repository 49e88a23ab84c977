package keep

import "strings"

// ours tells whether an attribute is of programs and people.
func ours(name string) bool { return strings.HasPrefix(name, "user.") }
