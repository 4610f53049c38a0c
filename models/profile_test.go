package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// newPerson makes the account of a person who stays.
func newPerson(t *testing.T, tx *models.Tx, address string) *models.Account {
	t.Helper()
	a := &models.Account{Email: address, EmailKey: address, Name: "髙橋 花", PasswordHash: models.NoPassword, Locale: "ja"}
	if err := tx.Accounts().Create(a); err != nil {
		t.Fatal(err)
	}
	return a
}

// Coordinators see of who agreed to be asked only what they may see; of who did not, nothing.
func TestCoordinatorsSeeWhatWasAgreed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.Write(t, db, func(tx *models.Tx) error {
			a, silent := newPerson(t, tx, "hana@club.example"), newPerson(t, tx, "quiet@club.example")
			p := &models.Profile{
				AccountID: a.ID, Ordinary: []string{"毎月、町会の会計をまとめています。"}, Skills: []string{"会計"}, Area: "川崎市",
				MayBeAskedAt: &tx.Now, Visibility: map[models.ProfileField]models.Visibility{
					models.ProfileOrdinary: models.VisibleToCoordinators, models.ProfileSkills: models.VisibleToPublic,
				},
			}
			if err := tx.Profiles().Save(p, 0); err != nil {
				return err
			}
			return tx.Profiles().Save(&models.Profile{AccountID: silent.ID, Skills: []string{"翻訳"}}, 0)
		})
		ids, err := db.Query(t.Context()).Profiles().Asked("", 10)
		if err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		all := []string{ids[0], "nobody"}
		list, err := db.Query(t.Context()).Profiles().AskedOf(all)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		p := list[0]
		if len(p.Ordinary) != 1 || len(p.Skills) != 1 || p.Area != "" || p.Account.Name != "" {
			t.Errorf("%+v, name %q", p, p.Account.Name)
		}
		stored, err := db.Query(t.Context()).Profiles().ByAccount(p.AccountID)
		if err != nil || stored.Area != "川崎市" || stored.Account.Name != "髙橋 花" {
			t.Errorf("%+v %v", stored, err)
		}
		err = db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Profiles().Save(stored, 0) })
		if models.CodeOf(err) != models.CodeConflict {
			t.Error("saved over a change:", err)
		}
	})
}

// A work address that dies: the further one opens the account, and can be made the first. Who only claimed an address
// has no part in it.
func TestAFurtherAddressKeepsTheAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.Write(t, db, func(tx *models.Tx) error {
			a, other := newPerson(t, tx, "hana@work.example"), newPerson(t, tx, "other@work.example")
			claimed, err := tx.Persons().AddAddress(other.ID, "hana@home.example", "hana@home.example")
			if err != nil {
				return err
			}
			further, err := tx.Persons().AddAddress(a.ID, "hana@home.example", "hana@home.example")
			if err != nil {
				return err
			}
			if _, err := tx.Persons().ByAddress("hana@home.example"); models.CodeOf(err) != models.CodeNotFound {
				t.Error("found by an address that nobody confirmed:", err)
			}
			if err := tx.Persons().ConfirmAddress(further); err != nil {
				return err
			}
			if err := tx.Persons().ConfirmAddress(claimed); models.CodeOf(err) != models.CodeConflict {
				t.Error("an address of two accounts:", err)
			}
			if further, err = tx.Persons().Address(further.ID); err != nil {
				return err
			}
			if err := tx.Persons().MakeFirst(a, further); err != nil {
				return err
			}
			for _, address := range []string{"hana@home.example", "hana@work.example"} {
				if found, err := tx.Persons().ByAddress(address); err != nil || found.ID != a.ID {
					t.Error(address, found, err)
				}
			}
			return tx.Persons().RemoveAddress(a.ID, further.ID, func(of, key string) string { return of + key }) // the dead one
		})
		_, err := db.Query(t.Context()).Persons().ByAddress("hana@work.example")
		if models.CodeOf(err) != models.CodeNotFound {
			t.Error("the removed address opens the account:", err)
		}
	})
}

func TestALinkIsGoodForTwoWeeksUnlessItIsEnded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.Write(t, db, func(tx *models.Tx) error {
			a := newPerson(t, tx, "hana@club.example")
			for _, secret := range []string{"first", "second"} {
				if _, err := tx.Persons().AddLink(a.ID, func(string) string { return secret }); err != nil {
					return err
				}
			}
			l, _, err := tx.Persons().ByLink("first")
			if err != nil {
				return err
			}
			return tx.Persons().EndLink(l, false)
		})
		is := func(secret string, good bool) {
			t.Helper()
			if _, _, err := db.Query(t.Context()).Persons().ByLink(secret); (err == nil) != good {
				t.Error(secret, err)
			}
		}
		is("first", false)
		is("second", true)
		later := time.Now().Add(models.AccountLinkAge + time.Minute)
		db.SetClock(func() time.Time { return later })
		is("second", false)
	})
}

// Of a person erased the time in an organization stays, without the name; of a registration nothing is decided by it.
func TestErasingAPersonLeavesTheTimeInAClub(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "online")
		modelstest.Write(t, db, func(tx *models.Tx) error {
			a, other := newPerson(t, tx, "hana@club.example"), newPerson(t, tx, "other@club.example")
			if err := tx.Persons().Join(a.ID, r.ID); err != nil {
				return err
			}
			if err := tx.Persons().Join(other.ID, r.ID); models.CodeOf(err) != models.CodeConflict {
				t.Error("a registration of two accounts:", err)
			}
			place := []models.Affiliation{{
				OrganizationID: event.OrganizationID, Email: "hana@club.example", EmailKey: "hana@club.example",
				Role: models.AffiliationMember, From: "2024-04-01", AcceptedAt: &tx.Now,
			}}
			place[0].Family = "髙橋"
			if err := tx.Affiliations().Add(place); err != nil {
				return err
			}
			if err := tx.Affiliations().Claim(a.ID, "hana@club.example"); err != nil {
				return err
			}
			if list, err := tx.Affiliations().OfAccount(a.ID); err != nil || len(list) != 1 || list[0].Organization == nil {
				t.Error(list, err)
			}
			if err := tx.Profiles().Save(&models.Profile{AccountID: a.ID, Area: "髙橋"}, 0); err != nil {
				return err
			}
			return tx.Persons().Erase(a)
		})
		list, err := db.Query(t.Context()).Affiliations().OfOrganization(event.OrganizationID)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		a := list[0]
		if a.Family != "" || a.Email != "" || a.AccountID != nil || a.From != "2024-04-01" || a.Until == "" {
			t.Errorf("%+v", a)
		}
		for table := range modelstest.Columns(t, db, "account_id") {
			if n := len(modelstest.Texts(t, db, "SELECT account_id FROM "+table+" WHERE account_id IS NOT NULL")); n > 0 {
				t.Errorf("%s has %d rows of the account", table, n)
			}
		}
	})
}
