package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// RegistrationState is the state of a registration.
type RegistrationState string

// The registration states.
const (
	RegistrationApplied    RegistrationState = "applied" // waits for a lottery
	RegistrationPending    RegistrationState = "pending" // waits for approval by staff
	RegistrationConfirmed  RegistrationState = "confirmed"
	RegistrationWaitlisted RegistrationState = "waitlisted"
	RegistrationCancelled  RegistrationState = "cancelled"
	RegistrationDeclined   RegistrationState = "declined"
	RegistrationLapsed     RegistrationState = "lapsed" // the address was not confirmed in time
)

// RegistrationStates lists all registration states.
var RegistrationStates = []RegistrationState{
	RegistrationApplied,
	RegistrationPending,
	RegistrationConfirmed,
	RegistrationWaitlisted,
	RegistrationCancelled,
	RegistrationDeclined,
	RegistrationLapsed,
}

// Live reports whether a registration in this state has a place or may still get one. A person, which is an address and
// a name, has at most one live registration of an event; the index registrations_person has the same states.
func (s RegistrationState) Live() bool { return slices.Contains(LiveStates, s) }

// LiveStates are the states of a registration that has a place or may still get one.
var LiveStates = []RegistrationState{
	RegistrationApplied, RegistrationPending, RegistrationConfirmed, RegistrationWaitlisted,
}

// isLive is the condition of the index registrations_person. SQLite uses a partial index only if the query contains its
// condition.
const isLive = "registrations.state IN (" + liveStates + ")"

const liveStates = "'applied', 'pending', 'confirmed', 'waitlisted'"

// Registration is one person's place at an event.
type Registration struct {
	ID           string
	EventID      string
	TicketTypeID string
	// RequestID is the hash of the id that the client made for its request. A repeated request is answered with this
	// registration; nobody else knows the id.
	RequestID string
	// Code is the short code that the attendee can read out at the door.
	Code  string
	State RegistrationState
	// QueuedAt is when the registration joined the waiting list, and orders it. It is nil for those that are not on it.
	QueuedAt *time.Time
	text.Name
	SortKey      string
	SearchText   string
	Email        string
	EmailKey     string
	Organization string
	Sector       Sector
	// Accessibility is what the attendee needs to take part, in their words.
	Accessibility string `gorm:"column:needs"`
	Locale        string
	// Answers are by the slug of the question of the event's form in FormVersion, or by a name that whoever entered them
	// gave; 0 for who was asked nothing. SplitAnswer reads one.
	Answers     map[string]string `gorm:"serializer:json"`
	FormVersion int
	// LinkNumber counts the links to the attendee's page that were mailed. LinkHash is the hash of the last one.
	// PreviousLinkHash is that of the one before, which is valid until the last one is opened; nil for none.
	LinkNumber       int
	LinkHash         string
	PreviousLinkHash *string
	// AddressConfirmedAt is when the mailed link was first opened, nil until then.
	AddressConfirmedAt *time.Time
	// ConfirmBy is when the place goes to somebody else unless the address is confirmed; nil for no such time.
	ConfirmBy *time.Time
	// ReplyBy is when the place goes to somebody else unless the person says that they come; nil for no such time.
	ReplyBy *time.Time
	// TicketSerial counts the tickets that were issued. Only the last one is valid.
	TicketSerial int
	// CalendarID is the id of the calendar entry, "" where it is the event's: until 055f3f5 all entries had that.
	CalendarID  string
	Version     int
	ConfirmedAt *time.Time
	CancelledAt *time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
	// EntryWay is by which way the person asked staff to register them, and EnteredBy the id of the account or API token
	// that did; both are "" for who registered by themselves.
	EntryWay  EntryWay
	EnteredBy string
	// EntryCodeID is the code with which the person registered, nil for none.
	EntryCodeID *string
	// PrivacyVersion is the version of the event's notice about data that the person was shown, 0 for none.
	PrivacyVersion int
	// AddressMark is the keyed hash of the address for the event's host, "" for none.
	AddressMark string
	// Photo is whether the person may be photographed. GuardianName is of who answers for a minor, and consented at
	// GuardianConsentAt; "" and nil for who is of age.
	Photo PhotoConsent
	// Recording is what the person says to being in a recording, RecordingAt when they said it.
	Recording         PhotoConsent
	RecordingAt       *time.Time
	GuardianName      string
	GuardianConsentAt *time.Time
	// ErasedAt is when everything that told who it was was erased, nil while it is there.
	ErasedAt *time.Time
	// RepresentativeID is who registered the person with themselves, nil for who did so alone. Mails go to the address of
	// that one until the person gives one of their own.
	RepresentativeID *string
	// WaitsWith is the same for those who leave the waiting list only together, nil for who moves up alone.
	WaitsWith *string
	// Phone is a number as it is read out; PhoneKey has its digits alone, in which numbers are compared.
	Phone    string
	PhoneKey string
	// MergedInto is the registration of the same person that stays in place of this one, nil for none.
	MergedInto *string

	// Application is with what a new registration applies to a lottery.
	Application *LotteryEntry `gorm:"-"`

	// ArrivedAt is when the person was first admitted, nil for who has not come, and Door the door's slug. OnlineMinutes
	// is how long they were in the live room, as it was counted last, and TagNames their tags. Only Each sets them.
	ArrivedAt     *time.Time `gorm:"-"`
	Door          string     `gorm:"-"`
	OnlineMinutes int        `gorm:"-"`
	// ArchiveSeconds is how long they watched recordings afterwards, nil for who did not.
	ArchiveSeconds *int   `gorm:"-"`
	TagNames       string `gorm:"-"`
	// Asks is what a new registration asks for to take part. Insert stores it.
	Asks []AccessibilityKind `gorm:"-"`

	TicketType TicketType `gorm:"foreignKey:TicketTypeID;->"`
}

// Live reports whether the registration has a place or may still get one.
func (r *Registration) Live() bool { return r.State.Live() }

// RegistrationQuery reads registrations.
type RegistrationQuery struct{ q *Query }

// RegistrationStore reads and writes registrations.
type RegistrationStore struct {
	RegistrationQuery
	tx *Tx
}

// Registrations reads registrations.
func (q *Query) Registrations() RegistrationQuery { return RegistrationQuery{q} }

// Registrations reads and writes registrations.
func (tx *Tx) Registrations() RegistrationStore {
	return RegistrationStore{tx.Query.Registrations(), tx}
}

// ByLink finds a registration by the secret in a mailed link to the attendee's page.
func (store RegistrationQuery) ByLink(secret string) (*Registration, error) {
	hash := HashSecret(secret)
	r, err := store.find("registrations.link_hash = ?", hash)
	if CodeOf(err) == CodeNotFound {
		return store.find("registrations.previous_link_hash = ?", hash)
	}
	return r, err
}

// ByIDAnywhere finds a registration of any event by its id, for who has proved to be its attendee.
func (store RegistrationQuery) ByIDAnywhere(id string) (*Registration, error) {
	return store.find("registrations.id = ?", id)
}

// find finds a registration that was not erased.
func (store RegistrationQuery) find(where string, args ...any) (*Registration, error) {
	var r Registration
	err := store.q.g.Joins("TicketType").Where("registrations.erased_at IS NULL").Where(where, args...).Take(&r).Error
	return &r, notFound(err)
}

// ByID finds one of the event's registrations by its id.
func (store RegistrationQuery) ByID(e *Event, id string) (*Registration, error) {
	return store.find("registrations.event_id = ? AND registrations.id = ?", e.ID, id)
}

// Lock is like ByID and locks the row until the transaction ends.
func (store RegistrationStore) Lock(e *Event, id string) (*Registration, error) {
	var r Registration
	err := store.tx.g.Clauses(forUpdate).Preload("TicketType").
		Where("event_id = ? AND id = ? AND erased_at IS NULL", e.ID, id).Take(&r).Error
	return &r, notFound(err)
}

// forUpdate locks the rows that are read. SQLite has only one writer anyway.
var forUpdate = clause.Locking{Strength: "NO KEY UPDATE"}

// ByRequest finds the registration that a client's request made, for a replay. requestID is the hash.
func (store RegistrationQuery) ByRequest(e *Event, requestID string) (*Registration, error) {
	return store.find("registrations.event_id = ? AND registrations.request_id = ?", e.ID, requestID)
}

// ByEmail lists the live registrations that an address has at the event, at most limit, the latest first.
func (store RegistrationQuery) ByEmail(e *Event, key string, limit int) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Joins("TicketType").
		Where("registrations.event_id = ? AND registrations.email_key = ? AND "+isLive, e.ID, key).
		Order("registrations.id DESC").
		Limit(limit).
		Find(&list).
		Error
	return list, err
}

// OfPerson finds the live registration that the address and name of another have at its event.
func (store RegistrationQuery) OfPerson(r *Registration) (*Registration, error) {
	return store.find("registrations.event_id = ? AND registrations.email_key = ? AND "+isLive+
		" AND lower(registrations.family_name) = lower(?) AND lower(registrations.given_name) = lower(?)",
		r.EventID, r.EmailKey, r.Family, r.Given)
}

// Insert stores a new registration and reports false if its request, person or code is taken.
func (store RegistrationStore) Insert(r *Registration) (bool, error) {
	if r.Answers == nil {
		r.Answers = map[string]string{}
	}
	r.refresh()
	if err := store.mark(r); err != nil {
		return false, err
	}
	r.Version, r.CalendarID, r.CreatedAt, r.UpdatedAt = 1, NewID(), store.tx.Now, store.tx.Now
	result := store.tx.g.Omit("TicketType").Clauses(doNothing).Create(r)
	if result.Error != nil || result.RowsAffected == 0 {
		return false, result.Error
	}
	if err := store.indexAnswers([]Registration{*r}); err != nil {
		return false, err
	}
	if err := store.ask([]Registration{*r}); err != nil {
		return false, err
	}
	return true, store.index([]Registration{*r})
}

// Update stores a changed registration. It is CodeConflict if somebody else changed it since it was read, and
// CodeInvalid if its address and name have another live registration.
func (store RegistrationStore) Update(r *Registration) error {
	searched := r.SearchText
	r.refresh()
	if err := store.mark(r); err != nil {
		return err
	}
	before := r.Version
	r.Version, r.UpdatedAt = before+1, store.tx.Now
	err := mustAffect(store.tx.g.Model(&Registration{}).Where("id = ? AND version = ?", r.ID, before).
		Select("*").Omit("id", "created_at", "TicketType").Updates(r), NewError(CodeConflict, "error.conflict"))
	if err != nil {
		return replaceErr(err, gorm.ErrDuplicatedKey, InvalidFields(map[string]string{"email": "registration.person_known"}))
	}
	if r.SearchText == searched {
		return nil
	}
	return store.indexAgain(r)
}

// ConfirmAddress records that the last mailed link was opened. The link before is no longer valid. Whom the person
// registered with them has confirmed the same address. It reports whether the person's was not confirmed before: of
// several at once, once.
func (store RegistrationStore) ConfirmAddress(r *Registration) (isFirst bool, err error) {
	const opened = `UPDATE registrations SET previous_link_hash = NULL, confirm_by = NULL`
	first := store.tx.g.Exec(opened+`, address_confirmed_at = ?
		WHERE id = ? AND link_hash = ? AND address_confirmed_at IS NULL`, store.tx.Now, r.ID, r.LinkHash)
	if isFirst = first.RowsAffected > 0; first.Error != nil {
		return false, first.Error
	}
	if !isFirst {
		again := store.tx.g.Exec(opened+` WHERE id = ? AND link_hash = ?`, r.ID, r.LinkHash)
		if again.Error != nil || again.RowsAffected == 0 {
			return false, again.Error
		}
	}
	if r.EmailKey == "" {
		return isFirst, nil
	}
	return isFirst, store.tx.g.Exec(`UPDATE registrations SET address_confirmed_at = ?, confirm_by = NULL
		WHERE representative_id = ? AND email_key = ? AND address_confirmed_at IS NULL`,
		store.tx.Now, r.ID, r.EmailKey).Error
}

// refresh sets the fields that are derived from names and addresses.
func (r *Registration) refresh() {
	r.SortKey = r.Name.SortKey()
	family, given := text.Romaji(r.FamilyKana), text.Romaji(r.GivenKana)
	r.SearchText = text.SearchText(
		r.Family+r.Given, r.FamilyKana+r.GivenKana, r.Given+r.Family,
		r.Organization, r.Email, r.Code, family+given, given+family)
}

// SetLink makes the secret the one that opens the attendee's page, if it is not yet. It is needed after the key of
// links was replaced.
func (store RegistrationStore) SetLink(r *Registration, secret string) error {
	hash := HashSecret(secret)
	if r.LinkHash == hash {
		return nil
	}
	r.LinkHash = hash
	return store.tx.g.Model(&Registration{}).Where("id = ? AND link_number = ?", r.ID, r.LinkNumber).
		Update("link_hash", hash).Error
}

// atDoors reads only what a scan needs. It is written out, and read without GORM, as each scan asks for it.
const atDoors = `SELECT r.id, r.event_id, r.ticket_type_id, r.code, r.state,
	r.family_name, r.given_name, r.family_kana, r.given_kana, r.organization, r.needs, r.ticket_serial,
	r.photo, r.recording, r.merged_into, t.id, t.slug, t.name_ja, t.name_en, t.mode
	FROM registrations r JOIN ticket_types t ON t.id = r.ticket_type_id
	WHERE r.event_id = ? AND r.erased_at IS NULL AND (? OR ?)`

// ByIDsOrCodes finds the event's registrations with one of the ids or codes. Only the fields that a door may show are
// set.
func (store RegistrationQuery) ByIDsOrCodes(e *Event, ids, codes []string) ([]Registration, error) {
	return store.atDoors(len(ids)+len(codes), atDoors, e.ID, store.q.inList("r.id", ids), store.q.inList("r.code", codes))
}

// AtDoors is ByIDsOrCodes for scans. It locks the event's reception until the transaction ends, in the same statement:
// what is read is as it was before the lock was had. Without the lock two batches with the same people in different
// orders would deadlock, and a scan and its undo that arrive together would miss each other.
func (store RegistrationStore) AtDoors(e *Event, ids, codes []string) ([]Registration, error) {
	byID, byCode := store.q.inList("r.id", ids), store.q.inList("r.code", codes)
	return store.atDoors(len(ids)+len(codes), atDoors+holdEvent[Engine(store.q.g.Name())], e.ID, byID, byCode, e.ID)
}

func (store RegistrationQuery) atDoors(most int, statement string, values ...any) ([]Registration, error) {
	rows, err := store.q.g.Raw(statement, values...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]Registration, 0, most)
	for rows.Next() {
		list = append(list, Registration{})
		r := &list[len(list)-1]
		t := &r.TicketType
		err := rows.Scan(
			&r.ID, &r.EventID, &r.TicketTypeID, &r.Code, &r.State, &r.Family, &r.Given, &r.FamilyKana, &r.GivenKana,
			&r.Organization, &r.Accessibility, &r.TicketSerial, &r.Photo, &r.Recording, &r.MergedInto,
			&t.ID, &t.Slug, &t.NameJa, &t.NameEn, &t.Mode,
		)
		if err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

// holdEvent adds a condition that locks the event, once for the statement. On SQLite each transaction that writes waits
// for the others.
var holdEvent = map[Engine]string{
	PostgreSQL: " AND EXISTS (SELECT 1 FROM events WHERE id = ? FOR NO KEY UPDATE)",
	SQLite:     " AND ? <> ''",
}
