package lottery

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"meguri/app/service/draw"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// mailParty is the kind of mail with the link to seal a secret. Staff do not see the link: who has it could seal in the
// party's place.
const mailParty = "lottery_party"

// The kinds of mail of this feature.
const (
	MailWon     = "lottery_won"
	MailWaiting = "lottery_waiting"
)

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	page := mail.Link{
		Button: "mail.lottery_party_page",
		Address: func(l *mail.Letter) string {
			return l.BaseURL + paths.LotterySeal(s.links.LotteryParty(l.Data["party"]))
		},
		Secret: func(l *mail.Letter) string { return s.links.LotteryParty(l.Data["party"]) },
	}
	return []mail.Kind{
		{Name: mailParty, Audience: mail.Account, Fixed: true, Link: page},
		s.sessionMailKind(),
		{
			Name: MailWon, Audience: mail.Attendee, While: []models.RegistrationState{models.RegistrationConfirmed},
			Facts: true, Ticket: true, Calendar: true, Companions: true, MayWait: true, Link: mail.AttendeePage,
		},
		{
			Name: MailWaiting, Audience: mail.Attendee, While: []models.RegistrationState{models.RegistrationWaitlisted},
			Facts: true, MayWait: true, Link: mail.AttendeePage,
		},
	}
}

func (s *Service) mailParty(tx *models.Tx, e *models.Event, p *models.LotteryParty) error {
	return tx.Mails().Queue(&models.Mail{
		Cause: mailParty + ":" + p.ID + ":" + models.NewID(), Kind: mailParty, EventID: &e.ID,
		ToAddress: p.Email, ToName: p.Name, Locale: e.Languages()[0], Data: map[string]string{"party": p.ID, "name": p.Name},
	})
}

// PartyPage is the page on which a party seals its secret, and opens it.
type PartyPage struct {
	Event   *models.Event
	Lottery *models.Lottery
	Party   *models.LotteryParty
	Others  []models.LotteryParty
	Stage   Stage
	Path    string
	// Missing says that some secret that was sealed is not opened yet.
	Missing bool
}

// ForBrowser is what the script of the page needs to know.
func (p *PartyPage) ForBrowser() string {
	type other struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Key    string `json:"key"`
		Copy   string `json:"copy"`
		Opened bool   `json:"opened"`
	}
	list := []other{}
	for i := range p.Others {
		o := &p.Others[i]
		if o.Seal != "" {
			list = append(list, other{o.ID, o.Name, o.PublicKey, o.Copies[p.Party.ID], o.OpenedAt != nil})
		}
	}
	content, _ := json.Marshal(map[string]any{ // strings only
		"id": p.Party.ID, "seal": p.Party.Seal, "opened": p.Party.OpenedAt != nil, "stage": p.Stage,
		"copies": len(p.Party.Copies), "others": list,
	})
	return string(content)
}

// ofSecret finds the party that a link is of. Errors: NotFound.
func (s *Service) ofSecret(
	q *models.Query, secret string,
) (*models.Event, *models.Lottery, *models.LotteryParty, error) {
	unknown := models.NewError(models.CodeNotFound, "error.not_found")
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.LotteryParty(id)) {
		return nil, nil, nil, unknown
	}
	l, p, err := q.Lotteries().Party(id)
	if err != nil {
		return nil, nil, nil, err
	}
	e, err := q.Events().ByID(l.EventID)
	return e, l, p, err
}

// PartyPage reads the page of a party. Who has the secret of its link calls it. Errors: NotFound.
func (s *Service) PartyPage(ctx context.Context, secret string) (*PartyPage, error) {
	q := s.db.Query(ctx)
	e, l, p, err := s.ofSecret(q, secret)
	if err != nil {
		return nil, err
	}
	_, parties, drawn, err := read(q, e)
	if err != nil {
		return nil, err
	}
	page := &PartyPage{
		Event: e, Lottery: l, Party: p, Stage: stageOf(l, drawn, q.Now), Path: paths.LotterySeal(secret),
	}
	for i := range parties {
		page.Missing = page.Missing || parties[i].Seal != "" && parties[i].OpenedAt == nil
		if parties[i].ID != p.ID {
			page.Others = append(page.Others, parties[i])
		}
	}
	return page, nil
}

// Take stores what the browser of a party did. Who has the secret of its link calls it. Errors: NotFound; Invalid where
// a secret is not the sealed one; Conflict where it is too early or too late.
func (s *Service) Take(ctx context.Context, secret string, in *SealInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		e, l, p, err := s.ofSecret(tx.Query, secret)
		if err != nil {
			return err
		}
		if l, err = tx.Lotteries().Lock(l); err != nil {
			return err
		}
		parties, err := tx.Lotteries().Parties(l)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(parties, func(one models.LotteryParty) bool { return one.ID == p.ID })
		if i < 0 {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		if in.Secret != "" {
			return s.open(tx, e, l, parties, i, in)
		}
		return seal(tx, l, &parties[i], in)
	})
}

// seal stores a seal, which is given once, or the copies of its secret.
func seal(tx *models.Tx, l *models.Lottery, p *models.LotteryParty, in *SealInput) error {
	if l.PublishedAt == nil || l.ClosedAt != nil || !tx.Now.Before(l.ClosesAt) {
		return models.NewError(models.CodeConflict, "lottery.seal_late")
	}
	if in.Seal != "" {
		if p.Seal == in.Seal {
			return nil
		}
		if p.Seal != "" {
			return models.NewError(models.CodeConflict, "lottery.sealed_already")
		}
		if !draw.IsSecret(in.Seal) || len(in.PublicKey) > 2000 {
			return sealFault()
		}
		p.Seal, p.PublicKey, p.SealedAt = in.Seal, in.PublicKey, &tx.Now
	}
	if in.Copies != "" {
		copies := map[string]string{}
		if len(in.Copies) > 8000 || p.Seal == "" || json.Unmarshal([]byte(in.Copies), &copies) != nil {
			return sealFault()
		}
		p.Copies = copies
	}
	return tx.Lotteries().UpdateParty(p)
}

// open takes a secret, of the party itself or from the copy that it has of another's.
func (s *Service) open(
	tx *models.Tx, e *models.Event, l *models.Lottery, parties []models.LotteryParty, by int, in *SealInput,
) error {
	if l.ClosedAt == nil {
		return models.NewError(models.CodeConflict, "lottery.open_early")
	}
	of := by
	if in.Of != "" {
		of = slices.IndexFunc(parties, func(p models.LotteryParty) bool { return p.ID == in.Of })
	}
	secret := strings.TrimSpace(in.Secret)
	if of < 0 || parties[of].Seal == "" || draw.Seal(secret) != parties[of].Seal {
		return models.InvalidFields(map[string]string{"secret": "lottery.secret_fault"})
	}
	p := &parties[of]
	if p.OpenedAt != nil {
		return nil
	}
	if drawn, err := tx.Lotteries().Drawn(l); err != nil || drawn != nil {
		return orConflict(err, "lottery.drawn_already")
	}
	// Another opens a copy only once the party itself had its time.
	if of != by && tx.Now.Before(l.DrawsAt) {
		return models.NewError(models.CodeConflict, "lottery.copy_early")
	}
	p.Secret, p.OpenedAt = secret, &tx.Now
	if of != by {
		p.OpenedBy = parties[by].Name
	}
	if err := tx.Lotteries().UpdateParty(p); err != nil {
		return err
	}
	if tx.Now.Before(l.DrawsAt) || missing(parties) > 0 {
		return nil
	}
	return addJob(tx, JobDraw, l, tx.Now)
}

// missing counts the secrets that were sealed and are not opened.
func missing(parties []models.LotteryParty) (n int) {
	for i := range parties {
		if parties[i].Seal != "" && parties[i].OpenedAt == nil {
			n++
		}
	}
	return n
}

// sealFault says that what a browser sent is not what the page sends.
func sealFault() error {
	return models.InvalidFields(map[string]string{"secret": "lottery.seal_fault"}) //nolint:gosec // a field's name
}
