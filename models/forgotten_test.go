package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// Erasing a whole team takes as many statements as erasing one of it, and finds each one's mails and nobody else's,
// whatever their cause is.
func TestManyAreErasedAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		statements := func(people int) (n int) {
			project := &models.Project{
				OrganizationID: event.OrganizationID, Title: "x", TimeZone: "Asia/Tokyo", StartedOn: "2020-04-01",
			}
			inTx(t, db, func(tx *models.Tx) error {
				if err := tx.Projects().Create(project); err != nil {
					return err
				}
				for i := range people {
					key := fmt.Sprintf("p%d@team%d.example", i, people)
					m := &models.TeamMember{ProjectID: project.ID, Role: models.ProjectMember, Name: "名前", Email: key, EmailKey: key}
					if err := tx.Projects().Join(m); err != nil {
						return err
					}
					for _, cause := range []string{"project_joined:" + m.ID + ":1", "hours_budget_near:budget:person:" + m.ID[:8]} {
						err := tx.Mails().Queue(&models.Mail{
							Cause: cause, Kind: "project_joined", PersonID: m.ID, ToAddress: key, ToName: "名前", Locale: "ja",
							Data: map[string]string{"member": m.ID},
						})
						if err != nil {
							return err
						}
					}
				}
				project.State, project.StateAt = models.ProjectEnded, tx.Now.Add(-4*365*24*time.Hour)
				return tx.Projects().Update(project, project.Version)
			})
			models.LogQueriesOver(db, 0)
			defer models.LogQueriesOver(db, time.Minute)
			log := captureLog(t, func() {
				inTx(t, db, func(tx *models.Tx) error { return tx.Projects().Forget() })
			})
			return strings.Count(log, "slow query")
		}
		few, many := statements(2), statements(200)
		if many != few || few == 0 {
			t.Errorf("2 people take %d statements, 200 take %d", few, many)
		}
		for _, m := range modelstest.Mails(t, db) {
			if m.ToAddress != "" || m.ToName != "" || len(m.Data) != 0 {
				t.Fatalf("a mail keeps whose it is: %+v", m)
			}
		}
	})
}
