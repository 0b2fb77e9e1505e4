package extract

func language(paragraphs []string, declared string) string { return declared }
