package models

import (
	"fmt"
	"time"

	"gorm.io/gorm"
)

// PostKind says what a voice is.
type PostKind string

// The kinds of voices.
const (
	PostOpinion  PostKind = "opinion"
	PostQuestion PostKind = "question"
)

// PostKinds lists both kinds in the order in which they are offered.
var PostKinds = []PostKind{PostOpinion, PostQuestion}

// PostState is the state of a voice.
type PostState string

// The states. A held voice waits for staff. A withdrawn one was taken back by its author; its text is gone.
const (
	PostHeld      PostState = "held"
	PostPublished PostState = "published"
	PostHidden    PostState = "hidden"
	PostMerged    PostState = "merged"
	PostWithdrawn PostState = "withdrawn"
)

// IsSaid reports whether the room was shown the voice: it is published, or joined to another one that says the same.
func (s PostState) IsSaid() bool { return s == PostPublished || s == PostMerged }

// PostReason is why a voice is not published.
type PostReason string

// PostReasons lists the reasons in the order in which they are offered.
var PostReasons = []PostReason{"personal", "attack", "off_topic", "advertising", ReasonOther}

// ReasonOther is a reason that staff put in words.
const ReasonOther PostReason = "other"

// Post is a voice: what an attendee says.
type Post struct {
	ID      string
	EventID string
	// RequestID is the hash of the id that the client made; see Registration.RequestID.
	RequestID string
	// Author is a pseudonym: that of named voices is another one than that of anonymous ones.
	Author string
	// RegistrationID is of who wrote it, nil for an anonymous voice.
	RegistrationID *string
	ThemeID        *string
	SessionID      *string
	Kind           PostKind
	Text           string
	// Mode is where the author is, "" where that would say too much.
	Mode  Mode
	State PostState
	// Flag is why a voice was held that would have been published.
	Flag   string
	Reason PostReason
	// MergedInto is the id of the voice that stands for this one.
	MergedInto *string
	Votes      int
	Version    int
	// Tells says that its author wishes a mail once it is answered.
	Tells bool
	// InRecord says that its author allows it in the public record of the event, without a name.
	InRecord bool
	// Reports is how many attendees reported it since a moderator read it.
	Reports  int
	PinnedAt *time.Time
	// StagedAt is when it was handed on to the stage, nil where it waits for nothing there.
	StagedAt   *time.Time
	AnsweredAt *time.Time
	// ClaimedBy is the account of the moderator who is on it until ClaimedUntil.
	ClaimedBy    *string
	ClaimedUntil *time.Time
	// CreatedAt and UpdatedAt are full minutes: who knows when somebody wrote finds several voices.
	CreatedAt time.Time
	UpdatedAt time.Time

	Registration *Registration `gorm:"foreignKey:RegistrationID;->"`
}

// PostStepKind is what became of a voice.
type PostStepKind string

// The kinds of steps.
const (
	StepReceived  PostStepKind = "received"
	StepPublished PostStepKind = "published"
	StepHeld      PostStepKind = "held"
	StepHidden    PostStepKind = "hidden"
	StepMerged    PostStepKind = "merged"
	StepAnswered  PostStepKind = "answered"
	StepStaged    PostStepKind = "staged"
	StepPinned    PostStepKind = "pinned"
	StepUnpinned  PostStepKind = "unpinned"
	StepWithdrawn PostStepKind = "withdrawn"
)

// PostStep is one step on the way of a voice. Text is the answer, or what staff say to its author; Who answered it or
// took it up, "" where that is not said.
type PostStep struct {
	ID     string
	PostID string
	// Number is its place on the way of the voice.
	Number int
	Kind   PostStepKind
	Reason PostReason
	Text   string
	Who    string
	// CreatedAt is a full minute, as that of the voice.
	CreatedAt time.Time
}

// coarse is a time as voices keep it.
func coarse(at time.Time) time.Time { return at.UTC().Truncate(time.Minute) }

// PostOrder is an order of voices.
type PostOrder string

// PostOrders lists the orders; the first is the usual one.
var PostOrders = []PostOrder{OrderVotes, OrderNewest, OrderUnanswered}

// The orders. With OrderUnanswered only unanswered questions are listed.
const (
	OrderVotes      PostOrder = "votes"
	OrderNewest     PostOrder = "newest"
	OrderUnanswered PostOrder = "unanswered"
)

// PostFilter chooses voices of an event. What is "" or nil chooses all.
type PostFilter struct {
	States             []PostState
	ThemeID, SessionID string
	IDs                []string
	// Reported leaves out what nobody reported, Staged what does not wait for the stage.
	Reported, Staged bool
	// InRecord leaves out what its author does not allow in the record.
	InRecord bool
	Order    PostOrder
	// Since leaves out what has not changed since its minute.
	Since         time.Time
	Offset, Limit int
}

func (f *PostFilter) choose(g *gorm.DB) *gorm.DB {
	if len(f.States) > 0 {
		g = g.Where("posts.state IN ?", f.States)
	}
	if f.ThemeID != "" {
		g = g.Where("theme_id = ?", f.ThemeID)
	}
	if f.IDs != nil {
		g = g.Where("posts.id IN ?", f.IDs)
	}
	if f.SessionID != "" {
		g = g.Where("session_id = ?", f.SessionID)
	}
	if f.Reported {
		g = g.Where("reports > 0")
	}
	if f.InRecord {
		g = g.Where("in_record")
	}
	if f.Staged {
		g = g.Where("staged_at IS NOT NULL").Order("staged_at")
	}
	if !f.Since.IsZero() {
		g = g.Where("posts.updated_at >= ?", coarse(f.Since))
	}
	switch f.Order {
	case OrderNewest:
		return g.Order("posts.created_at DESC, posts.id DESC")
	case OrderUnanswered:
		return g.Where("kind = ? AND answered_at IS NULL", PostQuestion).Order("votes DESC, posts.created_at, posts.id")
	case OrderVotes:
		return g.Order("pinned_at IS NULL, votes DESC, posts.created_at, posts.id")
	}
	return g.Order("posts.created_at, posts.id")
}

// PostQuery reads voices.
type PostQuery struct{ q *Query }

// PostStore reads and writes voices.
type PostStore struct {
	PostQuery
	tx *Tx
}

// Posts reads voices.
func (q *Query) Posts() PostQuery { return PostQuery{q} }

// Posts reads and writes voices.
func (tx *Tx) Posts() PostStore { return PostStore{tx.Query.Posts(), tx} }

// List lists voices of an event with the registrations of named ones.
func (store PostQuery) List(e *Event, f PostFilter) ([]Post, error) {
	var list []Post
	g := store.q.g.Preload("Registration").Where("posts.event_id = ?", e.ID)
	err := f.choose(g).Offset(f.Offset).Limit(f.Limit).Find(&list).Error
	return list, err
}

// InEvent finds one of the event's voices.
func (store PostQuery) InEvent(e *Event, id string) (*Post, error) {
	var p Post
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&p).Error
	return &p, notFound(err)
}

// ByIDs lists voices of the event by their ids.
func (store PostQuery) ByIDs(e *Event, ids []string) ([]Post, error) {
	var list []Post
	err := store.q.g.Where("event_id = ?", e.ID).Where(store.q.inList("id", ids)).Order("id").Find(&list).Error
	return list, err
}

// ByRequest finds the voice that a client's request made, for a replay. requestID is the hash.
func (store PostQuery) ByRequest(e *Event, requestID string) (*Post, error) {
	var p Post
	err := store.q.g.Where("event_id = ? AND request_id = ?", e.ID, requestID).Take(&p).Error
	return &p, notFound(err)
}

// OfAuthors lists what a person said, the latest first, by their pseudonyms.
func (store PostQuery) OfAuthors(e *Event, authors []string) ([]Post, error) {
	var list []Post
	err := store.q.g.Where("event_id = ? AND author IN ?", e.ID, authors).Order("created_at DESC, id DESC").
		Limit(200).Find(&list).Error
	return list, err
}

// CountThisMinute counts what a person said in the minute of the clock.
func (store PostQuery) CountThisMinute(e *Event, authors []string) (int, error) {
	var n int64
	err := store.q.g.Model(&Post{}).
		Where("event_id = ? AND author IN ? AND created_at >= ?", e.ID, authors, coarse(store.q.Now)).Count(&n).Error
	return int(n), err
}

// PostTally counts voices of one theme, session, state and reason.
type PostTally struct {
	ThemeID, SessionID *string
	State              PostState
	Reason             PostReason
	Count              int
	// Reported is how many of them attendees reported since a moderator read them.
	Reported int
}

// Tallies counts the voices of an event.
func (store PostQuery) Tallies(e *Event) ([]PostTally, error) {
	var list []PostTally
	err := store.q.g.Model(&Post{}).Select(`theme_id, session_id, state, reason, COUNT(*) AS count,
			SUM(CASE WHEN reports > 0 THEN 1 ELSE 0 END) AS reported`).
		Where("event_id = ?", e.ID).Group("theme_id, session_id, state, reason").Scan(&list).Error
	return list, err
}

// VotesOf are the votes of those of the voices that are published.
func (store PostQuery) VotesOf(e *Event, ids []string) (map[string]int, error) {
	var list []Post
	err := store.q.g.Select("id, votes").
		Where("event_id = ? AND state = ?", e.ID, PostPublished).Where(store.q.inList("id", ids)).Find(&list).Error
	votes := map[string]int{}
	for _, p := range list {
		votes[p.ID] = p.Votes
	}
	return votes, err
}

// Fingerprint is a text that changes with the voices of an event, their states and their votes.
func (store PostQuery) Fingerprint(e *Event) (string, error) {
	var now struct{ Count, Versions, Votes int }
	err := store.q.g.Model(&Post{}).Where("event_id = ?", e.ID).
		Select("COUNT(*) AS count, COALESCE(SUM(version), 0) AS versions, COALESCE(SUM(votes), 0) AS votes").
		Scan(&now).Error
	return fmt.Sprint(now.Count, " ", now.Versions, " ", now.Votes), err
}

// Edition is a text that changes with the voices of an event and their states, not with their votes.
func (store PostQuery) Edition(e *Event) (string, error) {
	var now struct{ Count, Versions int }
	err := store.q.g.Model(&Post{}).Where("event_id = ?", e.ID).
		Select("COUNT(*) AS count, COALESCE(SUM(version), 0) AS versions").Scan(&now).Error
	return fmt.Sprint(now.Count, " ", now.Versions), err
}

// MergedCounts counts for each of the voices how many it stands for besides itself.
func (store PostQuery) MergedCounts(ids []string) (map[string]int, error) {
	var rows []struct {
		MergedInto string
		Count      int
	}
	err := store.q.g.Model(&Post{}).Select("merged_into, COUNT(*) AS count").
		Where(store.q.inList("merged_into", ids)).Group("merged_into").Scan(&rows).Error
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.MergedInto] = row.Count
	}
	return counts, err
}

// Steps lists the steps of voices in their order, by voice.
func (store PostQuery) Steps(ids []string) (map[string][]PostStep, error) {
	var list []PostStep
	err := store.q.g.Where(store.q.inList("post_id", ids)).Order("number, created_at, id").Find(&list).Error
	steps := map[string][]PostStep{}
	for _, s := range list {
		steps[s.PostID] = append(steps[s.PostID], s)
	}
	return steps, err
}

// MayShowMode reports whether at least so many took part on each side that a voice may say where it comes from.
func (store PostQuery) MayShowMode(e *Event, fewest int) (bool, error) {
	for _, mode := range []Mode{ModeVenue, ModeOnline} {
		var ids []string
		err := store.q.g.Model(&Registration{}).Joins("JOIN ticket_types ON ticket_types.id = ticket_type_id").
			Where("registrations.event_id = ? AND mode = ? AND "+attended, e.ID, mode).
			Limit(fewest).Pluck("registrations.id", &ids).Error
		if err != nil || len(ids) < fewest {
			return false, err
		}
	}
	return true, nil
}

// LockAuthor makes others that write for the same person wait until the transaction ends. SQLite has only one writer
// anyway.
func (store PostStore) LockAuthor(author string) error {
	if store.tx.db.Engine == SQLite {
		return nil
	}
	return store.tx.g.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", author).Error
}

// Lock finds voices of the event by their ids and makes others that vote for them wait until the transaction ends.
func (store PostStore) Lock(e *Event, ids []string) (map[string]*Post, error) {
	var list []Post
	err := store.tx.g.Clauses(forUpdate).Where("event_id = ?", e.ID).Where(store.tx.inList("id", ids)).Order("id").
		Find(&list).Error
	posts := make(map[string]*Post, len(list))
	for i := range list {
		posts[list[i].ID] = &list[i]
	}
	return posts, err
}

// Add stores a new voice with its first step.
func (store PostStore) Add(p *Post, steps ...PostStepKind) error {
	p.Version, p.CreatedAt, p.UpdatedAt = 1, coarse(store.tx.Now), coarse(store.tx.Now)
	if err := store.tx.g.Omit("Registration").Create(p).Error; err != nil {
		return err
	}
	for _, kind := range steps {
		if err := store.AddStep(&PostStep{PostID: p.ID, Kind: kind}); err != nil {
			return err
		}
	}
	return nil
}

// AddStep stores a step of a voice.
func (store PostStore) AddStep(step *PostStep) error {
	var before int64
	if err := store.tx.g.Model(&PostStep{}).Where("post_id = ?", step.PostID).Count(&before).Error; err != nil {
		return err
	}
	step.ID, step.Number, step.CreatedAt = NewAnonymousID(), int(before)+1, coarse(store.tx.Now)
	return store.tx.g.Create(step).Error
}

// DeleteStep deletes a step that was taken back.
func (store PostStore) DeleteStep(step *PostStep) error {
	return store.tx.g.Where("id = ?", step.ID).Delete(&PostStep{}).Error
}

// Change changes a voice that is still as it was read. It is CodeConflict if another one changed it meanwhile.
func (store PostStore) Change(p *Post, fields map[string]any) error {
	fields["version"], fields["updated_at"] = p.Version+1, coarse(store.tx.Now)
	fields["claimed_by"], fields["claimed_until"] = nil, nil
	return mustAffect(
		store.tx.g.Model(&Post{}).Where("id = ? AND version = ?", p.ID, p.Version).Updates(fields),
		NewError(CodeConflict, "voice.changed_meanwhile"),
	)
}

// SetInRecord says whether the author allows a voice in the public record. Its version stays: for moderators it is as
// it was.
func (store PostStore) SetInRecord(p *Post, allowed bool) error {
	return store.tx.g.Model(&Post{}).Where("id = ?", p.ID).Update("in_record", allowed).Error
}

// MoveMerged lets the voices for which one stands be of the one that stands for it now.
func (store PostStore) MoveMerged(from, to *Post) error {
	return store.tx.g.Model(&Post{}).Where("merged_into = ?", from.ID).
		Updates(map[string]any{"merged_into": to.ID, "updated_at": coarse(store.tx.Now)}).Error
}

// LiveIDs lists the ids of all registrations of an event that are live.
func (store RegistrationQuery) LiveIDs(e *Event) ([]string, error) {
	var ids []string
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND "+isLive, e.ID).Pluck("id", &ids).Error
	return ids, err
}
