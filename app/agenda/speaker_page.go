package agenda

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/app/service/upload"
	"meguri/models"
	"meguri/models/text"
)

const maxAbout = 2000 // characters

// SpeakerInput is what staff write about a speaker.
type SpeakerInput struct {
	// ID is made by the form of a new one, so that a repeated request makes one speaker.
	ID             string `form:"id"`
	NameJa         string `form:"name_ja"`
	Kana           string `form:"kana"`
	OrganizationJa string `form:"organization_ja"`
	RoleJa         string `form:"role_ja"`
	AboutJa        string `form:"about_ja"` // Markdown
	NameEn         string `form:"name_en"`
	OrganizationEn string `form:"organization_en"`
	RoleEn         string `form:"role_en"`
	AboutEn        string `form:"about_en"` // Markdown
	// Portrait is the uploaded file, nil where none was sent. RemovePortrait goes without one.
	Portrait       []byte
	RemovePortrait bool   `form:"remove_portrait"`
	AltJa          string `form:"alt_ja"`
	AltEn          string `form:"alt_en"`
	// Email is shown in the form that sends the speaker's link, which alone changes it.
	Email string `form:"email"`
}

func speakerInputOf(s *models.Speaker) *SpeakerInput {
	return &SpeakerInput{
		Email: s.Email, Kana: s.Kana, AltJa: s.PortraitAltJa, AltEn: s.PortraitAltEn,
		NameJa: s.NameJa, OrganizationJa: s.OrganizationJa, RoleJa: s.RoleJa, AboutJa: s.AboutJa,
		NameEn: s.NameEn, OrganizationEn: s.OrganizationEn, RoleEn: s.RoleEn, AboutEn: s.AboutEn,
	}
}

// fill checks the input and stores it in the speaker. It returns the new portrait, if there is one.
func (in *SpeakerInput) fill(s *models.Speaker) (*models.Picture, error) {
	c := check.New()
	s.NameJa = c.Line("name_ja", in.NameJa, maxLine, check.Optional)
	s.Kana = text.Reading(c.Line("kana", in.Kana, maxLine, check.Optional))
	s.PortraitAltJa = c.Line("alt_ja", in.AltJa, maxLine, check.Optional)
	s.PortraitAltEn = c.Line("alt_en", in.AltEn, maxLine, check.Optional)
	s.OrganizationJa = c.Line("organization_ja", in.OrganizationJa, maxLine, check.Optional)
	s.RoleJa = c.Line("role_ja", in.RoleJa, maxLine, check.Optional)
	s.AboutJa = c.Text("about_ja", in.AboutJa, maxAbout, check.Optional)
	s.NameEn = c.Line("name_en", in.NameEn, maxLine, check.Optional)
	s.OrganizationEn = c.Line("organization_en", in.OrganizationEn, maxLine, check.Optional)
	s.RoleEn = c.Line("role_en", in.RoleEn, maxLine, check.Optional)
	s.AboutEn = c.Text("about_en", in.AboutEn, maxAbout, check.Optional)
	if s.NameJa+s.NameEn+s.OrganizationJa+s.OrganizationEn == "" {
		c.Fault("name_ja", "agenda.speaker_nameless")
	}
	s.Kept = true
	if err := c.Err(); err != nil {
		return nil, err
	}
	if in.RemovePortrait {
		s.PortraitID = nil
		return nil, nil //nolint:nilnil // no portrait is no error
	}
	if len(in.Portrait) == 0 {
		return nil, nil //nolint:nilnil // as above
	}
	return upload.Read("portrait", in.Portrait, upload.Portrait)
}

// StaffSpeaker is a speaker with the sessions in which they speak.
type StaffSpeaker struct {
	models.Speaker
	Sessions []models.Session
}

// SpeakersPage lists the speakers of an event.
type SpeakersPage struct{ Speakers []StaffSpeaker }

// SpeakersPage reads the speakers of an event. Staff who may edit the event call it.
func (s *Service) SpeakersPage(ctx context.Context, e *models.Event) (*SpeakersPage, error) {
	q := s.db.Query(ctx)
	speakers, err := q.Speakers().OfEvent(e)
	if err != nil {
		return nil, err
	}
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	page := &SpeakersPage{Speakers: make([]StaffSpeaker, len(speakers))}
	for i, speaker := range speakers {
		page.Speakers[i] = StaffSpeaker{speaker, sessionsOf(w.Sessions, speaker.ID)}
	}
	return page, nil
}

func sessionsOf(sessions []models.Session, speakerID string) (list []models.Session) {
	for i := range sessions {
		for _, link := range sessions[i].Speakers {
			if link.SpeakerID == speakerID {
				list = append(list, sessions[i])
			}
		}
	}
	return list
}

// SpeakerPage is the form of a speaker. Others may be the same person.
type SpeakerPage struct {
	StaffSpeaker
	Input  *SpeakerInput
	Others []StaffSpeaker
	// Link is the path of the speaker's own page, "" where no link was issued.
	Link string
}

// SpeakerPage reads a speaker. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) SpeakerPage(ctx context.Context, e *models.Event, id string) (*SpeakerPage, error) {
	all, err := s.SpeakersPage(ctx, e)
	if err != nil {
		return nil, err
	}
	page := &SpeakerPage{}
	for _, speaker := range all.Speakers {
		if speaker.ID == id {
			page.StaffSpeaker, page.Input = speaker, speakerInputOf(&speaker.Speaker)
		} else {
			page.Others = append(page.Others, speaker)
		}
	}
	if secret := s.SpeakerSecret(&page.Speaker); secret != "" {
		page.Link = string(paths.OfSpeaker(secret))
	}
	if page.Input == nil {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return page, nil
}

// NewSpeakerPage is the form of a new speaker.
func (*Service) NewSpeakerPage() *SpeakerPage {
	return &SpeakerPage{Input: &SpeakerInput{ID: models.NewID()}}
}

// IsNew says that the form makes a speaker.
func (page *SpeakerPage) IsNew() bool { return page.Speaker.ID == "" }

// AddSpeaker adds a speaker, of whom sessions may be told later. Staff who may edit the event call it. Errors: Invalid
// with the fields at fault.
func (s *Service) AddSpeaker(ctx context.Context, e *models.Event, in *SpeakerInput) error {
	read := &models.Speaker{ID: in.ID}
	portrait, err := in.fill(read)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		added := *read
		if _, err := tx.Speakers().ByID(e, in.ID); models.CodeOf(err) != models.CodeNotFound {
			return err // the form was sent twice
		}
		if portrait != nil {
			picture := *portrait
			picture.EventID = &e.ID
			if err := tx.Pictures().Add(&picture); err != nil {
				return err
			}
			added.PortraitID = &picture.ID
		}
		return tx.Speakers().Add(e, &added)
	})
}

// MergePage shows two speakers who may be one person, and what they would be.
type MergePage struct {
	StaffSpeaker
	Other StaffSpeaker
	// Merged are the sessions of both.
	Merged []models.Session
}

// MergePage reads two speakers of an event. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) MergePage(ctx context.Context, e *models.Event, id, with string) (*MergePage, error) {
	page, err := s.SpeakerPage(ctx, e, id)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(page.Others, func(other StaffSpeaker) bool { return other.ID == with })
	if at < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	merged := &MergePage{page.StaffSpeaker, page.Others[at], slices.Clone(page.Sessions)}
	for _, session := range merged.Other.Sessions {
		if !slices.ContainsFunc(merged.Merged, func(known models.Session) bool { return known.ID == session.ID }) {
			merged.Merged = append(merged.Merged, session)
		}
	}
	return merged, nil
}

// SaveSpeaker stores what staff wrote about a speaker. Staff who may edit the event call it. Errors: NotFound; Invalid
// with the fields at fault.
func (s *Service) SaveSpeaker(ctx context.Context, e *models.Event, id string, in *SpeakerInput) error {
	speaker, err := s.db.Query(ctx).Speakers().ByID(e, id)
	if err != nil {
		return err
	}
	before := speaker.PortraitID
	portrait, err := in.fill(speaker)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		changed := *speaker
		if portrait != nil {
			added := *portrait
			added.EventID = &e.ID
			if err := tx.Pictures().Add(&added); err != nil {
				return err
			}
			changed.PortraitID = &added.ID
		}
		if err := tx.Speakers().Update(&changed); err != nil {
			return err
		}
		if err := tx.Agendas().DeleteDraft(e, id); err != nil { // what they wrote was seen in the form
			return err
		}
		if err := nextVersion(tx, e); err != nil || changed.PortraitID == before {
			return err
		}
		return tx.Pictures().DeleteUnused(before)
	})
}

// MergeInput names the speaker who is the same person.
type MergeInput struct {
	With string `form:"with"`
}

// MergeSpeaker makes two speakers one: the one with the id stays, and takes over the sessions of the other, and what it
// has not itself. Staff who may edit the event call it. Errors: NotFound; Invalid for one who is no other.
func (s *Service) MergeSpeaker(ctx context.Context, e *models.Event, id string, in MergeInput) error {
	if in.With == id || !models.ValidID(in.With) {
		return models.InvalidFields(map[string]string{"with": "field.choice"})
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		kept, err := tx.Speakers().ByID(e, id)
		if err != nil {
			return err
		}
		gone, err := tx.Speakers().ByID(e, in.With)
		if err != nil {
			return models.InvalidFields(map[string]string{"with": "field.choice"})
		}
		lost := kept.TakeOver(gone)
		if err := tx.Speakers().Update(kept); err != nil {
			return err
		}
		if err := tx.Speakers().Merge(kept, gone); err != nil {
			return err
		}
		if err := nextVersion(tx, e); err != nil {
			return err
		}
		return tx.Pictures().DeleteUnused(lost)
	})
}

// DeleteSpeaker removes a speaker from the event and all its sessions. Staff who may edit the event call it. Errors:
// NotFound.
func (s *Service) DeleteSpeaker(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		speaker, err := tx.Speakers().ByID(e, id)
		if err != nil {
			return err
		}
		if err := tx.Speakers().Delete(speaker); err != nil {
			return err
		}
		if err := nextVersion(tx, e); err != nil {
			return err
		}
		return tx.Pictures().DeleteUnused(speaker.PortraitID)
	})
}
