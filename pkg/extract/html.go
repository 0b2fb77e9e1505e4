package extract

func Read(p Page) Reading {
	if plain(p) {
		return Text(p)
	}
	return Reading{Reason: "unread"}
}
func frontPage(u string) bool { return false }
