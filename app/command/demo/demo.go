// Package demo fills an empty database with events: the かわさきプロボノサミット of 2025, its next edition, and a festival. The
// organizations and the agendas are real; the people are invented.
package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

// builder writes the demo in one transaction.
type builder struct {
	tx   *models.Tx
	rng  *rand.Rand // seeded, so that the demo is always the same
	zone *time.Location
	link func(registrationID string) string // the secret of the first link to an attendee's page
	// links makes the pseudonyms of voices.
	links link.Maker
	orgs  map[string]*models.Organization
	// portraits are those of presenters.
	portraits map[string]*models.Picture
}

// Fill makes the events and the accounts of Staff. Links to attendees' pages are derived from linkKey. It is
// CodeConflict if the database is not empty.
func Fill(ctx context.Context, db *models.DB, linkKey []byte) error {
	if err := fillEvents(ctx, db, link.New(linkKey)); err != nil {
		return err
	}
	return fillStaff(ctx, db)
}

// fillEvents makes all events in one transaction.
func fillEvents(ctx context.Context, db *models.DB, links link.Maker) error {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(tx *models.Tx) error {
		empty, err := tx.IsEmpty()
		if err != nil {
			return err
		}
		if !empty {
			return models.NewError(models.CodeConflict, "error.conflict")
		}
		b := &builder{
			tx:    tx,
			rng:   rand.New(rand.NewPCG(2014, 2022)), //nolint:gosec // not for secrets
			zone:  zone,
			link:  func(id string) string { return links.Registration(id, 1) },
			links: links,
			orgs:  map[string]*models.Organization{},

			portraits: map[string]*models.Picture{},
		}
		for _, step := range []func() error{
			b.organizations, b.summit, b.next, b.festival, b.small, b.ways, b.needs, b.projects,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

var organizations = []models.Organization{
	{Slug: "nec-probono", NameJa: "NECプロボノ倶楽部", NameEn: "NEC Pro Bono Club", Sector: models.SectorIndustry},
	{
		Slug:   "kawasaki-city",
		NameJa: "川崎市 コミュニティ推進部 協働・連携推進課",
		NameEn: "City of Kawasaki, Collaboration Promotion Section",
		Sector: models.SectorGovernment,
	},
	{Slug: "kawasaki-probono", NameJa: "川崎プロボノ部", NameEn: "Kawasaki Pro Bono Club", Sector: models.SectorCivil},
	{Slug: "senshu", NameJa: "専修大学", NameEn: "Senshu University", Sector: models.SectorAcademia},
	{Slug: "kawasaki-nurses", NameJa: "川崎市看護協会", NameEn: "Kawasaki Nursing Association", Sector: models.SectorHealth},
	{Slug: "fujitsu-probono", NameJa: "富士通プロボノ部", NameEn: "Fujitsu Pro Bono Club", Sector: models.SectorIndustry},
	{
		Slug:   "iise",
		NameJa: "国際社会経済研究所（IISE）",
		NameEn: "Institute for International Socio-Economic Studies (IISE)",
		Sector: models.SectorAcademia,
	},
}

func (b *builder) organizations() error {
	for _, o := range organizations {
		if err := b.tx.Organizations().Create(&o); err != nil {
			return err
		}
		b.orgs[o.Slug] = &o
	}
	return nil
}

// event stores an event of the NEC club, with partners. The first partner is the co-host.
func (b *builder) event(e *models.Event, partners ...string) error {
	e.OrganizationID, e.TimeZone, e.Version = b.orgs["nec-probono"].ID, "Asia/Tokyo", 1
	e.RoomEmbeds = true
	e.LiveRoomState, e.State = models.LiveRoomAuto, models.EventPublished
	published := e.StartsAt.AddDate(0, -2, 0)
	if published.After(b.tx.Now) {
		published = b.tx.Now.Add(-3 * 7 * 24 * time.Hour)
	}
	e.PublishedAt = &published
	if err := b.tx.Events().Create(e); err != nil {
		return err
	}
	announced := []models.Activity{
		{Kind: models.ActivityEventPublished, EventID: &e.ID, SubjectID: e.ID, CreatedAt: published},
	}
	if err := b.activities(announced); err != nil {
		return err
	}
	links := make([]models.EventOrganization, len(partners))
	for i, slug := range partners {
		part := models.PartPartner
		if i == 0 {
			part = models.PartCoHost
		}
		links[i] = models.EventOrganization{
			EventID: e.ID, OrganizationID: b.orgs[slug].ID, Part: part, Position: i, AcceptedAt: &published,
		}
	}
	if err := b.tx.InsertRows(links); err != nil {
		return err
	}
	return b.tx.InsertRows([]models.ConsentText{{
		ID: models.NewID(), EventID: e.ID, Slug: "privacy", Version: 1, Required: true, CreatedAt: published,
		TextJa: "お預かりする情報は、このイベントの運営とご連絡のためだけに使い、終了から1年後に削除します。",
		TextEn: "We use what you enter here only to run this event and to write to you about it, " +
			"and delete it a year after the event.",
	}})
}

func (b *builder) ticketType(
	e *models.Event, position int, slug, ja, en string, mode models.Mode, capacity int,
) (*models.TicketType, error) {
	ticketType := &models.TicketType{
		EventID:  e.ID,
		Slug:     slug,
		NameJa:   ja,
		NameEn:   en,
		Mode:     mode,
		Capacity: &capacity,
		Position: position,
	}
	return ticketType, b.tx.TicketTypes().Create(ticketType)
}

func (b *builder) doors(e *models.Event, names ...[3]string) error {
	doors := make([]models.Door, len(names))
	for i, n := range names {
		doors[i] = models.Door{
			ID: models.NewID(), EventID: e.ID, Slug: n[0], NameJa: n[1], NameEn: n[2], Scope: models.DoorOfEvent, Position: i,
		}
	}
	return b.tx.InsertRows(doors)
}

// at returns a time of day on the day of the event.
func (b *builder) at(day time.Time, hour, minute int) time.Time {
	d := day.In(b.zone)
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, b.zone).UTC()
}
