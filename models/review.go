package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ReviewRound is when people are asked about a project.
type ReviewRound string

// The rounds: at its end, and half a year later.
const (
	ReviewAtEnd ReviewRound = "end"
	ReviewLater ReviewRound = "later"
)

// ReviewRounds lists them.
var ReviewRounds = []ReviewRound{ReviewAtEnd, ReviewLater}

// ReviewSide is on which side of a project somebody is.
type ReviewSide string

// The sides: who helped, and who was helped.
const (
	ReviewTeam   ReviewSide = "team"
	ReviewHelped ReviewSide = "helped"
)

// ReviewState is the state of what somebody is asked.
type ReviewState string

// The states: they are asked, they answered, the time is over, the project goes on again, they were erased.
const (
	ReviewAsked    ReviewState = "asked"
	ReviewAnswered ReviewState = "answered"
	ReviewLapsed   ReviewState = "lapsed"
	ReviewDropped  ReviewState = "dropped"
	ReviewErased   ReviewState = "erased"
)

// HeldState is what staff decided of a text that others are to read.
type HeldState string

// What is undecided, may be read, and may not be.
const (
	HeldUndecided HeldState = ""
	HeldShown     HeldState = "shown"
	HeldBack      HeldState = "held"
	// HeldReported is held until staff decide, as the other side reported it.
	HeldReported HeldState = "reported"
)

// ThanksWait is how long staff may read thanks before the other side does.
const ThanksWait = 3 * 24 * time.Hour

// Review is what somebody is asked about a project that is over, and what they answer. Scales are from 1 to 4, 0 for no
// answer.
type Review struct {
	ID        string
	ProjectID string
	Round     ReviewRound
	Side      ReviewSide
	MemberID  *string
	// Name and address of who was helped; Person has those of either side.
	Name, Email, EmailKey string
	Locale                string
	State                 ReviewState
	AskedAt, DueAt        time.Time
	AnsweredAt, KeepUntil *time.Time

	Thanks      string
	ThanksAt    *time.Time
	ThanksState HeldState

	Delivered, Used, Again                int
	DeliveredWords, UsedWords, AgainWords string
	Improve, Changed                      string
	MayPublish                            bool
	PublishState                          HeldState
	Version                               int

	Project Project     `gorm:"foreignKey:ProjectID;->"`
	Member  *TeamMember `gorm:"foreignKey:MemberID;->"`
}

// TableName is where they are.
func (Review) TableName() string { return "project_reviews" }

// Person is who is asked.
func (r *Review) Person() (name, email, locale string) {
	if r.Member != nil {
		return r.Member.Name, r.Member.Email, r.Member.Locale
	}
	return r.Name, r.Email, r.Locale
}

// TakesAnswers reports whether it can be answered, or an answer changed.
func (r *Review) TakesAnswers(now time.Time) bool {
	return (r.State == ReviewAsked || r.State == ReviewAnswered) && now.Before(r.DueAt)
}

// ShowsThanks reports whether the other side may read the thanks: staff said so, or had time to hold them.
func (r *Review) ShowsThanks(now time.Time) bool {
	if r.Thanks == "" || r.ThanksAt == nil {
		return false
	}
	return r.ThanksState == HeldShown || r.ThanksState == HeldUndecided && !now.Before(r.ThanksAt.Add(ThanksWait))
}

// ThanksWaits reports whether staff have to decide of the thanks.
func (r *Review) ThanksWaits(now time.Time) bool {
	return r.Thanks != "" && (r.ThanksState == HeldReported || r.ThanksState == HeldUndecided && !r.ShowsThanks(now))
}

// PublishWaits reports whether staff have to decide whether it is published what changed.
func (r *Review) PublishWaits() bool {
	return r.MayPublish && r.Changed != "" && r.PublishState == HeldUndecided
}

// IsPublished reports whether everybody may read what changed.
func (r *Review) IsPublished() bool {
	return r.MayPublish && r.Changed != "" && r.PublishState == HeldShown
}

// Words are what was written to the scales, and what to change, without what is empty.
func (r *Review) Words() []string {
	words := []string{r.DeliveredWords, r.UsedWords, r.AgainWords, r.Improve}
	return slices.DeleteFunc(words, func(s string) bool { return s == "" })
}

// ReviewQuery reads reviews.
type ReviewQuery struct{ q *Query }

// ReviewStore reads and writes reviews.
type ReviewStore struct {
	ReviewQuery
	tx *Tx
}

// Reviews reads reviews.
func (q *Query) Reviews() ReviewQuery { return ReviewQuery{q} }

// Reviews reads and writes reviews.
func (tx *Tx) Reviews() ReviewStore { return ReviewStore{tx.Query.Reviews(), tx} }

// ByID finds one with project and person.
func (store ReviewQuery) ByID(id string) (*Review, error) {
	var r Review
	err := store.q.g.Preload("Project.Organization").Preload("Project.Need").Preload("Member").
		Where("id = ?", id).Take(&r).Error
	return &r, notFound(err)
}

// OfProject lists those of a project: the first round first, who helped first.
func (store ReviewQuery) OfProject(projectID string) (list []Review, err error) {
	err = store.q.g.Preload("Member").Where("project_id = ?", projectID).
		Order("CASE WHEN round = 'end' THEN 0 ELSE 1 END, side DESC, asked_at, id").Find(&list).Error
	return list, err
}

// At lists those of the projects of a place, with the projects: what was asked last first.
func (store ReviewQuery) At(p NeedPlace, limit int) (list []Review, err error) {
	projects := ofPlace(store.q.g.Model(&Project{}), p).Select("projects.id")
	err = store.q.g.Preload("Member").Preload("Project").Where("project_id IN (?)", projects).
		Order("asked_at DESC, project_id, id").Limit(limit).Find(&list).Error
	return list, err
}

// OfAddresses lists those of a person's addresses, with the projects.
func (store ReviewQuery) OfAddresses(emailKeys []string) (list []Review, err error) {
	err = store.q.g.Preload("Project").Preload("Member").Where(`(email_key <> '' AND email_key IN ?) OR member_id IN
		(SELECT id FROM project_members WHERE email_key <> '' AND email_key IN ?)`, emailKeys, emailKeys).
		Order("asked_at, id").Find(&list).Error
	return list, err
}

// HeldOf lists those of a registration's address in projects of the event's organization.
func (store ReviewQuery) HeldOf(e *Event, r *Registration) ([]Review, error) {
	if r.EmailKey == "" {
		return nil, nil
	}
	list, err := store.OfAddresses([]string{r.EmailKey})
	return slices.DeleteFunc(list, func(v Review) bool { return v.Project.OrganizationID != e.OrganizationID }), err
}

// Published lists what everybody may read of what changed, of the projects that helped an organization, "" for all: the
// latest first.
func (store ReviewQuery) Published(helpedID string, limit int) (list []Review, err error) {
	g := store.q.g.Preload("Project.Organization").Where("may_publish AND publish_state = ? AND changed <> ''", HeldShown)
	if helpedID != "" {
		g = g.Where(`project_id IN (SELECT id FROM projects WHERE COALESCE(helped_id, organization_id) = ?)`, helpedID)
	}
	err = g.Order("answered_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}

// MailStates are the states of the mails with which people were asked, by the id of the review. Who has none was not
// mailed.
func (store ReviewQuery) MailStates(list []Review) (map[string]MailState, error) {
	causes := make([]string, len(list))
	for i := range list {
		causes[i] = list[i].Cause()
	}
	var mails []Mail
	for part := range slices.Chunk(causes, 500) {
		var some []Mail
		if err := store.q.g.Select("cause, state").Where("cause IN ?", part).Find(&some).Error; err != nil {
			return nil, err
		}
		mails = append(mails, some...)
	}
	states := map[string]MailState{}
	for i := range list {
		at := slices.IndexFunc(mails, func(m Mail) bool { return m.Cause == list[i].Cause() })
		if at >= 0 {
			states[list[i].ID] = mails[at].State
		}
	}
	return states, nil
}

// Cause is that of the mail with which the person was asked.
func (r *Review) Cause() string {
	person := ""
	if r.MemberID != nil {
		person = *r.MemberID
	}
	return "review_asked:" + person + ":" + r.ID + ":" + r.AskedAt.UTC().Format(time.RFC3339)
}

// Ask stores that somebody is asked until a time, also again.
func (store ReviewStore) Ask(r *Review, due time.Time) error {
	r.State, r.AskedAt, r.DueAt = ReviewAsked, store.tx.Now, due
	if r.ID != "" {
		return store.Update(r, r.Version)
	}
	r.ID, r.Version = NewAnonymousID(), 1
	return store.tx.g.Omit(clause.Associations).Create(r).Error
}

// Update stores a review that was read at version. It is CodeConflict if somebody else changed it since.
func (store ReviewStore) Update(r *Review, version int) error {
	r.Version = version + 1
	updated := store.tx.g.Model(&Review{}).Where("id = ? AND version = ?", r.ID, version).Select(
		"name", "email", "email_key", "state", "asked_at", "due_at", "answered_at", "keep_until", "thanks", "thanks_at",
		"thanks_state", "delivered", "used", "again", "delivered_words", "used_words", "again_words", "improve",
		"changed", "may_publish", "publish_state", "version",
	).Updates(r)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "project.changed_meanwhile"))
}

// Drop ends what is open of a project that goes on again.
func (store ReviewStore) Drop(projectID string) error {
	return store.tx.g.Model(&Review{}).Where("project_id = ? AND state = ?", projectID, ReviewAsked).
		Updates(map[string]any{"state": ReviewDropped, "version": gorm.Expr("version + 1")}).Error
}

// Erase takes away who somebody is, and what they wrote. What they chose on scales stays as numbers of the project.
func (store ReviewStore) Erase(id string) error { return store.erase("id = ?", id) }

// forgetMembers does it for people of teams.
func (store ReviewStore) forgetMembers(ids []string) error { return store.erase("member_id IN ?", ids) }

// forgetPeople does it for the addresses of registrations, in projects of the event's organization.
func (store ReviewStore) forgetPeople(e *Event, ids []string) error {
	return store.erase(`email_key <> '' AND email_key IN (SELECT email_key FROM registrations WHERE id IN ?)
		AND project_id IN (SELECT id FROM projects WHERE organization_id = ?)`, ids, e.OrganizationID)
}

// forgetAddresses does it for what who was helped answered from the addresses of an account.
func (store ReviewStore) forgetAddresses(emailKeys []string) error {
	return store.erase("member_id IS NULL AND email_key <> '' AND email_key IN ?", emailKeys)
}

// Forget takes away who was asked long ago. What they wrote stays with the project.
func (store ReviewStore) Forget() error { return store.forget("keep_until < ?", false, store.tx.Now) }

func (store ReviewStore) erase(where string, args ...any) error {
	return store.forget(where, true, args...)
}

func (store ReviewStore) forget(where string, isWhole bool, args ...any) error {
	var ids []string
	if err := store.tx.g.Model(&Review{}).Where(where, args...).Pluck("id", &ids).Error; err != nil {
		return err
	}
	set := map[string]any{
		"name": "", "email": "", "email_key": "", "keep_until": nil, "version": gorm.Expr("version + 1"),
	}
	if isWhole {
		for _, field := range []string{
			"thanks", "delivered_words", "used_words", "again_words", "improve", "changed",
		} {
			set[field] = ""
		}
		set["state"], set["may_publish"] = ReviewErased, false
	}
	for part := range slices.Chunk(ids, 500) {
		if err := store.tx.g.Model(&Review{}).Where("id IN ?", part).Updates(set).Error; err != nil {
			return err
		}
		if err := store.tx.Projects().forgetMails(part); err != nil {
			return err
		}
	}
	return nil
}
