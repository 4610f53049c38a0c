package consensus

import (
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
)

const (
	maxTitle     = 60
	maxStatement = 120
	maxLines     = 10_000
	mostMinutes  = 60
	// UsualMinutes is how long a round takes if nobody says otherwise.
	UsualMinutes = 3
)

// RoundInput is a round as its form has it.
type RoundInput struct {
	TitleJa string `form:"title_ja"`
	TitleEn string `form:"title_en"`
	// Theme is a theme's slug, "" for all voices.
	Theme   string `form:"theme"`
	Minutes int    `form:"minutes"`
	// Posts are the ids of the voices that are statements.
	Posts []string `form:"posts"`
	// Lines are statements of staff, one a line.
	Lines string `form:"statements"`

	lines []string
}

// check reads the input into a round.
func (in *RoundInput) check(q *models.Query, event *models.Event, round *models.ConsensusRound) error {
	c := check.New()
	themes, err := q.Themes().OfEvent(event)
	if err != nil {
		return err
	}
	round.ThemeID = nil
	var title [2]string
	if i := slices.IndexFunc(themes, func(t models.Theme) bool { return t.Slug == in.Theme }); i >= 0 {
		round.ThemeID, title = &themes[i].ID, [2]string{themes[i].TitleJa, themes[i].TitleEn}
	} else if in.Theme != "" {
		c.Fault("theme", "field.choice")
	}
	round.TitleJa = c.Line("title_ja", in.TitleJa, maxTitle, check.Optional)
	round.TitleEn = c.Line("title_en", in.TitleEn, maxTitle, check.Optional)
	if round.TitleJa == "" {
		round.TitleJa, round.TitleEn = title[0], title[1]
	}
	if round.TitleJa == "" {
		c.Fault("title_ja", "field.required")
	}
	if in.Minutes < 1 || in.Minutes > mostMinutes {
		c.Fault("minutes", "consensus.minutes_range")
	}
	round.Seconds = in.Minutes * 60
	in.lines = nil
	for _, line := range strings.Split(c.Text("statements", in.Lines, maxLines, check.Optional), "\n") {
		if line = strings.TrimSpace(line); line == "" || slices.Contains(in.lines, line) {
			continue
		}
		if len([]rune(line)) > maxStatement {
			c.Fault("statements", "consensus.line_too_long")
		}
		in.lines = append(in.lines, line)
	}
	return c.Err()
}
