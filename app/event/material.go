package event

import (
	"context"
	"slices"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

// maxMaterials is how many an event has besides those of its sessions.
const maxMaterials = 30

// MaterialsInput is what staff type about the materials of an event: the fields of a row have the same place.
type MaterialsInput struct {
	Kind    []string `form:"kind"`
	TitleJa []string `form:"title_ja"`
	TitleEn []string `form:"title_en"`
	URL     []string `form:"url"`
}

// row is what stands in a row, "" for what is missing.
func (in *MaterialsInput) row(i int) (kind, ja, en, url string) {
	at := func(list []string) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	return at(in.Kind), at(in.TitleJa), at(in.TitleEn), at(in.URL)
}

// Materials lists the materials of the whole event. Staff who may edit the event call it.
func (s *Service) Materials(ctx context.Context, e *models.Event) ([]models.Material, error) {
	list, err := s.db.Query(ctx).Materials().OfEvent(e)
	return slices.DeleteFunc(list, func(m models.Material) bool { return m.SessionID != nil }), err
}

// WithheldRecordings counts the recordings of an event and of its sessions that nobody is shown until staff have looked
// through them. Staff who may edit the event call it.
func (s *Service) WithheldRecordings(ctx context.Context, e *models.Event) (int, error) {
	return s.db.Query(ctx).Materials().Withheld(e)
}

// SaveMaterials replaces the materials of the whole event; a row without title and address is left out. Those of
// sessions stay. Staff who may edit the event call it. Errors: Invalid with the fields at fault, as in url-2.
func (s *Service) SaveMaterials(ctx context.Context, e *models.Event, in *MaterialsInput) error {
	c := check.New()
	list := in.read(c)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		all, err := tx.Materials().OfEvent(e)
		if err != nil {
			return err
		}
		kept := append([]models.Material{}, list...)
		for _, m := range all {
			if m.SessionID != nil {
				kept = append(kept, m)
			}
		}
		tx.Emit(models.ActivityEventChanged, e)
		return tx.Materials().Replace(e, kept)
	})
}

func (in *MaterialsInput) read(c *check.Checker) (list []models.Material) {
	for i := range min(len(in.URL), maxMaterials) {
		kind, ja, en, url := in.row(i)
		if ja == "" && en == "" && url == "" {
			continue
		}
		list = append(list, models.Material{
			Kind:    check.Choice(c, MaterialField("kind", i), models.MaterialKind(kind), models.MaterialKinds),
			TitleJa: c.Line(MaterialField("title_ja", i), ja, maxLine, check.Optional),
			TitleEn: c.Line(MaterialField("title_en", i), en, maxLine, check.Optional),
			URL:     c.URL(MaterialField("url", i), url, check.Required),
		})
	}
	return list
}

// MaterialField is the name by which a field of a row, counted from 0, is at fault.
func MaterialField(name string, row int) string { return name + "-" + strconv.Itoa(row+1) }
