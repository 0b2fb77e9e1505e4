package canonical

import (
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"https://contoh.co.id/kota/sungai-meluap", "https://contoh.co.id/kota/sungai-meluap"},
		{"http://WWW.Contoh.co.id:80/kota/sungai-meluap/#isi", "https://contoh.co.id/kota/sungai-meluap"},
		{"https://contoh.co.id", "https://contoh.co.id/"},
		{"  https://contoh.co.id/a\n/b ", "https://contoh.co.id/a/b"},
		{"https://contoh.co.id./a", "https://contoh.co.id/a"},
		{"http://127.0.0.1:8080/a/", "http://127.0.0.1:8080/a"},
		{"https://127.0.0.1:443/a", "https://127.0.0.1/a"},
		{"http://[::1]:99/a", "http://[::1]:99/a"},
		{"https://contoh.co.id:8443/a", "https://contoh.co.id:8443/a"},

		// Twins of a host, and hosts that only look like one.
		{"https://m.contoh.co.id/a", "https://contoh.co.id/a"},
		{"https://amp.contoh.com/a", "https://contoh.com/a"},
		{"https://www.m.contoh.com/a", "https://contoh.com/a"},
		{"https://m.co.id/a", "https://m.co.id/a"},
		{"https://www.com/a", "https://www.com/a"},
		{"https://malang.contoh.com/a", "https://malang.contoh.com/a"},
		{"https://berita-ñandú.id/a", "https://xn--berita-and-z9a5i.id/a"},

		// AMP.
		{"https://c.id/a-b/amp", "https://c.id/a-b"},
		{"https://c.id/a-b/amp/", "https://c.id/a-b"},
		{"https://c.id/amp/a-b", "https://c.id/a-b"},
		{"https://c.id/a-b?amp=1", "https://c.id/a-b"},
		{"https://c.id/a-b?amp", "https://c.id/a-b"},
		{"https://c.id/a-b?outputType=amp", "https://c.id/a-b"},
		{"https://c.id/amp", "https://c.id/amp"},
		{"https://c.id/amp/amp/a-b/amp/page/2", "https://c.id/a-b"},
		{"https://c.id/amplop", "https://c.id/amplop"},

		// Parameters.
		{"https://c.id/a?utm_source=x&utm_medium=y&fbclid=z&gclid=1", "https://c.id/a"},
		{"https://c.id/?p=12&b=2&a=1&b=2", "https://c.id/?a=1&b=2&p=12"},
		{"https://c.id/a?", "https://c.id/a"},
		{"https://c.id/a?q=kota+malang&r=kota%20malang", "https://c.id/a?q=kota+malang&r=kota+malang"},
		{"https://c.id/a?PHPSESSID=99aa&id=3", "https://c.id/a?id=3"},
		{"https://c.id/a;jsessionid=99aa", "https://c.id/a"},
		{"https://c.id/index.php?id=3", "https://c.id/?id=3"},

		// Pages of one article.
		{"https://c.id/read/88/sungai-meluap?page=2", "https://c.id/read/88/sungai-meluap"},
		{"https://c.id/read/88/sungai-meluap?page=all#page2", "https://c.id/read/88/sungai-meluap"},
		{"https://c.id/kota/sungai-meluap/page/3/", "https://c.id/kota/sungai-meluap"},
		{"https://c.id/warga-desa-gelar-doa/2", "https://c.id/warga-desa-gelar-doa"},
		{"https://c.id/berita-kota/2", "https://c.id/berita-kota/2"},
		{"https://c.id/2024/05/17", "https://c.id/2024/05/17"},
		{"https://c.id/?page=berita&id=7", "https://c.id/?id=7&page=berita"},
		{"https://c.id/?page=48213", "https://c.id/?page=48213"},
		{"https://c.id/page/2", "https://c.id/page/2"},

		// Path forms.
		{"https://c.id/a/./b/../c//d/", "https://c.id/a/c/d"},
		{"https://c.id/../../a", "https://c.id/a"},
		{"https://c.id/%7Ebudi/%e2%82%ac/a%2fb", "https://c.id/~budi/%E2%82%AC/a%2Fb"},
		{"https://c.id/a%zz", "https://c.id/a%25zz"},
		{"https://c.id/warung kopi", "https://c.id/warung%20kopi"},
		{"https://c.id/a/%2e%2e/b", "https://c.id/b"},
		{"https://c.id/a/index.html", "https://c.id/a"},
		{`https://c.id\a\b`, "https://c.id/a/b"},
	} {
		got, err := URL(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("URL(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
		again, err := URL(got)
		if err != nil || again != got {
			t.Errorf("URL(%q) = %q, %v, want the same again", got, again, err)
		}
	}
}

func TestURLRefuses(t *testing.T) {
	for _, tt := range []struct{ in, because string }{
		{"", "not an absolute"},
		{"/kota/sungai", "not an absolute"},
		{"mailto:redaksi@contoh.id", "scheme"},
		{"javascript:alert(1)", "scheme"},
		{"ftp://contoh.id/a", "scheme"},
		{"https:///a", "no host"},
		{"https://budi:rahasia@contoh.id/", "user name"},
		{"https://contoh.id:0/", "port"},
		{"https://contoh.id:99999/", "port"},
		{"https://0x7f.1/", "neither"},
		{"https://2130706433/", "neither"},
		{"https://a..id/", "label"},
		{"https://contoh.id/" + strings.Repeat("a", MaxLength), "longer"},
		{"https://contoh.id/" + strings.Repeat("a", 1<<20), "longer"},
	} {
		got, err := URL(tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.because) {
			t.Errorf("URL(%q) = %q, %v, want an error with %q", clip(tt.in), got, err, tt.because)
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("URL(%q): message of %d bytes", clip(tt.in), len(err.Error()))
		}
	}
}

func TestJoin(t *testing.T) {
	const base = "https://www.contoh.id/kota/sungai-meluap/?utm_source=x"
	for _, tt := range []struct{ ref, want string }{
		{"/desa/lain", "https://contoh.id/desa/lain"},
		{"lain", "https://contoh.id/kota/sungai-meluap/lain"},
		{"../lain", "https://contoh.id/kota/lain"},
		{"//m.contoh.id/lain", "https://contoh.id/lain"},
		{"http://contoh.id/lain#komentar", "https://contoh.id/lain"},
		{"?page=2", "https://contoh.id/kota/sungai-meluap"},
		{"#isi", "https://contoh.id/kota/sungai-meluap"},
	} {
		got, err := Join(base, tt.ref)
		if err != nil || got != tt.want {
			t.Errorf("Join(base, %q) = %q, %v, want %q", tt.ref, got, err, tt.want)
		}
	}
	for _, ref := range []string{"mailto:a@b.id", "javascript:void(0)", "tel:0341", "data:text/html,a"} {
		if got, err := Join(base, ref); err == nil {
			t.Errorf("Join(base, %q) = %q, want an error", ref, got)
		}
	}
	if _, err := Join("kota/sungai", "/a"); err == nil {
		t.Error("Join took a base without a host")
	}
}

func TestResolveKeepsTheAddress(t *testing.T) {
	got, err := Resolve("http://www.contoh.id/kota/", "sungai/?page=2&utm_source=x#isi")
	if want := "http://www.contoh.id/kota/sungai/?page=2&utm_source=x"; err != nil || got != want {
		t.Errorf("Resolve = %q, %v, want %q", got, err, want)
	}
}

func TestSite(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.kota.contoh.co.id/a": "contoh.co.id",
		"https://contoh.co.id/a":          "contoh.co.id",
		"http://127.0.0.1:8080/":          "127.0.0.1:8080",
		"http://localhost/":               "localhost",
	} {
		if got, err := Site(in); err != nil || got != want {
			t.Errorf("Site(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func FuzzURL(f *testing.F) {
	for _, s := range []string{
		"https://contoh.co.id/a/b-c/amp/?utm_source=1&b=2#x", "http://[::1]:80/%2e%2E/%zz", "HTTP://WWW.m.AMP.x.id/page/2",
		"https://xn--a.id/", "https://ß.id/;jsessionid=1", "https://c.id/a-b-c-d/2/amp/index.php?page=2&&=&a", "//x", "https://c.id?a=%", "https://m.www.m.co.id/",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := URL(in)
		if err != nil {
			return
		}
		if len(got) > MaxLength {
			t.Fatalf("URL(%q): %d bytes", in, len(got))
		}
		again, err := URL(got)
		if err != nil || again != got {
			t.Fatalf("URL(%q) = %q, but URL of that = %q, %v", in, got, again, err)
		}
	})
}

func FuzzJoin(f *testing.F) {
	f.Add("https://contoh.id/a/b", "../c?d#e")
	f.Add("https://contoh.id", "//x.id\\y")
	f.Fuzz(func(t *testing.T, base, ref string) {
		got, err := Join(base, ref)
		if err != nil {
			return
		}
		if again, err := URL(got); err != nil || again != got {
			t.Fatalf("Join(%q, %q) = %q, whose canonical form is %q, %v", base, ref, got, again, err)
		}
	})
}
