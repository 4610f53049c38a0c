package demo

import (
	"time"

	"meguri/app/lottery"
	"meguri/app/service/draw"
	"meguri/models"
	"meguri/models/text"
)

// ways makes the events whose places are not simply taken: one whose lots are drawn, and one with an open lottery,
// places by code, by invitation and with approval.
func (b *builder) ways() error {
	if err := b.workshop(); err != nil {
		return err
	}
	return b.nightTour()
}

// workshop is an event whose lots were drawn two days ago: anybody can draw them again.
func (b *builder) workshop() error {
	e := &models.Event{
		Slug:           "wood-workshop",
		TitleJa:        "親子木工教室「はじめての椅子」",
		TitleEn:        "A first chair: woodwork for parents and children",
		SummaryJa:      "市内の木を使って、親子で小さな椅子をつくります。参加する方は抽選で決めました。",
		SummaryEn:      "Make a small chair together, from trees of this city. The places were given by lot.",
		StartsAt:       b.inDays(18, 10, 0),
		EndsAt:         b.inDays(18, 16, 0),
		VenueNameJa:    "川崎市黒川青少年野外活動センター",
		VenueNameEn:    "Kurokawa Outdoor Activity Center",
		VenueAddressJa: "神奈川県川崎市麻生区黒川313-9",
		VenueAddressEn: "313-9 Kurokawa, Asao-ku, Kawasaki, Kanagawa",
		FeeJa:          "1組800円（材料費）",
		FeeEn:          "800 yen a family (for the wood)",
		ContactEmail:   "summit@meguri.example",
	}
	if err := b.event(e, "kawasaki-city"); err != nil {
		return err
	}
	l := &models.Lottery{
		ID: models.NewID(), EventID: e.ID, Version: 1, ReplyHours: 72,
		OpensAt: b.inDays(-18, 10, 0), ClosesAt: b.inDays(-4, 17, 0), DrawsAt: b.inDays(-2, 12, 0),
		Rules: []models.LotteryRule{{Kind: draw.FirstTime}, {Kind: draw.Reserve, Group: draw.Residents, Places: 10}},
	}
	types, err := b.byLot(e, l, 20, [3]string{"morning", "午前の部", "In the morning"},
		[3]string{"afternoon", "午後の部", "In the afternoon"})
	if err != nil {
		return err
	}
	list, entries := b.applications(e, l, 40000, []int{2, 3, 2, 2, 1, 4, 2, 3, 2, 2, 1, 2, 3, 2, 4, 2, 2, 3, 2, 1}, types)
	parties := []models.LotteryParty{
		b.opened(l, 0, "川崎市 青少年支援室", "8d0c3f"), b.opened(l, 1, "川崎プロボノ部", "51b7aa"),
	}
	return b.drawn(e, l, parties, types, list, entries)
}

// byLot makes the ticket types of a lottery, each with as many places.
func (b *builder) byLot(
	e *models.Event, l *models.Lottery, places int, names ...[3]string,
) ([]models.TicketType, error) {
	types := make([]models.TicketType, len(names))
	for i, name := range names {
		types[i] = models.TicketType{
			EventID: e.ID, Slug: name[0], NameJa: name[1], NameEn: name[2], Mode: models.ModeVenue, Capacity: &places,
			OpensAt: &l.OpensAt, ClosesAt: &l.ClosesAt, Position: i, ByLottery: l.DrawsAt.After(b.tx.Now),
		}
		if err := b.tx.TicketTypes().Create(&types[i]); err != nil {
			return nil, err
		}
	}
	return types, nil
}

// opened is a party that sealed a secret, and opened it.
func (b *builder) opened(l *models.Lottery, position int, name, seed string) models.LotteryParty {
	secret := models.HashSecret(seed)
	sealed, opened := l.OpensAt.Add(30*time.Hour), l.ClosesAt.Add(20*time.Hour)
	return models.LotteryParty{
		ID: models.NewAnonymousID(), LotteryID: l.ID, Position: position, Name: name, Email: seed + "@party.example",
		Seal: draw.Seal(secret), SealedAt: &sealed, Secret: secret, OpenedAt: &opened, Copies: map[string]string{},
	}
}

// applications makes applications of as many people as the sizes say, with their registrations.
func (b *builder) applications(
	e *models.Event, l *models.Lottery, salt int, sizes []int, types []models.TicketType,
) (list []models.Registration, entries []models.LotteryEntry) {
	until := l.ClosesAt
	if until.After(b.tx.Now) {
		until = b.tx.Now.Add(-time.Hour)
	}
	for i, size := range sizes {
		wishes := []string{types[i%len(types)].Slug}
		if i%3 != 0 {
			wishes = append(wishes, types[(i+1)%len(types)].Slug)
		}
		g := group{&types[i%len(types)], models.RegistrationApplied, size}
		first := b.person(e, len(list), salt, g, l.OpensAt, until)
		entries = append(entries, models.LotteryEntry{
			RegistrationID: first.ID, LotteryID: l.ID, Code: code(salt + 5000 + i), Wishes: wishes, Resident: i%4 == 0,
			CreatedAt: first.CreatedAt,
		})
		list = append(list, first)
		for n, k := 1, i; n < size; n++ {
			with := b.person(e, len(list), salt, g, first.CreatedAt, first.CreatedAt)
			if k++; givens[k%len(givens)][0] == first.Given {
				k++
			}
			given := givens[k%len(givens)]
			with.Name = text.Name{Family: first.Family, FamilyKana: first.FamilyKana, Given: given[0], GivenKana: given[1]}
			with.Email, with.EmailKey, with.RepresentativeID = first.Email, first.EmailKey, &first.ID
			list = append(list, with)
			list[len(list)-n-1].WaitsWith, list[len(list)-1].WaitsWith = &first.ID, &first.ID
		}
	}
	return list, entries
}

// drawn draws the lots of a lottery, and stores what came of it.
func (b *builder) drawn(
	e *models.Event, l *models.Lottery, parties []models.LotteryParty, types []models.TicketType,
	list []models.Registration, entries []models.LotteryEntry,
) error {
	record := &draw.Record{Format: draw.Format, Event: e.Slug, List: drawList(l, types, list, entries)}
	record.ListHash = record.List.Hash()
	for _, p := range parties {
		record.Parties = append(record.Parties, draw.Party{Name: p.Name, Seal: p.Seal})
	}
	var err error
	if l.Record, err = record.JSON(); err != nil {
		return err
	}
	for i, p := range parties {
		record.Parties[i].Secret = p.Secret
	}
	record.Draw()
	content, err := record.JSON()
	if err != nil {
		return err
	}
	b.giveLots(l, record, types, list, entries)
	published := l.OpensAt.AddDate(0, 0, -3)
	l.PublishedAt, l.ClosedAt, l.Applications, l.UpdatedAt = &published, &l.ClosesAt, len(list), l.DrawsAt
	if err := b.storeLottery(e, l, parties, list, entries); err != nil {
		return err
	}
	return b.tx.InsertRows([]models.LotteryDraw{{LotteryID: l.ID, Record: content, DrawnAt: l.DrawsAt}})
}

// drawList is what a draw is made from. One family in five had a place before.
func drawList(
	l *models.Lottery, types []models.TicketType, list []models.Registration, entries []models.LotteryEntry,
) draw.List {
	made := draw.List{}
	for _, rule := range l.Rules {
		made.Rules = append(made.Rules, draw.Rule(rule))
	}
	for i := range types {
		t := &types[i]
		made.Types = append(made.Types, draw.Type{Slug: t.Slug, NameJa: t.NameJa, NameEn: t.NameEn, Places: *t.Capacity})
	}
	for i := range entries {
		one := draw.Entry{Code: entries[i].Code, Wishes: entries[i].Wishes, Class: []int{0}}
		if i%5 == 1 {
			one.Class = []int{1}
		}
		if entries[i].Resident {
			one.Groups = []string{draw.Residents}
		}
		for k := range list {
			if isOf(&list[k], &entries[i]) {
				one.Size++
			}
		}
		made.Entries = append(made.Entries, one)
	}
	return made
}

// isOf reports whether somebody applied with an application.
func isOf(r *models.Registration, entry *models.LotteryEntry) bool {
	return r.ID == entry.RegistrationID || (r.RepresentativeID != nil && *r.RepresentativeID == entry.RegistrationID)
}

// giveLots gives people what was drawn: a place, for which some have said that they come, or one in line.
func (b *builder) giveLots(
	l *models.Lottery, record *draw.Record, types []models.TicketType, list []models.Registration,
	entries []models.LotteryEntry,
) {
	byCode, bySlug := map[string]*models.LotteryEntry{}, map[string]*models.TicketType{}
	for i := range entries {
		byCode[entries[i].Code] = &entries[i]
	}
	for i := range types {
		bySlug[types[i].Slug] = &types[i]
	}
	replyBy, queued := l.DrawsAt.Add(time.Duration(l.ReplyHours)*time.Hour), l.DrawsAt
	for turn, result := range record.Results {
		entry := byCode[result.Code]
		for i := range list {
			r := &list[i]
			if !isOf(r, entry) {
				continue
			}
			if result.Type != "" {
				r.State, r.TicketType = models.RegistrationConfirmed, *bySlug[result.Type]
				r.ConfirmedAt, r.WaitsWith = &l.DrawsAt, nil
				if turn%3 == 0 {
					r.ReplyBy = &replyBy
				}
			} else {
				queued = queued.Add(time.Microsecond)
				at := queued
				r.State, r.TicketType, r.QueuedAt = models.RegistrationWaitlisted, *bySlug[entry.Wishes[0]], &at
			}
			r.TicketTypeID, r.UpdatedAt = r.TicketType.ID, l.DrawsAt
		}
	}
}

// storeLottery stores a lottery with those who applied, and what happened.
func (b *builder) storeLottery(
	e *models.Event, l *models.Lottery, parties []models.LotteryParty, list []models.Registration,
	entries []models.LotteryEntry,
) error {
	if err := b.tx.InsertRows([]models.Lottery{*l}); err != nil {
		return err
	}
	if err := b.tx.InsertRows(parties); err != nil {
		return err
	}
	if err := b.tx.Registrations().InsertMany(list); err != nil {
		return err
	}
	if err := b.signedUp(list, l.DrawsAt); err != nil {
		return err
	}
	if err := b.consents(e, list); err != nil {
		return err
	}
	return b.tx.InsertRows(entries)
}

// nightTour is an event to which different people come by different ways.
func (b *builder) nightTour() error {
	e := &models.Event{
		Slug:           "night-tour",
		TitleJa:        "市役所 展望ロビー 夜の見学会",
		TitleEn:        "City Hall by night: a tour to the top",
		SummaryJa:      "25階の展望ロビーから、工場夜景を建築の解説つきでご覧いただきます。一般の方は抽選です。",
		SummaryEn:      "See the lights of the factories from the 25th floor, with an architect. Places are given by lot.",
		StartsAt:       b.inDays(40, 18, 0),
		EndsAt:         b.inDays(40, 21, 0),
		VenueNameJa:    "川崎市役所 本庁舎",
		VenueNameEn:    "Kawasaki City Hall",
		VenueAddressJa: "神奈川県川崎市川崎区宮本町1番地",
		VenueAddressEn: "1 Miyamotocho, Kawasaki-ku, Kawasaki, Kanagawa",
		FeeJa:          "無料",
		FeeEn:          "Free",
		ContactEmail:   "summit@meguri.example",
	}
	if err := b.event(e, "kawasaki-city", "kawasaki-probono"); err != nil {
		return err
	}
	l := &models.Lottery{
		ID: models.NewID(), EventID: e.ID, Version: 1, ReplyHours: 72, UpdatedAt: b.tx.Now,
		OpensAt: b.inDays(-7, 10, 0), ClosesAt: b.inDays(6, 17, 0), DrawsAt: b.inDays(8, 12, 0),
		Rules: []models.LotteryRule{
			{Kind: draw.FirstTime}, {Kind: draw.Fewest}, {Kind: draw.Reserve, Group: draw.Residents, Places: 10},
		},
	}
	published := l.OpensAt.AddDate(0, 0, -2)
	l.PublishedAt = &published
	types, err := b.byLot(e, l, 8, [3]string{"early", "18時の回", "At 6 p.m."},
		[3]string{"late", "19時30分の回", "At 7.30 p.m."})
	if err != nil {
		return err
	}
	list, entries := b.applications(e, l, 41000, []int{1, 2, 1, 2, 2, 1, 1, 3, 2, 1, 2, 1, 1, 2}, types)
	l.Applications = len(list)
	parties := []models.LotteryParty{
		{ID: models.NewAnonymousID(), Name: "川崎市 庁舎管理課", Email: "hall@party.example"},
		{ID: models.NewAnonymousID(), Position: 1, Name: "川崎プロボノ部", Email: "probono@party.example"},
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
	return b.otherWays(e, l.ClosesAt)
}

// otherWays makes the places of an event that are by code, with approval, and by invitation, with people who came so.
func (b *builder) otherWays(e *models.Event, until time.Time) error {
	add := func(t models.TicketType, places int) (*models.TicketType, error) {
		t.EventID, t.Mode, t.Capacity = e.ID, models.ModeVenue, &places
		return &t, b.tx.TicketTypes().Create(&t)
	}
	groups, err := add(models.TicketType{
		Slug: "groups", NameJa: "協力団体の方", NameEn: "Partner organizations", Position: 2, Entry: models.EntryByCode,
	}, 10)
	if err != nil {
		return err
	}
	press, err := add(models.TicketType{
		Slug: "press", NameJa: "報道関係の方", NameEn: "Press", Position: 3, Approval: true,
	}, 5)
	if err != nil {
		return err
	}
	guests, err := add(models.TicketType{
		Slug: "guests", NameJa: "ご招待の方", NameEn: "Guests", Position: 4, Hidden: true, Entry: models.EntryByCode,
	}, 8)
	if err != nil {
		return err
	}
	codes := b.codes(e, groups, until)
	since := b.tx.Now.AddDate(0, 0, -6)
	var list []models.Registration
	for i, g := range []group{
		{groups, models.RegistrationConfirmed, 4}, {press, models.RegistrationPending, 3},
		{press, models.RegistrationConfirmed, 1}, {guests, models.RegistrationConfirmed, 2},
	} {
		for n := range g.count {
			r := b.person(e, 100+len(list), 42000, g, since, b.tx.Now.Add(-time.Hour))
			if i == 0 {
				codes[n%2].Used++
				r.EntryCodeID = &codes[n%2].ID
			}
			list = append(list, r)
		}
	}
	invitations := b.invitations(e, guests, list[len(list)-2:], &codes)
	if err := b.tx.EntryCodes().Create(codes); err != nil {
		return err
	}
	if err := b.tx.InsertRows(invitations); err != nil {
		return err
	}
	if err := b.tx.Registrations().InsertMany(list); err != nil {
		return err
	}
	if err := b.signedUp(list, time.Time{}); err != nil {
		return err
	}
	return b.consents(e, list)
}

// codes are those of an event's partners, and one that was stopped.
func (b *builder) codes(e *models.Event, t *models.TicketType, until time.Time) []models.EntryCode {
	var list []models.EntryCode
	for i, one := range [][2]string{{"PROBONO-NIGHT", "川崎プロボノ部"}, {"SHIMIN-2511", "川崎市 協働・連携推進課"}, {"YORU-TEST", "試し用"}} {
		uses := 5
		c := models.EntryCode{
			ID: models.NewID(), EventID: e.ID, Note: one[1], MaxUses: &uses, ExpiresAt: &until, TypeIDs: []string{t.ID},
		}
		c.Code, c.CodeKey, _ = text.EntryCode(one[0])
		if i == 2 {
			c.StoppedAt = &b.tx.Now
		}
		list = append(list, c)
	}
	return list
}

// invitations are those to an event's guests, the first of whom came; their codes are added to codes.
func (b *builder) invitations(
	e *models.Event, t *models.TicketType, came []models.Registration, codes *[]models.EntryCode,
) (list []models.EntryInvitation) {
	for i, name := range []string{"髙橋 はるか", "渡邉 𠮟", "六車 みどり", "九里 博", "O’Brien María", "温井 結衣"} {
		once, invited := 1, b.tx.Now.AddDate(0, 0, -6).Add(time.Duration(i)*time.Second)
		c := models.EntryCode{
			ID: models.NewID(), EventID: e.ID, MaxUses: &once, TypeIDs: []string{t.ID},
			Code: code(43000+i) + "-" + code(44000+i),
		}
		_, c.CodeKey, _ = text.EntryCode(c.Code)
		one := models.EntryInvitation{
			ID: models.NewID(), EventID: e.ID, CodeID: c.ID, Name: name, Email: email("guests", i), EmailKey: email("guests", i),
			Locale: "ja", InvitedAt: invited,
		}
		switch {
		case i < len(came):
			c.Used, came[i].EntryCodeID = 1, &c.ID
			came[i].Email, came[i].EmailKey = one.Email, one.EmailKey
		case i == 3:
			declined := invited.AddDate(0, 0, 2)
			one.DeclinedAt = &declined
		case i == 4:
			reminded := invited.AddDate(0, 0, 3)
			one.RemindedAt, one.Locale = &reminded, "en"
		}
		*codes, list = append(*codes, c), append(list, one)
	}
	return list
}
