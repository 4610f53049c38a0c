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
	return b.tx.Needs().Update(n, n.Version)
}
