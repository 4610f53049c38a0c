package demo

import (
	_ "embed" // needs.tsv
	"strings"
	"time"

	"meguri/models"
)

// needsFile has a need a line: organization, event, state, days since it was opened, effort, theme, way, place, days
// until the deadline, mark (home, minors), title, trouble, better, means, task, deliverable.
//
//go:embed needs.tsv
var needsFile string

// needs are what the organizations of the summit need help with.
func (b *builder) needs() error {
	for line := range strings.Lines(needsFile) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 16 || strings.HasPrefix(line, "#") {
			continue
		}
		if err := b.need(f); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) need(f []string) error {
	ago, err := time.ParseDuration(f[3])
	if err != nil {
		return err
	}
	within, err := time.ParseDuration(f[8])
	if err != nil {
		return err
	}
	n := &models.Need{
		OrganizationID: b.orgs[f[0]].ID, Source: models.NeedByStaff,
		Effort: models.Effort(f[4]), Theme: models.NeedTheme(f[5]), Way: models.NeedWay(f[6]), Place: f[7],
		AtHome: strings.Contains(f[9], "home"), WithMinors: strings.Contains(f[9], "minors"),
		Title: f[10], Trouble: f[11], Better: f[12], Means: f[13], Task: f[14], Deliverable: f[15],
		ContactName: "事務局（デモ）", ContactEmail: f[0] + "@meguri.example", ContactKey: f[0] + "@meguri.example",
	}
	if within > 0 {
		n.Deadline = b.tx.Now.Add(within).Format(time.DateOnly)
	}
	if f[1] != "" {
		e, err := b.tx.Events().BySlug(f[1])
		if err != nil {
			return err
		}
		n.EventID = &e.ID
	}
	if err := b.tx.Needs().Create(n); err != nil {
		return err
	}
	to := models.NeedState(f[2])
	for _, step := range []models.NeedState{models.NeedOpen, models.NeedTalking, models.NeedTaken, models.NeedDone} {
		if n.State == to {
			break
		}
		if step == models.NeedTaken && n.NeedsAgreement() {
			n.Agreement, n.AgreedAt = "職員が同席します。けがや事故のときは、すぐに事務局へ連絡します。", &b.tx.Now
		}
		if step == models.NeedTalking {
			n.TalkingWith = "部員2人（デモ）"
		}
		if err := n.Move(step, b.tx.Now.Add(-ago)); err != nil {
			return err
		}
	}
	if n.State == models.NeedDraft {
		return nil
	}
	if err := b.tx.Needs().Update(n, n.Version); err != nil {
		return err
	}
	return b.offers(n)
}

// demoOffer is somebody who puts themselves forward for the need with the title.
type demoOffer struct {
	need, name, email, words string
	state                    models.OfferState
	lines                    []string // by turns, the coordinator's first
	asks                     bool
}

var demoOffers = []demoOffer{
	{
		"会員の名簿を一つにまとめたい", "梅田 うめ（デモ）", "ume@mail.example",
		"会社で顧客の名簿を直しています。土曜の午前に1時間なら、お手伝いできます。", models.OfferOffered, nil, true,
	},
	{
		"会員の名簿を一つにまとめたい", "小杉 すすむ（デモ）", "susumu@mail.example",
		"表計算で重なりを見つけるのが得意です。平日の夜なら、いつでも大丈夫です。", models.OfferTalking,
		[]string{"ありがとうございます。木曜の20時からはいかがですか。", "木曜で大丈夫です。見本の表を先に見たいです。"}, false,
	},
	{
		"一人で続けている会計を、見える形にしたい", "溝口 みのり（デモ）", "minori@mail.example",
		"毎月、会社で伝票と領収書を突き合わせています。", models.OfferTalking,
		[]string{"ぜひお願いします。一か月分の領収書を、画面で一緒に見ていただけますか。"}, true,
	},
	{
		"夜勤の勤務表を、もう少し楽に組みたい", "登戸 のぼる（デモ）", "noboru@mail.example",
		"店でパート20人のシフトを組んでいます。", models.OfferAccepted,
		[]string{"看護の現場と似ています。一度お話を聞かせてください。", "はい。来週の火曜にうかがえます。"}, true,
	},
}

// offers are those of the demo for a need.
func (b *builder) offers(n *models.Need) error {
	for i := range demoOffers {
		d := &demoOffers[i]
		if d.need != n.Title {
			continue
		}
		o := &models.Offer{
			NeedID: n.ID, Name: d.name, Email: d.email, EmailKey: d.email, Locale: "ja", Words: d.words, MayBeAsked: d.asks,
		}
		if err := b.tx.Offers().Add(o); err != nil {
			return err
		}
		if _, err := b.tx.Offers().Confirm(o); err != nil {
			return err
		}
		for turn, text := range d.lines {
			line := &models.OfferLine{OfferID: o.ID, FromStaff: turn%2 == 0, Text: text}
			if err := b.tx.Offers().AddLine(line); err != nil {
				return err
			}
		}
		if d.state == models.OfferOffered {
			continue
		}
		var due *time.Time
		if d.state == models.OfferTalking && len(d.lines)%2 == 1 {
			at := b.tx.Now.Add(5 * 24 * time.Hour)
			due = &at
		}
		if err := o.Move(d.state, due, b.tx.Now); err != nil {
			return err
		}
		if err := b.tx.Offers().Update(o, o.Version); err != nil {
			return err
		}
	}
	return nil
}
