package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// movesWithPerson are the columns that lead to the account of a person, and go over where two of theirs are put
// together. All others with an account are of staff, and an account of staff is not put into another one.
var movesWithPerson = []string{
	"account_addresses.account_id", "account_registrations.account_id", "affiliations.account_id",
	"joint_use_people.account_id", "match_corrections.account_id", "offers.account_id", "profiles.account_id",
	"team_seat_words.account_id", "team_seats.account_id",
}

// staysWithAccount says why the others of people do not.
var staysWithAccount = map[string]string{
	"account_links.account_id": "a link that opens the other account ends with it",
	"mails.account_id":         "what was mailed to the other account is told there",
	"match_people.account_id":  "a job compares the profile that stays with the needs",
	"said_words.account_id":    "the same job reads the words of what it says",
}

// staffColumns are those with an account that has a role or a password.
var staffColumns = []string{
	"announcements.created_by", "announcements.ended_by", "announcements.updated_by", "api_tokens.created_by",
	"bulk_actions.account_id", "logins.account_id", "members.account_id", "messages.account_id", "notes.account_id",
	"offers.asked_by", "password_resets.account_id", "people_views.account_id", "posts.claimed_by",
	"rally_cards.prize_by", "result_links.account_id", "result_views.account_id", "series_actions.account_id",
	"series_actions.state_by", "team_proposals.by_id", "voice_desks.account_id",
}

func accountColumns(t *testing.T, db *models.DB) []string {
	t.Helper()
	query := `SELECT DISTINCT m.name || '.' || f."from" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND f."table" = 'accounts' ORDER BY 1`
	if db.Engine == models.PostgreSQL {
		query = `SELECT DISTINCT k.table_name || '.' || k.column_name FROM information_schema.key_column_usage k
			JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
			JOIN information_schema.table_constraints u ON u.constraint_name = r.unique_constraint_name
			WHERE u.table_name = 'accounts' ORDER BY 1`
	}
	places, err := models.Read[[]string](db.Query(t.Context()), query)
	if err != nil || len(places) < 20 {
		t.Fatal(places, err)
	}
	return places
}

// Whoever adds a table that points at an account must say what becomes of it where two accounts are of one person.
func TestEveryColumnWithAnAccountMovesOrSaysWhyNot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for _, place := range accountColumns(t, db) {
			isOfStaff := slices.Contains(staffColumns, place)
			if !isOfStaff && slices.Contains(movesWithPerson, place) == (staysWithAccount[place] != "") {
				t.Errorf("models/account_link.go: what becomes of %s?", place)
			}
		}
	})
}

// Where two accounts are of one person, all goes over; who was asked with either was asked.
func TestTwoAccountsOfAPersonLoseNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		marks := func(of, key string) string { return of + " " + key }
		do := func(f func(tx *models.Tx) error) {
			t.Helper()
			if err := db.InTx(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		made := map[string]*models.Account{}
		do(func(tx *models.Tx) (err error) {
			add := func(table string, values map[string]string) {
				if err == nil {
					err = put(tx, db.Engine, table, values)
				}
			}
			for _, id := range []string{"into", "other"} {
				made[id] = &models.Account{ID: id, Email: id, EmailKey: id, PasswordHash: models.NoPassword, Locale: "ja"}
				add("accounts", map[string]string{
					"id": quoted(id), "email": quoted(id), "email_key": quoted(id), "password_hash": quoted(models.NoPassword),
				})
			}
			if err == nil {
				err = tx.Organizations().Create(&models.Organization{ID: "o", Slug: "o", NameJa: "会"})
			}
			add("joint_uses", map[string]string{"id": "'j'", "organization_id": "'o'"})
			add("joint_use_people", map[string]string{"id": "'j'", "joint_use_id": "'j'", "account_id": "'other'"})
			add("affiliations", map[string]string{"id": "'a'", "organization_id": "'o'", "account_id": "'other'"})
			add("profiles", map[string]string{"account_id": "'other'"})
			for i, key := range []string{"confirmed", "asked-for"} {
				add("account_addresses", map[string]string{
					"id": fmt.Sprintf("'%d'", i), "account_id": "'other'", "email_key": quoted(key),
					"confirmed_at": "'2027-01-01 00:00:00+00:00'",
				})
			}
			add("account_addresses", map[string]string{"id": "'own'", "account_id": "'into'", "email_key": "'asked-for'"})
			for _, need := range []string{"first", "second", "third"} {
				add("needs", map[string]string{"id": quoted(need), "organization_id": "'o'"})
				add("offers", map[string]string{
					"id": quoted(need), "need_id": quoted(need), "account_id": "'other'", "email_key": quoted(need),
				})
				add("team_proposals", map[string]string{"id": quoted(need), "need_id": quoted(need), "left_out": "'{}'"})
				add("team_seats", map[string]string{"proposal_id": quoted(need), "position": "1", "account_id": "'other'"})
				add("team_seat_words", map[string]string{"proposal_id": quoted(need), "position": "1", "account_id": "'other'"})
				add("match_corrections", map[string]string{
					"need_id": quoted(need), "person": "'profile:other'", "account_id": "'other'",
				})
			}
			asked := func(need, subject string) {
				add("askings", map[string]string{
					"need_id": quoted(need), "mark": quoted(marks("asking", subject)), "asked_at": quoted(time.Now().UTC().
							Add(-time.Hour).Format(time.DateTime + "+00:00")),
				})
			}
			asked("first", "other")
			asked("second", "other")
			asked("second", "into") // about one need with both
			return err
		})
		do(func(tx *models.Tx) error { return tx.Persons().Merge(made["into"], made["other"], marks) })
		for _, place := range movesWithPerson {
			table, column, _ := strings.Cut(place, ".")
			got, err := models.Read[[]string](db.Query(t.Context()), "SELECT COALESCE("+column+", 'nobody') FROM "+table)
			left := slices.DeleteFunc(got, func(id string) bool { return id == "into" })
			if err != nil || len(left) > 0 {
				t.Errorf("%s: %s %v", place, left, err)
			}
		}
		confirmed, err := models.Read[int](db.Query(t.Context()), `SELECT COUNT(*) FROM account_addresses
			WHERE account_id = 'into' AND confirmed_at IS NOT NULL AND email_key IN ('confirmed', 'asked-for')`)
		if err != nil || confirmed != 2 {
			t.Errorf("%d addresses: %v", confirmed, err)
		}
		askings, err := models.Read[[]string](db.Query(t.Context()),
			"SELECT need_id || ' ' || mark FROM askings ORDER BY 1")
		if want := []string{"first asking into", "second asking into", "second asking other"}; err != nil ||
			!slices.Equal(askings, want) {
			t.Errorf("askings: %q %v", askings, err)
		}
	})
}

func quoted(value string) string { return "'" + value + "'" }
