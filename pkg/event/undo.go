package event

import "slices"

// UndoneIn returns the ids of the events of people that a later one takes back:
// corrections by [Undone], changes of the registry by [ChangeUndone]. A taking back
// can itself be taken back. Events are in the order of the log.
func UndoneIn(events []Event) map[string]bool {
	undone := map[string]bool{}
	for _, e := range slices.Backward(events) {
		if undone[e.ID] {
			continue
		}
		switch d := e.Data.(type) {
		case Undone:
			undone[d.Event] = true
		case ChangeUndone:
			undone[d.Change] = true
			for _, id := range d.With {
				undone[id] = true
			}
		}
	}
	return undone
}
