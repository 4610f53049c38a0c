package event_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// A portrait belongs to the speaker of an event, and a cover to the event: nobody sees them before the event.
func TestPicturesOfADraftAreForItsStaff(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var cover, portrait, logo, left models.Picture
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			cover, portrait, left = models.Picture{EventID: &f.event.ID}, models.Picture{EventID: &f.event.ID}, models.Picture{}
			logo = models.Picture{OrganizationID: &f.event.OrganizationID}
			for _, p := range []*models.Picture{&cover, &portrait, &logo, &left} {
				p.ContentType, p.Content, p.Small = "image/png", []byte("large"), []byte("small")
				if err := tx.Pictures().Add(p); err != nil {
					return err
				}
			}
			e := *f.event
			e.CoverID = &cover.ID
			if err := tx.Events().SetFace(&e, e.Version); err != nil {
				return err
			}
			return tx.Speakers().Add(f.event, &models.Speaker{NameJa: "小田 栞", PortraitID: &portrait.ID})
		})
		other := &fixture{db: f.db, event: modelstest.Summit(t, f.db, "other")}
		people := map[string]*models.Account{
			"nobody": nil, "staff": f.account(t, models.RoleReceptionist, true),
			"a stranger": other.account(t, models.RoleOwner, false),
		}
		sees := func(who string, p *models.Picture, wantSeen, wantPublic bool) {
			t.Helper()
			_, isPublic, err := f.events.Picture(t.Context(), p.ID, people[who])
			if seen := err == nil; seen != wantSeen || seen && isPublic != wantPublic {
				t.Errorf("%s: %v, public %v", who, err, isPublic)
			}
		}
		for who := range people {
			sees(who, &cover, true, true)
			sees(who, &portrait, true, true)
			sees(who, &logo, true, true)
			sees(who, &left, false, false)
		}
		f.setState(t, models.EventDraft, nil)
		for _, p := range []*models.Picture{&cover, &portrait} {
			sees("nobody", p, false, false)
			sees("a stranger", p, false, false)
			sees("staff", p, true, false)
		}
		sees("nobody", &logo, true, true)
	})
}

func TestACopyShowsThePicturesOfItsOriginal(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		p := models.Picture{EventID: &f.event.ID, ContentType: "image/png", Content: []byte("x"), Small: []byte("x")}
		copied := modelstest.Summit(t, f.db, "copy")
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			if err := tx.Pictures().Add(&p); err != nil {
				return err
			}
			for _, e := range []*models.Event{f.event, copied} {
				if err := tx.Speakers().Add(e, &models.Speaker{NameJa: "小田 栞", PortraitID: &p.ID}); err != nil {
					return err
				}
			}
			return nil
		})
		f.setState(t, models.EventDraft, nil)
		if _, isPublic, err := f.events.Picture(t.Context(), p.ID, nil); err != nil || !isPublic {
			t.Errorf("%v, %v", isPublic, err)
		}
	})
}
