package models

import "strings"

// MarkAddresses sets how an address is hashed for an organization, under a key that is not in the database. Without it
// no address is marked. Call it before the database is used.
func (db *DB) MarkAddresses(mark func(organizationID, emailKey string) string) { db.mark.Store(&mark) }

// mark sets the AddressMark of registrations from their addresses. Who has no address has none.
func (store RegistrationStore) mark(list ...*Registration) error {
	mark := store.tx.db.mark.Load()
	if mark == nil {
		return nil
	}
	for _, r := range list {
		if !strings.Contains(r.EmailKey, "@") {
			r.AddressMark = ""
			continue
		}
		host, err := store.hostOf(r.EventID)
		if err != nil {
			return err
		}
		r.AddressMark = (*mark)(host, r.EmailKey)
	}
	return nil
}

// hostOf is the organization of an event, which never changes: each is read once.
func (store RegistrationStore) hostOf(eventID string) (string, error) {
	if known, ok := store.tx.db.hosts.Load(eventID); ok {
		return known.(string), nil //nolint:errcheck // nothing else is put there
	}
	var host string
	err := store.tx.g.Model(&Event{}).Where("id = ?", eventID).Limit(1).Pluck("organization_id", &host).Error
	if err == nil && host != "" {
		store.tx.db.hosts.Store(eventID, host)
	}
	return host, err
}

// MarkAddresses marks the addresses of at most limit registrations that were stored before addresses were marked, and
// returns how many.
func (store RegistrationStore) MarkAddresses(limit int) (int, error) {
	var ids []string
	err := store.tx.g.Model(&Registration{}).Where("address_mark = '' AND erased_at IS NULL AND email_key LIKE '%@%'").
		Order("id").Limit(limit).Pluck("id", &ids).Error
	if err != nil || store.tx.db.mark.Load() == nil {
		return 0, err
	}
	return len(ids), store.markAll(ids)
}

// markAll marks the addresses of the registrations that have none yet.
func (store RegistrationStore) markAll(ids []string) error {
	var list []Registration
	err := store.tx.g.Select("id", "event_id", "email_key").Where("address_mark = '' AND id IN ?", ids).Find(&list).Error
	if err != nil {
		return err
	}
	for i := range list {
		if err := store.mark(&list[i]); err != nil {
			return err
		}
		const set = "UPDATE registrations SET address_mark = ? WHERE id = ?"
		err := store.tx.g.Exec(set, list[i].AddressMark, list[i].ID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// FirstTimers counts who has a place at an event and had none before at another of its host, by the address. known is
// how many of those who have a place have an address that can be told again. That a mark is not empty is asked for so
// that its index is used.
func (store RegistrationQuery) FirstTimers(e *Event) (first, known int, err error) {
	var row struct{ First, Known int }
	err = store.q.g.Raw(`SELECT COUNT(*) AS known, COALESCE(SUM(CASE WHEN EXISTS (SELECT 1
			FROM registrations AS before JOIN events ON events.id = before.event_id
			WHERE before.address_mark = r.address_mark AND before.address_mark <> '' AND before.event_id <> r.event_id
				AND before.state = @confirmed AND events.organization_id = @host AND events.starts_at < @starts
			) THEN 0 ELSE 1 END), 0) AS first
		FROM registrations AS r WHERE r.event_id = @event AND r.state = @confirmed AND r.address_mark <> ''`,
		map[string]any{
			"event": e.ID, "host": e.OrganizationID, "starts": e.StartsAt.UTC(), "confirmed": RegistrationConfirmed,
		}).Scan(&row).Error
	return row.First, row.Known, err
}
