// Package demo fills an empty database with events: the かわさきプロボノサミット of 2025, its next edition, and a festival. The
// organizations and the agendas are real; the people are invented.
package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"meguri/app/circulation"
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
	if err := fillStaff(ctx, db); err != nil {
		return err
	}
	return circulation.New(db).Release(ctx)
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
			b.organizations, b.summit, b.next, b.festival, b.small, b.ways, b.needs, b.wishes, b.profiles, b.projects,
			b.member, b.registers, b.budgets, b.circulation, b.closings, b.ateliers, b.exchange,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

var organizations = []models.Organization{
	{
		Slug: "nec-probono", NameJa: "NECプロボノ倶楽部", NameEn: "NEC Pro Bono Club", Sector: models.SectorIndustry,
		AboutJa: "NECグループの社員有志によるプロボノの集まりです。800人を超える部員が、仕事で身につけた力を、地域の団体や自治体のために使っています。" +
			"5年間で100を超えるプロジェクトに取り組みました。",
		AboutEn: "A pro bono club of people who work at NEC. More than 800 members use what they know from work for local " +
			"organizations and cities: more than 100 projects in five years.",
		Area: "13", City: "港区",
	},
	{
		Slug:   "kawasaki-city",
		NameJa: "川崎市 コミュニティ推進部 協働・連携推進課",
		NameEn: "City of Kawasaki, Collaboration Promotion Section",
		Sector: models.SectorGovernment,
		AboutJa: "市民活動団体、企業、大学と市が、ともに地域の課題に取り組むための窓口です。" +
			"2014年からプロボノを取り入れ、川崎プロボノ部を進めています。",
		AboutEn: "Where citizens' groups, companies, universities and the city come together. The city has used pro bono " +
			"since 2014.",
		Area: "14", City: "川崎市川崎区",
	},
	{
		Slug: "kawasaki-probono", NameJa: "川崎プロボノ部", NameEn: "Kawasaki Pro Bono Club", Sector: models.SectorCivil,
		AboutJa: "手伝ってほしい団体と、手伝える人をつなぐ、川崎市の取り組みです。1時間でできることから、数か月のチームまで、ごいっしょに形にします。",
		AboutEn: "The city's project that brings together those who need help and those who can help, for an hour or for " +
			"some months.",
		Area: "14", City: "川崎市",
	},
	{
		Slug: "senshu", NameJa: "専修大学", NameEn: "Senshu University", Sector: models.SectorAcademia,
		AboutJa: "川崎市にキャンパスがある大学です。かわさきプロボノサミットに参加しました。", Area: "14", City: "川崎市多摩区",
		AboutEn: "A university with a campus in Kawasaki. It took part in the Kawasaki Pro Bono Summit.",
	},
	{
		Slug: "kawasaki-nurses", NameJa: "川崎市看護協会", NameEn: "Kawasaki Nursing Association", Sector: models.SectorHealth,
		AboutJa: "川崎市の看護職の団体です。かわさきプロボノサミットに参加しました。", Area: "14", City: "川崎市",
		AboutEn: "The association of nurses in Kawasaki. It took part in the Kawasaki Pro Bono Summit.",
	},
	{
		Slug: "fujitsu-probono", NameJa: "富士通プロボノ部", NameEn: "Fujitsu Pro Bono Club", Sector: models.SectorIndustry,
		AboutJa: "2022年に、NECプロボノ倶楽部を手本に生まれた、富士通グループの社員の集まりです。働く時間の1割までを成長につながる活動に使える制度があります。",
		AboutEn: "Founded in 2022 after NEC's example by people who work at Fujitsu, who may use up to 10% of their " +
			"working time for what helps them grow.",
		Area: "14", City: "川崎市中原区",
	},
	{
		Slug:    "iise",
		NameJa:  "国際社会経済研究所（IISE）",
		NameEn:  "Institute for International Socio-Economic Studies (IISE)",
		Sector:  models.SectorAcademia,
		AboutJa: "かわさきプロボノサミットの進行を担った研究所です。", Area: "13",
		AboutEn: "The research institute that led the Kawasaki Pro Bono Summit.",
	},
}

func (b *builder) organizations() error {
	for _, o := range organizations {
		o.IsListed, o.TakesRequests = true, o.Slug == "kawasaki-probono"
		if err := b.tx.Organizations().Create(&o); err != nil {
			return err
		}
		b.orgs[o.Slug] = &o
	}
	return nil
}

// event stores an event, of the NEC club where it has no host, with partners. The first partner is the co-host.
func (b *builder) event(e *models.Event, partners ...string) error {
	if e.OrganizationID == "" {
		e.OrganizationID = b.orgs["nec-probono"].ID
	}
	e.TimeZone, e.Version = "Asia/Tokyo", 1
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
