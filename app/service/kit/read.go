package kit

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"meguri/app/service/question"
	"meguri/models"
	"meguri/models/text"
)

// The parts of a kit, as the ends of text keys. PartOther is one that this program does not know.
const (
	PartAgenda   = "agenda"
	PartForm     = "form"
	PartSurveys  = "surveys"
	PartMessages = "messages"
	PartWordings = "wordings"
	PartRules    = "rules"
	PartOther    = "other"
)

// Parts are those that staff choose. Messages go with wordings.
var Parts = []string{PartAgenda, PartForm, PartSurveys, PartMessages, PartRules}

// The limits of what is read.
const (
	mostSessions  = 1000
	mostQuestions = 100
	mostSurveys   = 20
	mostMessages  = 100
	mostTypes     = 50
	mostLine      = 200
	mostText      = 10_000
	mostPlaces    = 1_000_000
	mostHours     = 28 * 24
	longest       = 31 * 24 * 60 // minutes
	lastHour      = 23
	mostPause     = 24 * 60
	mostMails     = 50
)

// Read reads a document that somebody else wrote. What this program does not know in it is left out and told by its
// part. Errors: ErrNewer, ErrNoKit.
func Read(content []byte) (k *Kit, leftOut []string, err error) {
	var head struct {
		Version int             `json:"version"`
		Event   json.RawMessage `json:"event"`
	}
	if len(content) > MostBytes || json.Unmarshal(content, &head) != nil || head.Version < 1 {
		return nil, nil, ErrNoKit
	}
	if head.Version > Version {
		return nil, nil, ErrNewer
	}
	k = &Kit{Version: head.Version}
	var parts map[string]json.RawMessage
	if json.Unmarshal(head.Event, &k.Event) != nil || json.Unmarshal(content, &parts) != nil {
		return nil, nil, ErrNoKit
	}
	into := map[string]any{
		PartAgenda: &k.Agenda, PartForm: &k.Form, PartSurveys: &k.Surveys, PartMessages: &k.Messages,
		PartWordings: &k.Wordings, PartRules: &k.Rules,
	}
	left := map[string]bool{}
	for name, part := range parts {
		switch place := into[name]; {
		case name == "version" || name == "event":
		case place == nil:
			left[PartOther] = true
		case json.Unmarshal(part, place) != nil:
			reflect.ValueOf(place).Elem().SetZero()
			left[name] = true
		}
	}
	k.each(func(at place, value *string) { clean(at.field, value) })
	if !k.Event.isSound() {
		return nil, nil, ErrNoKit
	}
	k.check(func(part string) { left[part] = true })
	return k, slices.Sorted(maps.Keys(left)), nil
}

var longTexts = []string{"Description", "Intro", "Body", "Text", "Help", "Summary", "Audience", "Support", "Bring"}

// clean cleans a text as those that people type here.
func clean(name string, value *string) {
	if slices.Contains(longTexts, strings.TrimSuffix(strings.TrimSuffix(name, "Ja"), "En")) {
		*value = text.Shorten(text.CleanText(*value), mostText)
		return
	}
	*value = text.Shorten(text.CleanTitle(*value), mostLine)
}

func (e *Event) isSound() bool {
	_, err := time.Parse("15:04", e.StartsAt)
	zone, zoneErr := time.LoadLocation(e.TimeZone)
	return err == nil && zoneErr == nil && zone != time.Local && e.TimeZone != "" && e.TitleJa+e.TitleEn != "" &&
		0 < e.Minutes && e.Minutes <= longest
}

// check leaves out what cannot be used, and tells of which part that was.
func (k *Kit) check(left func(part string)) {
	k.Agenda = keep(k.Agenda, mostSessions, (*Session).isSound, PartAgenda, left)
	k.Messages = keep(k.Messages, mostMessages, (*Message).isSound, PartMessages, left)
	k.Wordings = keep(k.Wordings, mostMessages, func(w *Wording) bool { return w.Kind != "" }, PartMessages, left)
	if k.Rules != nil {
		k.Rules.check(left)
	}
	k.checkForm(left)
	k.Surveys = keep(k.Surveys, mostSurveys, func(s *Survey) bool { return s.TitleJa+s.TitleEn != "" }, PartSurveys, left)
	for i := range k.Surveys {
		k.Surveys[i].check(left)
	}
}

// keep keeps what is sound of a list, at most so much.
func keep[T any](list []T, most int, isSound func(*T) bool, part string, left func(part string)) []T {
	kept := list[:0]
	for i := range list {
		if len(kept) < most && isSound(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	if len(kept) < len(list) {
		left(part)
	}
	return kept
}

func (s *Session) isSound() bool {
	return s.TitleJa+s.TitleEn != "" && slices.Contains(models.SessionKinds, models.SessionKind(s.Kind)) &&
		-longest <= s.From && s.From <= longest && 0 < s.Minutes && s.Minutes <= longest
}

func (m *Message) isSound() bool {
	return m.SubjectJa+m.SubjectEn != "" &&
		slices.Contains([]string{"", string(models.RegistrationConfirmed), string(models.RegistrationWaitlisted)}, m.State) &&
		(m.Mode == "" || slices.Contains(models.Modes, models.Mode(m.Mode))) &&
		slices.Contains([]string{"", string(models.AttendedYes), string(models.AttendedNot)}, m.Attended)
}

var slug = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9_]){0,59}$`)

func (r *Rules) check(left func(part string)) {
	taken := map[string]bool{}
	r.TicketTypes = keep(r.TicketTypes, mostTypes, func(t *TicketType) bool {
		ok := slug.MatchString(t.Slug) && !taken[t.Slug] && t.NameJa+t.NameEn != "" &&
			slices.Contains(models.Modes, models.Mode(t.Mode)) && (t.Capacity == nil || isWithin(*t.Capacity, mostPlaces))
		taken[t.Slug] = true
		return ok
	}, PartRules, left)
	agreed := map[string]bool{}
	r.Consents = keep(r.Consents, mostTypes, func(c *Consent) bool {
		ok := slug.MatchString(c.Slug) && !agreed[c.Slug] && c.TextJa+c.TextEn != ""
		agreed[c.Slug] = true
		return ok
	}, PartRules, left)
	for _, n := range []struct {
		value *int
		most  int
	}{
		{&r.ConfirmHours, mostHours}, {&r.AddressLimit, models.MaxAddressLimit}, {&r.QuietFrom, lastHour},
		{&r.QuietUntil, lastHour}, {&r.MailPause, mostPause}, {&r.MailCap, mostMails}, {&r.UntilHours, mostHours},
		{&r.ReplyHours, mostHours},
	} {
		if !isWithin(*n.value, n.most) {
			*n.value = 0
			left(PartRules)
		}
	}
}

func isWithin(n, most int) bool { return 0 <= n && n <= most }

func (k *Kit) checkForm(left func(part string)) {
	types := map[string]bool{}
	if k.Rules != nil {
		for i := range k.Rules.TicketTypes {
			types[k.Rules.TicketTypes[i].Slug] = true
		}
	}
	asked := []question.Question{}
	k.Form = keep(k.Form, mostQuestions, func(q *models.FormQuestion) bool {
		had := len(q.TicketTypes)
		q.TicketTypes = slices.DeleteFunc(q.TicketTypes, func(slug string) bool { return !types[slug] })
		if had > 0 && len(q.TicketTypes) == 0 {
			return false // nobody would be asked
		}
		restored := restore(question.FormKinds(), questionOf(q), &asked, func() { left(PartForm) })
		if restored == nil {
			return false
		}
		types := q.TicketTypes
		*q = formQuestion(restored)
		q.TicketTypes = types
		return true
	}, PartForm, left)
}

// restore checks a question after those that were asked before it, nil where it cannot be asked. Where what decides
// whether it is shown was left out, it is shown to all, and that is told.
func restore(
	kinds []models.QuestionKind, typed question.Question, asked *[]question.Question, shownToAll func(),
) *question.Question {
	restored, err := question.RestoreOf(kinds, typed, *asked)
	if err != nil {
		return nil
	}
	*asked = append(*asked, *restored)
	if question.ConditionFaults(*asked)[restored.Slug] != "" {
		restored.Settings.ShowIf = nil
		(*asked)[len(*asked)-1] = *restored
		shownToAll()
	}
	return restored
}

func (s *Survey) check(left func(part string)) {
	if !slices.Contains(models.SurveyAnonymities, models.SurveyAnonymity(s.Anonymity)) {
		s.Anonymity = ""
	}
	asked := []question.Question{}
	s.Questions = keep(s.Questions, mostQuestions, func(q *Question) bool {
		typed := questionOf(&q.FormQuestion)
		typed.Describes = q.Describes
		restored := restore(question.Kinds(), typed, &asked, func() { left(PartSurveys) })
		if restored == nil {
			return false
		}
		q.FormQuestion, q.Describes = formQuestion(restored), restored.Describes
		return true
	}, PartSurveys, left)
}

func questionOf(q *models.FormQuestion) question.Question {
	return question.Question{
		Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn, HelpJa: q.HelpJa,
		HelpEn: q.HelpEn, Options: q.Options, Settings: q.Settings,
	}
}

func formQuestion(q *question.Question) models.FormQuestion {
	return models.FormQuestion{
		Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn, HelpJa: q.HelpJa,
		HelpEn: q.HelpEn, Options: q.Options, Settings: q.Settings,
	}
}
