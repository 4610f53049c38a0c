// Package filter is which people of an event are chosen: in the list of people, its files, the API, messages, and what
// is done to many. There is one rule, and this is where it is read.
package filter

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/ticket"
	"meguri/models"
)

const (
	maxPage    = 1_000_000
	maxMinutes = 100_000
	// maxChosen is how many tags, or answers, a filter may ask for.
	maxChosen = 10
)

// Input chooses registrations of an event, for the list, its files, the API, and what is done to many. Empty
// fields choose all.
type Input struct {
	Search     string                   `form:"q"           query:"q"`           // as typed; see models.RegistrationFilter
	TicketType string                   `form:"ticket_type" query:"ticket_type"` // slug
	State      models.RegistrationState `form:"state"       query:"state"`
	Mode       models.Mode              `form:"mode"        query:"mode"`
	Attended   models.Attended          `form:"attended"    query:"attended"`
	Needs      bool                     `form:"needs"       query:"needs"` // only who wrote what they need
	// Organization is the whole name. Tags are names of tags, Answers a question, a colon and an answer; who has all of
	// them is chosen.
	Organization string   `form:"organization" query:"organization"`
	Tags         []string `form:"tag"          query:"tag"`
	Answers      []string `form:"answer"       query:"answer"`
	// Online is for how many minutes at least people were in the live room, MailFailed chooses those to whom a mail could
	// not be delivered.
	Online     string `form:"online"      query:"online"`
	MailFailed bool   `form:"mail_failed" query:"mail_failed"`
	// NoEmail chooses those who have no address.
	NoEmail bool `form:"no_email" query:"no_email"`
	// NoOrganization chooses those who wrote no organization.
	NoOrganization bool `form:"no_organization" query:"no_organization"`
	// Way is by which way staff registered them, as models.EntryWalkIn of those who came without a ticket.
	Way models.EntryWay `form:"way" query:"way"`
	// EntryCode is the id of the code with which they registered.
	EntryCode string `form:"entry_code" query:"entry_code"`
	// Session is the id of a session that they have a place in.
	Session string `form:"session" query:"session"`
	// Answered is "yes" or "no", of those who were asked to answer the survey with the id Survey, "" for the latest.
	Answered string `form:"answered" query:"answered"`
	Survey   string `form:"survey"   query:"survey"`
	// RegisteredFrom and RegisteredUntil are the first and the last day on which people registered: 2006-01-02.
	RegisteredFrom  string `form:"registered_from"  query:"registered_from"`
	RegisteredUntil string `form:"registered_until" query:"registered_until"`
	// CancelledFrom and CancelledUntil are the same of when they cancelled.
	CancelledFrom  string `form:"cancelled_from"  query:"cancelled_from"`
	CancelledUntil string `form:"cancelled_until" query:"cancelled_until"`
	// View is the id of the named list that the filter came from. It chooses nobody.
	View string `query:"view"`
	// IDs chooses among these; none for all.
	IDs []string `query:"id"`
	// Sort is one of models.Sorts, with a minus in front for the other direction; "" is 五十音 order.
	Sort string `query:"sort"`
	// Page counts from 1. From is a row of the syllabary, and means the page on which it begins in a list by name.
	Page string `query:"page"`
	From string `query:"from"`
	// After is where the page before ended; see CursorAfter.
	After string `query:"after"`
}

// Of is the filter and the order that the query of a list's address has.
func Of(query url.Values) *Input {
	return &Input{
		Search:       query.Get("q"),
		TicketType:   query.Get("ticket_type"),
		State:        models.RegistrationState(query.Get("state")),
		Mode:         models.Mode(query.Get("mode")),
		Attended:     models.Attended(query.Get("attended")),
		Needs:        query.Get("needs") == "true",
		Organization: query.Get("organization"),
		Tags:         given(query["tag"]),
		Answers:      given(query["answer"]),
		Online:       query.Get("online"),
		MailFailed:   query.Get("mail_failed") == "true",
		NoEmail: query.Get(
			"no_email",
		) == "true",
		NoOrganization:  query.Get("no_organization") == "true",
		Way:             models.EntryWay(query.Get("way")),
		EntryCode:       query.Get("entry_code"),
		Session:         query.Get("session"),
		RegisteredFrom:  query.Get("registered_from"),
		RegisteredUntil: query.Get("registered_until"),
		CancelledFrom:   query.Get("cancelled_from"),
		CancelledUntil:  query.Get("cancelled_until"),
		View:            query.Get("view"),
		Answered:        query.Get("answered"),
		Survey:          query.Get("survey"),
		IDs:             given(query["id"]),
		Sort:            query.Get("sort"),
	}
}

// given leaves out what a form sends of fields that were left empty.
func given(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
}

// Query is the filter and the order as the query of an address, from the first page on.
func (in *Input) Query() url.Values {
	query := in.chosen()
	for name, value := range map[string]string{"sort": in.Sort, "view": in.View} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

func (in *Input) chosen() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": in.Search, "ticket_type": in.TicketType, "state": string(in.State), "mode": string(in.Mode),
		"attended": string(in.Attended), "organization": in.Organization, "online": in.Online, "answered": in.Answered,
		"registered_from": in.RegisteredFrom, "registered_until": in.RegisteredUntil,
		"cancelled_from": in.CancelledFrom, "cancelled_until": in.CancelledUntil, "way": string(in.Way),
		"entry_code": in.EntryCode, "session": in.Session,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, is := range map[string]bool{
		"needs": in.Needs, "mail_failed": in.MailFailed, "no_email": in.NoEmail, "no_organization": in.NoOrganization,
	} {
		if is {
			query.Set(name, "true")
		}
	}
	for name, list := range map[string][]string{"tag": in.Tags, "answer": in.Answers, "id": in.IDs} {
		if list = given(list); len(list) > 0 {
			query[name] = list
		}
	}
	if in.Answered != "" && in.Survey != "" {
		query.Set("survey", in.Survey)
	}
	return query
}

// IsEmpty reports whether the filter chooses everybody.
func (in *Input) IsEmpty() bool { return len(in.chosen()) == 0 }

// IsPlain reports whether the whole list is meant, from its first page on.
func (in *Input) IsPlain() bool {
	return len(in.Query()) == 0 && in.Page == "" && in.From == "" && in.After == ""
}

// Condition is one of those that a filter combines.
type Condition struct{ Name, Value string }

// conditionNames are the names of conditions in the order in which they are shown.
var conditionNames = []string{
	"q", "state", "ticket_type", "mode", "attended", "online", "needs", "organization", "tag", "answer", "answered",
	"no_organization", "mail_failed", "no_email", "way", "entry_code", "session", "registered_from", "registered_until",
	"cancelled_from", "cancelled_until",
}

// Conditions lists what the filter combines. People who were chosen by their ids are none.
func (in *Input) Conditions() (list []Condition) {
	query := in.chosen()
	for _, name := range conditionNames {
		for _, value := range query[name] {
			list = append(list, Condition{name, value})
		}
	}
	return list
}

// Without is the filter without one of its conditions.
func (in *Input) Without(c Condition) *Input {
	query := in.Query()
	query[c.Name] = slices.DeleteFunc(query[c.Name], func(value string) bool { return value == c.Value })
	return Of(query)
}

// sort reads the order.
func (in *Input) sort(c *check.Checker) models.RegistrationSort {
	by, desc := strings.CutPrefix(in.Sort, "-")
	if by == "" && !desc {
		return models.RegistrationSort{}
	}
	return models.RegistrationSort{By: check.Choice(c, "sort", models.SortBy(by), models.Sorts), Desc: desc}
}

// PageNumber reads the number of the page.
func (in *Input) PageNumber() (int, error) {
	if in.Page == "" {
		return 1, nil
	}
	c := check.New()
	page := c.Int("page", in.Page, 1, maxPage, check.Required)
	return page, c.Err()
}

// Rows are the letters at which the rows of the list of readings begin, in their order.
var Rows = []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "A"}

// Read reads the filter. Errors: Invalid with the fields at fault, NotFound for a ticket type or a survey that the
// event does not have. A tag that nobody has any more chooses nobody.
func (in *Input) Read(q *models.Query, event *models.Event) (models.RegistrationFilter, error) {
	c := check.New()
	filter := in.check(c, event)
	if err := c.Err(); err != nil {
		return filter, err
	}
	_, err := in.find(q, event, &filter)
	return filter, err
}

// Check reads the filter as a part of a form: what is wrong with it is a fault of that.
func (in *Input) Check(
	c *check.Checker, q *models.Query, event *models.Event,
) (models.RegistrationFilter, error) {
	filter := in.check(c, event)
	field, err := in.find(q, event, &filter)
	if models.CodeOf(err) == models.CodeNotFound {
		c.Fault(field, "field.choice")
		return filter, nil
	}
	return filter, err
}

// check reads what needs no database.
func (in *Input) check(c *check.Checker, event *models.Event) models.RegistrationFilter {
	filter := models.RegistrationFilter{
		Query: in.Search, State: in.State, Mode: in.Mode, Attended: in.Attended, NeedsOnly: in.Needs,
		Organization: in.Organization, MailFailed: in.MailFailed, NoEmail: in.NoEmail, Sort: in.sort(c),
		NoOrganization: in.NoOrganization, Way: in.Way,
	}
	if code, ok := ticket.FindCode(in.Search); ok { // typed without the hyphen, or in other letters
		filter.Query = code
	}
	in.checkChoices(c)
	in.readLists(c, &filter)
	filter.Made = readDays(
		c,
		event,
		day{"registered_from", in.RegisteredFrom},
		day{"registered_until", in.RegisteredUntil},
	)
	filter.Cancelled = readDays(
		c,
		event,
		day{"cancelled_from", in.CancelledFrom},
		day{"cancelled_until", in.CancelledUntil},
	)
	if in.Online != "" {
		filter.OnlineAtLeast = c.Int("online", in.Online, 1, maxMinutes, check.Required)
	}
	if in.After != "" {
		filter.After, filter.AfterID = readCursor(c, in.After)
	}
	return filter
}

// checkChoices looks at the fields that are one of a few values.
func (in *Input) checkChoices(c *check.Checker) {
	if in.State != "" {
		check.Choice(c, "state", in.State, models.RegistrationStates)
	}
	if in.Mode != "" {
		check.Choice(c, "mode", in.Mode, models.Modes)
	}
	if in.Attended != "" {
		check.Choice(c, "attended", in.Attended, models.Attendances)
	}
	if in.Way != "" {
		check.Choice(c, "way", in.Way, models.AllEntryWays)
	}
	if in.Answered != "" {
		check.Choice(c, "answered", in.Answered, []string{"yes", "no"})
	}
	if in.From != "" {
		check.Choice(c, "from", in.From, Rows)
	}
}

// readLists reads the fields that may be given several times.
func (in *Input) readLists(c *check.Checker, filter *models.RegistrationFilter) {
	for _, id := range given(in.IDs) {
		if models.ValidID(id) {
			filter.IDs = append(filter.IDs, id)
		} else {
			c.Fault("id", "field.choice")
		}
	}
	for _, answer := range given(in.Answers) {
		question, value, ok := strings.Cut(answer, ":")
		if !ok || question == "" {
			c.Fault("answer", "field.choice")
			continue
		}
		filter.Answers = append(filter.Answers, models.GivenAnswer{Question: question, Answer: value})
	}
	if len(in.Tags) > maxChosen || len(in.Answers) > maxChosen {
		c.Fault("tag", "field.choice")
	}
}

// lastDay is later than what anybody does.
var lastDay = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// day is one that was typed into a field, "" for none.
type day struct{ field, typed string }

// read is when the day begins on the event's clock.
func (d day) read(c *check.Checker, event *models.Event, otherwise time.Time) time.Time {
	if d.typed == "" {
		return otherwise
	}
	at, err := time.ParseInLocation(time.DateOnly, d.typed, event.Zone())
	if err != nil {
		c.Fault(d.field, "field.time")
	}
	return at
}

// readDays is from the beginning of one day to the end of another, nil where neither was typed.
func readDays(c *check.Checker, event *models.Event, first, last day) *models.Interval {
	if first.typed == "" && last.typed == "" {
		return nil
	}
	days := &models.Interval{From: first.read(c, event, time.Time{}), Until: last.read(c, event, lastDay)}
	if last.typed != "" {
		days.Until = days.Until.AddDate(0, 0, 1)
	}
	return days
}

// find looks up what the filter names. An error is of a field.
func (in *Input) find(
	q *models.Query, event *models.Event, filter *models.RegistrationFilter,
) (field string, err error) {
	for _, name := range given(in.Tags) {
		tag, err := q.Tags().ByName(event, name)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return "tag", err
		}
		filter.TagIDs = append(filter.TagIDs, tag.ID)
	}
	if in.EntryCode != "" {
		code, err := q.EntryCodes().ByID(event, in.EntryCode)
		if err != nil {
			return "entry_code", err
		}
		filter.EntryCodeID = code.ID
	}
	if in.Session != "" {
		places, err := q.SessionPlaces().Of(event, in.Session)
		if err != nil {
			return "session", err
		}
		filter.SessionID = places.SessionID
	}
	if in.Answered != "" {
		filter.Survey = &models.OfSurvey{SurveyID: in.Survey, Answered: in.Answered == "yes"}
	}
	if in.Answered != "" && in.Survey != "" {
		if _, err := q.Surveys().ByID(event, in.Survey); err != nil {
			return "survey", err
		}
	}
	if in.TicketType == "" {
		return "", nil
	}
	ticketType, err := q.TicketTypes().BySlug(event, in.TicketType)
	filter.TicketTypeID = ticketType.ID
	return "ticket_type", err
}

// CursorAfter encodes the position after a registration in the list, for a URL.
func CursorAfter(r *models.Registration) string {
	return base64.RawURLEncoding.EncodeToString([]byte(r.SortKey + " " + r.ID))
}

func readCursor(c *check.Checker, cursor string) (key, id string) {
	decoded, err := base64.RawURLEncoding.DecodeString(cursor)
	key, id, ok := strings.Cut(string(decoded), " ")
	if err != nil || !ok {
		c.Fault("after", "field.choice")
	}
	return key, id
}
