package summary

import (
	"context"
	"strings"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/openbadge"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/models"
)

// OpenBadge makes the certificate of an attendee, who calls it, as an Open Badge 3.0: a PNG with a signed credential in
// it, which tells no more than the paper. Errors: those of CertificatePDF.
func (s *Service) OpenBadge(
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
	token, err := s.signer.Sign(s.badge(texts, e, r, narrative(texts, rule, &a)))
	if err != nil {
		return nil, err
	}
	picture, err := openbadge.Picture(e)
	if err != nil {
		return nil, err
	}
	return openbadge.Bake(picture, token)
}

// narrative is what the paper says of how a person attended: the sessions where each has a certificate, and the time
// where that is printed.
func narrative(texts *i18n.Localizer, rule *models.CertificateRule, a *attendance.Attendance) string {
	var lines []string
	if rule.PerSession {
		for _, s := range a.Sessions {
			line := texts.Pick(s.Session.TitleJa, s.Session.TitleEn)
			if !rule.WithoutHours && s.Minutes > 0 {
				line = texts.T("certificate.session_time", "title", line, "time", pdf.Hours(texts, s.Minutes))
			}
			lines = append(lines, line)
		}
	} else if !rule.WithoutHours && a.Minutes > 0 {
		lines = append(lines, texts.T("certificate.badge_time", "time", pdf.Hours(texts, a.Minutes)))
	}
	return strings.Join(lines, "\n")
}

func (s *Service) badge(
	texts *i18n.Localizer, e *models.Event, r *models.Registration, narrative string,
) *openbadge.Badge {
	page := paths.OfEvent(e.Slug)
	return &openbadge.Badge{
		Issuer: openbadge.Issuer{
			ID: openbadge.IssuerID(s.BaseURL, e.Organization.Slug), Type: "Profile",
			Name: texts.Pick(e.Organization.NameJa, e.Organization.NameEn), URL: e.Organization.URL,
		},
		ID: s.BaseURL + paths.Certificate(s.Links.Certificate(r.ID)), EventURL: s.BaseURL + string(page),
		Name: texts.Pick(e.TitleJa, e.TitleEn), PictureURL: s.BaseURL + page.Picture(), Lang: texts.Lang,
		Description: texts.T("certificate.badge_description", "event", texts.Pick(e.TitleJa, e.TitleEn)),
		Criteria:    texts.T("certificate.badge_criteria"),
		Person:      r.Full(texts.Lang), Number: number(e, r), Narrative: narrative, From: e.StartsAt, Until: e.EndsAt,
	}
}

// IssuerDocument is the DID document of an organization, which everybody may read: it names the key that signs the
// badges of its events. Errors: NotFound.
func (s *Service) IssuerDocument(ctx context.Context, slug string) ([]byte, error) {
	if _, err := s.db.Query(ctx).Organizations().BySlug(slug); err != nil {
		return nil, err
	}
	return s.signer.Document(openbadge.IssuerID(s.BaseURL, slug))
}
