// Package keep gives a copy of a file what belongs to the file besides its bytes:
// its owner and its extended attributes. What a disk or a user may not do is left
// out without an error.
package keep
