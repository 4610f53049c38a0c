package summary

import (
	"context"
	"io"
	"iter"
	"slices"
	"strconv"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// CertificateDesk is what staff see of the certificates of an event.
type CertificateDesk struct {
	Rule  *models.CertificateRule
	Words []models.ShownWord
	// Over says that certificates are given now.
	Over bool
	// Attended is how many attended, Certified how many of them the rule lets have a certificate.
	Attended, Certified int
	// Sessions are those of which people get certificates, where each is of a session, Of how many get that of each.
	Sessions []models.Session
	Of       map[string]int
}

// Input fills the form with the rule.
func (d *CertificateDesk) Input() *RuleInput {
	in := &RuleInput{Words: d.Rule.NeedsWords, Survey: d.Rule.NeedsSurvey, Of: ofCourse, Hours: !d.Rule.WithoutHours}
	if d.Rule.PerSession {
		in.Of = ofSession
	}
	if d.Rule.Minutes > 0 {
		in.Minutes = strconv.Itoa(d.Rule.Minutes)
	}
	if d.Rule.Share > 0 {
		in.Share = strconv.Itoa(d.Rule.Share)
	}
	return in
}

// CertificateDesk reads it. Staff who may edit the event call it.
func (s *Service) CertificateDesk(ctx context.Context, e *models.Event) (*CertificateDesk, error) {
	q := s.db.Query(ctx)
	j, err := judgeOf(q, e)
	if err != nil {
		return nil, err
	}
	desk := &CertificateDesk{
		Rule: j.rule, Words: j.words, Over: e.Ended(q.Now) && !e.WasCancelled(), Of: map[string]int{},
	}
	for c, err := range s.attendedPeople(q, j) {
		if err != nil {
			return nil, err
		}
		desk.Attended++
		if c.refused != nil {
			continue
		}
		desk.Certified++
		for _, s := range c.attendance.Sessions {
			desk.Of[s.Session.ID]++
		}
	}
	for _, s := range j.Sessions {
		if j.rule.PerSession && desk.Of[s.ID] > 0 {
			desk.Sessions = append(desk.Sessions, s)
		}
	}
	return desk, nil
}

// CertificatesPDF makes the certificates of all who get one, in one file, in the order of the list of people; those of
// one session alone where one is named. Staff who may see people call it. Errors: Conflict before the event is over and
// where nobody gets one.
func (s *Service) CertificatesPDF(
	ctx context.Context, w io.Writer, texts *i18n.Localizer, e *models.Event, sessionID string,
) error {
	q := s.db.Query(ctx)
	if !e.Ended(q.Now) || e.WasCancelled() {
		return models.NewError(models.CodeConflict, "certificate.later")
	}
	j, err := judgeOf(q, e)
	if err != nil {
		return err
	}
	if err := q.Events().LoadPartners(e); err != nil {
		return err
	}
	return s.maker.Certificates(w, texts, e, func(yield func(*pdf.Certificate, error) bool) {
		for c, err := range s.attendedPeople(q, j) {
			if err == nil && c.refused != nil {
				continue
			}
			var pages []*pdf.Certificate
			if err == nil {
				pages, err = s.certificates(q, texts, j.rule, c, e)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, page := range pages {
				isOther := sessionID != "" && (page.Session == nil || page.Session.Session.ID != sessionID)
				if !isOther && !yield(page, nil) {
					return
				}
			}
		}
	})
}

// candidate is somebody who attended.
type candidate struct {
	registration *models.Registration
	attendance   attendance.Attendance
	// refused is why they get no certificate, nil where they get one.
	refused error
}

// together is of how many people what is on file is read at once.
const together = 500

// attendedPeople finds all who attended, in the order of the list of people.
func (s *Service) attendedPeople(q *models.Query, j *judge) iter.Seq2[*candidate, error] {
	return func(yield func(*candidate, error) bool) {
		var people []*models.Registration
		filter := models.RegistrationFilter{State: models.RegistrationConfirmed, Attended: models.AttendedYes}
		for r, err := range q.Registrations().Each(j.Event.Event, filter) {
			if err != nil {
				yield(nil, err)
				return
			}
			people = append(people, r)
		}
		for some := range slices.Chunk(people, together) {
			if !j.each(q, some, yield) {
				return
			}
		}
	}
}

func (j *judge) each(q *models.Query, people []*models.Registration, yield func(*candidate, error) bool) bool {
	ids := make([]string, len(people))
	for i, r := range people {
		ids[i] = r.ID
	}
	files, err := ofPeople(q, ids...)
	if err != nil {
		yield(nil, err)
		return false
	}
	for _, r := range people {
		c := &candidate{registration: r}
		c.attendance, c.refused = j.certify(files[r.ID])
		if !c.attendance.Attended() {
			continue // was there before or after the event only
		}
		if !yield(c, nil) {
			return false
		}
	}
	return true
}
