package demo

import (
	"time"

	"meguri/models"
)

// item is a session of an agenda: times of day in Tokyo, texts, and who speaks (keys of presenters).
type item struct {
	from, until string // 13:00
	kind        models.SessionKind
	ja, en      string
	aboutJa     string
	aboutEn     string
	by          []string
	track, room int
	cancelled   bool
}

// summitAgenda is the afternoon of the summit.
var summitAgenda = []item{
	{
		from:    "13:00",
		until:   "13:10",
		kind:    models.SessionOpening,
		ja:      "開会",
		en:      "Opening",
		aboutJa: "今日の流れと、オンラインでの声の届け方をご案内します。",
		aboutEn: "How the afternoon goes, and how to speak up online.",
		by:      []string{"miyamae"},
		track:   1,
	},
	{
		from:    "13:10",
		until:   "13:20",
		kind:    models.SessionGreeting,
		ja:      "主催者あいさつ",
		en:      "Welcome by the host",
		aboutJa: "会員800人、5年間で100件を超えるプロジェクトから見えてきたこと。",
		aboutEn: "What 800 members and more than 100 projects in five years have shown.",
		by:      []string{"takatsu"},
		track:   1,
	},
	{
		from:    "13:20",
		until:   "13:30",
		kind:    models.SessionGreeting,
		ja:      "川崎市あいさつ",
		en:      "Welcome by the city",
		aboutJa: "2014年から続く、市とプロボノの歩み。",
		aboutEn: "The city and pro bono work, since 2014.",
		by:      []string{"nakahara"},
		track:   1,
	},
	{
		from:    "13:30",
		until:   "13:40",
		kind:    models.SessionTalk,
		ja:      "NECプロボノ倶楽部の紹介",
		en:      "NEC Pro Bono Club",
		aboutJa: "あなたの“当たり前”が誰かの“ありがたい”。",
		aboutEn: "What is ordinary to you is what someone else is grateful for.",
		by:      []string{"ikuta"},
		track:   1,
	},
	{
		from:    "13:40",
		until:   "13:50",
		kind:    models.SessionTalk,
		ja:      "川崎プロボノ部の紹介",
		en:      "Kawasaki Pro Bono Club",
		aboutJa: "手を借りたい団体と、力を貸したい人をつなぐ市の取り組み。",
		aboutEn: "How the city brings together those who need help and those who offer it.",
		by:      []string{"kosugi"},
		track:   1,
	},
	{
		from:    "13:50",
		until:   "14:00",
		kind:    models.SessionTalk,
		ja:      "専修大学の紹介",
		en:      "Senshu University",
		aboutJa: "学生がまちに入って学ぶこと。",
		aboutEn: "What students learn in town.",
		by:      []string{"aso", "mizoguchi"},
		track:   1,
	},
	{
		from:    "14:00",
		until:   "14:10",
		kind:    models.SessionTalk,
		ja:      "川崎市看護協会の紹介",
		en:      "Kawasaki Nursing Association",
		aboutJa: "助けてもらった側から、次の人を助ける側へ。",
		aboutEn: "From being helped to helping the next.",
		by:      []string{"noborito"},
		track:   1,
	},
	{
		from:    "14:10",
		until:   "14:20",
		kind:    models.SessionTalk,
		ja:      "富士通プロボノ部の紹介",
		en:      "Fujitsu Pro Bono Club",
		aboutJa: "2022年の立ち上げと、仕事時間の1割を成長に使うFUJITRA10。",
		aboutEn: "Founded in 2022; FUJITRA10 gives up to a tenth of working time to growth.",
		by:      []string{"kashimada"},
		track:   1,
	},
	{from: "14:20", until: "14:35", kind: models.SessionBreak, ja: "休憩", en: "Break"},
	{
		from:    "14:35",
		until:   "15:00",
		kind:    models.SessionDiscussion,
		ja:      "テーマ1：プロボノの時間どう捻出？",
		en:      "Theme 1: Where does the time come from?",
		aboutJa: "会場とオンラインの声を聞きながら、みんなで考えます。",
		aboutEn: "With voices from the room and from online.",
		by:      []string{"miyamae"},
		track:   2,
	},
	{
		from:    "15:00",
		until:   "15:25",
		kind:    models.SessionDiscussion,
		ja:      "テーマ2：必要なスキルが足りているか不安",
		en:      "Theme 2: Am I skilled enough?",
		aboutJa: "毎日していることが、もうスキルです。",
		aboutEn: "What you do every day is already a skill.",
		by:      []string{"miyamae"},
		track:   2,
	},
	{
		from:    "15:25",
		until:   "15:50",
		kind:    models.SessionDiscussion,
		ja:      "テーマ3：プロボノの循環",
		en:      "Theme 3: Passing it on",
		aboutJa: "ある団体での経験を、別の団体へ。そして全国へ。",
		aboutEn: "From one organization to another, and to the whole country.",
		by:      []string{"miyamae"},
		track:   2,
	},
	{
		from:    "15:50",
		until:   "16:10",
		kind:    models.SessionClosing,
		ja:      "閉会・これからの宣言",
		en:      "Closing and declarations",
		aboutJa: "これから続けることを、一人ずつ宣言します。",
		aboutEn: "Everyone says what they will go on with.",
		by:      []string{"takatsu"},
	},
}

// agenda stores an event's sessions with rooms, tracks and speakers.
func (b *builder) agenda(e *models.Event, rooms, tracks [][2]string, items []item) ([]models.Session, error) {
	roomIDs, err := labels[models.Room](b, e, rooms)
	if err != nil {
		return nil, err
	}
	trackIDs, err := labels[models.Track](b, e, tracks)
	if err != nil {
		return nil, err
	}
	speakers, err := b.speakers(e, items)
	if err != nil {
		return nil, err
	}
	var sessions []models.Session
	var links []models.SessionSpeaker
	for _, i := range items {
		s := b.session(e, i)
		if len(roomIDs) > 0 {
			s.RoomID = &roomIDs[i.room]
		}
		if i.track > 0 {
			s.TrackID = &trackIDs[i.track-1]
		}
		sessions = append(sessions, s)
		for position, key := range i.by {
			links = append(links, models.SessionSpeaker{SessionID: s.ID, SpeakerID: speakers[key], Position: position})
		}
	}
	if err := b.tx.InsertRows(sessions); err != nil || len(links) == 0 {
		return sessions, err
	}
	return sessions, b.tx.InsertRows(links)
}

func (b *builder) session(e *models.Event, i item) models.Session {
	s := models.Session{
		ID:            models.NewID(),
		EventID:       e.ID,
		Kind:          i.kind,
		Language:      "ja",
		TitleJa:       i.ja,
		TitleEn:       i.en,
		DescriptionJa: i.aboutJa,
		DescriptionEn: i.aboutEn,
		StartsAt:      b.clock(e.StartsAt, i.from),
		EndsAt:        b.clock(e.StartsAt, i.until),
		Version:       1,
		CreatedAt:     *e.PublishedAt,
		UpdatedAt:     *e.PublishedAt,
	}
	if i.cancelled {
		morning := b.clock(e.StartsAt, "08:30")
		s.CancelledAt, s.Sequence = &morning, 1
	}
	return s
}

// labels stores rooms or tracks by their Japanese and English names.
func labels[T models.Room | models.Track](b *builder, e *models.Event, names [][2]string) ([]string, error) {
	rows, ids := make([]T, len(names)), make([]string, len(names))
	for i, n := range names {
		ids[i] = models.NewID()
		rows[i] = T(models.Room{ID: ids[i], EventID: e.ID, NameJa: n[0], NameEn: n[1], Position: i})
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return ids, b.tx.InsertRows(rows)
}

// clock returns a time of day, as in 13:05, on the day of the event.
func (b *builder) clock(day time.Time, text string) time.Time {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return day
	}
	return b.at(day, t.Hour(), t.Minute())
}
