package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestPerson asks who held what on a day, by the names of people and of offices.
func TestPerson(t *testing.T) {
	d := &desktop{t, t.TempDir()}
	for _, c := range []struct {
		name, on string
		want     []string
		never    string
	}{
		{"Penjabat Wali Kota Malang", "2024-09-01", []string{"Pj Wali Kota Malang pada 2024-09-01\n", "Iwan Kurniawan"}, "tidak dapat dipastikan"},
		{"PENJABAT (PJ.) WALI KOTA MALANG", "2024-09-01", []string{"Iwan Kurniawan"}, "tidak dapat dipastikan"},
		{"Pelaksana Tugas Bupati Malang", "2019-01-01", []string{"Plt Bupati Malang pada", "Muhammad Sanusi"}, "tidak dapat dipastikan"},
		{"Penjabat Sementara Wali Kota Malang", "2024-09-01", []string{"Pjs Wali Kota Malang pada", "registri tidak mencatat"}, "Iwan"},
		{"Wali Kota Malang", "2024-09-01", []string{"\n  Iwan Kurniawan"}, "tidak dapat"},
		{"who was Pj Wali Kota Malang", "2024-09-01", []string{"Pj Wali Kota Malang pada 2024-09-01\n", "Iwan Kurniawan"}, "tidak dapat dipastikan"},
		{"Who is the Wali Kota Malang?", "2024-09-01", []string{"\n  Iwan Kurniawan"}, "tidak dapat"},
		{"siapa Pj Wali Kota Malang", "2024-09-01", []string{"Iwan Kurniawan"}, "tidak dapat dipastikan"},
		{"Siapakah  Wahyu Hidayat ?", "2025-05-16", []string{"Wali Kota Malang"}, "tidak dapat dipastikan"},
		{"Wahyu Hidayat", "2024-08-01", []string{"Wali Kota Malang", "tidak dapat dipastikan: sumber menyebut akhir masa jabatan Wahyu Hidayat hanya sebagai antara 2024-07 dan 2024-08-10"}, "tidak ada jabatan"},
		{"Wahyu Hidayat", "2025-05-16", []string{"Wali Kota Malang"}, "tidak dapat dipastikan"},
		{"Wahyu Hidayat", "", []string{"Wali Kota Malang"}, "tidak dapat dipastikan"},
	} {
		args := []string{"person", c.name}
		if c.on != "" {
			args = append(args, "--on", c.on)
		}
		out, talk, code := d.jejak(args...)
		for _, want := range c.want {
			if code != 0 || !strings.Contains(out, want) {
				t.Errorf("%q = %d, want %q:\n%s%s", args, code, want, out, talk)
			}
		}
		if strings.Contains(out, c.never) {
			t.Errorf("%q says %q:\n%s", args, c.never, out)
		}
	}

	out, _, _ := d.jejak("person", "Wahyu Hidayat", "--on", "2024-08-01", "--json")
	var a personAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil || len(a.Terms) != 2 {
		t.Fatalf("%v:\n%s", err, out)
	}
	for _, x := range a.Terms {
		if x.Settled == nil || *x.Settled || !strings.Contains(x.Why, "sources give the end") {
			t.Errorf("the term is plainly held: %s", out)
		}
	}
	if out, _, _ = d.jejak("person", "Wahyu Hidayat", "--on", "2025-05-16", "--json"); !strings.Contains(out, `"settled":true`) {
		t.Errorf("surely held, and it says\n%s", out)
	}
}
