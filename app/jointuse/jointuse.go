// Package jointuse lets organizations use data of people jointly (共同利用): they agree on what, whose, why and until when,
// people are told beforehand, and the staff of each see exactly that.
package jointuse

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// Service is the joint use of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// The longest texts, and how many organizations are asked at once, and for how many years.
const (
	maxPurpose = 500
	maxAddress = 300
	maxName    = 200
	maxOthers  = 20
	maxYears   = 5
)

// Input is what staff type of a new joint use. About is "register", or "event:" or "series:" and an id.
type Input struct {
	About string `form:"about"`
	// Others are names of organizations, or those in the addresses of their pages, one a line.
	Others           string              `form:"others"`
	Fields           []models.JointField `form:"fields"`
	Roles            []models.Role       `form:"roles"`
	PurposeJa        string              `form:"purpose_ja"`
	PurposeEn        string              `form:"purpose_en"`
	AddressJa        string              `form:"address_ja"`
	AddressEn        string              `form:"address_en"`
	RepresentativeJa string              `form:"representative_ja"`
	RepresentativeEn string              `form:"representative_en"`
	StartsOn         string              `form:"starts_on"`
	EndsOn           string              `form:"ends_on"`
}

func (in *Input) read(o *models.Organization, now time.Time) (*models.JointUse, error) {
	c := check.New()
	about, id, _ := strings.Cut(in.About, ":")
	j := &models.JointUse{
		OrganizationID: o.ID, About: models.JointAbout(about),
		PurposeJa:        c.Text("purpose_ja", in.PurposeJa, maxPurpose, check.Required),
		PurposeEn:        c.Text("purpose_en", in.PurposeEn, maxPurpose, check.Optional),
		AddressJa:        c.Line("address_ja", in.AddressJa, maxAddress, check.Required),
		AddressEn:        c.Line("address_en", in.AddressEn, maxAddress, check.Optional),
		RepresentativeJa: c.Line("representative_ja", in.RepresentativeJa, maxName, check.Required),
		RepresentativeEn: c.Line("representative_en", in.RepresentativeEn, maxName, check.Optional),
	}
	switch {
	case j.About == models.JointEvent && id != "":
		j.EventID = &id
	case j.About == models.JointSeries && id != "":
		j.SeriesID = &id
	case j.About != models.JointRegister || id != "":
		c.Fault("about", "field.required")
	}
	in.readChoices(c, j)
	in.readDays(c, j, now)
	if strings.TrimSpace(in.Others) == "" {
		c.Fault("others", "field.required")
	}
	return j, c.Err()
}

// readChoices takes what was chosen, in our order; what is no choice for these people is a fault.
func (in *Input) readChoices(c *check.Checker, j *models.JointUse) {
	offered := models.JointOfEvents
	if j.About == models.JointRegister {
		offered = models.JointOfRegister
	}
	for _, field := range in.Fields {
		if !slices.Contains(offered, field) && c.OK("about") {
			c.Fault("fields", "joint_use.field_of_others")
		}
	}
	for _, field := range offered {
		if slices.Contains(in.Fields, field) {
			j.Fields = append(j.Fields, field)
		}
	}
	for _, role := range models.Roles {
		if slices.Contains(in.Roles, role) {
			j.Roles = append(j.Roles, role)
		}
	}
	if len(in.Fields) == 0 {
		c.Fault("fields", "field.required")
	}
	if len(j.Roles) == 0 {
		c.Fault("roles", "field.required")
	}
}

func (in *Input) readDays(c *check.Checker, j *models.JointUse, now time.Time) {
	today := now.In(models.DefaultZone)
	day := func(field, typed string) time.Time {
		at, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
		switch {
		case strings.TrimSpace(typed) == "":
			c.Fault(field, "field.required")
		case err != nil:
			c.Fault(field, "need.date_form")
		}
		return at
	}
	starts, ends := day("starts_on", in.StartsOn), day("ends_on", in.EndsOn)
	j.StartsOn, j.EndsOn = starts.Format(time.DateOnly), ends.Format(time.DateOnly)
	if c.OK("starts_on", "ends_on") {
		last := today.AddDate(maxYears, 0, 0).Format(time.DateOnly)
		switch {
		case j.StartsOn < today.Format(time.DateOnly):
			c.Fault("starts_on", "joint_use.starts_past")
		case j.EndsOn < j.StartsOn:
			c.Fault("ends_on", "joint_use.ends_first")
		case j.EndsOn > last:
			c.Fault("ends_on", "joint_use.ends_late")
		}
	}
}

// Create offers a joint use to other organizations, whose owners are told by mail. Who may manage the members of the
// organization calls it. Errors: Invalid with the fields at fault; Conflict where the organization left.
func (s *Service) Create(ctx context.Context, o *models.Organization, in *Input) (id string, err error) {
	typed, err := in.read(o, s.db.Now())
	if err != nil {
		return "", err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		j := *typed
		host, err := tx.Organizations().ByID(o.ID)
		if err != nil {
			return err
		}
		if !host.IsHere() {
			return models.NewError(models.CodeConflict, "organization.has_left")
		}
		if err := mayOffer(tx.Query, &j); err != nil {
			return err
		}
		others, err := in.others(tx.Query, &j)
		if err != nil {
			return err
		}
		ids := make([]string, len(others))
		for i := range others {
			ids[i] = others[i].ID
		}
		if err := tx.JointUses().Create(&j, ids); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: j.ID})
		id = j.ID
		for i := range others {
			if err := queueAsked(tx, &j, host, &others[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

// mayOffer demands that the people are the organization's: it hosts the event, or holds the series.
func mayOffer(q *models.Query, j *models.JointUse) error {
	fault := models.InvalidFields(map[string]string{"about": "field.choice"})
	switch {
	case j.EventID != nil:
		e, err := q.Events().ByID(*j.EventID)
		if models.CodeOf(err) == models.CodeNotFound || err == nil && e.OrganizationID != j.OrganizationID {
			return fault
		}
		return err
	case j.SeriesID != nil:
		holds, err := q.Series().HasAgreed(*j.SeriesID, j.OrganizationID)
		if err == nil && !holds {
			return fault
		}
		return err
	}
	return nil
}

// others finds the organizations that were named. Those asked about a series hold it.
func (in *Input) others(q *models.Query, j *models.JointUse) (others []models.Organization, err error) {
	fault := func(key, name string) error {
		c := check.New()
		c.Fault("others", key, "name", name)
		return c.Err()
	}
	for line := range strings.Lines(in.Others) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		other, err := q.Organizations().ByNameJa(name)
		if err == nil && other == nil {
			other, err = q.Organizations().BySlug(strings.ToLower(name))
		}
		switch {
		case models.CodeOf(err) == models.CodeNotFound:
			return nil, fault("joint_use.no_such", name)
		case err != nil:
			return nil, err
		case other.ID == j.OrganizationID || !other.IsHere() || len(others) == maxOthers:
			return nil, fault("joint_use.not_this", name)
		}
		if j.SeriesID != nil {
			holds, err := q.Series().HasAgreed(*j.SeriesID, other.ID)
			if err != nil {
				return nil, err
			}
			if !holds {
				return nil, fault("joint_use.not_in_series", name)
			}
		}
		if !slices.ContainsFunc(others, func(o models.Organization) bool { return o.ID == other.ID }) {
			others = append(others, *other)
		}
	}
	return others, nil
}

// What an organization answers, and does later.
const (
	AnswerAccept  = "accept"
	AnswerDecline = "decline"
	AnswerEnd     = "end"
)

// AnswerInput is what an organization answers.
type AnswerInput struct {
	Answer string `form:"answer"`
}

// Answer takes the answer of an organization, or lets it end its part: that of who is responsible ends all of it. Once
// the last one said yes, it is agreed. Who may manage its members calls it. Errors: NotFound where it was not asked;
// Invalid for what is no answer; Conflict where it answered already, left, or the time is over.
func (s *Service) Answer(ctx context.Context, o *models.Organization, id string, in *AnswerInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		j, err := tx.JointUses().Lock(o.ID, id)
		if err != nil {
			return err
		}
		m, state := j.MemberOf(o.ID), j.State(tx.Now)
		from := models.SeriesAsked
		switch in.Answer {
		case AnswerAccept, AnswerDecline:
		case AnswerEnd:
			from = models.SeriesAgreed
		default:
			return models.NewError(models.CodeInvalid, "error.invalid")
		}
		isGone := state == models.JointOver || state == models.JointDeclined
		if m.State != from || isGone || in.Answer == AnswerAccept && !m.Organization.IsHere() {
			return models.NewError(models.CodeConflict, "joint_use.changed_meanwhile")
		}
		if in.Answer != AnswerAccept {
			return tx.JointUses().Leave(j, m)
		}
		if err := tx.JointUses().Move(m, models.SeriesAgreed); err != nil {
			return err
		}
		for i := range j.Members {
			if j.Members[i].State != models.SeriesAgreed {
				return nil
			}
		}
		return tx.JointUses().Agree(j)
	})
}

// Row is a joint use in the list of an organization.
type Row struct {
	*models.JointUse
	State models.JointState
	// Asks says that the organization has to answer; MayOpen that the reader sees the people.
	Asks, MayOpen bool
}

// List lists the joint uses of an organization. Its staff call it.
func (s *Service) List(ctx context.Context, by *Actor) (rows []Row, err error) {
	q := s.db.Query(ctx)
	list, err := q.JointUses().OfOrganization(by.Organization.ID)
	for i := range list {
		row, err := rowOf(q, list[i], by)
		if err != nil {
			return nil, err
		}
		rows = append(rows, *row)
	}
	return rows, err
}

func rowOf(q *models.Query, j *models.JointUse, by *Actor) (*Row, error) {
	row := &Row{JointUse: j, State: j.State(q.Now)}
	row.Asks = row.State == models.JointWaits && j.MemberOf(by.Organization.ID).State == models.SeriesAsked
	if row.State != models.JointRuns || !by.has(j) {
		return row, nil
	}
	var err error
	row.MayOpen, err = q.JointUses().MayUse(j.ID, by.Organization.ID)
	return row, err
}

// Actor is who acts for an organization: an account with its roles there.
type Actor struct {
	Organization *models.Organization
	Account      *models.Account
	Roles        []models.Role
}

// has reports whether the roles are among those that were agreed on.
func (by *Actor) has(j *models.JointUse) bool {
	return slices.ContainsFunc(by.Roles, func(r models.Role) bool {
		if r == models.RoleOrganizerOnly {
			r = models.RoleOrganizer
		}
		return slices.Contains(j.Roles, r)
	})
}

// NewPage is the form of a new one: Events and Series are those whose people may be meant.
type NewPage struct {
	Events []models.Event
	Series []models.Series
}

// NewPage reads it. Who may manage the members of the organization calls it.
func (s *Service) NewPage(ctx context.Context, o *models.Organization) (*NewPage, error) {
	q := s.db.Query(ctx)
	page := &NewPage{}
	var err error
	if page.Series, err = q.Series().OfHost(o.ID); err != nil {
		return nil, err
	}
	page.Events, err = q.Events().OfHost(o.ID)
	page.Events = slices.DeleteFunc(page.Events, func(e models.Event) bool { return e.Ended(q.Now) })
	slices.SortStableFunc(page.Events, func(a, b models.Event) int { return cmp.Or(a.StartsAt.Compare(b.StartsAt)) })
	return page, err
}

// Page is a joint use for the staff of one of its organizations.
type Page struct {
	Row
	// Member is where the organization stands with it.
	Member *models.JointUseMember
	// Readings are who opened the people or took them as a file, the latest first; for who may see the record.
	Readings []Reading
}

// Reading says who opened the people of a joint use, or took them as a file.
type Reading struct {
	At           time.Time
	Organization *models.Organization // nil for one that is gone
	Name         string               // "" for an account that is gone
	IsFile       bool
}

// Page reads it. Staff of the organization call it. Errors: NotFound where it was not asked.
func (s *Service) Page(ctx context.Context, by *Actor, id string) (*Page, error) {
	q := s.db.Query(ctx)
	j, err := q.JointUses().For(by.Organization.ID, id)
	if err != nil {
		return nil, err
	}
	row, err := rowOf(q, j, by)
	if err != nil {
		return nil, err
	}
	page := &Page{Row: *row, Member: j.MemberOf(by.Organization.ID)}
	if models.Holds(by.Roles, models.SeeAudit) && page.Member.State == models.SeriesAgreed {
		page.Readings, err = readings(q, j, by.Organization.ID)
	}
	return page, err
}
