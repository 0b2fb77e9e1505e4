//go:build race

package crawl_test

// raceEnabled says that the race detector is on: everything takes ten times as long.
const raceEnabled = true
