package summary

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// ProgrammePDF makes the handout of an event's agenda. Who may see the event calls it. Errors: NotFound where there is
// no agenda.
func (s *Service) ProgrammePDF(ctx context.Context, texts *i18n.Localizer, e *models.Event) ([]byte, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	if len(sessions) == 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	for i := range sessions {
		for n := range sessions[i].Speakers {
			speaker := &sessions[i].Speakers[n].Speaker
			speaker.AboutJa, speaker.AboutEn = markdown.Plain(speaker.AboutJa), markdown.Plain(speaker.AboutEn)
		}
	}
	qr, err := ticket.NewQR(s.BaseURL + string(paths.OfEvent(e.Slug)))
	if err != nil {
		return nil, err
	}
	photo, err := q.Pictures().CoverOf(e)
	if err != nil {
		return nil, err
	}
	portraits, err := q.Pictures().PortraitsOf(e)
	if err != nil {
		return nil, err
	}
	return s.maker.Programme(texts, pdf.Programme{
		Event: e, Photo: photo, Sessions: sessions, Portraits: portraits, QR: qr, PrintedAt: q.Now,
	})
}
