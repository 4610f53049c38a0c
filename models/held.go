package models

import "time"

// Held is all that the database has of one person, besides the registration.
type Held struct {
	Consents   []GivenConsent
	Mails      []Mail
	CheckIns   []CheckIn
	Presences  []Presence
	Watched    []ArchiveView
	Words      []WordGiven
	Activities []Activity
	// Audits is what staff did to the person.
	Audits   []AuditEntry
	Surveys  []AskedSurvey
	Requests []ErasureRequest
	// Notes and Tags are what staff remember about the person. Who wrote it is not told.
	Notes []Note
	Tags  []Tag
	// Asked is what the person asked for to take part, with the answers.
	Asked []AccessibilityRequest
	// Code is the code that the registration used, Invited the invitation of the person; nil for none.
	Code    *EntryCode
	Invited *EntryInvitation
	// RefusesNews says that the address wants no news of the host.
	RefusesNews bool
	// Follows are the series of the host of whose next event the address wants to hear.
	Follows []SeriesFollower
	// Needs are those at the host about which the address is to be asked.
	Needs []Need
	// Affiliations are what the member register of the host has of the address.
	Affiliations []Affiliation
	// Wishes are those at the host that the address made.
	Wishes []Wish
	// Offers are those for needs at the host that the address made.
	Offers []Offer
	// JointUses are what the person was told of organizations that use the data jointly, and what they say to it.
	JointUses []JointUsePerson
	// Teams are the places of the address in teams of the host's projects.
	Teams []TeamMember
	// Work is what the person did in those teams.
	Work TeamWork
	// Reviews are what the address was asked about the host's projects that are over, with the answers.
	Reviews []Review
}

// TeamWork is what people of teams took on, wrote, brought and replied.
type TeamWork struct {
	Tasks   []ProjectTask
	Replies []TitledReply
	Diary   []DiaryEntry
	Files   []ProjectFile
}

// WorkOf reads what people of teams did.
func (store ProjectQuery) WorkOf(memberIDs []string) (w TeamWork, err error) {
	if len(memberIDs) == 0 {
		return w, nil
	}
	if w.Tasks, err = store.q.ProjectTasks().OfMembers(memberIDs); err != nil {
		return w, err
	}
	if w.Replies, err = store.q.ProjectMeetings().RepliesOf(memberIDs); err != nil {
		return w, err
	}
	if w.Diary, err = store.q.Diaries().OfMembers(memberIDs); err != nil {
		return w, err
	}
	w.Files, err = store.q.ProjectFiles().OfMembers(memberIDs)
	return w, err
}

// GivenConsent is a text that a person agreed to.
type GivenConsent struct {
	ConsentText
	GivenAt time.Time
}

// AskedSurvey is a survey that a person was asked to answer. Signed is what they answered to a named or confidential
// one, Draft what they have not sent yet, both nil where there is nothing; answers to anonymous ones lead to nobody.
type AskedSurvey struct {
	SurveyID         string
	TitleJa, TitleEn string
	Anonymity        SurveyAnonymity
	Answered         bool
	HasFacts         bool            // may travel with answers: see Survey.Facts
	Survey           *Survey         `gorm:"-"`
	Signed           *SignedResponse `gorm:"-"`
	Draft            *ResponseDraft  `gorm:"-"`
}

// heldElsewhere are the tables that refer to a registration and are not read by Held, with the reason.
var heldElsewhere = map[string]string{
	"admissions":          "follows from the scans",
	"check_in_conflicts":  "follows from the scans",
	"former_tickets":      "numbers of tickets that are no longer valid",
	"registration_search": "the letters of the name, address and organization, for the search",
	"open_invitations":    "is told with the surveys",
	"posts":               "named voices are on the own page, with what became of them",
	"promises":            "is on the own page, with what became of it; there a sealed one can be read",
	"message_people":      "whom a message was written to; its mail is told",

	"address_changes":       "is on the own page, while it waits to be confirmed",
	"lottery_entries":       "is on the own page, with what was drawn",
	"rally_cards":           "is on the own page, with its stamps",
	"favourites":            "are marked on the own page",
	"session_sign_ups":      "are on the own page, with the place in line",
	"former_sign_ups":       "follows from what was signed up for before the place at the event was lost",
	"registration_tags":     "the tags are told",
	"answer_files":          "their names are answers; the person's download has the files",
	"registration_answers":  "the answers of the registration, for filters",
	"online_times":          "follows from the times in the online room",
	"meeting_guests":        "their name in a meeting elsewhere; its times are told, the name goes after a month",
	"account_registrations": "is on the pages of the person's account",
	"bulk_people":           "what was done to many at once; it is told with what staff did",
}

// Held reads it. Nothing is left out for its length.
func (store PrivacyQuery) Held(e *Event, r *Registration) (*Held, error) {
	h, g := &Held{}, store.q.g
	err := g.Table("consents").Select("consent_texts.*, consents.given_at").
		Joins("JOIN consent_texts ON consent_texts.id = consents.consent_text_id").
		Where("consents.registration_id = ?", r.ID).Order("position, slug").Scan(&h.Consents).Error
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		into  any
		order string
	}{
		{&h.Mails, "created_at, id"}, {&h.CheckIns, "scanned_at, id"}, {&h.Presences, "started_at, id"},
		{&h.Watched, "first_at"}, {&h.Asked, "asked_at, kind"},
		{&h.Words, "given_at"},
		{&h.Activities, "id"}, {&h.Requests, "id"}, {&h.Notes, "created_at, id"},
	} {
		if err := g.Where("registration_id = ?", r.ID).Order(part.order).Find(part.into).Error; err != nil {
			return nil, err
		}
	}
	tags, err := store.q.Tags().OfRegistrations([]string{r.ID})
	if err != nil {
		return nil, err
	}
	h.Tags = tags[r.ID]
	err = g.Where("event_id = ? AND subject_id = ?", r.EventID, r.ID).Order("id").Find(&h.Audits).Error
	if err != nil {
		return nil, err
	}
	if h.Surveys, err = store.askedSurveys(e, r); err != nil {
		return nil, err
	}
	if err := h.readEntry(store.q, e, r); err != nil {
		return nil, err
	}
	if h.Follows, err = store.q.Series().FollowedBy(e, r); err != nil {
		return nil, err
	}
	if h.Affiliations, err = store.q.Affiliations().WithAddress(e.OrganizationID, r.EmailKey); err != nil {
		return nil, err
	}
	if h.JointUses, err = store.q.JointUses().Held(r.ID); err != nil {
		return nil, err
	}
	if h.Needs, err = store.q.Needs().AskedBy(e, r); err != nil {
		return nil, err
	}
	if h.Wishes, err = store.q.Wishes().MadeBy(e, r); err != nil {
		return nil, err
	}
	if h.Offers, err = store.q.Offers().MadeBy(e, r); err != nil {
		return nil, err
	}
	if h.Teams, err = store.q.Projects().JoinedBy(e, r); err != nil {
		return nil, err
	}
	ids := make([]string, len(h.Teams))
	for i := range h.Teams {
		ids[i] = h.Teams[i].ID
	}
	if h.Work, err = store.q.Projects().WorkOf(ids); err != nil {
		return nil, err
	}
	if h.Reviews, err = store.q.Reviews().HeldOf(e, r); err != nil {
		return nil, err
	}
	h.RefusesNews, err = store.q.Messages().RefusesNews(e, r)
	return h, err
}

// askedSurveys are those that a person was asked to answer, with what they answered where that is theirs.
func (store PrivacyQuery) askedSurveys(e *Event, r *Registration) (list []AskedSurvey, err error) {
	err = store.q.g.Raw(`SELECT surveys.id AS survey_id, surveys.title_ja, surveys.title_en, surveys.anonymity,
		COALESCE(surveys.facts, '') LIKE '%"%' AS has_facts,
		NOT EXISTS (SELECT 1 FROM open_invitations AS o
			WHERE o.survey_id = surveys.id AND o.registration_id = invitations.registration_id) AS answered
		FROM invitations JOIN surveys ON surveys.id = invitations.survey_id
		WHERE invitations.registration_id = ? ORDER BY surveys.id`, r.ID).Scan(&list).Error
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := store.addSigned(e, r, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (store PrivacyQuery) addSigned(e *Event, r *Registration, asked *AskedSurvey) (err error) {
	if asked.Anonymity == SurveyAnonymous {
		return nil
	}
	if asked.Survey, err = store.q.Surveys().ByID(e, asked.SurveyID); err != nil {
		return err
	}
	if asked.Signed, err = orNone(store.q.SignedResponses().Find(asked.Survey, r.ID)); err != nil {
		return err
	}
	asked.Draft, err = orNone(store.q.ResponseDrafts().Find(asked.Survey, r.ID))
	return err
}

// readEntry reads by which way the person came: the code that they used, and the invitation to them or with that code.
func (h *Held) readEntry(q *Query, e *Event, r *Registration) (err error) {
	if r.EntryCodeID != nil {
		if h.Code, err = q.EntryCodes().ByID(e, *r.EntryCodeID); err != nil {
			return err
		}
		if h.Invited, err = orNone(q.EntryInvitations().OfCode(h.Code)); err != nil || h.Invited != nil {
			return err
		}
	}
	if r.Email != "" {
		h.Invited, err = orNone(q.EntryInvitations().OfAddress(e, r.EmailKey))
	}
	return err
}

// orNone is nil where nothing was found.
func orNone[T any](found *T, err error) (*T, error) {
	if CodeOf(err) == CodeNotFound {
		return nil, nil
	}
	return found, err
}
