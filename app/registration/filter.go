package registration

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

// FilterInput chooses registrations of an event, for the list, its files, the API, and what is done to many. Empty
// fields choose all.
type FilterInput struct {
	Search     string                   `query:"q"`           // as typed; see models.RegistrationFilter
	TicketType string                   `query:"ticket_type"` // slug
	State      models.RegistrationState `query:"state"`
	Mode       models.Mode              `query:"mode"`
	Attended   models.Attended          `query:"attended"`
	Needs      bool                     `query:"needs"` // only who wrote what they need
	// Organization is the whole name. Tags are names of tags, Answers a question, a colon and an answer; who has all of
	// them is chosen.
	Organization string   `query:"organization"`
	Tags         []string `query:"tag"`
	Answers      []string `query:"answer"`
	// Online is for how many minutes at least people were in the live room, MailFailed chooses those to whom a mail could
	// not be delivered.
	Online     string `query:"online"`
	MailFailed bool   `query:"mail_failed"`
	// Answered is "yes" or "no", of those who were asked to answer the survey with the id Survey, "" for the latest.
	Answered string `query:"answered"`
	Survey   string `query:"survey"`
	// RegisteredFrom and RegisteredUntil are the first and the last day on which people registered: 2006-01-02.
	RegisteredFrom  string `query:"registered_from"`
	RegisteredUntil string `query:"registered_until"`
	// IDs chooses among these; none for all.
	IDs []string `query:"id"`
	// Sort is one of models.Sorts, with a minus in front for the other direction; "" is 五十音 order.
	Sort string `query:"sort"`
	// Page counts from 1. From is a row of the syllabary, and means the page on which it begins in a list by name.
	Page string `query:"page"`
	From string `query:"from"`
	// After is where the page before ended: its List.Next.
	After string `query:"after"`
}

// FilterOf is the filter and the order that the query of a list's address has.
func FilterOf(query url.Values) *FilterInput {
	return &FilterInput{
		Search: query.Get("q"), TicketType: query.Get("ticket_type"), State: models.RegistrationState(query.Get("state")),
		Mode: models.Mode(query.Get("mode")), Attended: models.Attended(query.Get("attended")),
		Needs: query.Get("needs") == "true", Organization: query.Get("organization"), Tags: given(query["tag"]),
		Answers: given(query["answer"]), Online: query.Get("online"), MailFailed: query.Get("mail_failed") == "true",
		Answered: query.Get("answered"), Survey: query.Get("survey"), IDs: given(query["id"]), Sort: query.Get("sort"),
		RegisteredFrom: query.Get("registered_from"), RegisteredUntil: query.Get("registered_until"),
	}
}

// given leaves out what a form sends of fields that were left empty.
func given(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
}

// Query is the filter and the order as the query of an address, from the first page on.
func (in *FilterInput) Query() url.Values {
	query := in.chosen()
	if in.Sort != "" {
		query.Set("sort", in.Sort)
	}
	return query
}

func (in *FilterInput) chosen() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": in.Search, "ticket_type": in.TicketType, "state": string(in.State), "mode": string(in.Mode),
		"attended": string(in.Attended), "organization": in.Organization, "online": in.Online, "answered": in.Answered,
		"registered_from": in.RegisteredFrom, "registered_until": in.RegisteredUntil,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, is := range map[string]bool{"needs": in.Needs, "mail_failed": in.MailFailed} {
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
func (in *FilterInput) IsEmpty() bool { return len(in.chosen()) == 0 }

// IsPlain reports whether the whole list is meant, from its first page on.
func (in *FilterInput) IsPlain() bool {
	return len(in.Query()) == 0 && in.Page == "" && in.From == "" && in.After == ""
}

// Condition is one of those that a filter combines.
type Condition struct{ Name, Value string }

// conditionNames are the names of conditions in the order in which they are shown.
var conditionNames = []string{
	"q", "state", "ticket_type", "mode", "attended", "online", "needs", "organization", "tag", "answer", "answered",
	"mail_failed", "registered_from", "registered_until",
}

// Conditions lists what the filter combines. People who were chosen by their ids are none.
func (in *FilterInput) Conditions() (list []Condition) {
	query := in.chosen()
	for _, name := range conditionNames {
		for _, value := range query[name] {
			list = append(list, Condition{name, value})
		}
	}
	return list
}

// Without is the filter without one of its conditions.
func (in *FilterInput) Without(c Condition) *FilterInput {
	query := in.Query()
	query[c.Name] = slices.DeleteFunc(query[c.Name], func(value string) bool { return value == c.Value })
	return FilterOf(query)
}

// sort reads the order.
func (in *FilterInput) sort(c *check.Checker) models.RegistrationSort {
	by, desc := strings.CutPrefix(in.Sort, "-")
	if by == "" && !desc {
		return models.RegistrationSort{}
	}
	return models.RegistrationSort{By: check.Choice(c, "sort", models.SortBy(by), models.Sorts), Desc: desc}
}

// page reads the number of the page.
func (in *FilterInput) page() (int, error) {
	if in.Page == "" {
		return 1, nil
	}
	c := check.New()
	page := c.Int("page", in.Page, 1, maxPage, check.Required)
	return page, c.Err()
}

// Rows are the letters at which the rows of the list of readings begin, in their order.
var Rows = []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "A"}

// filter reads the filter. Errors: Invalid with the fields at fault, NotFound for a ticket type or a survey that the
// event does not have. A tag that nobody has any more chooses nobody.
func (in *FilterInput) filter(q *models.Query, event *models.Event) (models.RegistrationFilter, error) {
	c := check.New()
	filter := models.RegistrationFilter{
		Query: in.Search, State: in.State, Mode: in.Mode, Attended: in.Attended, NeedsOnly: in.Needs,
		Organization: in.Organization, MailFailed: in.MailFailed, Sort: in.sort(c),
	}
	if code, ok := ticket.FindCode(in.Search); ok { // typed without the hyphen, or in other letters
		filter.Query = code
	}
	in.checkChoices(c)
	in.readLists(c, &filter)
	in.readDays(c, event, &filter)
	if in.Online != "" {
		filter.OnlineAtLeast = c.Int("online", in.Online, 1, maxMinutes, check.Required)
	}
	if in.After != "" {
		filter.After, filter.AfterID = readCursor(c, in.After)
	}
	if err := c.Err(); err != nil {
		return filter, err
	}
	err := in.find(q, event, &filter)
	return filter, err
}

// checkChoices looks at the fields that are one of a few values.
func (in *FilterInput) checkChoices(c *check.Checker) {
	if in.State != "" {
		check.Choice(c, "state", in.State, models.RegistrationStates)
	}
	if in.Mode != "" {
		check.Choice(c, "mode", in.Mode, models.Modes)
	}
	if in.Attended != "" {
		check.Choice(c, "attended", in.Attended, models.Attendances)
	}
	if in.Answered != "" {
		check.Choice(c, "answered", in.Answered, []string{"yes", "no"})
	}
	if in.From != "" {
		check.Choice(c, "from", in.From, Rows)
	}
}

// readLists reads the fields that may be given several times.
func (in *FilterInput) readLists(c *check.Checker, filter *models.RegistrationFilter) {
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

// readDays reads between which days, on the event's clock, people registered.
func (in *FilterInput) readDays(c *check.Checker, event *models.Event, filter *models.RegistrationFilter) {
	if in.RegisteredFrom == "" && in.RegisteredUntil == "" {
		return
	}
	day := func(field, typed string, otherwise time.Time) time.Time {
		if typed == "" {
			return otherwise
		}
		at, err := time.ParseInLocation(time.DateOnly, typed, event.Zone())
		if err != nil {
			c.Fault(field, "field.time")
		}
		return at
	}
	filter.Made = &models.Interval{
		From: day("registered_from", in.RegisteredFrom, time.Time{}), Until: day("registered_until", in.RegisteredUntil, lastDay),
	}
	if in.RegisteredUntil != "" {
		filter.Made.Until = filter.Made.Until.AddDate(0, 0, 1)
	}
}

// find looks up what the filter names.
func (in *FilterInput) find(q *models.Query, event *models.Event, filter *models.RegistrationFilter) error {
	for _, name := range given(in.Tags) {
		tag, err := q.Tags().ByName(event, name)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		filter.TagIDs = append(filter.TagIDs, tag.ID)
	}
	if in.Answered != "" {
		survey, err := in.survey(q, event)
		if err != nil {
			return err
		}
		filter.Survey = &models.OfSurvey{SurveyID: survey, Answered: in.Answered == "yes"}
	}
	if in.TicketType == "" {
		return nil
	}
	ticketType, err := q.TicketTypes().BySlug(event, in.TicketType)
	filter.TicketTypeID = ticketType.ID
	return err
}

// survey is the id of the survey that is meant, "" where the event has none.
func (in *FilterInput) survey(q *models.Query, event *models.Event) (string, error) {
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		return "", err
	}
	if in.Survey == "" {
		if len(surveys) == 0 {
			return "", nil
		}
		return surveys[len(surveys)-1].ID, nil
	}
	i := slices.IndexFunc(surveys, func(s models.Survey) bool { return s.ID == in.Survey })
	if i < 0 {
		return "", models.NewError(models.CodeNotFound, "error.not_found")
	}
	return in.Survey, nil
}

// cursorAfter encodes the position after a registration in the list, for a URL.
func cursorAfter(r *models.Registration) string {
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

// maxOrganizations is how many organizations the form of the filter offers.
const maxOrganizations = 200

// FilterChoices are what the form of the filter offers beside what every event has.
type FilterChoices struct {
	TicketTypes   []models.TicketType
	Tags          []models.Tag
	Surveys       []models.Survey
	Questions     []models.Choice
	Organizations []string
}

func (choices *FilterChoices) read(q *models.Query, event *models.Event) (err error) {
	if choices.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return err
	}
	if choices.Tags, err = q.Tags().OfEvent(event); err != nil {
		return err
	}
	if choices.Surveys, err = q.Surveys().OfEvent(event); err != nil {
		return err
	}
	if choices.Questions, err = q.Registrations().Choices(event); err != nil {
		return err
	}
	hasColon := func(of models.Choice) bool { return strings.Contains(of.Question, ":") }
	choices.Questions = slices.DeleteFunc(choices.Questions, hasColon)
	choices.Organizations, err = q.Registrations().Organizations(event, maxOrganizations)
	return err
}

// Relaxed is a filter without one of its conditions, and how many people that chooses.
type Relaxed struct {
	Condition
	Filter *FilterInput
	Total  int
}

// relax finds of a filter that chooses nobody which condition to leave out, so that it chooses somebody.
func (in *FilterInput) relax(q *models.Query, event *models.Event) (list []Relaxed, err error) {
	conditions := in.Conditions()
	if len(conditions) < 2 { // all conditions are left out by one link
		return nil, nil
	}
	for _, condition := range conditions {
		without := in.Without(condition)
		filter, err := without.filter(q, event)
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
