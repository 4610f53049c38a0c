package models

import "strings"

// emailless are the first and the last EmailKey of those who have no address, without "".
const emailless, emaillessEnd = namesake, "namesake;"

// SetNamesakeBy is SetNamesake where what tells the two apart is known: the same text gives the same person.
func (r *Registration) SetNamesakeBy(text string) { r.EmailKey = namesake + HashSecret(text) }

// OfPeople lists the event's live registrations that have one of the addresses, or no address and one of the family
// names.
func (store RegistrationQuery) OfPeople(e *Event, emailKeys, families []string) ([]Registration, error) {
	list, err := store.ofAddresses(e, emailKeys)
	if err != nil {
		return nil, err
	}
	if len(families) == 0 {
		return list, nil
	}
	for i := range families {
		families[i] = strings.ToLower(families[i])
	}
	var others []Registration
	g := store.q.g.Where("event_id = ? AND "+isLive, e.ID)
	err = g.Where("(email_key = '' OR (email_key >= ? AND email_key < ?))", emailless, emaillessEnd).
		Where(store.q.inList("lower(family_name)", families)).Find(&others).Error
	return append(list, others...), err
}

// ofAddresses lists the event's live registrations that have one of the addresses. PostgreSQL looks each up by itself:
// a plan for all of them, made while the table is small, would read all people of the event each time.
func (store RegistrationQuery) ofAddresses(e *Event, emailKeys []string) (list []Registration, err error) {
	if len(emailKeys) == 0 {
		return nil, nil
	}
	if store.q.g.Name() != string(PostgreSQL) {
		err = store.q.g.Where("event_id = ? AND "+isLive, e.ID).Where(store.q.inList("email_key", emailKeys)).
			Find(&list).Error
		return list, err
	}
	const each = `(SELECT DISTINCT unnest(CAST(? AS text[])) AS key) AS wanted CROSS JOIN LATERAL
		(SELECT * FROM registrations WHERE event_id = ? AND email_key = wanted.key AND ` + isLive + ` OFFSET 0) AS found`
	err = store.q.g.Table(each, arrayOf[string](emailKeys), e.ID).Select("found.*").Find(&list).Error
	return list, err
}

// ByIDs finds those of the event's registrations that have one of the ids.
func (store RegistrationQuery) ByIDs(e *Event, ids []string) (list []Registration, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = store.q.g.Where("event_id = ?", e.ID).Where(store.q.inList("id", ids)).Find(&list).Error
	return list, err
}

// SharedAddresses lists those of the addresses that have several registrations, at any event and in any state.
func (store RegistrationQuery) SharedAddresses(emailKeys []string) (shared []string, err error) {
	err = store.q.g.Model(&Registration{}).Where(store.q.inList("email_key", emailKeys)).
		Group("email_key").Having("COUNT(*) > 1").Pluck("email_key", &shared).Error
	return shared, err
}

// InsertNew stores new registrations in few statements, and returns the ids of those whose request, person and code
// were free.
func (store RegistrationStore) InsertNew(list []Registration) (map[string]bool, error) {
	ids, isNew := make([]string, len(list)), make(map[string]bool, len(list))
	for i := range list {
		r := &list[i]
		if r.Answers == nil {
			r.Answers = map[string]string{}
		}
		r.refresh()
		if err := store.mark(r); err != nil {
			return nil, err
		}
		r.Version, r.CalendarID, r.CreatedAt, r.UpdatedAt = 1, NewID(), store.tx.Now, store.tx.Now
		ids[i] = r.ID
	}
	result := store.tx.g.Omit("TicketType").Clauses(doNothing).CreateInBatches(list, insertBatch)
	if result.Error != nil {
		return nil, result.Error
	}
	if int(result.RowsAffected) < len(list) {
		err := store.tx.g.Model(&Registration{}).Where(store.tx.inList("id", ids)).Pluck("id", &ids).Error
		if err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		isNew[id] = true
	}
	var stored []Registration
	for _, r := range list {
		if isNew[r.ID] {
			stored = append(stored, r)
		}
	}
	if len(stored) == 0 {
		return isNew, nil
	}
	if err := store.indexAnswers(stored); err != nil {
		return nil, err
	}
	if err := store.ask(stored); err != nil {
		return nil, err
	}
	return isNew, store.index(stored)
}
