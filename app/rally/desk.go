package rally

import (
	"context"
	"io"
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

const (
	maxPlaces = 50
	maxName   = 80
	maxPrize  = 120
)

// StaffPage is what staff see of a rally.
type StaffPage struct {
	Rally   *models.Rally
	Places  []StaffPlace
	Numbers *models.RallyNumbers
	Hours   models.Interval
	Needed  int
}

// StaffPlace is a place with how many stamps it gave.
type StaffPlace struct {
	models.RallyPlace
	Stamps int
}

// StaffPage reads how a rally is and goes. Staff who may admit call it.
func (s *Service) StaffPage(ctx context.Context, e *models.Event) (*StaffPage, error) {
	q := s.db.Query(ctx)
	rally, err := q.Rallies().OfEvent(e)
	if err != nil {
		return nil, err
	}
	places, err := q.Rallies().Places(e)
	if err != nil {
		return nil, err
	}
	page := &StaffPage{Rally: rally, Hours: rally.Hours(e), Needed: rally.Complete(len(places))}
	if page.Numbers, err = q.Rallies().Numbers(e, page.Needed); err != nil {
		return nil, err
	}
	for _, p := range places {
		page.Places = append(page.Places, StaffPlace{p, page.Numbers.ByPlace[p.ID]})
	}
	return page, nil
}

// Input is how a rally is to be.
type Input struct {
	Open     bool   `form:"open"`
	OpensAt  string `form:"opens_at" label:"rally.opens_at"` // in the event's time zone, "" for the start
	ClosesAt string `form:"closes_at" label:"rally.closes_at"`
	Needed   string `form:"needed" label:"rally.needed"` // "" for all
	PrizeJa  string `form:"prize_ja" label:"rally.prize_ja"`
	PrizeEn  string `form:"prize_en" label:"rally.prize_en"`
}

// InputOf is what the form shows.
func InputOf(e *models.Event, r *models.Rally) *Input {
	in := &Input{Open: r.IsOpen, PrizeJa: r.PrizeJa, PrizeEn: r.PrizeEn}
	if r.Needed > 0 {
		in.Needed = strconv.Itoa(r.Needed)
	}
	const typed = "2006-01-02T15:04"
	if r.OpensAt != nil {
		in.OpensAt = e.Local(*r.OpensAt).Format(typed)
	}
	if r.ClosesAt != nil {
		in.ClosesAt = e.Local(*r.ClosesAt).Format(typed)
	}
	return in
}

// Save stores how a rally is. Staff who may edit the event call it. Errors: Invalid with the fields at fault.
func (s *Service) Save(ctx context.Context, e *models.Event, in *Input) error {
	c := check.New()
	r := &models.Rally{EventID: e.ID, IsOpen: in.Open}
	if strings.TrimSpace(in.OpensAt) != "" {
		at := c.LocalTime("opens_at", in.OpensAt, e.Zone(), check.Optional)
		r.OpensAt = &at
	}
	if strings.TrimSpace(in.ClosesAt) != "" {
		at := c.LocalTime("closes_at", in.ClosesAt, e.Zone(), check.Optional)
		r.ClosesAt = &at
	}
	r.Needed = c.Int("needed", in.Needed, 1, maxPlaces, check.Optional)
	r.PrizeJa = c.Line("prize_ja", in.PrizeJa, maxPrize, check.Optional)
	r.PrizeEn = c.Line("prize_en", in.PrizeEn, maxPrize, check.Optional)
	if hours := r.Hours(e); c.OK() && !hours.From.Before(hours.Until) {
		c.Fault("closes_at", "rally.closes_before")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		places, err := tx.Rallies().Places(e)
		if err == nil && r.IsOpen && len(places) == 0 {
			err = models.NewError(models.CodeConflict, "rally.no_places")
		}
		if err != nil {
			return err
		}
		return tx.Rallies().Save(r)
	})
}

// PlaceInput is what a place is called.
type PlaceInput struct {
	NameJa string `form:"name_ja" label:"rally.name_ja"`
	NameEn string `form:"name_en" label:"rally.name_en"`
}

func (in *PlaceInput) read(p *models.RallyPlace) error {
	c := check.New()
	p.NameJa = c.Line("name_ja", in.NameJa, maxName, check.Optional)
	p.NameEn = c.Line("name_en", in.NameEn, maxName, check.Optional)
	if c.OK() && p.NameJa == "" && p.NameEn == "" {
		c.Fault("name_ja", "rally.no_name")
	}
	return c.Err()
}

// AddPlace stores a new place with a code of its own. Staff who may edit the event call it. Errors: Invalid with the
// fields at fault, Conflict where there are too many.
func (s *Service) AddPlace(ctx context.Context, e *models.Event, in *PlaceInput) error {
	p := &models.RallyPlace{ID: models.NewID(), EventID: e.ID, Code: models.NewSecret()}
	if err := in.read(p); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		places, err := tx.Rallies().Places(e)
		if err != nil {
			return err
		}
		if len(places) >= maxPlaces {
			return models.NewError(models.CodeConflict, "rally.too_many", "n", maxPlaces)
		}
		if n := len(places); n > 0 {
			p.Position = places[n-1].Position + 1
		}
		return tx.Rallies().AddPlace(p)
	})
}

// RenamePlace changes what a place is called; its code stays. Staff who may edit the event call it. Errors: Invalid
// with the fields at fault, NotFound.
func (s *Service) RenamePlace(ctx context.Context, e *models.Event, id string, in *PlaceInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Rallies().Place(e, id)
		if err != nil {
			return err
		}
		if err := in.read(p); err != nil {
			return err
		}
		return tx.Rallies().RenamePlace(p)
	})
}

// DeletePlace removes a place. Staff who may edit the event call it. Errors: NotFound, Conflict where it has stamped.
func (s *Service) DeletePlace(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Rallies().Place(e, id)
		if err != nil {
			return err
		}
		return tx.Rallies().DeletePlace(p)
	})
}

// DeskPage is what the desk shows of a card.
type DeskPage struct {
	*Card
	// Typed is what was looked for, "" for nothing; Unknown says that there is no such card.
	Typed   string
	Unknown bool
}

// Desk finds a card by its code, as it is typed or scanned: the code, or the address in its QR code. Staff who may
// admit call it.
func (s *Service) Desk(ctx context.Context, e *models.Event, typed string) (*DeskPage, error) {
	q := s.db.Query(ctx)
	page := &DeskPage{Typed: text.Shorten(text.CleanLine(typed), maxPrize)}
	if page.Typed == "" {
		return page, nil
	}
	card, err := findCard(q, e, typed)
	if models.CodeOf(err) == models.CodeNotFound {
		page.Unknown = true
		return page, nil
	}
	if err != nil {
		return nil, err
	}
	rally, err := q.Rallies().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page.Card, err = read(q, e, rally, card)
	return page, err
}

func findCard(q *models.Query, e *models.Event, typed string) (*models.RallyCard, error) {
	if i := strings.LastIndex(typed, "card="); i >= 0 {
		typed = typed[i+len("card="):]
	}
	code, ok := ticket.NormalizeCode(typed)
	if !ok {
		return nil, models.NewError(models.CodeNotFound, "rally.unknown_card")
	}
	return q.Rallies().CardByCode(e, code)
}

// HandOut records that the prize of a card was handed out. Staff who may admit call it. Errors: NotFound, Conflict
// where it was before, or the card is not complete.
func (s *Service) HandOut(ctx context.Context, by *models.Account, e *models.Event, code string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		card, err := findCard(tx.Query, e, code)
		if err != nil {
			return err
		}
		rally, err := tx.Rallies().OfEvent(e)
		if err != nil {
			return err
		}
		shown, err := read(tx.Query, e, rally, card)
		if err != nil {
			return err
		}
		if !shown.IsComplete() {
			return models.NewError(models.CodeConflict, "rally.not_complete")
		}
		return tx.Rallies().HandOut(card, by.ID)
	})
}

// TakeBack records that the prize was not handed out after all. Staff who may admit call it. Errors: NotFound.
func (s *Service) TakeBack(ctx context.Context, e *models.Event, code string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		card, err := findCard(tx.Query, e, code)
		if err != nil {
			return err
		}
		return tx.Rallies().TakePrizeBack(card)
	})
}

// Posters writes a page for each place, to be put up there; of one place where id is not "". base begins the addresses
// of pages. Staff who may edit the event call it. Errors: NotFound where id is no place's, Conflict where there is none
// at all.
func (s *Service) Posters(
	ctx context.Context, w io.Writer, maker *pdf.Maker, texts *i18n.Localizer, e *models.Event, base, id string,
) error {
	places, err := s.db.Query(ctx).Rallies().Places(e)
	if err != nil {
		return err
	}
	var posters []pdf.Poster
	for _, p := range places {
		if id != "" && p.ID != id {
			continue
		}
		qr, err := ticket.NewQR(base + paths.OfEvent(e.Slug).RallyPlace(p.Code))
		if err != nil {
			return err
		}
		posters = append(posters, pdf.Poster{NameJa: p.NameJa, NameEn: p.NameEn, QR: qr})
	}
	if len(posters) == 0 {
		code := models.CodeConflict
		if id != "" {
			code = models.CodeNotFound
		}
		return models.NewError(code, "rally.no_places")
	}
	return maker.Posters(w, texts, e, posters)
}
