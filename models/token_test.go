package models_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestTokenComesWithItsEventAndHost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		modelstest.Summit(t, db, "elsewhere")
		token := &models.APIToken{
			EventID:   event.ID,
			Name:      "door",
			Role:      models.RoleReceptionist,
			TokenHash: models.HashSecret("secret"),
		}
		inTx(t, db, func(tx *models.Tx) error { return tx.Tokens().Create(token) })
		bySlug, err := db.Query(t.Context()).Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		found, err := db.Query(t.Context()).Tokens().BySecret("secret")
		if err != nil {
			t.Fatal(err)
		}
		if found.ID != token.ID || found.EventID != event.ID || found.Role != models.RoleReceptionist {
			t.Errorf("%+v", found)
		}
		if found.Event.Organization != bySlug.Organization {
			t.Errorf("the host is %+v, want %+v", found.Event.Organization, bySlug.Organization)
		}
		found.Event.Organization, bySlug.Organization = models.Organization{}, models.Organization{}
		if !sameEvent(&found.Event, bySlug) {
			t.Errorf("the event is %+v, want %+v", found.Event, bySlug)
		}
	})
}

func sameEvent(a, b *models.Event) bool {
	return a.ID == b.ID && a.Slug == b.Slug && a.State == b.State && a.TitleJa == b.TitleJa &&
		a.StartsAt.Equal(b.StartsAt) && a.Version == b.Version && a.TimeZone == b.TimeZone &&
		a.StreamURL == b.StreamURL && a.CreatedAt.Equal(b.CreatedAt)
}

func TestRevokedTokenIsNotFound(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		token := &models.APIToken{
			EventID:   event.ID,
			Name:      "door",
			Role:      models.RoleReceptionist,
			TokenHash: models.HashSecret("secret"),
		}
		inTx(t, db, func(tx *models.Tx) error { return tx.Tokens().Create(token) })
		inTx(t, db, func(tx *models.Tx) error { return tx.Tokens().Revoke(event, token.ID) })
		if _, err := db.Query(t.Context()).Tokens().BySecret("secret"); models.CodeOf(err) != models.CodeNotFound {
			t.Error(err)
		}
	})
}

// A scan reads few columns: they must be all that it decides by and shows.
func TestRegistrationsNamedHoldWhatTheDoorNeeds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		stored := modelstest.Registration(t, db, event, "venue")
		full, err := db.Query(t.Context()).Registrations().ByID(event, stored.ID)
		if err != nil {
			t.Fatal(err)
		}
		for name, list := range map[string][2][]string{"by id": {{stored.ID}, nil}, "by code": {nil, {stored.Code}}} {
			t.Run(name, func(t *testing.T) {
				found, err := db.Query(t.Context()).Registrations().ByIDsOrCodes(event, list[0], list[1])
				if err != nil {
					t.Fatal(err)
				}
				if len(found) != 1 {
					t.Fatalf("%d people", len(found))
				}
				r := found[0]
				if r.ID != full.ID || r.EventID != full.EventID || r.TicketTypeID != full.TicketTypeID || r.Code != full.Code ||
					r.State != full.State {
					t.Errorf("%+v", r)
				}
				if r.Name != full.Name || r.Organization != full.Organization || r.Accessibility != full.Accessibility ||
					r.TicketSerial != full.TicketSerial {
					t.Errorf("%+v", r)
				}
				if kind, want := r.TicketType, full.TicketType; kind.ID != want.ID || kind.NameJa != want.NameJa ||
					kind.NameEn != want.NameEn ||
					kind.Mode != want.Mode {
					t.Errorf("%+v", kind)
				}
			})
		}
	})
}
