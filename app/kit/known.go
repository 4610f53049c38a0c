package kit

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/app/service/kit"
	"meguri/app/service/words"
	"meguri/models"
	"meguri/models/text"
)

// knownOf is what is known of the people and the place of an event: all who speak, work or registered there.
func knownOf(q *models.Query, e *models.Event) (*kit.Known, error) {
	n := names{people: map[string]bool{}, parts: map[string]bool{}, places: map[string]bool{}}
	speakers, err := q.Speakers().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for i := range speakers {
		s := &speakers[i]
		n.whole(s.NameJa, s.NameEn, s.Kana)
	}
	members, err := q.Members().AtEvent(e)
	if err != nil {
		return nil, err
	}
	for i := range members {
		n.whole(members[i].Account.Name)
	}
	for r, err := range q.Registrations().Each(e, models.RegistrationFilter{}) {
		if err != nil {
			return nil, err
		}
		n.person(r.Family, r.Given)
		n.person(r.FamilyKana, r.GivenKana)
		n.person(text.Romaji(r.FamilyKana), text.Romaji(r.GivenKana))
	}
	rooms, err := q.Rooms().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		n.place(rooms[i].NameJa, rooms[i].NameEn)
	}
	n.place(e.VenueNameJa, e.VenueNameEn, e.VenueAddressJa, e.VenueAddressEn)
	return &kit.Known{People: sorted(n.people), Parts: sorted(n.parts), Places: sorted(n.places)}, nil
}

// names are gathered as they may stand in a text.
type names struct{ people, parts, places map[string]bool }

// person adds a name in two parts.
func (n *names) person(family, given string) {
	if family == "" || given == "" {
		return
	}
	n.people[family+given], n.people[given+family] = true, true
	n.parts[strings.ToLower(family)], n.parts[strings.ToLower(given)] = true, true
}

// whole adds names whose parts are not told apart. What is one short word may be a role, as 代表.
func (n *names) whole(list ...string) {
	for _, name := range list {
		parts := strings.Fields(strings.NewReplacer("・", " ", "　", " ").Replace(name))
		if len(parts) == 2 {
			n.person(parts[0], parts[1])
		}
		if joined := strings.Join(parts, ""); len(parts) > 1 || utf8.RuneCountInString(joined) >= fewestRunes {
			n.people[joined] = true
		}
	}
}

func (n *names) place(list ...string) {
	for _, place := range list {
		if place = strings.TrimSpace(place); utf8.RuneCountInString(place) >= fewestRunes {
			n.places[place] = true
		}
	}
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// guess finds what looks like names of people of whom the event knows nothing. It reports false where the dictionary
// could not be asked.
func (s *Service) guess(ctx context.Context, k *kit.Kit) ([]string, bool) {
	if s.Count == nil {
		return nil, false
	}
	request := &words.Request{Names: true}
	for _, t := range k.Texts() {
		request.Texts = append(request.Texts, t.Text)
	}
	found, err := s.Count(ctx, request)
	if err != nil {
		slog.WarnContext(ctx, "names in a kit could not be looked for", "error", err)
		return nil, false
	}
	var list []string
	for _, name := range words.OfKind(found, words.KindName) {
		list = append(list, name.Text)
	}
	return list, true
}
