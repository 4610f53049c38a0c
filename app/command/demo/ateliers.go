package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"meguri/app/lottery"
	"meguri/app/service/draw"
	"meguri/models"
	"meguri/models/text"
)

var atelierRooms = [][2]string{{"木工室", "Wood workshop"}, {"調理室", "Kitchen"}, {"和室", "Tatami room"}}

// ateliersAgenda has two sessions at the same time in the morning and in the afternoon, and one that all come to.
var ateliersAgenda = []item{
	{
		from: "10:00", until: "10:20", kind: models.SessionOpening, ja: "はじめに", en: "Welcome", room: 2,
		aboutJa: "一日の流れと道具の扱い方をご案内します。", aboutEn: "How the day goes, and how to handle the tools.",
	},
	{
		from: "10:30", until: "12:00", kind: models.SessionDiscussion, ja: "包丁を研ぐ", en: "Sharpening kitchen knives", room: 1,
		aboutJa: "研ぎ師と一緒に、ご家庭の包丁を1本研ぎます。", aboutEn: "Sharpen a knife of your own with a craftsman.",
	},
	{
		from: "10:30", until: "12:00", kind: models.SessionDiscussion, ja: "木のスプーンを削る", en: "Carving a wooden spoon",
		aboutJa: "市内の木から、スプーンを1本削り出します。", aboutEn: "Carve a spoon from a tree of this city.",
	},
	{
		from: "13:30", until: "15:00", kind: models.SessionDiscussion, ja: "障子を張り替える", en: "Papering a shoji screen", room: 2,
		aboutJa: "張り替えのこつを、表具師が教えます。", aboutEn: "A mounter of scrolls shows how it is done.",
	},
	{
		from: "13:30", until: "15:00", kind: models.SessionDiscussion, ja: "だしをひく", en: "Making dashi", room: 1,
		aboutJa: "昆布とかつお節から、だしをひいて味わいます。", aboutEn: "Make stock from kelp and bonito flakes, and taste it.",
	},
}

// ateliers is an event of which the places in four sessions are given by lot: people who have registered apply on their
// own pages, families together. It draws chances of its own, so that the rest of the demo stays as it was.
func (b *builder) ateliers() error {
	before := b.rng
	defer func() { b.rng = before }()
	b.rng = rand.New(rand.NewPCG(14, 127)) //nolint:gosec // not for secrets
	e := &models.Event{
		Slug:           "open-ateliers",
		TitleJa:        "公開工房「手しごとの日」",
		TitleEn:        "Open ateliers: a day of handiwork",
		SummaryJa:      "研ぐ、削る、張る、ひく。四つの工房の席は、申し込んだ方のなかから抽選で決めます。",
		SummaryEn:      "Four workshops with few places, given by lot among those who have registered.",
		StartsAt:       b.inDays(33, 10, 0),
		EndsAt:         b.inDays(33, 15, 30),
		VenueNameJa:    "高津市民館",
		VenueNameEn:    "Takatsu Civic Hall",
		VenueAddressJa: "神奈川県川崎市高津区溝口1丁目4-1",
		VenueAddressEn: "1-4-1 Mizonokuchi, Takatsu-ku, Kawasaki, Kanagawa",
		FeeJa:          "無料",
		FeeEn:          "Free",
		ContactEmail:   "summit@meguri.example",
	}
	if err := b.event(e, "kawasaki-probono"); err != nil {
		return err
	}
	venue, err := b.ticketType(e, 0, "venue", "会場で参加", "At the venue", models.ModeVenue, 80)
	if err != nil {
		return err
	}
	sessions, err := b.agenda(e, atelierRooms, nil, ateliersAgenda)
	if err != nil {
		return err
	}
	l := &models.Lottery{
		ID: models.NewID(), EventID: e.ID, Version: 1, ReplyHours: 72, UpdatedAt: b.tx.Now, OfSessions: true,
		OpensAt: b.inDays(-6, 10, 0), ClosesAt: b.inDays(9, 17, 0), DrawsAt: b.inDays(11, 12, 0),
		Rules: []models.LotteryRule{{Kind: draw.Limit, Places: 2}, {Kind: draw.FirstSession}, {Kind: draw.FewestSessions}},
	}
	published := l.OpensAt.AddDate(0, 0, -2)
	l.PublishedAt = &published
	ids, err := b.placesByLot(e, sessions[1:])
	if err != nil {
		return err
	}
	list, entries := b.wishers(e, l, venue, ids, []int{1, 2, 3, 1, 1, 2, 1, 4, 1, 2, 1, 1, 3, 2, 1, 1, 2, 1})
	l.Applications = len(entries)
	parties := []models.LotteryParty{
		{ID: models.NewAnonymousID(), Name: "高津市民館", Email: "hall@atelier.example"},
		{ID: models.NewAnonymousID(), Position: 1, Name: "川崎プロボノ部", Email: "probono@atelier.example"},
	}
	for i := range parties {
		parties[i].LotteryID, parties[i].Copies = l.ID, map[string]string{}
	}
	if err := b.storeLottery(e, l, parties, list, entries); err != nil {
		return err
	}
	for kind, at := range map[string]time.Time{lottery.JobClose: l.ClosesAt, lottery.JobDraw: l.DrawsAt} {
		if err := b.tx.Jobs().Add(kind, kind+":"+l.ID, e.ID, at); err != nil {
			return err
		}
	}
	return nil
}

// placesByLot gives each session eight places, which wait for a draw.
func (b *builder) placesByLot(e *models.Event, sessions []models.Session) (ids []string, err error) {
	for i := range sessions {
		ids = append(ids, sessions[i].ID)
		err := b.tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: sessions[i].ID, EventID: e.ID, Capacity: 8})
		if err != nil {
			return nil, err
		}
	}
	return ids, b.tx.Lotteries().SetSessions(e, ids)
}

// wishers are people who have registered, in families of as many people as the sizes say, and what they applied for:
// each family together.
func (b *builder) wishers(
	e *models.Event, l *models.Lottery, venue *models.TicketType, sessions []string, sizes []int,
) (list []models.Registration, entries []models.LotteryEntry) {
	for i, size := range sizes {
		g := group{venue, models.RegistrationConfirmed, size}
		lead := b.person(e, len(list), 42000, g, l.OpensAt, b.tx.Now.Add(-time.Hour))
		wishes := slices.Clone(sessions)
		b.rng.Shuffle(len(wishes), func(i, j int) { wishes[i], wishes[j] = wishes[j], wishes[i] })
		wishes = wishes[:2+i%3]
		for n := range size {
			r, with := lead, (*string)(nil)
			if n > 0 {
				r, with = b.person(e, len(list), 42000, g, lead.CreatedAt, lead.CreatedAt), &lead.ID
				given := givens[(i*5+n)%len(givens)]
				if given[0] == lead.Given {
					given = givens[(i*5+size)%len(givens)]
				}
				r.Name = text.Name{Family: lead.Family, FamilyKana: lead.FamilyKana, Given: given[0], GivenKana: given[1]}
				r.Email, r.EmailKey, r.RepresentativeID = lead.Email, lead.EmailKey, &lead.ID
			}
			list = append(list, r)
			entries = append(entries, models.LotteryEntry{
				RegistrationID: r.ID, LotteryID: l.ID, WithID: with, Code: code(47000 + len(list)), Wishes: wishes,
				CreatedAt: lead.CreatedAt.Add(time.Hour),
			})
		}
	}
	return list, entries
}
