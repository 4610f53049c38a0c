package modelstest

import (
	"testing"
	"time"

	"meguri/models"
)

// Summit stores a published hybrid event of a new organization, a month ahead, with the ticket types `venue` (2 places)
// and `online` (without limit). A database may have several with different slugs.
func Summit(t testing.TB, db *models.DB, slug string) *models.Event {
	t.Helper()
	event := &models.Event{
		Slug:          slug,
		State:         models.EventPublished,
		TitleJa:       "かわさきプロボノサミット",
		TitleEn:       "Kawasaki Pro Bono Summit",
		TimeZone:      "Asia/Tokyo",
		StartsAt:      db.Now().Add(30 * 24 * time.Hour),
		EndsAt:        db.Now().Add(30*24*time.Hour + 4*time.Hour),
		VenueNameJa:   "川崎市役所",
		StreamURL:     "https://stream.example/summit",
		LiveRoomState: models.LiveRoomAuto, RoomEmbeds: true,
	}
	if err := db.InTx(t.Context(), func(tx *models.Tx) error { return addSummit(tx, event) }); err != nil {
		t.Fatal(err)
	}
	return event
}

func addSummit(tx *models.Tx, event *models.Event) error {
	host := &models.Organization{
		Slug:   event.Slug + "-host",
		NameJa: "NECプロボノ倶楽部",
		NameEn: "NEC Pro Bono Club",
		Sector: models.SectorIndustry,
	}
	if err := tx.Organizations().Create(host); err != nil {
		return err
	}
	event.OrganizationID = host.ID
	if err := tx.Events().Create(event); err != nil {
		return err
	}
	places := 2
	for i, t := range []models.TicketType{
		{Slug: "venue", NameJa: "会場参加", Mode: models.ModeVenue, Capacity: &places},
		{Slug: "online", NameJa: "オンライン参加", Mode: models.ModeOnline},
	} {
		t.EventID, t.Position = event.ID, i
		if err := tx.TicketTypes().Create(&t); err != nil {
			return err
		}
	}
	return nil
}
