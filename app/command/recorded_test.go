package command_test

import (
	"path/filepath"
	"slices"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatTheOperatorDoesIsRecorded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		for _, args := range [][]string{
			{"user", "create", "--email", "o@example.jp", "--name", "主催", "--organization", "summit-host"},
			{"user", "password", "--email", "o@example.jp"},
			{"user", "disable", "--email", "o@example.jp"},
			{"user", "enable", "--email", "o@example.jp"},
			{"token", "create", "--role", "analyst", "--event", "summit"},
			{"backup", filepath.Join(t.TempDir(), "copy")},
			{"user", "disable", "--email", "nobody@example.jp"}, // fails, and changes nothing
		} {
			_, err := apptest.Command(t, db, args...)
			if (err != nil) != slices.Contains(args, "nobody@example.jp") {
				t.Fatalf("%v: %v", args, err)
			}
		}
		list, err := db.Query(t.Context()).Audits().Find(models.AuditFilter{OrganizationID: event.OrganizationID}, 100)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range list {
			apptest.Equal(t, "who did it", e.ActorKind, models.ActorCommand)
			got = append(got, e.Action+" "+e.Detail)
		}
		slices.Reverse(got)
		apptest.Equal(t, "the record", got, []string{
			"command_user_created owner", "command_user_password ", "command_user_disabled ", "command_user_enabled ",
			"command_token_made analyst", "command_backed_up ",
		})
		t.Run("but nobody reads of others' accounts", func(t *testing.T) {
			other := modelstest.Summit(t, db, "other")
			list, err := db.Query(t.Context()).Audits().Find(models.AuditFilter{OrganizationID: other.OrganizationID}, 100)
			if err != nil || len(list) != 1 || list[0].Action != "command_backed_up" {
				t.Errorf("%v, %v", list, err)
			}
		})
	})
}
