package voice

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// MaxText is how many characters a voice may have: what can be read out in half a minute.
const MaxText = 300

// maxAnswer is how many characters staff may answer.
const maxAnswer = 2000

const maxRequestID = 100

// Input is what a person says.
type Input struct {
	// ID is made by the client, so that a repeat says nothing twice.
	ID   string          `form:"id"`
	Kind models.PostKind `form:"kind"`
	Text string          `form:"text"`
	// Theme is a theme's slug and Session a session's id; both may be "". Topic is either as a form has it.
	Theme   string
	Session string
	Topic   string `form:"topic"`
	// Named asks for the name beside it, where the event leaves that to the person.
	Named bool `form:"named"`
	// Tells asks for a mail once it is answered.
	Tells bool `form:"tells"`
	// InRecord allows it in the public record of the event, without a name.
	InRecord bool `form:"in_record"`
}

func (in *Input) check(
	q *models.Query, event *models.Event, settings *models.VoiceSettings,
) (*models.Post, error) {
	c := check.New()
	theme, session := in.Theme, in.Session
	if kind, which, _ := strings.Cut(in.Topic, ":"); kind == "theme" {
		theme = which
	} else if in.Topic != "" {
		session = which
	}
	id := c.Name("id", in.ID, maxRequestID, check.Optional)
	if id == "" {
		id = models.NewSecret()
	}
	post := &models.Post{
		ID: models.NewAnonymousID(), EventID: event.ID, RequestID: models.HashSecret(id),
		Kind:  check.Choice(c, "kind", in.Kind, models.PostKinds),
		Text:  readText(c, "text", in.Text, MaxText),
		State: models.PostPublished, Tells: in.Tells, InRecord: in.InRecord,
	}
	if err := findTopic(c, q, event, post, theme, session); err != nil {
		return nil, err
	}
	if post.Flag = flagOf(post.Text, settings.Words); post.Flag != "" || settings.Review == models.ReviewBefore {
		post.State = models.PostHeld
	}
	return post, c.Err()
}

// findTopic finds what the voice is about: a theme, a session or the whole event.
func findTopic(
	c *check.Checker, q *models.Query, event *models.Event, post *models.Post, theme, session string,
) error {
	if theme != "" {
		themes, err := q.Themes().OfEvent(event)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(themes, func(t models.Theme) bool { return t.Slug == theme })
		if i < 0 {
			c.Fault("theme", "field.choice")
			c.Fault("topic", "field.choice")
			return nil
		}
		post.ThemeID = &themes[i].ID
	}
	if session != "" {
		sessions, err := q.Sessions().OfEvent(event)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(sessions, func(s models.Session) bool { return s.ID == session })
		if i < 0 {
			c.Fault("session", "field.choice")
			c.Fault("topic", "field.choice")
			return nil
		}
		post.SessionID = &sessions[i].ID
	}
	return nil
}

// readText reads what somebody says: words, without marks that are piled up to cover the lines around.
func readText(c *check.Checker, field, typed string, maximum int) string {
	cleaned := c.Text(field, text.Unpile(typed), maximum, check.Required)
	if cleaned != "" && !strings.ContainsFunc(cleaned, isWord) {
		c.Fault(field, "voice.no_words")
	}
	return cleaned
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// The flags: why staff read a voice first, whatever the event's settings are.
const (
	flagPhone   = "phone"
	flagAddress = "address"
	flagWord    = "word"
	// flagReported is of voices that several attendees reported.
	flagReported = "reported"
)

var (
	phone = regexp.MustCompile(`(^|[^\d])(\+81[\s-]?|0)\d{1,4}[\s\-()]{0,2}\d{1,4}[\s\-()]{0,2}\d{3,4}($|[^\d])`)
	dash  = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-", "ー", "-", "－", "-", "（", "(", "）", ")")
)

// flagOf finds what may lead to a person, such as a phone number, or one of the words of the event.
func flagOf(said, words string) string {
	plain := text.FoldWidth(dash.Replace(said))
	switch {
	case phone.MatchString(plain):
		return flagPhone
	case text.HasURL(said), strings.Contains(plain, "@"):
		return flagAddress
	case hasWord(said, words):
		return flagWord
	}
	return ""
}

// hasWord reports whether one of the words, one a line, is said, however it is written.
func hasWord(said, words string) bool {
	folded := text.SearchQuery(said)
	for line := range strings.Lines(words) {
		if word := text.SearchQuery(line); word != "" && strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

// Decision is what a moderator makes of a voice.
type Decision string

// Decisions lists all decisions.
var Decisions = []Decision{
	DecidePublish, DecideHide, DecidePin, DecideUnpin, DecideStage, DecideUnstage, DecideAnswer, DecideMerge, DecideKeep,
}

// The decisions. With DecideStage a voice is handed on to the stage, where it waits until it is pinned or taken off.
// With DecideKeep a reported voice stays.
const (
	DecidePublish Decision = "publish"
	DecideHide    Decision = "hide"
	DecidePin     Decision = "pin"
	DecideUnpin   Decision = "unpin"
	DecideAnswer  Decision = "answer"
	DecideMerge   Decision = "merge"
	DecideStage   Decision = "stage"
	DecideUnstage Decision = "unstage"
	DecideKeep    Decision = "keep"
)

// DecisionInput is a decision about one voice.
type DecisionInput struct {
	Decision Decision `form:"decision"`
	// Reason is why it is not published. The author reads it, and Text with it.
	Reason models.PostReason `form:"reason"`
	// Into is the id of the voice that stands for this one.
	Into string `form:"into"`
	// Text is the answer, "" for one that was given on stage.
	Text string `form:"text"`
	// Who answered it, "" where that is not said.
	Who string `form:"who"`
	// Version is the voice's when it was read, 0 for whatever it is now.
	Version int `form:"version"`
}

const maxWho = 100

func (in *DecisionInput) check() (said string, err error) {
	c := check.New()
	check.Choice(c, "decision", in.Decision, Decisions)
	said = c.Text("text", text.Unpile(in.Text), maxAnswer, check.Optional)
	in.Who = c.Line("who", in.Who, maxWho, check.Optional)
	if in.Decision == DecideHide {
		check.Choice(c, "reason", in.Reason, models.PostReasons)
		if in.Reason == models.ReasonOther && said == "" {
			c.Fault("text", "voice.say_why")
		}
	}
	if in.Decision == DecideMerge && !models.ValidID(in.Into) {
		c.Fault("into", "field.choice")
	}
	return said, c.Err()
}

// SettingsInput is how an event takes voices, with its themes as rows.
type SettingsInput struct {
	Open   bool               `form:"open"`
	Review models.VoiceReview `form:"review"`
	Naming models.VoiceNaming `form:"naming"`
	// Words are one a line.
	Words     string   `form:"words"`
	PerMinute int      `form:"per_minute"`
	ID        []string `form:"theme_id"`
	Slug      []string `form:"slug"`
	TitleJa   []string `form:"title_ja"`
	TitleEn   []string `form:"title_en"`
}
