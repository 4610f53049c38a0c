package demo

import (
	"fmt"
	"time"

	"meguri/models"
)

// demoFlow is help that the demo's organizations gave each other in some years, counted back from this one: how many
// projects in each, the oldest year first.
type demoFlow struct {
	from, to string
	theme    string
	years    [5]int
}

var demoFlows = []demoFlow{
	{"nec-probono", "kawasaki-nurses", "勤務表と連絡の見直し", [5]int{1, 2, 2, 3, 4}},
	{"nec-probono", "kawasaki-city", "市民活動の記録づくり", [5]int{2, 2, 3, 3, 4}},
	{"nec-probono", "senshu", "学生団体の会計のしくみ", [5]int{0, 1, 2, 2, 3}},
	{"fujitsu-probono", "kawasaki-city", "地域イベントの申込の整理", [5]int{0, 1, 2, 3, 4}},
	{"fujitsu-probono", "kawasaki-probono", "案内ページの書き直し", [5]int{0, 1, 2, 2, 3}},
	{"kawasaki-nurses", "nec-probono", "社員のための健康講座", [5]int{0, 0, 1, 2, 2}},
	{"senshu", "kawasaki-nurses", "広報誌の取材と編集", [5]int{0, 0, 1, 2, 3}},
	{"senshu", "fujitsu-probono", "活動の効果のしらべ", [5]int{0, 0, 1, 1, 2}},
	{"kawasaki-city", "fujitsu-probono", "市の施設を知る見学会", [5]int{0, 0, 1, 1, 2}},
	{"kawasaki-probono", "senshu", "はじめてのプロボノ講座", [5]int{0, 0, 1, 2, 3}},
	{"iise", "kawasaki-probono", "調査のまとめ方", [5]int{0, 1, 1, 1, 2}},
	{"kawasaki-probono", "iise", "聞き取りの協力", [5]int{0, 0, 0, 1, 2}},
}

// circulation is five years of projects that are over, between organizations that agreed to be named.
func (b *builder) circulation() error {
	for _, o := range b.orgs {
		if err := b.tx.Contributions().Agree(o.ID, "デモ", true); err != nil {
			return err
		}
	}
	number := 0
	for i := range demoFlows {
		f := &demoFlows[i]
		from, to := b.orgs[f.from], b.orgs[f.to]
		if from == nil || to == nil {
			continue
		}
		for ago, projects := range f.years {
			for n := range projects {
				if err := b.pastProject(f, from, to, len(f.years)-ago, n, number); err != nil {
					return err
				}
				number++
			}
		}
	}
	return nil
}

// pastProject is one that went on for two months, some years and n times two months ago: five people or more, each of
// whom gave hours on two days.
func (b *builder) pastProject(f *demoFlow, from, to *models.Organization, years, n, number int) error {
	since := b.dayAgo(years*365 - 60*n - 7*(number%5))
	ended := since.AddDate(0, 2, 0)
	p := &models.Project{
		OrganizationID: b.orgs["nec-probono"].ID, HelpedID: &to.ID, Title: f.theme + suffix(n), Aim: f.theme,
		TimeZone: b.zone.String(), StartedOn: since.Format(time.DateOnly),
	}
	if err := b.tx.Projects().Create(p); err != nil {
		return err
	}
	for i := range 5 + number%3 {
		person := (number*3 + i*7) % 160 // some of them come again
		address := fmt.Sprintf("%s-%d@past.example", f.from, person)
		m := &models.TeamMember{
			ProjectID: p.ID, Role: models.ProjectMember, Name: b.name(person).Full("ja"), Email: address, EmailKey: address,
			Locale: "ja", ForID: &from.ID,
		}
		if i == 0 {
			m.Role = models.ProjectLead
		}
		if err := b.tx.Projects().Join(m); err != nil {
			return err
		}
		for day := range 2 {
			ago := int(b.tx.Now.Sub(since.AddDate(0, 0, 7+20*day+i)).Hours() / 24)
			h := &demoHours{
				daysAgo: ago, minutes: 60 + 30*((number+i+day)%5), inWork: (i+day)%2 == 0, words: f.theme,
				state: models.HoursApproved,
			}
			if err := b.hours(p, m.ID, h); err != nil {
				return err
			}
		}
	}
	p.State, p.StateAt, p.EndedOn = models.ProjectEnded, ended, ended.Format(time.DateOnly)
	if err := b.tx.Projects().Update(p, p.Version); err != nil {
		return err
	}
	return b.tx.Contributions().Settle(p.ID)
}

func suffix(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("（その%d）", n+1)
}
