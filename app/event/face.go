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
	Colour  string `form:"colour"`  // the name of a palette, "" by itself
	Pattern string `form:"pattern"` // likewise
}

// FacePage is the form of an event's look.
type FacePage struct {
	Input    *FaceInput
	Palettes []string
	Patterns []string
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
	return page
}

// Picture finds an uploaded picture, and says whether everybody may see it. The pictures of an event are seen by those
// who see the event: those of a draft, its cover and the portraits of its speakers, by its staff. Errors: NotFound.
func (s *Service) Picture(
	ctx context.Context, id string, account *models.Account,
) (p *models.Picture, isPublic bool, err error) {
	q := s.db.Query(ctx)
	if p, err = q.Pictures().ByID(id); err != nil || p.EventID == nil {
		return p, true, err
	}
	e, err := q.Events().ByID(*p.EventID)
	if err != nil {
		return nil, false, err
	}
	return p, e.Public(), s.checkShown(ctx, e, account)
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
		var err error
		change := models.Replacement{New: picture, Remove: in.Remove, EventID: &e.ID}
		if e.CoverID, err = tx.Pictures().Replace(current.CoverID, change); err != nil {
			return err
		}
		tx.Emit(models.ActivityEventChanged, &e)
		return tx.Events().SetFace(&e, in.Version)
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
	if e.Colour != "" && cover.PaletteOf(e).Name != e.Colour {
		c.Fault("colour", "field.choice")
	}
	if e.CoverPattern != "" && cover.PatternOf(e) != e.CoverPattern {
		c.Fault("pattern", "field.choice")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	if in.Remove || len(in.Picture) == 0 {
		return nil, nil //nolint:nilnil // no picture is no error
	}
	return upload.Read("picture", in.Picture, upload.Cover)
}
