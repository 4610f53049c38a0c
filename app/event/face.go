package event

import (
	"context"
	"slices"
	"strconv"

	"meguri/app/service/check"
	"meguri/app/service/cover"
	"meguri/app/service/upload"
	"meguri/models"
)

// FaceInput is what staff choose for the look of an event.
type FaceInput struct {
	// Version is the one that was edited.
	Version int `form:"version"`
	// Picture is the uploaded file, nil where none was sent. Remove goes back to the drawn cover.
	Picture []byte
	Remove  bool   `form:"remove"`
	X       string `form:"x"` // percent, see models.Event.CoverX
	Y       string `form:"y"`
	AltJa   string `form:"alt_ja"`
	AltEn   string `form:"alt_en"`
	Colour  string `form:"colour"` // the name of a palette, "own", or "" by itself
	// OwnColour is the colour for "own", as #rrggbb.
	OwnColour string `form:"own_colour"`
	Pattern   string `form:"pattern"` // likewise
}

// ownColour is the choice of a colour that is in no palette.
const ownColour = "own"

// FacePage is the form of an event's look.
type FacePage struct {
	Input    *FaceInput
	Palettes []string
	Patterns []string
	// Darkened is the colour that is shown in place of a chosen one on which white letters cannot be read, "" for none.
	Darkened string
}

// FacePage makes the form of the look of an event. Staff who may edit the event call it.
func (*Service) FacePage(e *models.Event) *FacePage {
	page := &FacePage{
		Input: &FaceInput{
			Version: e.Version, X: strconv.Itoa(e.CoverX), Y: strconv.Itoa(e.CoverY),
			AltJa: e.CoverAltJa, AltEn: e.CoverAltEn, Colour: e.Colour, Pattern: e.CoverPattern,
		},
		Patterns: slices.Concat([]string{""}, cover.Patterns),
		Palettes: []string{""},
	}
	for _, p := range cover.Palettes {
		page.Palettes = append(page.Palettes, p.Name)
	}
	page.Palettes = append(page.Palettes, ownColour)
	page.Input.OwnColour = cover.PaletteOf(e).Ground.Hex()
	if chosen, ok := cover.ReadColour(e.Colour); ok {
		page.Input.Colour, page.Input.OwnColour = ownColour, chosen.Hex()
		if tones := cover.Own(chosen); tones.Ground != chosen {
			page.Darkened = tones.Ground.Hex()
		}
	}
	return page
}

// Picture finds an uploaded picture for an account, nil for nobody, and says whether everybody may see it. A cover, or
// the portrait of a speaker, is seen by those who see an event that shows it: that of a draft by its staff. Errors:
// NotFound.
func (s *Service) Picture(
	ctx context.Context, id string, account *models.Account,
) (p *models.Picture, isPublic bool, err error) {
	q := s.db.Query(ctx)
	if p, err = q.Pictures().ByID(id); err != nil || p.OrganizationID != nil {
		return p, true, err
	}
	events, err := q.Pictures().ShownBy(id)
	if err != nil {
		return nil, false, err
	}
	if slices.ContainsFunc(events, func(e models.Event) bool { return e.Public() }) {
		return p, true, nil
	}
	for i := range events {
		if err := s.checkShown(ctx, &events[i], account); models.CodeOf(err) != models.CodeNotFound {
			return p, false, err
		}
	}
	return nil, false, models.NewError(models.CodeNotFound, "error.not_found")
}

// Photo is the uploaded cover of an event, nil for none. Who may see the event calls it.
func (s *Service) Photo(ctx context.Context, e *models.Event) (*models.Picture, error) {
	return s.db.Query(ctx).Pictures().CoverOf(e)
}

// SetFace stores the look of an event. Staff who may edit the event call it. Errors: Invalid with the fields at fault;
// Conflict where somebody else changed the event since.
func (s *Service) SetFace(ctx context.Context, current *models.Event, in *FaceInput) error {
	e := *current
	picture, err := in.fill(&e)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		e := e
		if picture != nil {
			added := *picture
			added.EventID = &e.ID
			if err := tx.Pictures().Add(&added); err != nil {
				return err
			}
			e.CoverID = &added.ID
		}
		if err := tx.Events().SetFace(&e, in.Version); err != nil {
			return err
		}
		tx.Emit(models.ActivityEventChanged, &e)
		if picture == nil && !in.Remove {
			return nil
		}
		return tx.Pictures().DeleteUnused(current.CoverID)
	})
}

// fill checks the input and stores it in the event. It returns the new picture, if there is one.
func (in *FaceInput) fill(e *models.Event) (*models.Picture, error) {
	c := check.New()
	const whole = 100
	e.CoverX = c.Int("x", in.X, 0, whole, check.Required)
	e.CoverY = c.Int("y", in.Y, 0, whole, check.Required)
	e.CoverAltJa = c.Line("alt_ja", in.AltJa, maxLine, check.Optional)
	e.CoverAltEn = c.Line("alt_en", in.AltEn, maxLine, check.Optional)
	e.Colour, e.CoverPattern = in.Colour, in.Pattern
	if in.Colour == ownColour {
		e.Colour = readOwnColour(c, in.OwnColour)
	} else if _, isOwn := cover.ReadColour(e.Colour); isOwn || !cover.Knows(e.Colour) {
		c.Fault("colour", "field.choice")
	}
	if e.CoverPattern != "" && cover.PatternOf(e) != e.CoverPattern {
		c.Fault("pattern", "field.choice")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	if in.Remove {
		e.CoverID = nil
		return nil, nil //nolint:nilnil // no picture is no error
	}
	if len(in.Picture) == 0 {
		return nil, nil //nolint:nilnil // as above
	}
	return upload.Read("picture", in.Picture, upload.Cover)
}

// readOwnColour reads a colour that is in no palette.
func readOwnColour(c *check.Checker, typed string) string {
	chosen, ok := cover.ReadColour(typed)
	switch {
	case !ok:
		c.Fault("own_colour", "face.no_colour")
	case chosen.IsPale():
		c.Fault("own_colour", "face.pale")
	}
	return chosen.Hex()
}
