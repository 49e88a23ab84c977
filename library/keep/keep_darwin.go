package keep

// ours tells whether an attribute is of programs and people, and not a mark that
// a file came from the network.
func ours(name string) bool { return name != "com.apple.quarantine" && name != "com.apple.provenance" }
