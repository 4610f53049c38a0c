package summary

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// CertificatePDF makes the certificate of an attendee, who calls it. Errors: Conflict before the event is over, where
// the registration is not confirmed, and where no attendance is on file.
func (s *Service) CertificatePDF(
	ctx context.Context, texts *i18n.Localizer, e *models.Event, r *models.Registration,
) ([]byte, error) {
	q := s.db.Query(ctx)
	a, err := certified(q, e, r)
	if err != nil {
		return nil, err
	}
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	page, err := s.certificate(q, texts, e, r, a)
	if err != nil {
		return nil, err
	}
	return s.maker.Certificate(texts, page)
}

// certificate is the content of a certificate; the event's partners are loaded.
func (s *Service) certificate(
	q *models.Query, texts *i18n.Localizer, e *models.Event, r *models.Registration, a pdf.Attendance,
) (*pdf.Certificate, error) {
	page := &pdf.Certificate{Event: e, Registration: r, Number: number(e, r), IssuedAt: q.Now, Attendance: a}
	var err error
	if page.Organization, err = organizationOf(q, texts, r); err != nil {
		return nil, err
	}
	page.Address = s.BaseURL + paths.Certificate(s.Links.Certificate(r.ID))
	page.Check, err = ticket.NewQR(page.Address)
	return page, err
}

// certified is the attendance that a certificate states. Errors: Conflict, which says why there is no certificate.
func certified(q *models.Query, e *models.Event, r *models.Registration) (a pdf.Attendance, err error) {
	if !mayBeCertified(q, e, r) {
		return a, models.NewError(models.CodeConflict, "certificate.later")
	}
	j, err := judgeOf(q, e)
	if err != nil {
		return a, err
	}
	files, err := ofPeople(q, r.ID)
	if err != nil {
		return a, err
	}
	if a = files[r.ID].attendance(e, j.sessions); !a.Attended() {
		return a, models.NewError(models.CodeConflict, "certificate.not_attended")
	}
	return a, j.refuses(files[r.ID])
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
	a, err := certified(s.db.Query(ctx), e, r)
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

// CheckPage is what whoever holds a certificate may know of it. Only Truth is set where it is not valid.
type CheckPage struct {
	Truth  Truth
	Number string
	// Names are the name as it stands on the paper, in Japanese and in English where that differs.
	Names []string
	Event *models.Event
	Modes []models.Mode
}

// Check finds what is true of the certificate with a code. Everybody who holds the code may call it.
func (s *Service) Check(ctx context.Context, code string) (*CheckPage, error) {
	q := s.db.Query(ctx)
	id, ok := link.CertificateID(code)
	if !ok || !link.Equal(code, s.Links.Certificate(id)) {
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
	a, err := certified(q, e, r)
	if models.CodeOf(err) == models.CodeConflict {
		return &CheckPage{Truth: Withdrawn}, nil
	}
	if err != nil {
		return nil, err
	}
	page := &CheckPage{Truth: Valid, Number: number(e, r), Event: e}
	page.Names = slices.Compact([]string{r.Full(i18n.Japanese), r.Latin()})
	if len(a.Venue) > 0 {
		page.Modes = append(page.Modes, models.ModeVenue)
	}
	if a.OnlineMinutes > 0 {
		page.Modes = append(page.Modes, models.ModeOnline)
	}
	return page, nil
}
