package jetlog

import (
	"bytes"
	"encoding/json"
	"sync"
)

// standing is the newest record on one subject: its sequence and event id. The
// zero value says that there is none. Of a filter that selects one record only it is
// that record's sequence and subject.
type standing struct {
	seq uint64
	id  string
}

// latest remembers where subjects stand after what this process stored or read.
// It may be out of date: the server checks every use. It forgets the older half
// when it is full.
type latest struct {
	mu         sync.Mutex
	young, old map[string]standing
}

const latestHalf = 10_000 // subjects, about 200 bytes each

func (c *latest) init() {
	c.young, c.old = map[string]standing{}, map[string]standing{}
}

func (c *latest) get(subject string) standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.young[subject]; ok {
		return s
	}
	return c.old[subject]
}

func (c *latest) set(subject string, s standing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.young) >= latestHalf {
		c.young, c.old = map[string]standing{}, c.young
	}
	c.young[subject] = s
}

// idOf reads the id of an encoded event, and of anything else nothing.
func idOf(data []byte) string {
	// What this version writes begins so; decoding a megabyte for its id is waste.
	if rest, ok := bytes.CutPrefix(data, []byte(`{"specversion":"1.0","id":"`)); ok {
		if id, _, ok := bytes.Cut(rest[:min(len(rest), 80)], []byte(`"`)); ok && !bytes.ContainsRune(id, '\\') {
			return string(id)
		}
	}
	var env struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(data, &env) != nil {
		return ""
	}
	return env.ID
}
