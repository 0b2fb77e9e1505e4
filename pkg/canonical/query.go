package canonical

import (
	"net/url"
	"slices"
	"strings"
)

// foldQuery drops the parameters that do not choose an article, and sorts the
// others. Repeated pairs count once.
func foldQuery(raw string) string {
	if raw == "" {
		return ""
	}
	var keep []string
	for pair := range strings.SplitSeq(raw, "&") {
		k, v, hasValue := strings.Cut(pair, "=")
		k, v = unescape(k), unescape(v)
		if k == "" || dropped(strings.ToLower(k), strings.ToLower(v)) {
			continue
		}
		p := url.QueryEscape(k)
		if hasValue {
			p += "=" + url.QueryEscape(v)
		}
		keep = append(keep, p)
	}
	slices.Sort(keep)
	return strings.Join(slices.Compact(keep), "&")
}

// unescape is url.QueryUnescape for input that may hold bad escapes.
func unescape(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return s
}

// tracking are parameters that say where a reader came from.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true,
	"msclkid": true, "yclid": true, "ymclid": true, "twclid": true, "ttclid": true, "li_fat_id": true,
	"igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true, "mkt_tok": true, "_ga": true, "_gl": true,
	"_hsenc": true, "_hsmi": true, "epik": true, "spm": true, "cmpid": true, "ncid": true, "xtor": true,
	"wt_mc": true, "wtmc": true, "ref": true, "ref_src": true, "ref_url": true, "referrer": true, "fb_ref": true,
	"fb_source": true, "action_object_map": true, "action_type_map": true, "action_ref_map": true,
	"traffic_source": true, "tag_from": true, "replytocom": true, "usqp": true, "share": true, "nb": true,
	"single": true, "noamp": true, "amp": true, "nonamp": true, "srsltid": true, "feature": true, "sharetype": true,
}

// trackingPrefixes begin families of such parameters.
var trackingPrefixes = []string{"utm_", "hsa_", "pk_", "mtm_", "matomo_", "itm_", "vero_", "oly_", "amp_", "_x_tr_", "jx"}

// paging are parameters that choose a page of an article.
var paging = map[string]bool{"page": true, "page_num": true, "halaman": true, "hal": true, "showpage": true}

func dropped(k, v string) bool {
	if tracking[k] || isSession(k) {
		return true
	}
	for _, p := range trackingPrefixes {
		if strings.HasPrefix(k, p) {
			return true
		}
	}
	switch {
	case paging[k]:
		return v == "" || v == "all" || v == "semua" || isNumber(v)
	case k == "outputtype" || k == "output" || k == "view" || k == "format" || k == "type":
		return v == "amp"
	case k == "m": // the mobile twin at Blogger
		return v == "0" || v == "1"
	}
	return false
}

// isSession knows the names of session ids.
func isSession(k string) bool {
	return k == "phpsessid" || k == "jsessionid" || k == "cfid" || k == "cftoken" || k == "sessionid" ||
		k == "session_id" || k == "sid" || strings.HasPrefix(k, "aspsessionid")
}

// isNumber accepts what may number a page: up to three digits. A longer number
// chooses a document.
func isNumber(v string) bool {
	if len(v) > 3 {
		return false
	}
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	return true
}
