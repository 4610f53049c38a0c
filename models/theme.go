package models

// Theme is what voices are about, besides sessions.
type Theme struct {
	ID      string
	EventID string
	// Slug is a short name in addresses. It never changes.
	Slug     string
	TitleJa  string
	TitleEn  string
	Position int
}

// ThemeQuery reads themes.
type ThemeQuery struct{ q *Query }

// ThemeStore reads and writes themes.
type ThemeStore struct {
	ThemeQuery
	tx *Tx
}

// Themes reads themes.
func (q *Query) Themes() ThemeQuery { return ThemeQuery{q} }

// Themes reads and writes themes.
func (tx *Tx) Themes() ThemeStore { return ThemeStore{tx.Query.Themes(), tx} }

// OfEvent lists the themes of an event in order.
func (store ThemeQuery) OfEvent(e *Event) ([]Theme, error) {
	var list []Theme
	err := inPosition(store.q.g).Where("event_id = ?", e.ID).Find(&list).Error
	return list, err
}

// OfEvents lists the themes of events, by the event's id.
func (store ThemeQuery) OfEvents(ids []string) (map[string][]Theme, error) {
	var list []Theme
	err := inPosition(store.q.g).Where(store.q.inList("event_id", ids)).Find(&list).Error
	byEvent := map[string][]Theme{}
	for _, t := range list {
		byEvent[t.EventID] = append(byEvent[t.EventID], t)
	}
	return byEvent, err
}

// Replace stores the themes of an event in the order given. Those that are not among them are deleted. It is
// CodeConflict where one of these has voices.
func (store ThemeStore) Replace(e *Event, list []Theme) error {
	ids := []string{}
	for i := range list {
		list[i].EventID, list[i].Position = e.ID, i
		ids = append(ids, list[i].ID)
	}
	var used int64
	gone := store.tx.g.Where("event_id = ?", e.ID).Where("NOT (?)", store.tx.inList("id", ids))
	err := store.tx.g.Model(&Post{}).Where("theme_id IN (?)", gone.Model(&Theme{}).Select("id")).Count(&used).Error
	if err != nil {
		return err
	}
	if used > 0 {
		return NewError(CodeConflict, "voice.theme_in_use")
	}
	err = store.tx.g.Where("event_id = ?", e.ID).Where("NOT (?)", store.tx.inList("id", ids)).Delete(&Theme{}).Error
	if err != nil {
		return err
	}
	for i := range list {
		if err := store.tx.g.Save(&list[i]).Error; err != nil {
			return err
		}
	}
	return nil
}
