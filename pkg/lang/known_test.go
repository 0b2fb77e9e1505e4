package lang

import "testing"

func TestKnown(t *testing.T) {
	for fold, want := range map[string]bool{
		"jalan": true, "pertanian": true, "yang": true, "perbaikannya": true,
		"sutopo": false, "bkn": false, "kurniawati": false, "": false,
	} {
		if got := Known(fold); got != want {
			t.Errorf("Known(%q) = %v, want %v", fold, got, want)
		}
	}
}
