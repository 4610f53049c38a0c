package publicity

import (
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// look is the colours of a badge: ground, edge, letters, quieter letters, and a place that is open, scarce, or taken.
type look struct{ ground, edge, ink, soft, open, few, full string }

// Looks are the badges that there are: a language and a look. An address names one, so that caches keep each apart.
var looks = map[string]look{
	"light": {"#ffffff", "#d6cdc4", "#1f1a17", "#57504a", "#1d6b52", "#8a5300", "#7a716a"},
	"dark":  {"#221d19", "#4a423b", "#f5efe8", "#cfc5bb", "#7fd1b0", "#f0b35a", "#a89d93"},
}

// The sizes of a badge, in its own unit.
const (
	badgeWidth  = 320
	badgeHead   = 46
	badgeLine   = 26
	badgeMargin = 16
	// badgeTitle is how many half-wide letters of a title fit.
	badgeTitle = 36
)

// Badge draws how many places an event has left, as SVG without scripts, styles or addresses. named is a language and a
// look, as in "ja-dark". It is of a public event. Errors: NotFound for a badge that there is not.
func (s *Service) Badge(ctx context.Context, e *models.Event, named string) ([]byte, error) {
	lang, theme, _ := strings.Cut(strings.TrimSuffix(named, ".svg"), "-")
	colours, ok := looks[theme]
	if !ok || !slices.Contains(i18n.Languages, lang) || !strings.HasSuffix(named, ".svg") {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	offer, err := s.Offer(ctx, e)
	if err != nil {
		return nil, err
	}
	return draw(s.Texts.For(lang), e, offer, colours), nil
}

// row is a line of a badge: of which mode, what is told, in which colour, and a sign that does not need the colour.
type row struct{ label, told, colour, sign string }

// rows are the modes of an event with places, or one line for what is true of all.
func rows(texts *i18n.Localizer, offer *Offer, c look) (list []row) {
	colours := map[string]string{"open": c.open, "few": c.few, "soon": c.few}
	signs := map[string]string{"open": "●", "few": "◐", "soon": "○"}
	for _, p := range offer.Places {
		told := texts.T("event.offer_" + p.State)
		if p.Free > 0 {
			told = texts.T("event.left_"+string(p.Mode), "n", texts.Number(p.Free))
		}
		list = append(list, row{
			texts.T("event.mode_" + string(p.Mode)), told, cmp.Or(colours[p.State], c.full), cmp.Or(signs[p.State], "×"),
		})
	}
	switch offer.State {
	case "cancelled", "postponed", "over", "none":
		list = []row{{"", texts.T("event.offer_" + offer.State), c.full, "×"}}
		if offer.State == "none" {
			list[0].told, list[0].sign = texts.T("publicity.badge_see"), "→"
		}
	}
	return list
}

func draw(texts *i18n.Localizer, e *models.Event, offer *Offer, c look) []byte {
	list := rows(texts, offer, c)
	height := badgeHead + badgeLine*len(list) + 12
	title := narrowed(texts.Pick(e.TitleJa, e.TitleEn), badgeTitle)
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" `+
		`lang="%s" aria-label="%s">`, badgeWidth, height, badgeWidth, height, texts.Lang, escape(spoken(texts, e, list)))
	fmt.Fprintf(&out, `<title>%s</title>`, escape(spoken(texts, e, list)))
	fmt.Fprintf(&out, `<rect x="0.5" y="0.5" width="%d" height="%d" rx="10" fill="%s" stroke="%s"/>`,
		badgeWidth-1, height-1, c.ground, c.edge)
	const font = `font-family="'Hiragino Sans','Noto Sans JP','Yu Gothic UI',system-ui,sans-serif"`
	fmt.Fprintf(&out, `<g %s><text x="%d" y="29" font-size="15" font-weight="700" fill="%s">%s</text>`,
		font, badgeMargin, c.ink, escape(title))
	for i, r := range list {
		y := badgeHead + badgeLine*i + 16
		if r.label == "" {
			fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="15" font-weight="700" fill="%s">%s %s</text>`,
				badgeMargin, y, r.colour, r.sign, escape(r.told))
			continue
		}
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="14" fill="%s">%s</text>`, badgeMargin, y, c.soft, escape(r.label))
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="15" font-weight="700" text-anchor="end" fill="%s">%s %s</text>`,
			badgeWidth-badgeMargin, y, r.colour, r.sign, escape(r.told))
	}
	out.WriteString("</g></svg>\n")
	return []byte(out.String())
}

// spoken is the badge for who does not see it.
func spoken(texts *i18n.Localizer, e *models.Event, list []row) string {
	parts := make([]string, len(list))
	for i, r := range list {
		parts[i] = joined(" ", r.label, r.told)
	}
	return texts.T("publicity.badge_spoken", "title", texts.Pick(e.TitleJa, e.TitleEn), "places", texts.List(parts))
}

// narrowed shortens a title to so many letters, of which those of Japanese are twice as wide as others.
func narrowed(title string, most int) string {
	for n := utf8.RuneCountInString(title); n > 1 && Weight(title) > most; {
		n--
		title = text.Shorten(title, n)
	}
	return title
}

func escape(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a builder takes everything
	return out.String()
}

// snippet is what a site puts into its page to show the badge, in the look of its reader's screen.
func (s *Service) snippet(texts *i18n.Localizer, e *models.Event) Snippet {
	badge := func(theme string) string {
		return s.BaseURL + paths.OfEvent(e.Slug).PlacesBadge(texts.Lang+"-"+theme+".svg")
	}
	n := Snippet{Lang: texts.Lang, Light: badge("light"), Dark: badge("dark")}
	alt := texts.T("publicity.badge_alt", "title", texts.Pick(e.TitleJa, e.TitleEn))
	n.HTML = fmt.Sprintf(`<a href="%s"><picture><source srcset="%s" media="(prefers-color-scheme: dark)">`+
		`<img src="%s" alt="%s" width="%d" loading="lazy"></picture></a>`,
		html.EscapeString(s.url(e)), html.EscapeString(n.Dark), html.EscapeString(n.Light), html.EscapeString(alt),
		badgeWidth)
	return n
}
