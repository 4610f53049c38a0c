package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Lottery is how places of an event's ticket types, or of its sessions, are drawn by lot. There is one for an event;
// the ticket types, or the places of sessions, with ByLottery belong to it.
type Lottery struct {
	ID      string
	EventID string
	// OfSessions says that it is of sessions: people who have a place at the event apply on their own pages.
	OfSessions bool
	// Rules are those of app/service/draw. Nothing but Record and ClosedAt changes once it is published.
	Rules    []LotteryRule `gorm:"serializer:json"`
	OpensAt  time.Time
	ClosesAt time.Time
	DrawsAt  time.Time
	// ReplyHours is how long who won has to say that they come, 0 for as long as they want.
	ReplyHours int
	// Applications counts who applied; the statement that does so decides whether one may still apply.
	Applications int
	PublishedAt  *time.Time
	ClosedAt     *time.Time
	// Record is what was published when applications ended, "" until then. What was drawn is in its Draw.
	Record    string
	Version   int
	UpdatedAt time.Time
}

// LotteryRule is a rule of a lottery as it is stored.
type LotteryRule struct {
	Kind   string `json:"kind"`
	Group  string `json:"group,omitempty"`
	Places int    `json:"places,omitempty"`
}

// IsOpenAt reports whether people may apply at the time.
func (l *Lottery) IsOpenAt(now time.Time) bool {
	return l.PublishedAt != nil && l.ClosedAt == nil && !now.Before(l.OpensAt) && now.Before(l.ClosesAt)
}

// LotteryParty is somebody who seals a secret in their browser before applications end, and opens it afterwards.
type LotteryParty struct {
	ID        string
	LotteryID string
	Position  int
	Name      string
	Email     string
	// Seal is the hash of the secret, "" until it is sealed.
	Seal string
	// PublicKey is of the browser that sealed, in which others may put copies of their secrets; Copies are those of this
	// party's own secret, by the ids of the parties who can read them.
	PublicKey string
	Copies    map[string]string `gorm:"serializer:json"`
	SealedAt  *time.Time
	// Secret is "" until it is opened; OpenedBy is the name of the party that opened a copy, "" for the party itself.
	Secret   string
	OpenedBy string
	OpenedAt *time.Time
}

// LotteryEntry is an application: of one registration, and of those who wait with it. In a lottery of sessions each
// person has one, also who is in the application of another.
type LotteryEntry struct {
	RegistrationID string `gorm:"primaryKey"`
	LotteryID      string
	// WithID is the registration that applied for the person too, nil for who applied alone: those with the same, and the
	// one itself, win the same sessions or none. Its wishes are everybody's.
	WithID *string
	// Code stands in the published list. It leads to nobody.
	Code string
	// Wishes are slugs of ticket types, or ids of sessions, the dearest first.
	Wishes []string `gorm:"serializer:json"`
	// Resident is what the person says of themselves, Invited what staff say.
	Resident  bool
	Invited   bool
	Team      string
	TeamRank  int
	CreatedAt time.Time
}

// LotteryDraw is what was drawn. There is one for a lottery.
type LotteryDraw struct {
	LotteryID string `gorm:"primaryKey"`
	Record    string
	DrawnAt   time.Time
}

// LotteryQuery reads lotteries, their parties and applications.
type LotteryQuery struct{ q *Query }

// LotteryStore reads and writes lotteries, their parties and applications.
type LotteryStore struct {
	LotteryQuery
	tx *Tx
}

// Lotteries reads lotteries, their parties and applications.
func (q *Query) Lotteries() LotteryQuery { return LotteryQuery{q} }

// Lotteries reads and writes lotteries, their parties and applications.
func (tx *Tx) Lotteries() LotteryStore { return LotteryStore{tx.Query.Lotteries(), tx} }

// OfEvent finds the lottery of an event, or returns CodeNotFound.
func (store LotteryQuery) OfEvent(e *Event) (*Lottery, error) {
	var l Lottery
	err := store.q.g.Where("event_id = ?", e.ID).Take(&l).Error
	return &l, notFound(err)
}

// Parties lists who seals secrets, in order.
func (store LotteryQuery) Parties(l *Lottery) ([]LotteryParty, error) {
	var list []LotteryParty
	err := store.q.g.Where("lottery_id = ?", l.ID).Order("position, id").Find(&list).Error
	return list, err
}

// Party finds a party by its id, and its lottery. It is for who has proved to be it.
func (store LotteryQuery) Party(id string) (*Lottery, *LotteryParty, error) {
	var p LotteryParty
	if err := store.q.g.Where("id = ?", id).Take(&p).Error; err != nil {
		return nil, nil, notFound(err)
	}
	var l Lottery
	err := store.q.g.Where("id = ?", p.LotteryID).Take(&l).Error
	return &l, &p, notFound(err)
}

// Drawn finds what was drawn, nil for nothing yet.
func (store LotteryQuery) Drawn(l *Lottery) (*LotteryDraw, error) {
	var d LotteryDraw
	err := store.q.g.Where("lottery_id = ?", l.ID).Take(&d).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &d, err
}

// EntryOf finds the application of a registration, or of those with whom it applied; nil for none.
func (store LotteryQuery) EntryOf(r *Registration) (*LotteryEntry, error) {
	var list []LotteryEntry
	err := store.q.g.Where(`registration_id = ? OR registration_id = (SELECT representative_id FROM registrations
		WHERE id = ?)`, r.ID, r.ID).Limit(2).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	for i := range list {
		if list[i].RegistrationID == r.ID {
			return &list[i], nil
		}
	}
	return &list[0], nil
}

// Applicant is who applied, with what is asked of the past.
type Applicant struct {
	LotteryEntry
	// WaitsWith is that of the registration.
	WaitsWith    *string
	Email        string
	TicketTypeID string
}

// counts is the state of those whose applications count.
func (l *Lottery) counts() RegistrationState {
	if l.OfSessions {
		return RegistrationConfirmed
	}
	return RegistrationApplied
}

// Applicants lists the applications that were not withdrawn, and count.
func (store LotteryQuery) Applicants(l *Lottery) ([]Applicant, error) {
	var list []Applicant
	err := store.q.g.Table("lottery_entries").Select("lottery_entries.*, r.waits_with, r.email, r.ticket_type_id").
		Joins("JOIN registrations AS r ON r.id = lottery_entries.registration_id").
		Where("lottery_entries.lottery_id = ? AND r.state = ?", l.ID, l.counts()).
		Order("lottery_entries.code").Scan(&list).Error
	return list, err
}

// Waiting is a person who applied.
type Waiting struct {
	ID        string
	WaitsWith *string
	// Before and Lately are how many events of the host the address had a place at: ever, and in the last two years.
	// Sessions and SessionsLately are how many places in sessions of those events.
	Before, Lately, Sessions, SessionsLately int
}

// PeopleWhoApplied lists the people of all applications, with the places that they had before. Those are told by the
// keyed hash of the address, which stays when everything else of them is erased.
func (store LotteryQuery) PeopleWhoApplied(e *Event, l *Lottery) ([]Waiting, error) {
	var list []Waiting
	who := "r.state = @counts"
	if l.OfSessions {
		who += " AND r.id IN (SELECT registration_id FROM lottery_entries WHERE lottery_id = @lottery)"
	}
	const before = ` FROM registrations AS before JOIN events ON events.id = before.event_id
		WHERE before.address_mark = r.address_mark AND before.address_mark <> '' AND before.event_id <> r.event_id
			AND before.state = @confirmed AND events.organization_id = @host AND events.starts_at < @starts`
	const past, lately = `(SELECT COUNT(DISTINCT before.event_id)` + before, ` AND events.starts_at >= @since`
	const places = `(SELECT COALESCE(SUM(before.session_places_had + (SELECT COUNT(*) FROM session_sign_ups AS had
			JOIN sessions ON sessions.id = had.session_id AND sessions.cancelled_at IS NULL
			WHERE had.registration_id = before.id AND had.state = 'taken')), 0)` + before
	columns := past + ") AS before, " + past + lately + ") AS lately"
	if l.OfSessions {
		columns += ", " + places + ") AS sessions, " + places + lately + ") AS sessions_lately"
	}
	err := store.q.g.Raw(`SELECT r.id, r.waits_with, `+columns+`
		FROM registrations AS r WHERE r.event_id = @event AND `+who+` ORDER BY r.id`,
		map[string]any{
			"event": e.ID, "host": e.OrganizationID, "starts": e.StartsAt.UTC(), "confirmed": RegistrationConfirmed,
			"counts": l.counts(), "lottery": l.ID, "since": e.StartsAt.UTC().AddDate(-2, 0, 0),
		}).Scan(&list).Error
	return list, err
}

// Save stores a draft. It is CodeConflict where somebody else changed it first, or it was published.
func (store LotteryStore) Save(l *Lottery) error {
	before := l.Version
	l.Version, l.UpdatedAt = before+1, store.tx.Now
	if before == 0 {
		l.ID = NewID()
		return replaceErr(store.tx.g.Create(l).Error, gorm.ErrDuplicatedKey, NewError(CodeConflict, "rows.changed"))
	}
	return mustAffect(store.tx.g.Model(&Lottery{}).Where("id = ? AND version = ? AND published_at IS NULL", l.ID, before).
		Select("rules", "of_sessions", "opens_at", "closes_at", "draws_at", "reply_hours", "version", "updated_at").
		Updates(l),
		NewError(CodeConflict, "rows.changed"))
}

// SetParties replaces who seals secrets. Those of the same name and address keep their ids. The caller has a draft.
func (store LotteryStore) SetParties(l *Lottery, parties []LotteryParty) error {
	if err := store.tx.g.Where("lottery_id = ?", l.ID).Delete(&LotteryParty{}).Error; err != nil {
		return err
	}
	for i := range parties {
		p := &parties[i]
		if p.ID == "" {
			p.ID = NewAnonymousID()
		}
		p.LotteryID, p.Position = l.ID, i
		if p.Copies == nil {
			p.Copies = map[string]string{}
		}
		if err := store.tx.g.Create(p).Error; err != nil {
			return err
		}
	}
	return nil
}

// Lock locks a lottery until the transaction ends, and reads it again.
func (store LotteryStore) Lock(l *Lottery) (*Lottery, error) {
	if err := store.tx.g.Exec("UPDATE lotteries SET version = version WHERE id = ?", l.ID).Error; err != nil {
		return nil, err
	}
	var now Lottery
	err := store.tx.g.Where("id = ?", l.ID).Take(&now).Error
	return &now, notFound(err)
}

// Publish makes rules and times public; from now on they stay as they are. The caller has locked the lottery.
func (store LotteryStore) Publish(l *Lottery) error {
	l.PublishedAt = &store.tx.Now
	return store.set(l, map[string]any{"published_at": store.tx.Now})
}

// Unpublish makes it a draft again. It is CodeConflict once somebody applied.
func (store LotteryStore) Unpublish(l *Lottery) error {
	return mustAffect(store.tx.g.Model(&Lottery{}).Where("id = ? AND applications = 0 AND closed_at IS NULL", l.ID).
		Updates(map[string]any{"published_at": nil, "version": gorm.Expr("version + 1")}),
		NewError(CodeConflict, "lottery.has_applications"))
}

// Close stores what is published when applications end. The caller has locked the lottery.
func (store LotteryStore) Close(l *Lottery, record string) error {
	l.ClosedAt, l.Record = &store.tx.Now, record
	return store.set(l, map[string]any{"closed_at": store.tx.Now, "record": record})
}

// SetRecord changes what was published when applications ended, as by dice. The caller has locked the lottery.
func (store LotteryStore) SetRecord(l *Lottery, record string) error {
	l.Record = record
	return store.set(l, map[string]any{"record": record})
}

func (store LotteryStore) set(l *Lottery, values map[string]any) error {
	values["updated_at"], values["version"] = store.tx.Now, gorm.Expr("version + 1")
	return store.tx.g.Model(&Lottery{}).Where("id = ?", l.ID).Updates(values).Error
}

// UpdateParty stores what a party did. The caller has locked the lottery.
func (store LotteryStore) UpdateParty(p *LotteryParty) error {
	return store.tx.g.Select("*").Updates(p).Error
}

// Apply counts applications of people for a ticket type. It is CodeInvalid where it is not drawn by lot, or one cannot
// apply now. The statement decides, and locks the lottery until the transaction ends: call it last.
func (store LotteryStore) Apply(e *Event, ticketTypeID string, n int) error {
	applied := store.tx.g.Exec(`UPDATE lotteries SET applications = applications + ?
		WHERE event_id = ? AND published_at IS NOT NULL AND closed_at IS NULL AND opens_at <= ? AND closes_at > ?
		AND EXISTS (SELECT 1 FROM ticket_types AS t JOIN events ON events.id = t.event_id
			WHERE t.id = ? AND t.event_id = lotteries.event_id AND t.by_lottery AND events.state = ?)`,
		n, e.ID, store.tx.Now, store.tx.Now, ticketTypeID, EventPublished)
	if applied.Error == nil && applied.RowsAffected == 0 {
		return InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return applied.Error
}

// AddEntry stores an application. A code that is taken is a duplicate: the caller makes another.
func (store LotteryStore) AddEntry(entry *LotteryEntry) (bool, error) {
	entry.CreatedAt = store.tx.Now
	added := store.tx.g.Clauses(doNothing).Create(entry)
	return added.RowsAffected == 1, added.Error
}

// UpdateEntry stores what staff say of an application.
func (store LotteryStore) UpdateEntry(entry *LotteryEntry) error {
	return store.tx.g.Select("invited", "team", "team_rank").Updates(entry).Error
}

// AddDraw stores what was drawn, and reports false where it was drawn before.
func (store LotteryStore) AddDraw(l *Lottery, record string) (bool, error) {
	added := store.tx.g.Clauses(doNothing).Create(&LotteryDraw{l.ID, record, store.tx.Now})
	return added.RowsAffected == 1, added.Error
}

// SetTypes says which of the event's ticket types are drawn by lot.
func (store LotteryStore) SetTypes(e *Event, ids []string) error {
	isOne := clause.Expr{SQL: "FALSE"}
	if len(ids) > 0 {
		isOne = gorm.Expr("id IN ?", ids)
	}
	return store.tx.g.Exec(`UPDATE ticket_types SET version = version + 1, by_lottery = NOT by_lottery
		WHERE event_id = ? AND by_lottery <> (?)`, e.ID, isOne).Error
}

// AllApplied lists and locks all who wait for the draw, by id.
func (store LotteryStore) AllApplied(e *Event) ([]Registration, error) {
	var list []Registration
	err := store.tx.g.Clauses(forUpdate).Where("event_id = ? AND state = ?", e.ID, RegistrationApplied).
		Order("id").Find(&list).Error
	return list, err
}

// Win gives people who applied places of a ticket type, replyBy nil for no deadline, and counts the places: whatever
// the capacity is by now, the list had them. The caller has locked the ticket type and the registrations.
func (store LotteryStore) Win(ids []string, ticketTypeID string, replyBy *time.Time) error {
	for len(ids) > 0 {
		n := min(len(ids), 500)
		err := store.tx.g.Exec(`UPDATE registrations SET state = ?, ticket_type_id = ?, confirmed_at = ?, reply_by = ?,
			queued_at = NULL, waits_with = NULL, version = version + 1, updated_at = ? WHERE id IN ?`,
			RegistrationConfirmed, ticketTypeID, store.tx.Now, replyBy, store.tx.Now, ids[:n]).Error
		if err != nil {
			return err
		}
		err = store.tx.g.Exec("UPDATE ticket_types SET taken = taken + ? WHERE id = ?", n, ticketTypeID).Error
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// PutInLine puts who applied, and won nothing, into the waiting list of a ticket type.
func (store LotteryStore) PutInLine(id, ticketTypeID string, at time.Time) error {
	return store.tx.g.Exec(`UPDATE registrations SET state = ?, ticket_type_id = ?, confirmed_at = NULL, confirm_by = NULL,
		queued_at = ?, version = version + 1, updated_at = ? WHERE id = ?`,
		RegistrationWaitlisted, ticketTypeID, at, store.tx.Now, id).Error
}

// Entrants lists registrations whose applications a lottery drew and that have a state, after the id, in the order of
// ids: those who are written to.
func (store LotteryQuery) Entrants(l *Lottery, after string, limit int) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Joins("TicketType").
		Joins("JOIN lottery_entries AS entry ON entry.registration_id = registrations.id").
		Where("entry.lottery_id = ? AND registrations.id > ? AND registrations.erased_at IS NULL", l.ID, after).
		Where("registrations.state IN ?", []RegistrationState{RegistrationConfirmed, RegistrationWaitlisted}).
		Order("registrations.id").Limit(limit).Find(&list).Error
	return list, err
}
