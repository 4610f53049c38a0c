package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// FormerSignUp is what somebody had signed up for when they lost their place at the event, or were merged into another
// registration. It comes back where that is undone.
type FormerSignUp struct {
	SessionID      string `gorm:"primaryKey"`
	RegistrationID string `gorm:"primaryKey"`
	State          SignUpState
	QueuedAt       time.Time
	ReplyBy        *time.Time
	SignedUpAt     time.Time
	// KeptID is the registration that took it over at merging, nil for none; KeptState and KeptQueuedAt are what that one
	// had there before, "" and nil for nothing.
	KeptID       *string
	KeptState    SignUpState
	KeptQueuedAt *time.Time
	// LostAt is when undoing could not bring the place back, as others have it: the person waits for it. Nil before that.
	LostAt *time.Time

	Session      Session      `gorm:"foreignKey:SessionID;->"`
	Registration Registration `gorm:"foreignKey:RegistrationID;->"`
}

// FormerOf makes it of what a person signed up for.
func FormerOf(s *SessionSignUp) *FormerSignUp {
	return &FormerSignUp{
		SessionID: s.SessionID, RegistrationID: s.RegistrationID, State: s.State, QueuedAt: s.QueuedAt, ReplyBy: s.ReplyBy,
		SignedUpAt: s.CreatedAt,
	}
}

// SignUp is what the person had.
func (f *FormerSignUp) SignUp() *SessionSignUp {
	return &SessionSignUp{
		SessionID: f.SessionID, RegistrationID: f.RegistrationID, State: f.State, QueuedAt: f.QueuedAt, ReplyBy: f.ReplyBy,
		CreatedAt: f.SignedUpAt,
	}
}

// lost finds the places in sessions that undoing could not bring back, and for which people wait now.
func (store SessionPlaceQuery) lost() *gorm.DB {
	return store.q.g.Preload("Session").Preload("Registration").Where("former_sign_ups.lost_at IS NOT NULL").
		Where(`EXISTS (SELECT 1 FROM session_sign_ups AS s WHERE s.session_id = former_sign_ups.session_id
			AND s.registration_id = former_sign_ups.registration_id AND s.state = ?)`, SignUpWaiting).
		Order("former_sign_ups.registration_id, former_sign_ups.session_id")
}

// Lost lists the places in sessions that undoing could not bring back to a person, who waits for them now.
func (store SessionPlaceQuery) Lost(r *Registration) (list []FormerSignUp, err error) {
	err = store.lost().Where("former_sign_ups.registration_id = ?", r.ID).Find(&list).Error
	return list, err
}

// LostByUndoing lists those of the people of an action that was taken back, at most limit.
func (store SessionPlaceQuery) LostByUndoing(b *BulkAction, limit int) (list []FormerSignUp, err error) {
	err = store.lost().Where(`former_sign_ups.registration_id IN (SELECT registration_id FROM bulk_people
		WHERE bulk_id = ? AND state = ?)`, b.ID, BulkPersonUndone).Limit(limit).Find(&list).Error
	return list, err
}

// Former lists what people had signed up for, by person and session.
func (store SessionPlaceStore) Former(registrationIDs []string) ([]FormerSignUp, error) {
	var list []FormerSignUp
	if len(registrationIDs) == 0 {
		return nil, nil
	}
	err := store.tx.g.Where(store.tx.inList("registration_id", registrationIDs)).
		Order("registration_id, session_id").Find(&list).Error
	return list, err
}

// PutFormer stores it in place of what was known of the person and the session.
func (store SessionPlaceStore) PutFormer(f *FormerSignUp) error {
	return store.tx.g.Omit("Session", "Registration").Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "session_id"}, {Name: "registration_id"}}, UpdateAll: true,
	}).Create(f).Error
}

// ForgetFormer forgets what a person had in a session before, and what they took over there.
func (store SessionPlaceStore) ForgetFormer(sessionID, registrationID string) error {
	return store.tx.g.Where("session_id = ? AND (registration_id = ? OR kept_id = ?)",
		sessionID, registrationID, registrationID).Delete(&FormerSignUp{}).Error
}

// ForgetFormerOf forgets what a person had in all sessions before.
func (store SessionPlaceStore) ForgetFormerOf(registrationID string) error {
	return store.tx.g.Where("registration_id = ?", registrationID).Delete(&FormerSignUp{}).Error
}
