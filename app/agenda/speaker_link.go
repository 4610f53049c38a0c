package agenda

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/upload"
	"meguri/models"
	"meguri/models/text"
)

// speakerSecret is the secret in the address of a speaker's own page.
func (s *Service) speakerSecret(id, number string) string {
	n, _ := strconv.Atoi(number)
	return s.links.Speaker(id, n)
}

// SpeakerSecret is the secret of a speaker's own page, "" where no link was issued.
func (s *Service) SpeakerSecret(speaker *models.Speaker) string {
	if speaker.LinkNumber == 0 {
		return ""
	}
	return s.links.Speaker(speaker.ID, speaker.LinkNumber)
}

// LinkInput is where a speaker's link is sent. Renew makes earlier links open nothing.
type LinkInput struct {
	Email string `form:"email" label:"agenda.speaker_email"`
	Renew bool   `form:"renew"`
}

// SendLink mails a speaker the link to their own page. Staff who may edit the event call it. Errors: NotFound; Invalid.
func (s *Service) SendLink(ctx context.Context, e *models.Event, id string, in LinkInput) error {
	c := check.New()
	address, _ := c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		speaker, err := tx.Speakers().ByID(e, id)
		if err != nil {
			return err
		}
		speaker.Email, speaker.Kept = address, true
		if speaker.LinkNumber == 0 || in.Renew {
			speaker.LinkNumber++
		}
		if err := tx.Speakers().Update(speaker); err != nil {
			return err
		}
		return tx.Mails().Queue(&models.Mail{
			Cause: strings.Join([]string{mailSpeakerLink, id, models.NewID()}, ":"), Kind: mailSpeakerLink, EventID: &e.ID,
			ToAddress: address, ToName: pick(speaker.NameJa, speaker.NameEn), Locale: i18n.Japanese,
			Data: map[string]string{factSpeaker: id, factNumber: strconv.Itoa(speaker.LinkNumber)},
		})
	})
}

// linkTime is how long after its event a speaker's link opens their page.
const linkTime = 30 * 24 * time.Hour

// OwnPage is the page on which a speaker writes about themselves.
type OwnPage struct {
	Event    *models.Event
	Speaker  *models.Speaker
	Sessions []models.Session
	Input    *OwnInput
	Secret   string
	// Waits says that something they wrote is not public yet.
	Waits   bool
	version int
}

// OwnInput is what speakers write: about themselves, and in lists about each of their sessions.
type OwnInput struct {
	Kana    string `form:"kana" label:"agenda.speaker_kana"`
	RoleJa  string `form:"role_ja" label:"agenda.role"`
	RoleEn  string `form:"role_en" label:"agenda.role_en"`
	AboutJa string `form:"about_ja" label:"agenda.biography"`
	AboutEn string `form:"about_en" label:"agenda.biography_en"`
	// Version is that of what was seen about the speaker.
	Version        int `form:"version"`
	Portrait       []byte
	RemovePortrait bool `form:"remove_portrait"`

	Sessions       []string `form:"session"`
	Versions       []int    `form:"session_version"`
	TitlesJa       []string `form:"title_ja"`
	TitlesEn       []string `form:"title_en"`
	DescriptionsJa []string `form:"description_ja"`
	DescriptionsEn []string `form:"description_en"`
}

// bySecret finds the speaker whose page a secret opens. Errors: NotFound, also long after the event.
func (s *Service) bySecret(q *models.Query, secret string) (*models.Event, *models.Speaker, error) {
	unknown := models.NewError(models.CodeNotFound, "error.not_found")
	id, ok := link.ID(secret)
	if !ok {
		return nil, nil, unknown
	}
	speaker, err := q.Speakers().ByIDAnywhere(id)
	if err != nil {
		return nil, nil, err
	}
	if !link.Equal(secret, s.SpeakerSecret(speaker)) {
		return nil, nil, unknown
	}
	e, err := q.Events().ByID(speaker.EventID)
	if err != nil {
		return nil, nil, err
	}
	if q.Now.After(e.EndsAt.Add(linkTime)) {
		return nil, nil, unknown
	}
	return e, speaker, nil
}

// OwnPage reads a speaker's own page, with what they wrote and is not public yet. Who has the secret calls it. Errors:
// NotFound.
func (s *Service) OwnPage(ctx context.Context, secret string) (*OwnPage, error) {
	q := s.db.Query(ctx)
	e, speaker, err := s.bySecret(q, secret)
	if err != nil {
		return nil, err
	}
	w, err := readWorking(q, e)
	if err != nil {
		return nil, err
	}
	page := &OwnPage{Event: e, Speaker: speaker, Sessions: sessionsOf(w.Sessions, speaker.ID), Secret: secret}
	in := &OwnInput{}
	if draft := w.drafts[speaker.ID]; draft != nil && draft.Speaker != nil {
		wanted := draft.Speaker
		page.Waits, in.Version = true, draft.Version
		speaker.Kana, speaker.RoleJa, speaker.RoleEn = wanted.Kana, wanted.RoleJa, wanted.RoleEn
		speaker.AboutJa, speaker.AboutEn, speaker.PortraitID = wanted.AboutJa, wanted.AboutEn, wanted.PortraitID
	}
	in.Kana, in.RoleJa, in.RoleEn = speaker.Kana, speaker.RoleJa, speaker.RoleEn
	in.AboutJa, in.AboutEn = speaker.AboutJa, speaker.AboutEn
	for i := range page.Sessions {
		session := &page.Sessions[i]
		draft := w.drafts[session.ID]
		page.Waits = page.Waits || draft != nil && draft.BySpeaker
		in.Sessions, in.Versions = append(in.Sessions, session.ID), append(in.Versions, session.Version)
		in.TitlesJa, in.TitlesEn = append(in.TitlesJa, session.TitleJa), append(in.TitlesEn, session.TitleEn)
		in.DescriptionsJa = append(in.DescriptionsJa, session.DescriptionJa)
		in.DescriptionsEn = append(in.DescriptionsEn, session.DescriptionEn)
	}
	page.Input, page.version = in, in.Version
	return page, nil
}

// SaveOwn writes down what a speaker wrote, until staff publish it. Errors: NotFound; Invalid with the fields at fault;
// Conflict where staff changed it meanwhile. Who has the secret calls it.
func (s *Service) SaveOwn(ctx context.Context, secret string, in *OwnInput) error {
	c := check.New()
	wanted := models.Speaker{
		Kana:    text.Reading(c.Line("kana", in.Kana, maxLine, check.Optional)),
		RoleJa:  c.Line("role_ja", in.RoleJa, maxLine, check.Optional),
		RoleEn:  c.Line("role_en", in.RoleEn, maxLine, check.Optional),
		AboutJa: c.Text("about_ja", in.AboutJa, maxAbout, check.Optional),
		AboutEn: c.Text("about_en", in.AboutEn, maxAbout, check.Optional),
	}
	texts := in.checkSessions(c)
	if err := c.Err(); err != nil {
		return err
	}
	var portrait *models.Picture
	if len(in.Portrait) > 0 {
		var err error
		if portrait, err = upload.Read("portrait", in.Portrait, upload.Portrait); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		e, speaker, err := s.bySecret(tx.Query, secret)
		if err != nil {
			return err
		}
		if err := saveOwnEntry(tx, e, speaker, wanted, portrait, in); err != nil {
			return err
		}
		w, err := readWorking(tx.Query, e)
		if err != nil {
			return err
		}
		mine := sessionsOf(w.Sessions, speaker.ID)
		for i, session := range texts {
			if err := saveOwnSession(tx, e, mine, session, in.Versions[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkSessions reads what was written about sessions; a form that lacks a list is refused.
func (in *OwnInput) checkSessions(c *check.Checker) []models.Session {
	n := len(in.Sessions)
	if len(in.Versions) != n || len(in.TitlesJa) != n || len(in.TitlesEn) != n || len(in.DescriptionsJa) != n ||
		len(in.DescriptionsEn) != n {
		c.Fault("session", "error.invalid")
		return nil
	}
	list := make([]models.Session, n)
	for i, id := range in.Sessions {
		list[i] = models.Session{
			ID: id, TitleJa: c.Line("title_ja", in.TitlesJa[i], maxLine, check.Optional),
			TitleEn:       c.Line("title_en", in.TitlesEn[i], maxLine, check.Optional),
			DescriptionJa: c.Text("description_ja", in.DescriptionsJa[i], maxText, check.Optional),
			DescriptionEn: c.Text("description_en", in.DescriptionsEn[i], maxText, check.Optional),
		}
		if list[i].TitleJa+list[i].TitleEn == "" {
			c.Fault("title_ja", "field.required")
		}
	}
	return list
}

func saveOwnEntry(
	tx *models.Tx, e *models.Event, speaker *models.Speaker, wanted models.Speaker, portrait *models.Picture, in *OwnInput,
) error {
	draft, err := tx.Agendas().Draft(e, speaker.ID)
	if err != nil {
		return err
	}
	shown, version := *speaker, 0
	if draft != nil && draft.Speaker != nil {
		shown, version = *draft.Speaker, draft.Version
	}
	next := shown
	next.Kana, next.RoleJa, next.RoleEn = wanted.Kana, wanted.RoleJa, wanted.RoleEn
	next.AboutJa, next.AboutEn = wanted.AboutJa, wanted.AboutEn
	if portrait != nil {
		added := *portrait
		added.EventID = &e.ID
		if err := tx.Pictures().Add(&added); err != nil {
			return err
		}
		next.PortraitID, next.PortraitAltJa, next.PortraitAltEn = &added.ID, "", ""
	} else if in.RemovePortrait {
		next.PortraitID = nil
	}
	if next == shown || isSameID(next.PortraitID, shown.PortraitID) && sameTexts(next, shown) {
		return nil
	}
	if version != in.Version {
		return models.NewError(models.CodeConflict, "agenda.own_changed")
	}
	return tx.Agendas().PutDraft(e, &models.AgendaDraft{
		ID: speaker.ID, Speaker: &next, BySpeaker: true, Version: version + 1,
	}, version)
}

func sameTexts(a, b models.Speaker) bool {
	return a.Kana == b.Kana && a.RoleJa == b.RoleJa && a.RoleEn == b.RoleEn &&
		a.AboutJa == b.AboutJa && a.AboutEn == b.AboutEn
}

// saveOwnSession writes down what a speaker wrote about one of their sessions; of another they may not.
func saveOwnSession(tx *models.Tx, e *models.Event, mine []models.Session, written models.Session, version int) error {
	at := slices.IndexFunc(mine, func(s models.Session) bool { return s.ID == written.ID })
	if at < 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	shown := mine[at]
	if shown.TitleJa == written.TitleJa && shown.TitleEn == written.TitleEn &&
		text.CleanText(shown.DescriptionJa) == written.DescriptionJa &&
		text.CleanText(shown.DescriptionEn) == written.DescriptionEn {
		return nil
	}
	if shown.Version != version {
		return models.NewError(models.CodeConflict, "agenda.own_changed")
	}
	c, err := readChange(tx.Query, e, written.ID)
	if err != nil {
		return err
	}
	wanted := bare(&shown)
	wanted.TitleJa, wanted.TitleEn = written.TitleJa, written.TitleEn
	wanted.DescriptionJa, wanted.DescriptionEn = written.DescriptionJa, written.DescriptionEn
	return c.put(tx, e, &models.AgendaDraft{ID: written.ID, Session: wanted, BySpeaker: true})
}

// OwnSession is a session as its speaker edits it. Theirs is its title where somebody else changed the session since.
type OwnSession struct {
	models.Session
	Theirs string
}

// Own are the sessions as the page shows them: as they are, or as they were typed.
func (p *OwnPage) Own() []OwnSession {
	list := make([]OwnSession, len(p.Sessions))
	for i := range p.Sessions {
		list[i].Session = p.Sessions[i]
		at := slices.Index(p.Input.Sessions, p.Sessions[i].ID)
		if at < 0 || at >= len(p.Input.DescriptionsEn) || at >= len(p.Input.Versions) {
			continue
		}
		if p.Input.Versions[at] != p.Sessions[i].Version {
			list[i].Theirs = pick(p.Sessions[i].TitleJa, p.Sessions[i].TitleEn) + "\n" +
				pick(p.Sessions[i].DescriptionJa, p.Sessions[i].DescriptionEn)
		}
		list[i].TitleJa, list[i].TitleEn = p.Input.TitlesJa[at], p.Input.TitlesEn[at]
		list[i].DescriptionJa, list[i].DescriptionEn = p.Input.DescriptionsJa[at], p.Input.DescriptionsEn[at]
	}
	return list
}

// EntryVersion is that of what the page shows about the speaker.
func (p *OwnPage) EntryVersion() int { return p.version }

// KeepTyped shows what was typed and could not be stored.
func (p *OwnPage) KeepTyped(typed *OwnInput) {
	n := len(typed.Sessions)
	if len(typed.Versions) == n && len(typed.TitlesJa) == n && len(typed.TitlesEn) == n &&
		len(typed.DescriptionsJa) == n && len(typed.DescriptionsEn) == n {
		p.Input = typed
	}
}
