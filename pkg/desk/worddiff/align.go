package worddiff

// segment is a stretch of both sides that is the same, or not.
type segment struct {
	kind           Kind // Same or Changed
	a0, a1, b0, b1 int
}

// align finds the longest common subsequence of two lists and returns both cut
// into stretches, in order.
func align(a, b []string) []segment {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []segment
	add := func(kind Kind, a0, a1, b0, b1 int) {
		if a0 == a1 && b0 == b1 {
			return
		}
		if n := len(out); n > 0 && out[n-1].kind == kind {
			out[n-1].a1, out[n-1].b1 = a1, b1
			return
		}
		out = append(out, segment{kind, a0, a1, b0, b1})
	}
	add(Same, 0, head, 0, head)
	ma, mb := a[head:len(a)-tail], b[head:len(b)-tail]
	i, j := 0, 0
	for _, m := range common(ma, mb) {
		add(Changed, head+i, head+m[0], head+j, head+m[1])
		add(Same, head+m[0], head+m[0]+1, head+m[1], head+m[1]+1)
		i, j = m[0]+1, m[1]+1
	}
	add(Changed, head+i, head+len(ma), head+j, head+len(mb))
	add(Same, len(a)-tail, len(a), len(b)-tail, len(b))
	return out
}

// common returns the index pairs of a longest common subsequence, none when the
// lists are too long to compare.
func common(a, b []string) [][2]int {
	n, m := len(a), len(b)
	if n == 0 || m == 0 || n > cells/m {
		return nil
	}
	// length[i][j] of a[i:] and b[j:], in one slice.
	length := make([]uint16, (n+1)*(m+1))
	at := func(i, j int) int { return i*(m+1) + j }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[at(i, j)] = length[at(i+1, j+1)] + 1
			} else {
				length[at(i, j)] = max(length[at(i+1, j)], length[at(i, j+1)])
			}
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case a[i] == b[j]:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case length[at(i+1, j)] >= length[at(i, j+1)]:
			i++
		default:
			j++
		}
	}
	return out
}
