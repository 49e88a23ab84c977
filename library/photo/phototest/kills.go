package phototest

import (
	"os"
	"strconv"
)

// Kills is how many kills at random moments a test should survive that has fewer
// by itself: CULLER_KILLS, such as 1000, which takes minutes; 0 if it is not set.
func Kills() int {
	n, _ := strconv.Atoi(os.Getenv("CULLER_KILLS"))
	return n
}
