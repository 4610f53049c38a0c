package demo

import (
	"math/rand/v2"
	"time"

	"meguri/models"
)

// archive stores who watched the recording of a summit in the weeks after it.
func (b *builder) archive(e *models.Event, list []models.Registration) error {
	rng := rand.New(rand.NewPCG(2025, 13)) //nolint:gosec // not for secrets
	var views []models.ArchiveView
	for i := range list {
		if list[i].State != models.RegistrationConfirmed || rng.IntN(100) >= 14 {
			continue
		}
		first := e.EndsAt.Add(time.Duration(24*10+rng.IntN(24*20)) * time.Hour)
		seconds := 120 + rng.IntN(70*60)
		views = append(views, models.ArchiveView{
			RegistrationID: list[i].ID, EventID: e.ID, Views: 1 + rng.IntN(3), Seconds: seconds, FirstAt: first,
			SeenAt: first.Add(time.Duration(seconds) * time.Second),
		})
	}
	return b.tx.InsertRows(views)
}
