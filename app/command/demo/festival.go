package demo

import (
	"fmt"
	"time"

	"meguri/models"
)

var festivalRooms = [][2]string{
	{"中央ステージ", "Main stage"},
	{"体験テントA", "Tent A"},
	{"体験テントB", "Tent B"},
	{"体験テントC", "Tent C"},
	{"ホワイエ", "Foyer"},
	{"大ホール", "Great hall"},
	{"会議室1", "Room 1"},
	{"会議室2", "Room 2"},
	{"キッチンカー広場", "Food trucks"},
	{"こども広場", "Children’s square"},
	{"正門前", "Main gate"},
	{"展示室", "Exhibition room"},
}

var standTitles = [][2]string{
	{"多摩川のごみを知る", "What the Tama river carries"},
	{"古着のリメイク教室", "New clothes from old"},
	{"看護師さんの健康相談", "Ask a nurse"},
	{"プロボノ相談カフェ", "Pro bono café"},
	{"車いす体験", "Try a wheelchair"},
	{"手話で歌おう", "Sing in sign language"},
	{"子どもプログラミング", "Coding for children"},
	{"フードドライブ", "Food drive"},
	{"学生まちづくり発表", "Students on their town"},
	{"地元野菜の市", "Vegetables from nearby"},
}

// festival makes the かわさきSDGsパートナーまつり of October 2024, which had no online part. It rained, so stands outside moved or
// were cancelled.
func (b *builder) festival() error {
	starts := time.Date(2024, 10, 19, 10, 0, 0, 0, b.zone).UTC()
	e := &models.Event{
		Slug:           "festival-2024",
		TitleJa:        "かわさきSDGsパートナーまつり",
		TitleEn:        "Kawasaki SDGs Partners’ Festival",
		SummaryJa:      "川崎市制100周年記念。50のブースとステージで、まちの未来を体験する一日。",
		SummaryEn:      "For the city’s centenary: a day with 50 stands and stages on the future of the town.",
		DescriptionJa:  "雨天のため、屋外のブースの一部は屋内に移り、または中止になりました。",
		DescriptionEn:  "As it rained, some stands outside moved inside or were cancelled.",
		StartsAt:       starts,
		EndsAt:         starts.Add(6 * time.Hour),
		VenueNameJa:    "NEC玉川事業場",
		VenueNameEn:    "NEC Tamagawa Plant",
		VenueAddressJa: "神奈川県川崎市中原区下沼部1753",
		VenueAddressEn: "1753 Shimonumabe, Nakahara-ku, Kawasaki, Kanagawa",
		ContactEmail:   "festival@meguri.example",
		Colour:         "rose",
		CoverPattern:   "crowd",
		FeeJa:          "無料（飲食は有料）",
		FeeEn:          "Free (food and drink for sale)",
		AudienceJa:     "どなたでも。小学生以下は保護者の方とご一緒に",
		AudienceEn:     "Everybody. Children with their parents",
		AccessJa:       "JR南武線 向河原駅から徒歩8分",
		AccessEn:       "8 minutes on foot from Mukaigawara Station (JR Nambu Line)",
		ParkingJa:      "ありません。電車・バスでお越しください",
		ParkingEn:      "None. Please come by train or bus",
	}
	if err := b.event(e, "kawasaki-city", "kawasaki-probono", "senshu", "kawasaki-nurses", "fujitsu-probono"); err != nil {
		return err
	}
	visitor, err := b.ticketType(e, 0, "visitor", "来場", "Visitor", models.ModeVenue, 4000)
	if err != nil {
		return err
	}
	if err := b.doors(e, [3]string{"main", "正門", "Main gate"}, [3]string{"station", "駅側入口", "Station gate"}); err != nil {
		return err
	}
	if _, err := b.agenda(e, festivalRooms, nil, standAgenda()); err != nil {
		return err
	}
	list, err := b.people(e, 20000, *e.PublishedAt, e.StartsAt, group{visitor, models.RegistrationConfirmed, 3000})
	if err != nil {
		return err
	}
	_, err = b.checkIn(e, list, "main", 0.94, e.StartsAt.Add(-20*time.Minute), e.EndsAt.Add(-time.Hour))
	return err
}

// standAgenda returns fifty sessions in twelve rooms; two are cancelled.
func standAgenda() []item {
	var list []item
	for n := range 50 {
		title := standTitles[n%len(standTitles)]
		hour, round := 10+(n/12)%5, n/len(standTitles)+1
		kind := models.SessionBooth
		if n%12 == 0 || n%12 == 5 {
			kind = models.SessionStage
		}
		list = append(list, item{
			from:      fmt.Sprintf("%02d:%02d", hour, n%4*5),
			until:     fmt.Sprintf("%02d:%02d", hour, 40+n%4*5),
			kind:      kind,
			room:      n % 12,
			ja:        fmt.Sprintf("%s（第%d回）", title[0], round),
			en:        fmt.Sprintf("%s (no. %d)", title[1], round),
			cancelled: n == 8 || n == 22,
		})
	}
	return list
}
