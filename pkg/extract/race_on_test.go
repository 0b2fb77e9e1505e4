//go:build race

package extract

// raceDetector says that this test was built with the race detector, which
// allocates for itself.
const raceDetector = true
