package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
		inTx(t, db, func(tx *models.Tx) error { return tx.APITokens().Create(token) })
		bySlug, err := db.Query(t.Context()).Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		found, err := db.Query(t.Context()).APITokens().BySecret("secret")
		if err != nil {
			t.Fatal(err)
		}
		want := *token
		want.Event = *bySlug
		if diff := cmp.Diff(&want, found); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
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
		inTx(t, db, func(tx *models.Tx) error { return tx.APITokens().Create(token) })
		inTx(t, db, func(tx *models.Tx) error { return tx.APITokens().Revoke(event, token.ID) })
		if _, err := db.Query(t.Context()).APITokens().BySecret("secret"); models.CodeOf(err) != models.CodeNotFound {
			t.Error(err)
		}
	})
}

// A scan reads only the columns that a door decides by and shows.
func TestRegistrationsByIDsOrCodesHaveWhatTheDoorNeeds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "venue")
		ticketType := r.TicketType
		want := []models.Registration{{
			ID: r.ID, EventID: event.ID, TicketTypeID: ticketType.ID, Code: r.Code, State: r.State, Name: r.Name,
			Organization: r.Organization, Accessibility: r.Accessibility, TicketSerial: r.TicketSerial,
			TicketType: models.TicketType{
				ID: ticketType.ID, Slug: ticketType.Slug, NameJa: ticketType.NameJa, NameEn: ticketType.NameEn,
				Mode: ticketType.Mode,
			},
		}}
		for name, by := range map[string]struct{ ids, codes []string }{
			"by id":   {ids: []string{r.ID}},
			"by code": {codes: []string{r.Code}},
		} {
			t.Run(name, func(t *testing.T) {
				found, err := db.Query(t.Context()).Registrations().ByIDsOrCodes(event, by.ids, by.codes)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, found); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	})
}
