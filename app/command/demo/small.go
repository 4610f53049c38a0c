package demo

import (
	"time"

	"meguri/models"
)

// small makes the events beside which the large ones stand on the front page: one online, one that is full, one that
// opens later. One is over: three events before say how many come.
func (b *builder) small() error {
	for _, step := range []func() error{b.briefing, b.consultation, b.course, b.meetUp} {
		if err := step(); err != nil {
			return err
		}
	}
	return b.materials()
}

// inDays is the time of day so many days from now.
func (b *builder) inDays(days, hour, minute int) time.Time {
	return b.at(b.tx.Now.In(b.zone).AddDate(0, 0, days), hour, minute)
}

func (b *builder) briefing() error {
	e := &models.Event{
		Slug:         "first-steps",
		TitleJa:      "はじめてのプロボノ オンライン説明会",
		TitleEn:      "First steps in pro bono work: an online briefing",
		SummaryJa:    "どんな活動があり、どのくらいの時間がいるのか。経験者が1時間でお話しします。",
		SummaryEn:    "What there is to do and how much time it takes, told in an hour by people who do it.",
		StartsAt:     b.inDays(14, 19, 30),
		EndsAt:       b.inDays(14, 20, 30),
		StreamURL:    "https://stream.example/first-steps",
		ContactEmail: "summit@meguri.example",
		FeeJa:        "無料",
		FeeEn:        "Free",
		AudienceJa:   "プロボノに関心のある方",
		AudienceEn:   "Everybody who is curious about pro bono work",
	}
	if err := b.event(e, "kawasaki-probono"); err != nil {
		return err
	}
	online, err := b.ticketType(e, 0, "online", "オンラインで参加", "Online", models.ModeOnline, 100)
	if err != nil {
		return err
	}
	_, err = b.people(
		e, 30000, *e.PublishedAt, b.tx.Now.Add(-time.Hour), group{online, models.RegistrationConfirmed, 12},
	)
	return err
}

func (b *builder) consultation() error {
	e := &models.Event{
		Slug:           "health-room",
		TitleJa:        "まちの保健室 看護のしごと相談会",
		TitleEn:        "Neighbourhood health room: ask about nursing",
		SummaryJa:      "少人数で、看護の仕事と学び方を現場の看護師に聞けます。",
		SummaryEn:      "In a small group, ask nurses about their work and how they learned it.",
		StartsAt:       b.inDays(24, 10, 0),
		EndsAt:         b.inDays(24, 12, 0),
		VenueNameJa:    "中原市民館",
		VenueNameEn:    "Nakahara Civic Hall",
		VenueAddressJa: "神奈川県川崎市中原区新丸子東3丁目1100-12",
		VenueAddressEn: "3-1100-12 Shinmaruko-higashi, Nakahara-ku, Kawasaki, Kanagawa",
		ContactEmail:   "summit@meguri.example",
		FeeJa:          "無料",
		FeeEn:          "Free",
	}
	if err := b.event(e, "kawasaki-nurses"); err != nil {
		return err
	}
	venue, err := b.ticketType(e, 0, "venue", "会場で参加", "At the venue", models.ModeVenue, 12)
	if err != nil {
		return err
	}
	_, err = b.people(
		e, 31000, *e.PublishedAt, b.tx.Now.Add(-time.Hour), group{venue, models.RegistrationConfirmed, 12},
		group{venue, models.RegistrationWaitlisted, 3},
	)
	return err
}

func (b *builder) course() error {
	e := &models.Event{
		Slug:        "winter-course",
		TitleJa:     "学び直し講座「伝わる文章」",
		TitleEn:     "Writing that is understood: a course for adults",
		SummaryJa:   "団体のお知らせや助成金の申請を、短く、伝わるように書く半日の講座です。",
		SummaryEn:   "Half a day on short and clear announcements and applications.",
		StartsAt:    b.inDays(45, 13, 30),
		EndsAt:      b.inDays(45, 16, 30),
		VenueNameJa: "専修大学 生田キャンパス",
		VenueNameEn: "Senshu University, Ikuta Campus",
		FeeJa:       "1,000円（資料代）",
		FeeEn:       "1,000 yen (for handouts)",
	}
	if err := b.event(e, "senshu"); err != nil {
		return err
	}
	opens, closes, capacity := b.inDays(10, 10, 0), b.inDays(42, 17, 0), 60
	return b.tx.TicketTypes().Create(&models.TicketType{
		EventID: e.ID, Slug: "venue", NameJa: "会場で参加", NameEn: "At the venue", Mode: models.ModeVenue,
		Capacity: &capacity, OpensAt: &opens, ClosesAt: &closes,
	})
}

// meetUp is over.
func (b *builder) meetUp() error {
	starts := time.Date(2025, 3, 15, 14, 0, 0, 0, b.zone).UTC()
	e := &models.Event{
		Slug:           "spring-meetup",
		TitleJa:        "プロボノ春の交流会2025",
		TitleEn:        "Pro bono spring get-together 2025",
		SummaryJa:      "活動をはじめて1年の方と、これからの方が、お茶を飲みながら語り合いました。",
		SummaryEn:      "People in their first year and people about to begin talked over a cup of tea.",
		StartsAt:       starts,
		EndsAt:         starts.Add(2 * time.Hour),
		VenueNameJa:    "中原市民館",
		VenueNameEn:    "Nakahara Civic Hall",
		VenueAddressJa: "神奈川県川崎市中原区新丸子東3丁目1100-12",
		VenueAddressEn: "3-1100-12 Shinmaruko-higashi, Nakahara-ku, Kawasaki, Kanagawa",
		ContactEmail:   "summit@meguri.example",
		FeeJa:          "無料",
		FeeEn:          "Free",
	}
	if err := b.event(e, "kawasaki-probono"); err != nil {
		return err
	}
	venue, err := b.ticketType(e, 0, "venue", "会場で参加", "At the venue", models.ModeVenue, 30)
	if err != nil {
		return err
	}
	if err := b.doors(e, [3]string{"main", "受付", "Reception"}); err != nil {
		return err
	}
	list, err := b.people(e, 32000, *e.PublishedAt, starts.Add(-time.Hour), group{venue, models.RegistrationConfirmed, 26})
	if err != nil {
		return err
	}
	_, err = b.checkIn(e, list, "main", 0.75, starts.Add(-20*time.Minute), starts.Add(10*time.Minute))
	return err
}

// materials are what the summit left behind.
func (b *builder) materials() error {
	e, err := b.tx.Events().BySlug("summit-2025")
	if err != nil {
		return err
	}
	return b.tx.Materials().Replace(e, []models.Material{
		{
			Kind: models.MaterialSlides, TitleJa: "第1部「紹介」の資料", TitleEn: "Slides of part 1",
			URL: "https://materials.example/summit-2025/slides.pdf",
		},
		{
			Kind: models.MaterialRecording, TitleJa: "第2部「対話」の録画", TitleEn: "Recording of part 2",
			URL: "https://materials.example/summit-2025/recording",
		},
	})
}
