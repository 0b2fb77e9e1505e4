package sample

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// bodyHTML writes a story as the theme's editor would have.
func bodyHTML(v version, theme, base string) template.HTML {
	var b strings.Builder
	esc := html.EscapeString
	for i := 0; i < len(v.body); i++ {
		x := v.body[i]
		text := x.text
		if i == len(v.body)-1 && v.tail != "" {
			text += " (" + v.tail + ")"
		}
		switch x.kind {
		case paragraph:
			switch theme {
			case "detik":
				fmt.Fprintf(&b, "%s<br><br>\n", esc(text))
			case "inertia":
				fmt.Fprintf(&b, "<p>%s</p><p>&nbsp;</p>", esc(text))
			default:
				fmt.Fprintf(&b, "<p>%s</p>\n", esc(text))
			}
		case subhead:
			fmt.Fprintf(&b, "<h3>%s</h3>\n", esc(text))
		case image:
			fmt.Fprintf(&b, `<figure class="wp-caption"><img src="%s%s" alt=""><figcaption class="wp-caption-text">%s</figcaption></figure>`+"\n", base, esc(x.href), esc(text))
		case related:
			if x.form != "list" {
				b.WriteString(relatedHTML(x, theme, base))
				continue
			}
			b.WriteString("<h4>Baca Juga</h4>\n<ul>\n")
			for ; i < len(v.body) && v.body[i].form == "list"; i++ {
				fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", base+esc(v.body[i].href), esc(v.body[i].text))
			}
			i--
			b.WriteString("</ul>\n")
		}
	}
	return template.HTML(b.String())
}

// relatedHTML writes one "baca juga" line. Some carry a tracking parameter, as
// theirs do.
func relatedHTML(x block, theme, base string) string {
	href, title := html.EscapeString(base+x.href), html.EscapeString(x.text)
	form := x.form
	if form == "box" && theme == "wpberita" {
		form = "onlytitle" // each plugin has a box of its own
	}
	switch form {
	case "line":
		return fmt.Sprintf("<p>Baca juga: <a href=\"%s?utm_source=bacajuga&amp;utm_medium=inline\">%s</a></p>\n", href, title)
	case "bracket":
		return fmt.Sprintf("<p>(Baca juga: <a href=\"%s\">%s</a>)</p>\n", href, title)
	case "bullet":
		return fmt.Sprintf("<ul>\n<li>Baca juga: <a href=\"%s\">%s</a></li>\n</ul>\n", href, title)
	case "strong":
		return fmt.Sprintf("<p><strong>Baca Juga:&nbsp;<a href=\"%s\" target=\"_blank\">%s</a></strong></p>\n", href, title)
	case "table":
		return fmt.Sprintf(`<table class="linksisip"><tbody><tr><td><div class="lihatjg"><strong>Baca juga: </strong><a data-label="List Berita" href="%s">%s</a></div></td></tr></tbody></table>`+"\n", href, title)
	case "box":
		return fmt.Sprintf(`<div class="jnews_inline_related_post_wrapper left"><div class="jnews_inline_related_post"><div class="jeg_postblock"><div class="jeg_block_heading"><h3 class="jeg_block_title"><span>Baca Juga</span></h3></div><article class="jeg_post"><div class="jeg_postblock_content"><h3 class="jeg_post_title"><a href="%s">%s</a></h3></div></article></div></div></div>`+"\n", href, title)
	case "onlytitle":
		return fmt.Sprintf(`<div class="gmr-related-post-onlytitle"><div class="related-text-onlytitle">Baca Juga</div><div class="clearfix"><div class="rp-title"><a href="%s" class="recent-title">%s</a></div></div></div>`+"\n", href, title)
	case "caps":
		return fmt.Sprintf("<p>BACA JUGA: <a href=\"%s\">%s</a></p>\n", href, title)
	}
	panic("sample: related line of the form " + x.form) // unreachable: a test reads every page
}
