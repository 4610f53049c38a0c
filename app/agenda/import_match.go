package agenda

import (
	"meguri/models"
	"meguri/models/text"
)

// matcher finds the sessions of a file among those that there are: by id, or without one by title and start, or title.
type matcher struct {
	byID    map[string]*models.Session
	byTitle map[string]*models.Session
	taken   map[string]bool
	ids     map[string]bool
	all     []models.Session
}

func newMatcher(sessions []models.Session) *matcher {
	m := &matcher{byID: map[string]*models.Session{}, taken: map[string]bool{}, ids: map[string]bool{}, all: sessions}
	m.byTitle = byTitle(sessions)
	for i := range sessions {
		m.byID[sessions[i].ID] = &sessions[i]
	}
	for i := range sessions {
		if id := sessions[i].ImportID; id != "" {
			m.byID[id] = &sessions[i]
		}
	}
	return m
}

func (m *matcher) match(it *item) *models.Session {
	if it.id != "" && !m.ids[it.id] {
		if found := m.byID[it.id]; found != nil && !m.taken[found.ID] {
			m.taken[found.ID] = true
			return found
		}
		return nil
	}
	found := m.byTitle[text.FoldWidth(text.CleanTitle(it.fields[inTitle]))]
	if found == nil || m.taken[found.ID] {
		return nil
	}
	m.taken[found.ID] = true
	return found
}

func (m *matcher) rest() (list []models.Session) {
	for _, s := range m.all {
		if !m.taken[s.ID] {
			list = append(list, s)
		}
	}
	return list
}
