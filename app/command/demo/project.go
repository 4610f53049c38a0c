package demo

import (
	"slices"
	"time"

	"meguri/models"
)

// demoProject is a project of the demo: of which need, since and until how many days ago, and who is in the team, the
// lead first.
type demoProject struct {
	need, title, aim, scope string
	since, until            int
	team                    []string
	hours                   []demoHours
}

// demoHours is time that one of the team gave: how many days ago, from which hour for how many minutes; without an hour
// only the length was entered.
type demoHours struct {
	person, daysAgo, from, minutes int
	inWork                         bool
	words                          string
	state                          models.HourState
}

var demoProjects = []demoProject{
	{
		"こども食堂の献立を増やしたい", "こども食堂の献立づくり", "ひと月の献立を4週分つくり、残りものを減らす。",
		"献立と買い物の表をつくる。調理の当番には入らない。", 40, 0,
		[]string{"登戸 のぼる（デモ）", "小杉 すすむ（デモ）", "溝口 みのり（デモ）"},
		[]demoHours{
			{0, 36, 19, 120, false, "説明会とチーム分け", models.HoursApproved},
			{1, 36, 19, 120, false, "説明会とチーム分け", models.HoursApproved},
			{2, 36, 19, 120, false, "説明会とチーム分け", models.HoursApproved},
			{0, 29, 0, 60, true, "食堂の方への聞き取り", models.HoursApproved},
			{1, 22, 13, 150, true, "冷凍できる献立を調べた", models.HoursApproved},
			{2, 15, 0, 180, false, "献立の案を4週分", models.HoursApproved},
			{0, 9, 20, 90, false, "打ち合わせ（オンライン）", models.HoursApproved},
			{1, 9, 20, 90, false, "打ち合わせ（オンライン）", models.HoursApproved},
			{0, 5, 0, 45, true, "買い物の表", models.HoursReturned},
			{2, 3, 0, 120, false, "試作と写真", models.HoursWaiting},
			{0, 2, 12, 45, true, "案内文を直した", models.HoursWaiting},
			{1, 4, 13, 180, true, "献立の写真を整理した", models.HoursApproved},
			{1, 2, 14, 150, true, "食堂の方と献立の確認", models.HoursWaiting},
			{1, 1, 10, 90, true, "レシピの印刷と配布", models.HoursWaiting},
			{1, 1, 0, 60, false, "買い物の表", models.HoursWaiting},
		},
	},
	{
		"ボランティア募集の文章", "ボランティア募集の文章", "若い方にも届く募集の文章をつくる。", "", 150, 100,
		[]string{"梅田 うめ（デモ）", "小杉 すすむ（デモ）"},
		[]demoHours{
			{0, 140, 0, 60, true, "いまの文章を読んで気づいたこと", models.HoursApproved},
			{1, 132, 0, 120, false, "案を3つ", models.HoursApproved},
			{0, 110, 0, 60, true, "仕上げ", models.HoursApproved},
		},
	},
}

// projects are what began with needs of the demo.
func (b *builder) projects() error {
	at := models.NeedPlace{OrganizationID: b.orgs["nec-probono"].ID}
	needs, err := b.tx.Needs().Board(at, &models.NeedFilter{}, 0, 300)
	if err != nil {
		return err
	}
	for i := range demoProjects {
		for n := range needs {
			if needs[n].Title == demoProjects[i].need {
				if err := b.project(&demoProjects[i], &needs[n]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *builder) dayAgo(days int) time.Time {
	local := b.tx.Now.In(b.zone).AddDate(0, 0, -days)
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, b.zone)
}

func (b *builder) project(d *demoProject, n *models.Need) error {
	p := &models.Project{
		OrganizationID: n.OrganizationID, EventID: n.EventID, NeedID: &n.ID, Title: d.title, Aim: d.aim, Scope: d.scope,
		TimeZone: b.zone.String(), StartedOn: b.dayAgo(d.since).Format(time.DateOnly),
	}
	if err := b.tx.Projects().Create(p); err != nil {
		return err
	}
	if err := b.phases(p, d); err != nil {
		return err
	}
	ids := make([]string, len(d.team))
	for i, name := range d.team {
		m := &models.TeamMember{
			ProjectID: p.ID, Role: models.ProjectMember, Name: name, Email: demoAddress(name), EmailKey: demoAddress(name),
			Locale: "ja", ShowsName: i != 1, ForID: b.givesFor(name),
		}
		if i == 0 {
			m.Role = models.ProjectLead
		}
		if err := b.tx.Projects().Join(m); err != nil {
			return err
		}
		ids[i] = m.ID
	}
	for i := range d.hours {
		if err := b.hours(p, ids[d.hours[i].person], &d.hours[i]); err != nil {
			return err
		}
	}
	if err := b.work(p, d, ids); err != nil || d.until == 0 {
		return err
	}
	p.State, p.StateAt, p.EndedOn = models.ProjectEnded, b.dayAgo(d.until), b.dayAgo(d.until).Format(time.DateOnly)
	return b.tx.Projects().Update(p, p.Version)
}

// givesFor is the organization that gives somebody of the demo time for projects, nil for none.
func (b *builder) givesFor(name string) *string {
	for slug, names := range demoGivers {
		if slices.Contains(names, name) {
			return &b.orgs[slug].ID
		}
	}
	return nil
}

// demoAddress is the address of somebody who offered help in the demo.
func demoAddress(name string) string {
	for i := range demoOffers {
		if demoOffers[i].name == name {
			return demoOffers[i].email
		}
	}
	return ""
}

// phases are all done where the project is over, and the first three where it goes on.
func (b *builder) phases(p *models.Project, d *demoProject) error {
	list := make([]models.ProjectPhase, len(models.PhaseKinds))
	for i, kind := range models.PhaseKinds {
		on := b.dayAgo(d.since - 8*i).Format(time.DateOnly)
		list[i] = models.ProjectPhase{ProjectID: p.ID, Kind: kind, PlannedOn: on}
		if d.until > 0 || i < 3 {
			list[i].DoneOn = on
		}
	}
	if d.until == 0 {
		list[4].PlannedOn = b.dayAgo(-14).Format(time.DateOnly)
	}
	return b.tx.Projects().SavePhases(list)
}

func (b *builder) hours(p *models.Project, memberID string, d *demoHours) error {
	day := b.dayAgo(d.daysAgo)
	h := &models.HourEntry{
		ProjectID: p.ID, MemberID: memberID, FormID: models.NewAnonymousID(), Day: day.Format(time.DateOnly),
		Minutes: d.minutes, InWork: d.inWork, Words: d.words,
	}
	if d.from > 0 {
		from := day.Add(time.Duration(d.from) * time.Hour).UTC()
		until := from.Add(time.Duration(d.minutes) * time.Minute)
		h.StartsAt, h.EndsAt = &from, &until
	}
	if err := b.tx.Hours().Add(h); err != nil || d.state == models.HoursWaiting {
		return err
	}
	h.State, h.DecidedAt = d.state, &b.tx.Now
	if d.state == models.HoursReturned {
		h.Answer = "勤務時間内で間違いありませんか。"
	}
	return b.tx.Hours().Update(h, h.Version)
}
