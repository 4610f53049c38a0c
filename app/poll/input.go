package poll

import (
	"slices"
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/models"
)

const (
	maxRequestID = 100
	maxSeconds   = 3600
	// maxPolls is how many polls an event may have.
	maxPolls = 200
)

// Input is the form of a poll.
type Input struct {
	// ID is made by the client, so that a form that is sent twice makes one poll.
	ID      string          `form:"id"`
	TitleJa string          `form:"title_ja"`
	TitleEn string          `form:"title_en"`
	Kind    models.PollKind `form:"kind"`
	// Options has one option per line, "日本語 | English"; of a scale the words for its two ends, or none.
	Options string `form:"options"`
	// Correct is the line of a quiz's right answer, from 1.
	Correct string `form:"correct"`
	Session string `form:"session"`
	// StartsWithSession opens it when its session begins.
	StartsWithSession bool   `form:"starts_with_session"`
	HidesResults      bool   `form:"hides_results"`
	Fixed             bool   `form:"fixed"`
	Seconds           string `form:"seconds"`
	Version           int    `form:"version"`
	// Start opens a new poll at once.
	Start bool `form:"start"`
}

// here are the options of a poll that asks who is here and has no others.
var here = "企業 | Company\n行政 | Public office\n大学・研究機関 | University or research\n" +
	"市民活動・NPO | Civil society\n医療・福祉 | Health and care\n個人・その他 | On my own, or other"

func (in *Input) check(q *models.Query, event *models.Event) (*models.Poll, error) {
	c := check.New()
	kind := check.Choice(c, "kind", in.Kind, models.PollKinds)
	id := c.Name("id", in.ID, maxRequestID, check.Optional)
	if id == "" {
		id = models.NewSecret()
	}
	poll := &models.Poll{
		ID: models.NewID(), EventID: event.ID, RequestID: models.HashSecret(id), Kind: kind, State: models.PollPrepared,
		HidesResults: in.HidesResults || kind == models.PollQuiz, Changeable: !in.Fixed && kind != models.PollQuiz,
		Seconds: c.Int("seconds", in.Seconds, 0, maxSeconds, check.Optional),
	}
	in.ask(c, poll)
	if err := in.findSession(c, q, event, poll); err != nil {
		return nil, err
	}
	list, err := q.Polls().OfEvent(event)
	if len(list) >= maxPolls {
		c.Fault("title_ja", "poll.too_many")
	}
	if err == nil {
		err = c.Err()
	}
	return poll, err
}

// ask reads the question. The question engine checks it.
func (in *Input) ask(c *check.Checker, poll *models.Poll) {
	typed := in.Options
	if poll.Kind == models.PollHere && strings.TrimSpace(typed) == "" {
		typed = here
	}
	input := question.Input{
		Kind: poll.Kind.QuestionKind(), Required: true, TitleJa: in.TitleJa, TitleEn: in.TitleEn, Options: typed,
	}
	asked := input.Read(c, []models.QuestionKind{input.Kind})
	poll.TitleJa, poll.TitleEn, poll.Options = asked.TitleJa, asked.TitleEn, asked.Options
	if poll.Kind == models.PollQuiz {
		n := c.Int("correct", in.Correct, 1, len(poll.Options), check.Required)
		if n >= 1 && n <= len(poll.Options) {
			poll.Correct = poll.Options[n-1].Slug
		}
	}
}

func (in *Input) findSession(c *check.Checker, q *models.Query, event *models.Event, poll *models.Poll) error {
	if in.Session == "" {
		if in.StartsWithSession {
			c.Fault("session", "poll.which_session")
		}
		return nil
	}
	sessions, err := q.Sessions().Outline(event, maxSessions)
	i := slices.IndexFunc(sessions, func(s models.Session) bool { return s.ID == in.Session })
	if i < 0 {
		c.Fault("session", "field.choice")
		return err
	}
	poll.SessionID, poll.StartsWithSession = &sessions[i].ID, in.StartsWithSession
	return err
}

const maxSessions = 1000

// InputOf is the form of a poll that is stored.
func InputOf(poll *models.Poll) *Input {
	in := &Input{
		TitleJa: poll.TitleJa, TitleEn: poll.TitleEn, Kind: poll.Kind, StartsWithSession: poll.StartsWithSession,
		HidesResults: poll.HidesResults, Fixed: !poll.Changeable, Version: poll.Version,
	}
	if poll.SessionID != nil {
		in.Session = *poll.SessionID
	}
	if poll.Seconds > 0 {
		in.Seconds = strconv.Itoa(poll.Seconds)
	}
	var lines []string
	for i, o := range poll.Options {
		line := o.TextJa
		if o.TextEn != "" {
			line += " | " + o.TextEn
		}
		lines = append(lines, line)
		if o.Slug == poll.Correct {
			in.Correct = strconv.Itoa(i + 1)
		}
	}
	in.Options = strings.Join(lines, "\n")
	return in
}

// answerSlug names the question of a poll in its form.
const answerSlug = "answer"

// Field is the name of the field that has the answer.
const Field = "q_" + answerSlug

// asked is the question of a poll.
func asked(p *models.Poll) question.Question {
	return question.Question{
		Slug: answerSlug, Kind: p.Kind.QuestionKind(), Required: true, TitleJa: p.TitleJa, TitleEn: p.TitleEn,
		Options: p.Options,
	}
}

// maxWords is how many characters an answer in words may have: it is to be read from the last row.
const maxWords = 40

// readAnswer reads what a person answers.
func readAnswer(p *models.Poll, given map[string][]string) ([]string, error) {
	answers, err := question.Check([]question.Question{asked(p)}, given)
	if err != nil {
		return nil, err
	}
	values := answers[answerSlug]
	if p.Kind == models.PollWords && len([]rune(values[0])) > maxWords {
		return nil, models.InvalidFields(map[string]string{Field: "poll.words_long"})
	}
	return values, nil
}
