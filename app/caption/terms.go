package caption

import (
	"cmp"
	"strings"

	"meguri/models"
)

// Term is a name or word of the event that captioners are offered while they type. Reading is how it
// begins to be typed.
type Term struct{ Text, Reading string }

// maxTerms is how many a page has.
const maxTerms = 600

// terms are the names and words of an event: its speakers with what they are called, organizations, rooms, titles, and
// the words that belong together in its word cloud.
func terms(q *models.Query, event *models.Event, sessions []models.Session) ([]Term, error) {
	speakers, err := q.Speakers().OfEvent(event)
	if err != nil {
		return nil, err
	}
	list := &termList{seen: map[string]bool{}}
	for i := range speakers {
		s := &speakers[i]
		list.add(s.NameJa, s.Kana)
		list.add(s.NameEn, "")
		list.add(s.OrganizationJa, "")
		list.add(s.OrganizationEn, "")
	}
	if err := q.Events().LoadPartners(event); err != nil {
		return nil, err
	}
	for i := range event.Partners {
		list.add(event.Partners[i].Organization.NameJa, "")
		list.add(event.Partners[i].Organization.NameEn, "")
	}
	words, err := q.WordSettings().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(words.Joined) {
		list.add(line, "")
	}
	for i := range sessions {
		list.add(sessions[i].TitleJa, "")
		list.add(sessions[i].TitleEn, "")
		if room := sessions[i].Room; room != nil {
			list.add(room.NameJa, "")
			list.add(room.NameEn, "")
		}
	}
	for _, title := range []string{event.TitleJa, event.TitleEn, event.VenueNameJa, event.VenueNameEn} {
		list.add(title, "")
	}
	return list.terms[:min(len(list.terms), maxTerms)], nil
}

type termList struct {
	terms []Term
	seen  map[string]bool
}

func (l *termList) add(text, reading string) {
	text = strings.TrimSpace(text)
	if text == "" || l.seen[text] {
		return
	}
	l.seen[text] = true
	l.terms = append(l.terms, Term{text, cmp.Or(strings.TrimSpace(reading), text)})
}
