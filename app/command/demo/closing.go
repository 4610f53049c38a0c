package demo

import (
	"fmt"
	"time"

	"meguri/models"
)

// demoReview is what both sides of a project say at its end.
type demoReview struct {
	byTeam, byHelped       string // thanks
	delivered, used, again int
	words, improve         string
}

var demoReviews = []demoReview{
	{
		"いつも時間をとって話を聞かせてくださり、ありがとうございました。", "こちらの言葉でまとめてくださり、その日から使えました。", 4, 4, 4,
		"手引きと記入例", "はじめの説明会を、現場で開く",
	},
	{"現場の工夫を教えていただき、私たちの仕事にも役立っています。", "夜の打ち合わせにも合わせてくださり、助かりました。", 3, 3, 4, "見直した用紙", ""},
	{"はじめての参加でしたが、楽しく取り組めました。", "若い方の見方が新鮮でした。", 3, 2, 3, "案内の文章", "担当が替わるときの引き継ぎを決めておく"},
	{"", "ていねいに進めてくださいました。", 2, 2, 3, "途中までの案", "範囲をはじめに決める"},
	{"お茶の時間が、いちばん学びになりました。", "次もお願いします。", 4, 3, 4, "一覧表", ""},
	{"ありがとうございました。", "みんなで続けています。", 3, 4, 4, "当番表", ""},
}

// Answers half a year later: the first is published, the second waits for a coordinator.
var demoChanges = []string{
	"記録にかかる時間が、週に3時間から1時間になりました。空いた時間で、一人ひとりの話を聞けています。", "新しく入った方も、手引きを見て一人で始められるようになりました。",
}

// closings are what both sides say of some projects that are over.
func (b *builder) closings() error {
	at := models.NeedPlace{OrganizationID: b.orgs["nec-probono"].ID}
	list, err := b.tx.Projects().List(at, models.ProjectEnded, "", 500)
	if err != nil {
		return err
	}
	n := 0
	for i := range list {
		p := &list[i].Project
		if p.HelpedID == nil || b.tx.Now.Sub(p.StateAt) < 200*24*time.Hour {
			continue
		}
		if n == len(demoReviews) {
			break
		}
		if err := b.closing(p, &demoReviews[n], n); err != nil {
			return err
		}
		n++
	}
	return b.former()
}

func (b *builder) closing(p *models.Project, d *demoReview, n int) error {
	team, err := b.tx.Projects().Team(p.ID)
	if err != nil {
		return err
	}
	lead := &models.Review{
		Round: models.ReviewAtEnd, Side: models.ReviewTeam, MemberID: &team[0].ID, Thanks: d.byTeam, Delivered: d.delivered,
		Again: d.again, DeliveredWords: d.words, Improve: d.improve,
	}
	helped := &models.Review{
		Round: models.ReviewAtEnd, Side: models.ReviewHelped, Thanks: d.byHelped, Delivered: d.delivered, Used: d.used,
		Again: d.again,
	}
	for _, r := range []*models.Review{lead, helped} {
		if err := b.review(p, r, p.StateAt, n); err != nil {
			return err
		}
	}
	silent := &models.Review{Round: models.ReviewAtEnd, Side: models.ReviewTeam, MemberID: &team[1].ID}
	if err := b.review(p, silent, p.StateAt, n); err != nil {
		return err
	}
	if err := b.publication(p, n); err != nil || n >= len(demoChanges) {
		return err
	}
	later := &models.Review{
		Round: models.ReviewLater, Side: models.ReviewHelped, Used: 4, Changed: demoChanges[n], MayPublish: true,
	}
	if n == 0 {
		later.PublishState = models.HeldShown
	}
	return b.review(p, later, p.StateAt.AddDate(0, 6, 0), n)
}

// What is told of projects on public pages. All agreed to the first two; the third waits for the organization that was
// helped.
var demoPublications = []struct {
	summary, outcome string
	theme            models.NeedTheme
}{
	{"現場の方のお話をうかがい、記録のつけ方を見直して、手引きにまとめました。", "記録にかかる時間が、週に3時間から1時間になりました。", "time"},
	{"毎日の仕事の手順をいっしょに書き出し、新しく入った方にも分かる形に整えました。", "手引きを見て、一人で始められるようになりました。", "management"},
	{"配るものの文章を、読む方の身になって書き直しました。", "", "publicity"},
}

// publication is what is told of a project.
func (b *builder) publication(p *models.Project, n int) error {
	if n >= len(demoPublications) {
		return nil
	}
	d := &demoPublications[n]
	text := &models.Publication{ProjectID: p.ID, Title: p.Title, Summary: d.summary, Outcome: d.outcome, Theme: d.theme}
	if err := b.tx.Publications().Propose(text, 0, p.OrganizationID); err != nil {
		return err
	}
	parts, err := b.tx.Publications().Parts([]string{p.ID})
	for _, part := range parts {
		if part.Kind == models.PartHelped && n == len(demoPublications)-1 {
			continue
		}
		if err := b.tx.Publications().Reply(text, text.Version, part.OrganizationID, true); err != nil {
			return err
		}
	}
	return err
}

// review stores what somebody answered three days after they were asked; who has nothing to say did not answer.
func (b *builder) review(p *models.Project, r *models.Review, asked time.Time, n int) error {
	r.ProjectID, r.Locale = p.ID, "ja"
	if r.Side == models.ReviewHelped {
		until := b.tx.Now.AddDate(0, 3, 0)
		r.Name, r.Email = "窓口の方（デモ）", fmt.Sprintf("helped-%d@past.example", n)
		r.EmailKey, r.KeepUntil = r.Email, &until
	}
	if err := b.tx.Reviews().Ask(r, asked.AddDate(0, 0, 14)); err != nil {
		return err
	}
	r.AskedAt, r.State = asked, models.ReviewLapsed
	if r.Thanks+r.Changed != "" || r.Delivered > 0 {
		at := asked.AddDate(0, 0, 3)
		r.State, r.AnsweredAt = models.ReviewAnswered, &at
		if r.Thanks != "" {
			r.ThanksAt, r.ThanksState = &at, models.HeldShown
		}
	}
	return b.tx.Reviews().Update(r, r.Version)
}

// former are projects of years before the circulation begins, as a list declares them.
func (b *builder) former() error {
	from, to := b.orgs["nec-probono"], []string{"kawasaki-nurses", "senshu", "kawasaki-city"}
	titles := []string{"会報の編集", "会員名簿の整理", "ホームページの入門講座", "行事の記録写真", "備品の貸し出し表", "会計ソフトの選び方"}
	var list []models.FormerProject
	for i, title := range titles {
		helped := b.orgs[to[i%len(to)]]
		if helped == nil {
			continue
		}
		began := b.dayAgo(365*6 + 90*i)
		ended := began.AddDate(0, 2, 0)
		list = append(list, models.FormerProject{
			HelpedName: helped.NameJa, HelperName: from.NameJa, HelperID: &from.ID, Theme: "digital",
			People: 4 + i, Minutes: 60 * (40 + 15*i), Deliverable: title + "の手引き", Changed: "担当の方だけで続けられるようになりました。",
			Project: models.Project{
				HelpedID: &helped.ID, Title: title, Aim: title + "の手引き", TimeZone: b.zone.String(), StateAt: ended.UTC(),
				StartedOn: began.Format(time.DateOnly), EndedOn: ended.Format(time.DateOnly),
			},
		})
	}
	file := &models.FormerImport{OrganizationID: from.ID, FileName: "これまでのプロジェクト.xlsx", IsShown: true}
	return b.tx.Former().Add(file, list)
}
