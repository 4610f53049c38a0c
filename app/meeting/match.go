package meeting

import (
	"regexp"
	"slices"
	"strings"

	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// matcher finds the people of an event by how they are called in a meeting.
type matcher struct {
	people                         []*models.Registration
	byCode                         map[string]*models.Registration
	byEmail, byName, byReadingText map[string][]*models.Registration
	byFamily                       map[string][]*models.Registration // for what is offered alone
}

// newMatcher reads who has a place.
func newMatcher(q *models.Query, e *models.Event) (*matcher, error) {
	m := &matcher{
		byCode:  map[string]*models.Registration{},
		byEmail: map[string][]*models.Registration{}, byName: map[string][]*models.Registration{},
		byReadingText: map[string][]*models.Registration{}, byFamily: map[string][]*models.Registration{},
	}
	for r, err := range q.Registrations().Each(e, models.RegistrationFilter{State: models.RegistrationConfirmed}) {
		if err != nil {
			return nil, err
		}
		m.add(r)
	}
	return m, nil
}

func (m *matcher) add(r *models.Registration) {
	m.people = append(m.people, r)
	m.byCode[r.Code] = r
	if r.Email != "" {
		m.byEmail[r.EmailKey] = append(m.byEmail[r.EmailKey], r)
	}
	for _, key := range namesOf(r) {
		m.byName[key] = append(m.byName[key], r)
	}
	for _, key := range foldAll(r.Family, r.FamilyKana) {
		m.byFamily[key] = append(m.byFamily[key], r)
	}
	for _, key := range readingsOf(r) {
		m.byReadingText[key] = append(m.byReadingText[key], r)
	}
}

// namesOf are the ways to write a name, either part first.
func namesOf(r *models.Registration) []string {
	return foldAll(r.Family+r.Given, r.Given+r.Family)
}

// readingsOf are the ways to write how a name is read, in kana and in Latin letters.
func readingsOf(r *models.Registration) []string {
	family, given := text.Romaji(r.FamilyKana), text.Romaji(r.GivenKana)
	return foldAll(
		r.FamilyKana+r.GivenKana, r.GivenKana+r.FamilyKana, family+given, given+family, r.Latin(),
	)
}

func foldAll(texts ...string) (folded []string) {
	for _, t := range texts {
		if key := text.SearchQuery(t); key != "" && !slices.Contains(folded, key) {
			folded = append(folded, key)
		}
	}
	return folded
}

var (
	// numberFirst is a number that a meeting asks people to put before their name, as a class or a table.
	numberFirst = regexp.MustCompile(`^[\s#＃№]*[A-Za-zＡ-Ｚａ-ｚ]?[\-ー]?[\p{Nd}]+(?:[\-‐ー][\p{Nd}]+)*[\s_＿.．:：、,)）\]】-]*`)
	// between divides a name from what people add to it: whom they are from, where they sit.
	between = regexp.MustCompile(`[\s_＿/／|｜@＠・,，、:：()（）\[\]［］【】「」<>＜＞]+`)
	// titlesAfter are what is put behind a name.
	titlesAfter = regexp.MustCompile(`(さん|様|さま|氏|先生|くん|ちゃん)$`)
)

// callings are what may be the name in the name of a guest: all of it, each word, each two that follow each other.
func callings(name string) []string {
	name = numberFirst.ReplaceAllString(strings.TrimSpace(name), "")
	words := slices.DeleteFunc(between.Split(name, -1), func(w string) bool { return w == "" })
	list := []string{name}
	for i, word := range words {
		list = append(list, word)
		if i > 0 {
			list = append(list, words[i-1]+word)
		}
	}
	for _, word := range slices.Clone(list) {
		list = append(list, titlesAfter.ReplaceAllString(word, ""))
	}
	return foldAll(list...)
}

// find finds who a guest is. Nobody is found where it might be several, or where a code and a name contradict each
// other.
func (m *matcher) find(g *models.MeetingGuest) (*models.Registration, models.FoundBy) {
	if code, ok := ticket.FindCode(g.Name); ok {
		if r := m.byCode[code]; r != nil {
			return m.ofCode(r, g.Name)
		}
	}
	names := callings(g.Name)
	if list := m.byEmail[emailKey(g.Email)]; len(list) > 0 {
		if len(list) > 1 {
			list = only(list, func(r *models.Registration) bool { return isCalled(r, names) })
		}
		if len(list) == 1 {
			return list[0], models.FoundByEmail
		}
		return nil, models.FoundNot
	}
	for _, by := range []struct {
		index map[string][]*models.Registration
		found models.FoundBy
	}{{m.byName, models.FoundByName}, {m.byReadingText, models.FoundByReading}} {
		switch list := among(by.index, names); len(list) {
		case 0:
		case 1:
			return list[0], by.found
		default:
			return nil, models.FoundNot
		}
	}
	return nil, models.FoundNot
}

// ofCode is the person of a code, where no other name stands beside it.
func (m *matcher) ofCode(r *models.Registration, name string) (*models.Registration, models.FoundBy) {
	rest := strings.ReplaceAll(text.SearchQuery(name), text.SearchQuery(r.Code), "")
	if rest == "" || isCalled(r, callings(rest)) || isCalled(r, callings(name)) {
		return r, models.FoundByCode
	}
	return nil, models.FoundNot
}

func isCalled(r *models.Registration, names []string) bool {
	own := slices.Concat(namesOf(r), readingsOf(r))
	return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(own, n) })
}

func only(list []*models.Registration, is func(*models.Registration) bool) (some []*models.Registration) {
	for _, r := range list {
		if is(r) {
			some = append(some, r)
		}
	}
	return some
}

// among lists who has one of the names, each once.
func among(index map[string][]*models.Registration, names []string) (list []*models.Registration) {
	for _, name := range names {
		for _, r := range index[name] {
			if !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

// suggested is how many people are offered for a guest.
const suggested = 3

// suggest lists who a guest may be: of the code, the address, the name or its reading.
func (m *matcher) suggest(g *models.MeetingGuest) []*models.Registration {
	names := callings(g.Name)
	list := slices.Concat(
		m.byEmail[emailKey(g.Email)], among(m.byName, names), among(m.byReadingText, names), among(m.byFamily, names),
	)
	if code, ok := ticket.FindCode(g.Name); ok && m.byCode[code] != nil {
		list = append(list, m.byCode[code])
	}
	var some []*models.Registration
	for _, r := range list {
		if !slices.Contains(some, r) && len(some) < suggested {
			some = append(some, r)
		}
	}
	return some
}
