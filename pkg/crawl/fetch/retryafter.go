package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads both forms of the header: seconds, and a date. It returns 0
// when there is none that makes sense.
func retryAfter(v string, now time.Time) time.Duration {
	v = strings.TrimSpace(v)
	if v == "" {
		return 0
	}
	if n, err := strconv.ParseInt(v, 10, 64); err == nil {
		if n <= 0 {
			return 0
		}
		return time.Duration(min(n, 1<<31)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return 0
}

// backoff is the pause after the nth strike in a row, from 1.
func backoff(floor, most time.Duration, n int) time.Duration {
	d := floor
	for range min(n-1, 30) {
		if d >= most {
			break
		}
		d *= 2
	}
	return min(d, most)
}
