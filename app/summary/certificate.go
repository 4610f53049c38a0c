package summary

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// CertificatePDF makes the certificate of an attendee, who calls it: a page for each session where the event gives
// them so. Errors: Conflict before the event is over, where the registration is not confirmed, and where no attendance
// is on file or it is not what the event asks for.
func (s *Service) CertificatePDF(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, r *models.Registration,
) ([]byte, error) {
	q := s.db.Query(ctx)
	a, rule, err := certified(q, e, r)
	if err != nil {
		return nil, err
	}
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	pages, err := s.certificates(q, texts, rule, &candidate{r, a, nil}, e)
	if err != nil {
		return nil, err
	}
	return s.maker.Certificate(texts, pages)
}

// certificates are the contents of a person's certificates: one, or one of each session. The event's partners are
// loaded.
func (s *Service) certificates(
	q *models.Query, texts *i18n.Localizer, rule *models.CertificateRule, c *candidate, e *models.Event,
) ([]*pdf.Certificate, error) {
	r := c.registration
	organization, err := organizationOf(q, texts, r)
	if err != nil {
		return nil, err
	}
	page := func(code, number string, a attendance.Attendance, session *attendance.Session) (*pdf.Certificate, error) {
		page := &pdf.Certificate{
			Event: e, Registration: r, Number: number, IssuedAt: q.Now, Attendance: a, Session: session,
			Organization: organization, WithoutHours: rule.WithoutHours, Address: s.BaseURL + paths.Certificate(code),
		}
		var err error
		page.Check, err = ticket.NewQR(page.Address)
		return page, err
	}
	if !rule.PerSession {
		whole, err := page(s.Links.Certificate(r.ID), number(e, r), c.attendance, nil)
		return []*pdf.Certificate{whole}, err
	}
	var pages []*pdf.Certificate
	for i := range c.attendance.Sessions {
		session := &c.attendance.Sessions[i]
		code, number := s.Links.SessionCertificate(r.ID, session.Session.ID), sessionNumber(e, r, session.Session)
		one, err := page(code, number, attendance.Attendance{Sessions: []attendance.Session{*session}}, session)
		if err != nil {
			return nil, err
		}
		pages = append(pages, one)
	}
	return pages, nil
}

// certified is the attendance that certificates state, by the event's rule. Errors: Conflict, which says why there is
// no certificate.
func certified(
	q *models.Query, e *models.Event, r *models.Registration,
) (a attendance.Attendance, rule *models.CertificateRule, err error) {
	if !mayBeCertified(q, e, r) {
		return a, nil, models.NewError(models.CodeConflict, "certificate.later")
	}
	j, err := judgeOf(q, e)
	if err != nil {
		return a, nil, err
	}
	files, err := ofPeople(q, r.ID)
	if err != nil {
		return a, nil, err
	}
	a, err = j.certify(files[r.ID])
	return a, j.rule, err
}

// CertificateState is whether an attendee gets a certificate.
type CertificateState struct {
	// Attended says that an attendance is on file.
	Attended bool
	// Lacks is why CertificatePDF makes none, nil where it does.
	Lacks *models.Error
}

// CertificateState reads it. The attendee calls it.
func (s *Service) CertificateState(
	ctx context.Context, e *models.Event, r *models.Registration,
) (*CertificateState, error) {
	state := &CertificateState{}
	a, _, err := certified(s.db.Query(ctx), e, r)
	if errors.As(err, &state.Lacks) {
		err = nil
	}
	state.Attended = a.Attended()
	return state, err
}

func mayBeCertified(q *models.Query, e *models.Event, r *models.Registration) bool {
	return r.State == models.RegistrationConfirmed && e.Ended(q.Now) && !e.WasCancelled()
}

// number is that of a certificate: the year, and the code of the registration. It opens nothing.
func number(e *models.Event, r *models.Registration) string {
	return fmt.Sprintf("%d-%s", e.Local(e.StartsAt).Year(), strings.ReplaceAll(r.Code, "-", ""))
}

// sessionNumber is that of the certificate of a session: with the end of the session's id.
func sessionNumber(e *models.Event, r *models.Registration, s *models.Session) string {
	return number(e, r) + "-" + strings.ToUpper(s.ID[len(s.ID)-4:])
}

// organizationOf is what a person belongs to, in English by its English name where we know the organization.
func organizationOf(q *models.Query, texts *i18n.Localizer, r *models.Registration) (string, error) {
	if texts.Lang == i18n.Japanese || r.Organization == "" {
		return r.Organization, nil
	}
	known, err := q.Organizations().ByNameJa(r.Organization)
	if err != nil || known == nil || known.NameEn == "" {
		return r.Organization, err
	}
	return known.NameEn, nil
}

// Truth says what is true of a certificate.
type Truth string

// The truths: what it says is on file; it was issued by us, and is no longer on file; nobody issued it.
const (
	Valid     Truth = "valid"
	Withdrawn Truth = "withdrawn"
	Unknown   Truth = "unknown"
)

// CheckPage is what whoever holds a certificate may know of it: what stands on it. Only Truth is set where it is not
// valid.
type CheckPage struct {
	Truth  Truth
	Number string
	// Names are the name as it stands on the paper, in Japanese and in English where that differs.
	Names []string
	Event *models.Event
	Modes []models.Mode
	// Sessions are those that it is of, where it is not of the event as a whole. Hours says that minutes are printed: of
	// each session, or Minutes in all.
	Sessions []attendance.Session
	Hours    bool
	Minutes  int
}

// Time is Minutes as a duration.
func (p *CheckPage) Time() time.Duration { return time.Duration(p.Minutes) * time.Minute }

// Check finds what is true of the certificate with a code. Everybody who holds the code may call it.
func (s *Service) Check(ctx context.Context, code string) (*CheckPage, error) {
	q := s.db.Query(ctx)
	id, sessionID, ok := link.CertificateID(code)
	if !ok || !link.Equal(code, s.codeOf(id, sessionID)) {
		return &CheckPage{Truth: Unknown}, nil
	}
	r, err := q.Registrations().ByIDAnywhere(id)
	if models.CodeOf(err) == models.CodeNotFound {
		return &CheckPage{Truth: Withdrawn}, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := q.Events().ByID(r.EventID)
	if err != nil {
		return nil, err
	}
	a, rule, err := certified(q, e, r)
	if models.CodeOf(err) == models.CodeConflict || err == nil && !holds(rule, &a, sessionID) {
		return &CheckPage{Truth: Withdrawn}, nil
	}
	if err != nil {
		return nil, err
	}
	page := &CheckPage{Truth: Valid, Number: number(e, r), Event: e}
	page.Names = slices.Compact([]string{r.Full(i18n.Japanese), r.Latin()})
	page.tell(e, r, rule, &a, sessionID)
	return page, nil
}

func (s *Service) codeOf(id, sessionID string) string {
	if sessionID == "" {
		return s.Links.Certificate(id)
	}
	return s.Links.SessionCertificate(id, sessionID)
}

// holds reports whether there is a certificate of the session, or, for "", of the event or a badge.
func holds(rule *models.CertificateRule, a *attendance.Attendance, sessionID string) bool {
	return sessionID == "" || rule.PerSession && sessionOf(a, sessionID) != nil
}

func sessionOf(a *attendance.Attendance, id string) *attendance.Session {
	for i := range a.Sessions {
		if a.Sessions[i].Session.ID == id {
			return &a.Sessions[i]
		}
	}
	return nil
}

// tell fills in what is printed of the attendance.
func (p *CheckPage) tell(
	e *models.Event, r *models.Registration, rule *models.CertificateRule, a *attendance.Attendance, sessionID string,
) {
	atVenue, isOnline := len(a.Venue) > 0, a.OnlineMinutes > 0
	p.Hours, p.Minutes = !rule.WithoutHours, a.Minutes
	if rule.PerSession { // of a badge
		p.Sessions = a.Sessions
	}
	if s := sessionOf(a, sessionID); s != nil {
		p.Number, p.Sessions = sessionNumber(e, r, s.Session), []attendance.Session{*s}
		atVenue, isOnline = s.InPerson, s.OnlineMinutes > 0
	}
	if atVenue {
		p.Modes = append(p.Modes, models.ModeVenue)
	}
	if isOnline {
		p.Modes = append(p.Modes, models.ModeOnline)
	}
}
