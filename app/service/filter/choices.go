package filter

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/i18n"
	"meguri/models"
)

// Names are what filters of an event call by name.
type Names struct {
	TicketTypes []models.TicketType
	Tags        []models.Tag
	Surveys     []models.Survey
	// SignUps are the sessions that people sign up for.
	SignUps []models.Session
	event   *models.Event
	book    *ask.Book
}

// NamesOf reads them.
func NamesOf(q *models.Query, event *models.Event) (*Names, error) {
	names := Names{}
	return &names, names.read(q, event)
}

// Answers reads people's answers to the questions of the event's form.
func (n *Names) Answers() *ask.Book { return n.book }

func (n *Names) read(q *models.Query, event *models.Event) (err error) {
	n.event = event
	if n.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return err
	}
	if n.Tags, err = q.Tags().OfEvent(event); err != nil {
		return err
	}
	if n.Surveys, err = q.Surveys().OfEvent(event); err != nil {
		return err
	}
	if n.SignUps, err = sessionsWithPlaces(q, event); err != nil {
		return err
	}
	n.book, err = ask.OpenBook(q, event)
	return err
}

// maxOrganizations is how many organizations the form of the filter offers.
const maxOrganizations = 200

// Choices are what the form of the filter offers beside what every event has.
type Choices struct {
	Names
	Questions     []Question
	Organizations []string
}

// Question is a question of the form, with the answers that several people gave, as they are stored.
type Question struct {
	models.Choice

	book *ask.Book
}

// Title is the question as it reads.
func (q Question) Title(texts *i18n.Localizer) string { return q.book.Title(texts, q.Question) }

// Text is one of the answers as it reads.
func (q Question) Text(texts *i18n.Localizer, answer string) string {
	return q.book.Text(texts, q.Question, answer)
}

// ChoicesOf reads them.
func ChoicesOf(q *models.Query, event *models.Event) (*Choices, error) {
	var choices Choices
	err := choices.read(q, event)
	if err != nil {
		return nil, err
	}
	asked, err := q.Registrations().Choices(event)
	if err != nil {
		return nil, err
	}
	for _, of := range asked {
		if !strings.Contains(of.Question, ":") && choices.book.IsChoice(of.Question) {
			choices.Questions = append(choices.Questions, Question{of, choices.book})
		}
	}
	choices.Organizations, err = q.Registrations().Organizations(event, maxOrganizations)
	return &choices, err
}

// InputOf is what a form shows of a filter that is stored.
func (n *Names) InputOf(f *models.RegistrationFilter) Input {
	in := Input{
		Search: f.Query, State: f.State, Mode: f.Mode, Attended: f.Attended, Needs: f.NeedsOnly,
		Organization: f.Organization, MailFailed: f.MailFailed, NoEmail: f.NoEmail,
		NoOrganization: f.NoOrganization, Way: f.Way, EntryCode: f.EntryCodeID, Session: f.SessionID,
	}
	if i := slices.IndexFunc(n.TicketTypes, func(t models.TicketType) bool { return t.ID == f.TicketTypeID }); i >= 0 {
		in.TicketType = n.TicketTypes[i].Slug
	}
	for _, id := range f.TagIDs {
		in.Tags = append(in.Tags, n.tag(id))
	}
	for _, a := range f.Answers {
		in.Answers = append(in.Answers, a.Question+":"+a.Answer)
	}
	if f.OnlineAtLeast > 0 {
		in.Online = strconv.Itoa(f.OnlineAtLeast)
	}
	in.RegisteredFrom, in.RegisteredUntil = n.days(f.Made)
	in.CancelledFrom, in.CancelledUntil = n.days(f.Cancelled)
	if s := f.Survey; s != nil {
		in.Survey, in.Answered = s.SurveyID, "no"
		if s.Answered {
			in.Answered = "yes"
		}
	}
	return in
}

// days is readDays the other way round.
func (n *Names) days(of *models.Interval) (first, last string) {
	if of == nil {
		return "", ""
	}
	if !of.From.IsZero() {
		first = n.event.Local(of.From).Format(time.DateOnly)
	}
	if of.Until.Before(lastDay) {
		last = n.event.Local(of.Until).AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return first, last
}

// goneTag stands for a tag that nobody has any more.
const goneTag = "–"

func (n *Names) tag(id string) string {
	if i := slices.IndexFunc(n.Tags, func(t models.Tag) bool { return t.ID == id }); i >= 0 {
		return n.Tags[i].Name
	}
	return goneTag
}

// Words say what the filter combines, each condition by itself.
func (n *Names) Words(texts *i18n.Localizer, in *Input) (list []string) {
	for _, c := range in.Conditions() {
		list = append(list, n.InWords(texts, in, c))
	}
	return list
}

// InWords says what one of the filter's conditions is.
func (n *Names) InWords(texts *i18n.Localizer, in *Input, c Condition) string {
	switch c.Name {
	case "q":
		return texts.T("filter.search_chip", "text", c.Value)
	case "state":
		return texts.T("registration.state_" + c.Value)
	case "way":
		return texts.T("registration.way_" + c.Value)
	case "entry_code":
		return texts.T("filter.entry_code")
	case "session":
		return texts.T("filter.session_chip", "title", n.sessionTitle(texts, c.Value))
	case "mode":
		return texts.T("filter.mode_" + c.Value)
	case "attended":
		return texts.T("desk.attended_" + c.Value)
	case "online":
		return texts.T("filter.online_chip", "n", c.Value)
	case "needs":
		return texts.T("registration.has_needs")
	case "tag":
		return texts.T("filter.tag_chip", "tag", c.Value)
	case "answer":
		question, answer, _ := strings.Cut(c.Value, ":")
		return texts.T("filter.answer_chip",
			"question", n.book.Title(texts, question), "answer", n.book.Text(texts, question, answer))
	case "answered":
		return texts.T("filter.answered_"+c.Value+"_chip", "survey", n.surveyTitle(texts, in.Survey))
	case "registered_from":
		return texts.T("filter.registered_from_chip", "day", dayInWords(texts, c.Value))
	case "registered_until":
		return texts.T("filter.registered_until_chip", "day", dayInWords(texts, c.Value))
	case "cancelled_from":
		return texts.T("filter.cancelled_from_chip", "day", dayInWords(texts, c.Value))
	case "cancelled_until":
		return texts.T("filter.cancelled_until_chip", "day", dayInWords(texts, c.Value))
	case "no_email":
		return texts.T("filter.no_email")
	case "no_organization":
		return texts.T("filter.no_organization")
	case "mail_failed":
		return texts.T("filter.mail_failed")
	case "ticket_type":
		if i := slices.IndexFunc(n.TicketTypes, func(t models.TicketType) bool { return t.Slug == c.Value }); i >= 0 {
			return texts.Pick(n.TicketTypes[i].NameJa, n.TicketTypes[i].NameEn)
		}
	}
	return c.Value
}

func dayInWords(texts *i18n.Localizer, typed string) string {
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return typed
	}
	return texts.Date(day)
}

// surveyTitle is the title of a survey, of the latest where none is named.
func (n *Names) surveyTitle(texts *i18n.Localizer, id string) string {
	i := slices.IndexFunc(n.Surveys, func(s models.Survey) bool { return s.ID == id })
	if i < 0 {
		i = len(n.Surveys) - 1
	}
	if i < 0 {
		return texts.T("filter.survey")
	}
	return texts.Pick(n.Surveys[i].TitleJa, n.Surveys[i].TitleEn)
}

// sessionsWithPlaces are the sessions that people sign up for, in order of time.
func sessionsWithPlaces(q *models.Query, event *models.Event) ([]models.Session, error) {
	places, err := q.SessionPlaces().OfEvent(event)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	sessions, err := q.Sessions().OfEvent(event)
	return slices.DeleteFunc(sessions, func(s models.Session) bool { return places[s.ID] == nil }), err
}

func (n *Names) sessionTitle(texts *i18n.Localizer, id string) string {
	i := slices.IndexFunc(n.SignUps, func(s models.Session) bool { return s.ID == id })
	if i < 0 {
		return goneTag
	}
	return texts.Pick(n.SignUps[i].TitleJa, n.SignUps[i].TitleEn)
}

// Relaxed is a filter without one of its conditions, and how many people that chooses.
type Relaxed struct {
	Condition
	Filter *Input
	Total  int
}

// Relax finds of a filter that chooses nobody which condition to leave out, so that it chooses somebody.
func (in *Input) Relax(q *models.Query, event *models.Event) (list []Relaxed, err error) {
	conditions := in.Conditions()
	if len(conditions) < 2 { // all conditions are left out by one link
		return nil, nil
	}
	for _, condition := range conditions {
		without := in.Without(condition)
		filter, err := without.Read(q, event)
		if err != nil {
			return nil, err
		}
		page, err := q.Registrations().Sorted(event, filter, 0, 1)
		if err != nil {
			return nil, err
		}
		if page.Total > 0 {
			list = append(list, Relaxed{condition, without, page.Total})
		}
	}
	return list, nil
}
