package models

import (
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// OwnEntry finds a person's own application for sessions, nil for none.
func (store LotteryQuery) OwnEntry(l *Lottery, registrationID string) (*LotteryEntry, error) {
	var entry LotteryEntry
	err := store.q.g.Where("lottery_id = ? AND registration_id = ?", l.ID, registrationID).Take(&entry).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil //nolint:nilnil // there may be none
	}
	return &entry, err
}

// SetSessions says which of the event's sessions are drawn by lot: nobody signs up for them before.
func (store LotteryStore) SetSessions(e *Event, ids []string) error {
	isOne := clause.Expr{SQL: "FALSE"}
	if len(ids) > 0 {
		isOne = gorm.Expr("session_id IN ?", ids)
	}
	return store.tx.g.Exec(`UPDATE session_places SET by_lottery = NOT by_lottery
		WHERE event_id = ? AND by_lottery <> (?)`, e.ID, isOne).Error
}

// ApplyForSessions counts n more applications for sessions, or fewer, and locks the lottery until the transaction ends.
// It is CodeConflict where one cannot apply now: the statement decides.
func (store LotteryStore) ApplyForSessions(l *Lottery, n int) error {
	return mustAffect(store.tx.g.Exec(`UPDATE lotteries SET applications = applications + ?
		WHERE id = ? AND of_sessions AND published_at IS NOT NULL AND closed_at IS NULL AND opens_at <= ? AND closes_at > ?
		AND EXISTS (SELECT 1 FROM events WHERE events.id = lotteries.event_id AND events.state = ?)`,
		n, l.ID, store.tx.Now, store.tx.Now, EventPublished), NewError(CodeConflict, "lottery.wish_closed"))
}

// UpdateWishes stores what a person wishes now, and with whom. The caller has locked the lottery.
func (store LotteryStore) UpdateWishes(entry *LotteryEntry) error {
	return store.tx.g.Select("wishes", "resident", "with_id").Updates(entry).Error
}

// EntriesWith lists those for whom a registration applied too, by their ids.
func (store LotteryQuery) EntriesWith(l *Lottery, registrationID string) ([]LotteryEntry, error) {
	var list []LotteryEntry
	err := store.q.g.Where("lottery_id = ? AND with_id = ?", l.ID, registrationID).Order("registration_id").
		Find(&list).Error
	return list, err
}

// RemoveEntry withdraws an application. The caller has locked the lottery.
func (store LotteryStore) RemoveEntry(entry *LotteryEntry) error {
	return store.tx.g.Where("registration_id = ?", entry.RegistrationID).Delete(&LotteryEntry{}).Error
}

// AllEntries lists all applications of a lottery, by registration.
func (store LotteryStore) AllEntries(l *Lottery) ([]LotteryEntry, error) {
	var list []LotteryEntry
	err := store.tx.g.Where("lottery_id = ?", l.ID).Order("registration_id").Find(&list).Error
	return list, err
}

// PartUncounted takes those out of the applications of others who do not count now. The caller has locked the lottery.
func (store LotteryStore) PartUncounted(l *Lottery) error {
	return store.tx.g.Exec(`UPDATE lottery_entries SET with_id = NULL WHERE lottery_id = ? AND with_id IS NOT NULL
		AND registration_id NOT IN (SELECT id FROM registrations WHERE event_id = ? AND state = ?)`,
		l.ID, l.EventID, l.counts()).Error
}

// forgetPeople removes the applications of people who are erased. In one that was for others too, the first of those
// has its code from then on.
func (store LotteryStore) forgetPeople(ids []string) error {
	var leads []LotteryEntry
	err := store.tx.g.Where("registration_id IN ? AND registration_id IN (SELECT with_id FROM lottery_entries)", ids).
		Find(&leads).Error
	if err != nil {
		return err
	}
	if err := store.tx.g.Exec("DELETE FROM lottery_entries WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	for i := range leads {
		var left []LotteryEntry
		err := store.tx.g.Where("with_id = ?", leads[i].RegistrationID).Order("registration_id").Limit(1).Find(&left).Error
		if err != nil {
			return err
		}
		if len(left) == 0 { // erased with them
			continue
		}
		next := left[0].RegistrationID
		err = store.tx.g.Exec("UPDATE lottery_entries SET with_id = ? WHERE with_id = ?", next, leads[i].RegistrationID).Error
		if err != nil {
			return err
		}
		err = store.tx.g.Exec("UPDATE lottery_entries SET with_id = NULL, code = ? WHERE registration_id = ?",
			leads[i].Code, next).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Entered lists and locks who applied for sessions and has a place at the event, by id, with the ticket type.
func (store LotteryStore) Entered(l *Lottery) ([]Registration, error) {
	var list []Registration
	err := store.tx.g.Clauses(forUpdate).Preload("TicketType").
		Where("state = ? AND id IN (SELECT registration_id FROM lottery_entries WHERE lottery_id = ?)",
			RegistrationConfirmed, l.ID).Order("id").Find(&list).Error
	return list, err
}

// WithLottery finds the events of which places in sessions wait for a draw, by their ids.
func (store SessionPlaceQuery) WithLottery(events []*Event) (map[string]bool, error) {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	var found []string
	err := store.q.g.Model(&SessionPlaces{}).Where("by_lottery").Where(store.q.inList("event_id", ids)).
		Distinct().Pluck("event_id", &found).Error
	with := make(map[string]bool, len(found))
	for _, id := range found {
		with[id] = true
	}
	return with, err
}

// AnyByLottery reports whether some of the sessions wait for a draw. The caller has locked their places.
func (store SessionPlaceStore) AnyByLottery(sessionIDs []string) (bool, error) {
	var n int64
	if len(sessionIDs) == 0 {
		return false, nil
	}
	err := store.tx.g.Model(&SessionPlaces{}).Where("by_lottery").Where(store.tx.inList("session_id", sessionIDs)).
		Count(&n).Error
	return n > 0, err
}

// Win gives people places of a session that they won, replyBy nil for no deadline, and counts the places: whatever the
// capacity is by now, the list had them. The caller has locked the session's places.
func (store SessionPlaceStore) Win(sessionID string, registrationIDs []string, replyBy *time.Time) error {
	var have []string
	err := store.tx.g.Model(&SessionSignUp{}).Where("session_id = ? AND state = ?", sessionID, SignUpTaken).
		Pluck("registration_id", &have).Error
	if err != nil {
		return err
	}
	var list []SessionSignUp
	for _, id := range registrationIDs {
		if !slices.Contains(have, id) {
			list = append(list, SessionSignUp{
				SessionID: sessionID, RegistrationID: id, State: SignUpTaken, QueuedAt: store.tx.Now, ReplyBy: replyBy,
			})
		}
	}
	if err := store.putMany(list); err != nil {
		return err
	}
	return store.tx.g.Exec("UPDATE session_places SET taken = taken + ? WHERE session_id = ?", len(list), sessionID).Error
}

// Queue puts people into the line of a session, in their order, after the time. Together says by a common text who
// moves up only with whom. The caller has locked its places.
func (store SessionPlaceStore) Queue(
	sessionID string, registrationIDs []string, together map[string]string, after time.Time,
) error {
	list := make([]SessionSignUp, len(registrationIDs))
	for i, id := range registrationIDs {
		list[i] = SessionSignUp{
			SessionID: sessionID, RegistrationID: id, State: SignUpWaiting,
			QueuedAt: after.Add(time.Duration(i+1) * time.Microsecond),
		}
		if with := together[id]; with != "" {
			list[i].WaitsWith = &with
		}
	}
	return store.putMany(list)
}

func (store SessionPlaceStore) putMany(list []SessionSignUp) error {
	for i := range list {
		list[i].CreatedAt = store.tx.Now
	}
	if len(list) == 0 {
		return nil
	}
	return store.tx.g.Omit("Registration").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "session_id"}, {Name: "registration_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"state", "queued_at", "reply_by", "waits_with"}),
	}).CreateInBatches(list, insertBatch).Error
}
