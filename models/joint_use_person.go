package models

import (
	"slices"
	"time"
)

// JointUsePerson is what a person was told, and says.
type JointUsePerson struct {
	ID         string
	JointUseID string
	// One of them is set: of an event's person the registration, of a register's the account.
	RegistrationID, AccountID   *string
	ToldAt, AgreedAt, RefusedAt *time.Time

	JointUse *JointUse `gorm:"foreignKey:JointUseID;->"`
}

// TableName is where they are.
func (JointUsePerson) TableName() string { return "joint_use_people" }

// Covers reports whether the person's data may be used jointly: they were told before, or agreed, and did not say no.
func (p *JointUsePerson) Covers() bool {
	return p != nil && p.RefusedAt == nil && (p.ToldAt != nil || p.AgreedAt != nil)
}

// EndedOf are the joint uses that were agreed and are over, of what people were told, each once.
func EndedOf(held []JointUsePerson, now time.Time) (list []*JointUse) {
	for i := range held {
		j := held[i].JointUse
		isKnown := slices.ContainsFunc(list, func(known *JointUse) bool { return known.ID == j.ID })
		if !isKnown && j.AgreedAt != nil && j.State(now) == JointOver {
			list = append(list, j)
		}
	}
	return list
}

// PersonOf finds what the person of a registration was told and says, nil for nothing.
func (store JointUseQuery) PersonOf(id, registrationID string) (*JointUsePerson, error) {
	return store.person("joint_use_id = ? AND registration_id = ?", id, registrationID)
}

// PersonOfAccount finds what the person of an account says, nil for nothing.
func (store JointUseQuery) PersonOfAccount(id, accountID string) (*JointUsePerson, error) {
	return store.person("joint_use_id = ? AND account_id = ?", id, accountID)
}

func (store JointUseQuery) person(where string, args ...any) (*JointUsePerson, error) {
	var list []JointUsePerson
	err := store.q.g.Where(where, args...).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Held lists what the person of a registration was told and says, with what it is about, also where it is over.
func (store JointUseQuery) Held(registrationID string) (list []JointUsePerson, err error) {
	return store.held("registration_id = ?", registrationID)
}

// HeldOfAccount lists what the person of an account says of registers, with what it is about, also where it is over.
func (store JointUseQuery) HeldOfAccount(accountID string) (list []JointUsePerson, err error) {
	return store.held("account_id = ?", accountID)
}

func (store JointUseQuery) held(where, id string) (list []JointUsePerson, err error) {
	err = store.q.g.Preload("JointUse").Preload("JointUse.Organization").Preload("JointUse.Event").
		Preload("JointUse.Series").Preload("JointUse.Members").
		Preload("JointUse.Members.Organization").Where(where, id).Order("id").Find(&list).Error
	return list, err
}

// Tell records of which joint uses the form told the person of a new registration, and whether they said no at once,
// or to the same joint use for another edition. What is over by then, or of other events, is left out.
func (store JointUseStore) Tell(e *Event, r *Registration, ids []string, refused bool) error {
	if len(ids) == 0 {
		return nil
	}
	telling, err := store.Telling(e)
	if err != nil {
		return err
	}
	for i := range telling {
		if !slices.Contains(ids, telling[i].ID) {
			continue
		}
		p := &JointUsePerson{ID: NewAnonymousID(), JointUseID: telling[i].ID, RegistrationID: &r.ID, ToldAt: &store.tx.Now}
		before, err := store.refusedBy(telling[i].ID, r)
		if err != nil {
			return err
		}
		if refused || before {
			p.RefusedAt = &store.tx.Now
		}
		if err := store.tx.g.Omit("JointUse").Clauses(doNothing).Create(p).Error; err != nil {
			return err
		}
	}
	return nil
}

// refusedBy reports whether the person of a registration said no to a joint use with another one.
func (store JointUseQuery) refusedBy(id string, r *Registration) (bool, error) {
	var n int64
	err := store.q.g.Model(&JointUsePerson{}).Where("joint_use_id = ? AND refused_at IS NOT NULL", id).
		Where("registration_id IN (SELECT r.id FROM registrations r WHERE "+samePerson+")", r.EmailKey, r.Family, r.Given).
		Count(&n).Error
	return n > 0, err
}

// Refuse records the no of a person of events, at all editions for which they registered with the same name and
// address: it is one list.
func (store JointUseStore) Refuse(id string, r *Registration) error {
	if err := store.Say(&JointUsePerson{JointUseID: id, RegistrationID: &r.ID}, false); err != nil {
		return err
	}
	return store.tx.g.Model(&JointUsePerson{}).Where("joint_use_id = ? AND refused_at IS NULL", id).
		Where("registration_id IN (SELECT r.id FROM registrations r WHERE "+samePerson+")", r.EmailKey, r.Family, r.Given).
		Update("refused_at", store.tx.Now).Error
}

// Say records what a person says; p names whose it is. Saying no outlives being told, and agreeing takes it back.
func (store JointUseStore) Say(p *JointUsePerson, agrees bool) error {
	row := *p
	row.ID = NewAnonymousID()
	if err := store.tx.g.Omit("JointUse").Clauses(doNothing).Create(&row).Error; err != nil {
		return err
	}
	g := store.tx.g.Model(&JointUsePerson{}).Where("joint_use_id = ?", p.JointUseID)
	if p.RegistrationID != nil {
		g = g.Where("registration_id = ?", *p.RegistrationID)
	} else {
		g = g.Where("account_id = ?", *p.AccountID)
	}
	if agrees {
		return g.Updates(map[string]any{"agreed_at": store.tx.Now, "refused_at": nil}).Error
	}
	return g.Update("refused_at", store.tx.Now).Error
}

// Forget forgets what the person of a registration was told and said: its place is another person's from then on.
func (store JointUseStore) Forget(r *Registration) error {
	return store.tx.g.Where("registration_id = ?", r.ID).Delete(&JointUsePerson{}).Error
}

// Merge lets the no of a registration that is merged into another one stand for that, too: it is one person.
func (store JointUseStore) Merge(merged, kept *Registration) error {
	return store.share(merged, kept, time.Time{})
}

// Unmerge lets the no that was said since two registrations were one stand for both: nobody knows for which it was.
func (store JointUseStore) Unmerge(m *Merge, merged, kept *Registration) error {
	return store.share(kept, merged, m.CreatedAt)
}

func (store JointUseStore) share(from, to *Registration, since time.Time) error {
	return store.tx.g.Exec(`UPDATE joint_use_people SET refused_at = ? WHERE registration_id = ? AND refused_at IS NULL
		AND joint_use_id IN (SELECT joint_use_id FROM joint_use_people WHERE registration_id = ?
			AND refused_at >= ?)`, store.tx.Now, to.ID, from.ID, since).Error
}
