package lang

// Known reports whether a folded word is one of the language: a listed root, a
// [StopWord], or a word that [Stem] leads back to a root. Names, abbreviations and
// loan words that nobody listed are not known.
func Known(fold string) bool {
	if StopWord(fold) {
		return true
	}
	if _, ok := roots()[fold]; ok {
		return true
	}
	return Stem(fold) != fold
}
