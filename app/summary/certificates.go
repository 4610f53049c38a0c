package summary

import (
	"context"
	"io"
	"iter"
	"slices"
	"strconv"

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
}

// Input fills the form with the rule.
func (d *CertificateDesk) Input() *RuleInput {
	in := &RuleInput{Words: d.Rule.NeedsWords, Survey: d.Rule.NeedsSurvey}
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
	desk := &CertificateDesk{Rule: j.rule, Words: j.words, Over: e.Ended(q.Now) && !e.WasCancelled()}
	for c, err := range s.attendedPeople(q, j) {
		if err != nil {
			return nil, err
		}
		desk.Attended++
		if c.refused == nil {
			desk.Certified++
		}
	}
	return desk, nil
}

// CertificatesPDF makes the certificates of all who get one, in one file, in the order of the list of people. Staff who
// may see people call it. Errors: Conflict before the event is over and where nobody gets one.
func (s *Service) CertificatesPDF(ctx context.Context, w io.Writer, texts *i18n.Localizer, e *models.Event) error {
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
			var page *pdf.Certificate
			if err == nil {
				page, err = s.certificate(q, texts, e, c.registration, c.attendance)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	})
}

// candidate is somebody who attended.
type candidate struct {
	registration *models.Registration
	attendance   pdf.Attendance
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
		for r, err := range q.Registrations().Each(j.event, filter) {
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
		c := &candidate{r, files[r.ID].attendance(j.event, j.sessions), nil}
		if !c.attendance.Attended() {
			continue // was there before or after the event only
		}
		c.refused = j.refuses(files[r.ID])
		if !yield(c, nil) {
			return false
		}
	}
	return true
}
