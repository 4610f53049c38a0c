package agenda

import (
	"cmp"
	"context"

	"meguri/app/service/check"
	"meguri/app/service/upload"
	"meguri/models"
	"meguri/models/text"
)

// PersonInput is what staff type about a speaker.
type PersonInput struct {
	// ID is made by the form of a new one, so that a repeated request makes one speaker.
	ID             string `form:"id"`
	NameJa         string `form:"name_ja"`
	NameEn         string `form:"name_en"`
	Kana           string `form:"kana"`
	OrganizationJa string `form:"organization_ja"`
	OrganizationEn string `form:"organization_en"`
	RoleJa         string `form:"role_ja"`
	RoleEn         string `form:"role_en"`
	AboutJa        string `form:"about_ja"`
	AboutEn        string `form:"about_en"`
	// Portrait is the uploaded file, nil where none was sent.
	Portrait []byte
	Remove   bool   `form:"remove"`
	AltJa    string `form:"alt_ja"`
	AltEn    string `form:"alt_en"`
}

func personInputOf(s *models.Speaker) *PersonInput {
	return &PersonInput{
		ID: s.ID, NameJa: s.NameJa, NameEn: s.NameEn, Kana: s.Kana,
		OrganizationJa: s.OrganizationJa, OrganizationEn: s.OrganizationEn, RoleJa: s.RoleJa, RoleEn: s.RoleEn,
		AboutJa: s.AboutJa, AboutEn: s.AboutEn, AltJa: s.PortraitAltJa, AltEn: s.PortraitAltEn,
	}
}

// fill checks the texts and stores them in the speaker.
func (in *PersonInput) fill(s *models.Speaker) error {
	c := check.New()
	for _, line := range []struct {
		field, typed string
		to           *string
	}{
		{"name_ja", in.NameJa, &s.NameJa}, {"name_en", in.NameEn, &s.NameEn}, {"kana", in.Kana, &s.Kana},
		{"organization_ja", in.OrganizationJa, &s.OrganizationJa},
		{"organization_en", in.OrganizationEn, &s.OrganizationEn},
		{"role_ja", in.RoleJa, &s.RoleJa}, {"role_en", in.RoleEn, &s.RoleEn},
		{"alt_ja", in.AltJa, &s.PortraitAltJa}, {"alt_en", in.AltEn, &s.PortraitAltEn},
	} {
		*line.to = c.Line(line.field, line.typed, maxLine, check.Optional)
	}
	if s.NameJa+s.NameEn+s.OrganizationJa+s.OrganizationEn == "" {
		c.Fault("name_ja", "agenda.speaker_nameless")
	}
	s.AboutJa = c.Text("about_ja", in.AboutJa, maxText, check.Optional)
	s.AboutEn = c.Text("about_en", in.AboutEn, maxText, check.Optional)
	s.Kana = text.Reading(s.Kana)
	s.Kept = true
	return c.Err()
}

// portrait is the new portrait, nil for none.
func (in *PersonInput) portrait() (*models.Picture, error) {
	if err := in.fill(&models.Speaker{}); err != nil || len(in.Portrait) == 0 {
		return nil, err
	}
	return upload.Read("portrait", in.Portrait, upload.Portrait)
}

// SavePerson adds a speaker (no id), or changes one. Staff who may edit the event call it. Errors: Invalid with the
// fields at fault; NotFound.
func (s *Service) SavePerson(ctx context.Context, e *models.Event, id string, in *PersonInput) error {
	portrait, err := in.portrait()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		speaker, err := findPerson(tx, e, id, in)
		if err != nil || (id == "" && speaker.Kept) { // the form was sent twice
			return err
		}
		if err := in.fill(speaker); err != nil {
			return err
		}
		tx.Emit(models.ActivityEventChanged, e)
		picture := models.Replacement{New: portrait, Remove: in.Remove, EventID: &e.ID}
		if speaker.PortraitID, err = tx.Pictures().Replace(speaker.PortraitID, picture); err != nil {
			return err
		}
		return tx.Speakers().Set(speaker)
	})
}

// findPerson finds the speaker with the id. Without one it finds the one whom the form made before, or makes one.
func findPerson(tx *models.Tx, e *models.Event, id string, in *PersonInput) (*models.Speaker, error) {
	if id != "" {
		return tx.Speakers().ByID(e, id)
	}
	if made, err := tx.Speakers().ByID(e, in.ID); models.CodeOf(err) != models.CodeNotFound {
		return made, err
	}
	added := &models.Speaker{ID: in.ID}
	return added, tx.Speakers().Add(e, added)
}

// DeletePerson removes a speaker, also from sessions. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) DeletePerson(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		speaker, err := tx.Speakers().ByID(e, id)
		if err != nil {
			return err
		}
		tx.Emit(models.ActivityEventChanged, e)
		return tx.Speakers().Delete(speaker)
	})
}

// Merge makes two speakers one: the first, with the sessions of both, and with what only the other has. Two about texts
// follow each other. Staff who may edit the event call it. Errors: NotFound; Invalid where they are the same.
func (s *Service) Merge(ctx context.Context, e *models.Event, id, otherID string) error {
	if id == otherID {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		speaker, err := tx.Speakers().ByID(e, id)
		if err != nil {
			return err
		}
		other, err := tx.Speakers().ByID(e, otherID)
		if err != nil {
			return err
		}
		if err := tx.Speakers().Replace(other, speaker); err != nil {
			return err
		}
		takeOver(speaker, other)
		if err := tx.Speakers().Set(speaker); err != nil {
			return err
		}
		tx.Emit(models.ActivityEventChanged, e)
		return tx.Speakers().Delete(other)
	})
}

// takeOver gives a speaker what only the other one has, who then has no portrait that would be deleted.
func takeOver(s, other *models.Speaker) {
	s.NameJa, s.NameEn, s.Kana = cmp.Or(s.NameJa, other.NameJa), cmp.Or(s.NameEn, other.NameEn), cmp.Or(s.Kana, other.Kana)
	s.OrganizationJa = cmp.Or(s.OrganizationJa, other.OrganizationJa)
	s.OrganizationEn = cmp.Or(s.OrganizationEn, other.OrganizationEn)
	s.RoleJa, s.RoleEn = cmp.Or(s.RoleJa, other.RoleJa), cmp.Or(s.RoleEn, other.RoleEn)
	s.AboutJa, s.AboutEn = joined(s.AboutJa, other.AboutJa), joined(s.AboutEn, other.AboutEn)
	s.Kept = s.Kept || other.Kept
	if s.PortraitID == nil {
		s.PortraitID, s.PortraitAltJa, s.PortraitAltEn = other.PortraitID, other.PortraitAltJa, other.PortraitAltEn
		other.PortraitID = nil
	}
}

// joined is both texts, each once.
func joined(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	return a + "\n\n" + b
}
