package models

// CompanionsOf lists whom a person registered with them, in the order of the form.
func (store RegistrationQuery) CompanionsOf(r *Registration) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Joins("TicketType").
		Where("registrations.representative_id = ?", r.ID).
		Order("registrations.id").
		Find(&list).
		Error
	return list, err
}

// CompanionOf finds one of those whom a person registered with them.
func (store RegistrationQuery) CompanionOf(r *Registration, id string) (*Registration, error) {
	return store.find("registrations.representative_id = ? AND registrations.id = ?", r.ID, id)
}

// SharesAddress reports whether somebody else registered the person, and their mails go to that one's address.
func (store RegistrationQuery) SharesAddress(r *Registration) (bool, error) {
	if r.RepresentativeID == nil || r.EmailKey == "" {
		return false, nil
	}
	representative, err := store.ByIDAnywhere(*r.RepresentativeID)
	if CodeOf(err) == CodeNotFound {
		return false, nil
	}
	return err == nil && representative.EmailKey == r.EmailKey, err
}

// AddressUse is how many other registrations an address has: at all events and in all states, and live ones at one.
type AddressUse struct{ Others, Live int }

// mostOfAddress is as far as the registrations of one address are counted.
const mostOfAddress = 1000

// UseOfAddress counts the other registrations of a registration's address.
func (store RegistrationQuery) UseOfAddress(r *Registration) (AddressUse, error) {
	var use AddressUse
	err := store.q.g.Raw(`SELECT COUNT(*) AS others, COALESCE(SUM(CASE WHEN event_id = ? AND
		state IN (`+liveStates+`) THEN 1 ELSE 0 END), 0) AS live
		FROM (SELECT event_id, state FROM registrations WHERE email_key = ? AND id <> ? LIMIT ?) AS others`,
		r.EventID, r.EmailKey, r.ID, mostOfAddress).Scan(&use).Error
	return use, err
}

// LiveOfAddress counts the live registrations that an address has at an event.
func (store RegistrationQuery) LiveOfAddress(eventID, key string) (int, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND email_key = ? AND "+isLive, eventID, key).
		Count(&n).Error
	return int(n), err
}

// TypesOfGroup lists the ids of the ticket types that those need who wait to move up together.
func (store WaitingListQuery) TypesOfGroup(id string) ([]string, error) {
	var ids []string
	err := store.q.g.Model(&Registration{}).Where("waits_with = ?", id).Distinct().Pluck("ticket_type_id", &ids).Error
	return ids, err
}

// Group finds and locks those who wait to move up together. The caller has locked their ticket types.
func (store WaitingListStore) Group(id string) ([]Registration, error) {
	var list []Registration
	err := store.tx.g.Clauses(forUpdate).Preload("TicketType").
		Where("waits_with = ? AND state = ?", id, RegistrationWaitlisted).
		Order("id").
		Find(&list).
		Error
	return list, err
}
