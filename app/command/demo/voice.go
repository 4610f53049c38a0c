package demo

import (
	_ "embed" // voices.tsv
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"meguri/models"
)

var summitThemes = []models.Theme{
	{Slug: "time", TitleJa: "プロボノの時間、どう捻出する？", TitleEn: "Where does the time come from?"},
	{Slug: "skills", TitleJa: "必要なスキルが足りているか不安", TitleEn: "Am I skilled enough?"},
	{Slug: "circulation", TitleJa: "プロボノの循環", TitleEn: "Passing it on"},
}

// themes stores the themes of a summit. Its voices are open until it is over.
func (b *builder) themes(e *models.Event) error {
	themes := make([]models.Theme, len(summitThemes))
	for i, t := range summitThemes {
		t.ID = models.NewID()
		themes[i] = t
	}
	if err := b.tx.Themes().Replace(e, themes); err != nil {
		return err
	}
	return b.tx.VoiceSettings().Save(&models.VoiceSettings{
		EventID: e.ID, Open: e.EndsAt.After(b.tx.Now), Review: models.ReviewBefore, Naming: models.NamingEither,
	})
}

// said is one voice of the summit. Minute is when, from the start; answer is "-" for one that was answered on stage.
type said struct {
	theme  string
	minute int
	votes  int
	kind   models.PostKind
	text   string
	answer string
}

// voicesTable has a voice a line: theme, minute, votes, kind, text, answer.
//
//go:embed voices.tsv
var voicesTable string

func readVoices() ([]said, error) {
	var list []said
	for line := range strings.Lines(voicesTable) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 6 {
			return nil, fmt.Errorf("voices.tsv: %q", line)
		}
		minute, err := strconv.Atoi(cells[1])
		if err != nil {
			return nil, fmt.Errorf("voices.tsv: %w", err)
		}
		votes, err := strconv.Atoi(cells[2])
		if err != nil {
			return nil, fmt.Errorf("voices.tsv: %w", err)
		}
		list = append(list, said{
			theme: cells[0], minute: minute, votes: votes, kind: models.PostKind(cells[3]), text: cells[4], answer: cells[5],
		})
	}
	return list, nil
}

// voices stores what was said at the summit by those who were there.
func (b *builder) voices(e *models.Event, there []models.Registration) error {
	all, err := readVoices()
	if err != nil {
		return err
	}
	themes, err := b.tx.Themes().OfEvent(e)
	if err != nil {
		return err
	}
	byTheme := map[string]*string{}
	for i := range themes {
		byTheme[themes[i].Slug] = &themes[i].ID
	}
	// Numbers of its own: those of the builder make the survey, which comes after it.
	rng := rand.New(rand.NewPCG(2025, 9)) //nolint:gosec // not for secrets
	var posts []models.Post
	var votes []models.PostVote
	var steps []models.PostStep
	var voters []models.Mode
	for i, s := range all {
		order := rng.Perm(len(there))
		p := b.post(e, &s, &there[order[0]], i%4 == 1)
		p.ThemeID, p.InRecord = byTheme[s.theme], i%7 != 3
		steps = append(steps, stepsOf(p, s.answer)...)
		posts = append(posts, *p)
		for _, n := range order[1 : s.votes+1] {
			votes = append(votes, models.PostVote{PostID: p.ID, Voter: b.links.Voter(there[n].ID, p.ID)})
			voters = append(voters, there[n].TicketType.Mode)
		}
	}
	sides := []models.VoteSide{{EventID: e.ID, Mode: models.ModeVenue}, {EventID: e.ID, Mode: models.ModeOnline}}
	for i := range voters {
		if voters[i] == models.ModeVenue {
			sides[0].Count++
		} else {
			sides[1].Count++
		}
	}
	for _, rows := range []any{posts, steps, votes, sides, speeches(e)} {
		if err := b.tx.InsertRows(rows); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) post(e *models.Event, s *said, author *models.Registration, named bool) *models.Post {
	at := e.StartsAt.Add(time.Duration(s.minute) * time.Minute)
	p := &models.Post{
		ID: models.NewAnonymousID(), EventID: e.ID, RequestID: models.HashSecret(models.NewSecret()),
		Author: b.links.Author(author.ID, named), Kind: s.kind, Text: s.text, Mode: author.TicketType.Mode,
		State: models.PostPublished, Votes: s.votes, Version: 2, CreatedAt: at, UpdatedAt: at,
	}
	if named {
		p.RegistrationID = &author.ID
	}
	if s.answer != "" {
		answered := at.Add(answerAfter)
		p.AnsweredAt = &answered
	}
	return p
}

const answerAfter = 6 * time.Minute

// stepsOf are the steps of a voice with an answer, "" for none.
func stepsOf(p *models.Post, answer string) []models.PostStep {
	steps := []models.PostStep{
		step(p, 1, models.StepReceived, 0, ""), step(p, 2, models.StepPublished, time.Minute, ""),
	}
	switch answer {
	case "":
		return steps
	case "-":
		answer = ""
	}
	return append(steps, step(p, 3, models.StepAnswered, answerAfter, answer))
}

func step(p *models.Post, number int, kind models.PostStepKind, after time.Duration, text string) models.PostStep {
	return models.PostStep{
		ID: models.NewAnonymousID(), PostID: p.ID, Number: number, Kind: kind, Text: text, CreatedAt: p.CreatedAt.Add(after),
	}
}

// spoken are the minutes of the summit at which somebody began to speak, by side.
var spoken = []struct {
	from, until int
	mode        models.Mode
}{{15, 40, models.ModeVenue}, {98, 106, models.ModeVenue}, {106, 110, models.ModeOnline}, {125, 131, models.ModeOnline}}

func speeches(e *models.Event) (list []models.Speech) {
	for _, s := range spoken {
		until := e.StartsAt.Add(time.Duration(s.until) * time.Minute)
		list = append(list, models.Speech{
			ID: models.NewID(), EventID: e.ID, Mode: s.mode, EndedAt: &until,
			StartedAt: e.StartsAt.Add(time.Duration(s.from) * time.Minute),
		})
	}
	return list
}
