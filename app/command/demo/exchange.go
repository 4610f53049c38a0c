package demo

import (
	"time"

	"meguri/models"
)

// meeting is an edition of the exchange: who hosted it, how many days ago, and what was written down there.
type meeting struct {
	host, slug, ja, en string
	days, people       int
	minutesJa          string
	minutesEn          string
}

var meetings = []meeting{
	{
		"nec-probono", "exchange-1", "かわさきプロボノ交流会 第1回", "Kawasaki Pro Bono Exchange 1", 96, 14,
		"出席：NECプロボノ倶楽部、川崎プロボノ部、専修大学、富士通プロボノ部\n\n1. サミットのあとも、年に4回ほど集まることにしました。主催は持ち回りとします。\n" +
			"2. 各団体の募集のしかたを紹介しあいました。はじめの1時間でできることを書くと、手を挙げやすいという声が多くありました。\n3. 次回は川崎プロボノ部が主催します。",
		"Present: NEC Pro Bono Club, Kawasaki Pro Bono Club, Senshu University, Fujitsu Pro Bono Club\n\n" +
			"1. We go on meeting about four times a year, and take turns as hosts.\n" +
			"2. We compared how we call for volunteers. Saying what can be done in the first hour helps people come forward.\n" +
			"3. Kawasaki Pro Bono Club hosts next.",
	},
	{
		"kawasaki-probono", "exchange-2", "かわさきプロボノ交流会 第2回", "Kawasaki Pro Bono Exchange 2", 54, 16,
		"1. 学生が参加しやすい時間帯について話しました。平日の夜と土曜の午前に希望が集まりました。\n2. 困りごとの書き方の手引きを、共同で用意します。",
		"1. When can students take part? Weekday evenings and Saturday mornings suit them best.\n" +
			"2. Together we write a guide on how to describe a need.",
	},
	{"senshu", "exchange-3", "かわさきプロボノ交流会 第3回", "Kawasaki Pro Bono Exchange 3", 12, 15, "", ""},
}

// exchange makes the series that four organizations of the summit hold together, with a fifth that is asked.
func (b *builder) exchange() error {
	s := &models.Series{
		OrganizationID: b.orgs["nec-probono"].ID, Slug: "kawasaki-exchange", TitleJa: "かわさきプロボノ交流会",
		TitleEn: "Kawasaki Pro Bono Exchange", AnnouncedAt: &b.tx.Now,
		AboutJa: "サミットで出会った団体が、持ち回りで開く集まりです。それぞれの活動のくふうと困りごとを持ち寄ります。",
		AboutEn: "Organizations that met at the summit take turns to host. They bring what works and what they need.",
	}
	if err := b.tx.Series().Create(s); err != nil {
		return err
	}
	for _, slug := range []string{"kawasaki-probono", "senshu", "fujitsu-probono", "kawasaki-nurses"} {
		if err := b.tx.Series().AskMember(s, b.orgs[slug].ID); err != nil {
			return err
		}
		if slug == "kawasaki-nurses" { // has not answered yet
			continue
		}
		m, err := b.tx.Series().MemberOf(s.ID, b.orgs[slug].ID)
		if err != nil {
			return err
		}
		m.SharesFigures = slug == "kawasaki-probono"
		if err := b.tx.Series().MoveMember(m, models.SeriesAgreed); err != nil {
			return err
		}
	}
	events := make([]*models.Event, len(meetings))
	for i := range meetings {
		e, err := b.meeting(s, &meetings[i], 40_000+1000*i)
		if err != nil {
			return err
		}
		events[i] = e
	}
	if err := b.agreed(s, events); err != nil {
		return err
	}
	if err := b.jointUse(s); err != nil {
		return err
	}
	starts := b.inDays(40, 19, 0)
	return b.tx.Series().SaveNext(&models.SeriesNext{
		SeriesID: s.ID, HostID: &b.orgs["fujitsu-probono"].ID, StartsAt: starts, EndsAt: starts.Add(90 * time.Minute),
		PlaceJa: "富士通 川崎工場", PlaceEn: "Fujitsu Kawasaki Plant", IsOnline: true,
	}, 0)
}

// meeting makes an edition that is over.
func (b *builder) meeting(s *models.Series, m *meeting, first int) (*models.Event, error) {
	e := &models.Event{
		OrganizationID: b.orgs[m.host].ID, Slug: m.slug, TitleJa: m.ja, TitleEn: m.en,
		SummaryJa: "プロボノに取り組む団体が、くふうと困りごとを持ち寄る1時間半です。",
		SummaryEn: "An hour and a half in which pro bono clubs share what works and what they need.",
		StartsAt:  b.inDays(-m.days, 19, 0), EndsAt: b.inDays(-m.days, 20, 30),
		StreamURL: "https://stream.example/" + m.slug, ContactEmail: "summit@meguri.example",
	}
	if err := b.event(e); err != nil {
		return nil, err
	}
	if err := b.tx.Editions().Set(e.ID, s.ID); err != nil {
		return nil, err
	}
	online, err := b.ticketType(e, 0, "online", "オンラインで参加", "Online", models.ModeOnline, 50)
	if err != nil {
		return nil, err
	}
	list, err := b.people(e, first, *e.PublishedAt, e.StartsAt.Add(-time.Hour),
		group{online, models.RegistrationConfirmed, m.people})
	if err != nil {
		return nil, err
	}
	if _, err := b.attendOnline(e, list, 0.85); err != nil {
		return nil, err
	}
	minutes := &models.Minutes{EventID: e.ID, TextJa: m.minutesJa, TextEn: m.minutesEn}
	if m.minutesJa == "" {
		return e, nil
	}
	published := e.EndsAt.AddDate(0, 0, 3)
	minutes.PublishedAt = &published
	return e, b.tx.Minutes().Save(minutes, 0)
}

// agreed makes what the organizations took on at the meetings.
func (b *builder) agreed(s *models.Series, events []*models.Event) error {
	for _, one := range []struct {
		at, due int
		by      string
		what    string
		state   models.ActionState
	}{
		{0, -60, "kawasaki-probono", "第2回の会場とオンラインの部屋を用意する", models.ActionDone},
		{0, -70, "nec-probono", "連絡先の一覧を作成して、参加する団体に送る", models.ActionDone},
		{0, 0, "fujitsu-probono", "社内の広報誌で交流会を紹介する", models.ActionDropped},
		{1, -3, "nec-probono", "困りごとの書き方の手引きの案を書く", models.ActionOpen},
		{1, 9, "senshu", "学生向けの募集文を、手引きに合わせて見直す", models.ActionOpen},
		{2, 21, "fujitsu-probono", "第4回の会場を予約する", models.ActionOpen},
		{2, 0, "kawasaki-probono", "市の広報に、交流会の開催を知らせる", models.ActionOpen},
	} {
		a := &models.SeriesAction{
			SeriesID: s.ID, EventID: events[one.at].ID, What: one.what, OrganizationID: b.orgs[one.by].ID,
		}
		if one.due != 0 {
			a.DueOn = b.tx.Now.In(b.zone).AddDate(0, 0, one.due).Format(time.DateOnly)
		}
		if err := b.tx.SeriesActions().Create(a); err != nil {
			return err
		}
		if one.state == models.ActionOpen {
			continue
		}
		a.State, a.StateFor = one.state, &a.OrganizationID
		if err := b.tx.SeriesActions().Update(a, a.Version); err != nil {
			return err
		}
	}
	return nil
}
