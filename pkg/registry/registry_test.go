package registry

import "testing"

func TestEmbedded(t *testing.T) {
	r, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r.Version(), len(r.Officials()), len(r.Offices()), len(r.Places()))
}
