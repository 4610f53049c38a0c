package demo

import (
	"slices"
	"time"

	"meguri/models"
)

var (
	summitRooms    = [][2]string{{"大会議室・配信", "Main hall and stream"}}
	summitTracks   = [][2]string{{"紹介", "Introductions"}, {"対話", "Discussion"}}
	summitPartners = []string{"kawasaki-city", "kawasaki-probono", "senshu", "kawasaki-nurses", "fujitsu-probono", "iise"}
)

func summitEvent(slug string, starts time.Time) *models.Event {
	return &models.Event{
		Slug:      slug,
		TitleJa:   "かわさきプロボノサミット2025",
		TitleEn:   "Kawasaki Pro Bono Summit 2025",
		SummaryJa: "市、大学、看護協会、企業のプロボノ部が、会場とオンラインで語り合う午後。",
		SummaryEn: "A city, a university, a nurses’ association and company pro bono clubs talk for an afternoon, " +
			"in the room and online.",
		DescriptionJa: "プロボノとは、仕事で身につけた力を、地域や団体のために生かすことです。\n\n" +
			"- **だれでも参加できます。** 経験のない方も、支援を受けたい団体の方も歓迎します。\n" +
			"- オンラインの方も、その場で声を届けられます。\n\n" +
			"あなたの「当たり前」が、誰かの「ありがたい」になります。",
		DescriptionEn: "Pro bono means to use what you learned at work for your town and its groups.\n\n" +
			"- **Everybody is welcome**, with or without experience, and those who look for help too.\n" +
			"- Online you can speak up just as in the room.\n\n" +
			"What is ordinary to you is what someone else is grateful for.",
		StartsAt:       starts,
		EndsAt:         starts.Add(3*time.Hour + 10*time.Minute),
		VenueNameJa:    "NEC玉川事業場",
		VenueNameEn:    "NEC Tamagawa Plant",
		VenueAddressJa: "神奈川県川崎市中原区下沼部1753",
		VenueAddressEn: "1753 Shimonumabe, Nakahara-ku, Kawasaki, Kanagawa",
		VenueMapURL:    "https://www.openstreetmap.org/search?query=NEC%20%E7%8E%89%E5%B7%9D%E4%BA%8B%E6%A5%AD%E5%A0%B4",
		StreamURL:      "https://stream.example/kawasaki-probono",
		ContactEmail:   "summit@meguri.example",
		Colour:         "green",
		CoverPattern:   "rings",
		FeeJa:          "無料",
		FeeEn:          "Free",
		AudienceJa:     "どなたでも。プロボノの経験は問いません",
		AudienceEn:     "Everybody. No experience of pro bono work is needed",
		AccessJa:       "JR南武線 向河原駅から徒歩8分",
		AccessEn:       "8 minutes on foot from Mukaigawara Station (JR Nambu Line)",
		ParkingJa:      "ありません。車いすでお越しの方はお問い合わせください",
		ParkingEn:      "None. If you come by wheelchair, please ask us",
		SupportJa:      "手話通訳（会場）、日本語字幕（会場・オンライン）があります",
		SupportEn:      "Japanese sign language at the venue, Japanese captions at the venue and online",
		BringJa:        "参加票（スマートフォンの画面でも、紙でも）",
		BringEn:        "Your ticket, on your phone or on paper",
	}
}

// summit makes the summit of September 2025, with attendance and a survey.
func (b *builder) summit() error {
	e := summitEvent("summit-2025", time.Date(2025, 9, 20, 13, 0, 0, 0, b.zone).UTC())
	lookBack(e)
	venue, online, err := b.summitFrame(e)
	if err != nil {
		return err
	}
	list, err := b.people(
		e, 0, *e.PublishedAt, e.StartsAt.Add(-2*time.Hour), group{venue, models.RegistrationConfirmed, 40},
		group{online, models.RegistrationConfirmed, 160}, group{venue, models.RegistrationWaitlisted, 6},
		group{online, models.RegistrationCancelled, 9},
	)
	if err != nil {
		return err
	}
	if err := b.mails(e, list[:206]); err != nil {
		return err
	}
	admitted, err := b.checkIn(e, list, "main", 0.85, e.StartsAt.Add(-40*time.Minute), e.StartsAt.Add(25*time.Minute))
	if err != nil {
		return err
	}
	watched, err := b.attendOnline(e, list, 0.9)
	if err != nil {
		return err
	}
	there := append(slices.Clone(admitted), watched...)
	for _, step := range []func(*models.Event, []models.Registration) error{b.voices, b.polls, b.promises, b.captions} {
		if err := step(e, there); err != nil {
			return err
		}
	}
	if err := b.round(e, append(slices.Clone(admitted), watched...)); err != nil {
		return err
	}
	if err := b.archive(e, list[:206]); err != nil {
		return err
	}
	return b.surveys(e, append(admitted, watched...), 0.62)
}

// lookBack tells of the summit as of one that took place.
func lookBack(e *models.Event) {
	e.SummaryJa = "市、大学、看護協会、企業のプロボノ部が、会場とオンラインで語り合った午後でした。"
	e.SummaryEn = "A city, a university, a nurses’ association and company pro bono clubs talked for an afternoon, " +
		"in the room and online."
	e.DescriptionJa = "プロボノとは、仕事で身につけた力を、地域や団体のために生かすことです。\n\n" +
		"- はじめての方も、支援を受けたい団体の方も、**200人**が集まりました。\n" +
		"- オンラインからも、その場で声が届きました。\n\n" +
		"あなたの「当たり前」が、誰かの「ありがたい」になります。"
	e.DescriptionEn = "Pro bono means to use what you learned at work for your town and its groups.\n\n" +
		"- **200 people** came together: newcomers, old hands, and groups that were looking for help.\n" +
		"- Those online spoke up just as those in the room.\n\n" +
		"What is ordinary to you is what someone else is grateful for."
}

// summitFrame stores the event with ticket types, agenda and a door.
func (b *builder) summitFrame(e *models.Event) (venue, online *models.TicketType, err error) {
	if err := b.event(e, summitPartners...); err != nil {
		return nil, nil, err
	}
	if venue, err = b.ticketType(e, 0, "venue", "会場で参加", "At the venue", models.ModeVenue, 40); err != nil {
		return nil, nil, err
	}
	if online, err = b.ticketType(e, 1, "online", "オンラインで参加", "Online", models.ModeOnline, 300); err != nil {
		return nil, nil, err
	}
	if _, err = b.agenda(e, summitRooms, summitTracks, summitAgenda); err != nil {
		return nil, nil, err
	}
	if err := b.themes(e); err != nil {
		return nil, nil, err
	}
	return venue, online, b.doors(e, [3]string{"main", "正面受付", "Main entrance"})
}

// series makes the series of the summits.
func (b *builder) series(events ...*models.Event) error {
	s := &models.Series{
		OrganizationID: events[0].OrganizationID, Slug: "kawasaki-summit", TitleJa: "かわさきプロボノサミット",
		TitleEn: "Kawasaki Pro Bono Summit", AnnouncedAt: &b.tx.Now,
		AboutJa: "川崎で活動する人と団体が、年に一度、仕事で身につけた力を地域に生かす話をします。会場でもオンラインでも参加できます。",
		AboutEn: "Once a year, people and organizations in Kawasaki talk about putting what they learned at work to use " +
			"for the town, at the venue and online.",
	}
	if err := b.tx.Series().Create(s); err != nil {
		return err
	}
	for _, e := range events {
		if err := b.tx.Editions().Set(e.ID, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// next makes the next edition, a year from today, which is open for registration.
func (b *builder) next() error {
	day := b.tx.Now.In(b.zone).AddDate(1, 0, 0)
	e := summitEvent("summit-next", b.at(day, 13, 0))
	year := day.Format("2006")
	e.TitleJa, e.TitleEn = "かわさきプロボノサミット"+year, "Kawasaki Pro Bono Summit "+year
	e.StreamURL = "https://stream.example/kawasaki-probono-next"
	venue, online, err := b.summitFrame(e)
	if err != nil {
		return err
	}
	earlier, err := b.tx.Events().BySlug("summit-2025")
	if err != nil {
		return err
	}
	if err := b.series(earlier, e); err != nil {
		return err
	}
	if err := b.notice(e); err != nil {
		return err
	}
	if err := b.captionSeats(e); err != nil {
		return err
	}
	if err := b.preparedPolls(e); err != nil {
		return err
	}
	if err := b.form(e); err != nil {
		return err
	}
	list, err := b.people(
		e, 5000, *e.PublishedAt, b.tx.Now.Add(-time.Hour), group{venue, models.RegistrationConfirmed, 27},
		group{online, models.RegistrationConfirmed, 61},
	)
	if err != nil {
		return err
	}
	if err := b.sendFile(&list[1]); err != nil {
		return err
	}
	if err := b.sessionPlaces(e, list[:27]); err != nil {
		return err
	}
	if err := b.mails(e, list); err != nil {
		return err
	}
	draft := voicesSurvey()
	draft.EventID, draft.OpensAfterEvent = e.ID, true
	if err := b.tx.Surveys().Create(draft); err != nil {
		return err
	}
	_, err = b.questions(draft, voiceQuestions)
	return err
}
