package event

import (
	"context"
	"unicode/utf8"

	"meguri/app/service/paths"
	"meguri/models"
)

// ChecklistItem is one thing that an event should have before it is published.
type ChecklistItem struct {
	// Key is the text key of what the thing is called.
	Key string
	// Missing is the text key of what to do where it is not done.
	Missing string
	// Required says that the event cannot be published without it.
	Required bool
	Done     bool
	// URL is the page, with the field, where it is done.
	URL string
}

// Help is the text key of a line that says what the thing is for.
func (item ChecklistItem) Help() string { return item.Key + "_help" }

func checkKey(name string) string { return "event.check_" + name }

// enoughText is how many characters a description has that tells what awaits people.
const enoughText = 100

// facts is what the checklist looks at.
type facts struct {
	event    *models.Event
	types    []models.TicketType
	consents []models.ConsentText
	sessions []models.Session
	surveys  []models.Survey
	notice   *models.PrivacyNotice
	// shared are the organizations that take part whose people see who registered.
	shared []models.Organization
	query  *models.Query
}

// Checklist lists what an event needs before it is published, and what it had better have: what is required first.
// Staff who may edit the event call it.
func (s *Service) Checklist(ctx context.Context, e *models.Event) ([]ChecklistItem, error) {
	return checklist(s.db.Query(ctx), e)
}

func checklist(q *models.Query, e *models.Event) ([]ChecklistItem, error) {
	f := &facts{event: e, query: q}
	if err := f.read(); err != nil {
		return nil, err
	}
	return append(f.required(), f.recommended()...), nil
}

func (f *facts) read() (err error) {
	if f.types, err = f.query.TicketTypes().OfEvent(f.event); err != nil {
		return err
	}
	if f.consents, err = f.query.ConsentTexts().OfEvent(f.event); err != nil {
		return err
	}
	if f.sessions, err = f.query.Sessions().OfEvent(f.event); err != nil {
		return err
	}
	if f.notice, err = f.query.Privacy().Current(f.event); err != nil {
		return err
	}
	if f.shared, err = f.query.Privacy().SharedWith(f.event); err != nil {
		return err
	}
	f.surveys, err = f.query.Surveys().OfEvent(f.event)
	return err
}

func (f *facts) required() []ChecklistItem {
	e, to := f.event, paths.OfStaffEvent(f.event.Slug)
	place := ChecklistItem{Key: checkKey("place"), Done: true, URL: to.Edit() + "#where"}
	for _, key := range missing(e, f.types, f.query.Now) {
		if key != missingTypes && key != missingFuture {
			place.Done, place.Missing = false, key
			if key == missingStream {
				place.URL = to.Edit() + "#stream_url"
			}
			break
		}
	}
	list := []ChecklistItem{
		{Key: checkKey("time"), Missing: missingFuture, Done: !e.Ended(f.query.Now), URL: to.Edit() + "#when"},
		place,
		{Key: checkKey("types"), Missing: missingTypes, Done: len(f.types) > 0, URL: to.TicketTypes()},
		{
			Key: checkKey("consent"), Missing: "event.missing_consent",
			Done: len(f.consents) > 0, URL: string(to.Consent("new")),
		},
		{
			Key: checkKey("contact"), Missing: "event.missing_contact",
			Done: e.ContactEmail != "" || e.ContactPhone != "", URL: to.Edit() + "#contact",
		},
	}
	if f.sharesData() {
		list = append(list, ChecklistItem{
			Key: checkKey("joint"), Missing: "event.missing_joint",
			Done: !f.notice.IsLacking(e, f.shared), URL: to.EditPrivacy(),
		})
	}
	for i := range list {
		list[i].Required = true
	}
	return list
}

// sharesData reports whether others than the host see who registered, or staff say so: then people must be told of it.
func (f *facts) sharesData() bool { return len(f.shared) > 0 || f.notice.Joint || f.notice.Provides }

func (f *facts) recommended() []ChecklistItem {
	e, to := f.event, paths.OfStaffEvent(f.event.Slug)
	long := max(utf8.RuneCountInString(e.DescriptionJa), utf8.RuneCountInString(e.DescriptionEn)/2)
	list := []ChecklistItem{
		{Key: checkKey("summary"), Done: e.SummaryJa+e.SummaryEn != "", URL: to.Edit() + "#summary_ja"},
		{Key: checkKey("description"), Done: long >= enoughText, URL: to.Edit() + "#description_ja"},
		{Key: checkKey("cover"), Done: e.CoverID != nil, URL: to.Face() + "#picture"},
		{Key: checkKey("fee"), Done: e.FeeJa+e.FeeEn != "", URL: to.Edit() + "#fee_ja"},
	}
	if e.NamesVenue() {
		list = append(list,
			ChecklistItem{Key: checkKey("capacity"), Done: f.venueIsLimited(), URL: to.TicketTypes()},
			ChecklistItem{Key: checkKey("access"), Done: e.AccessJa+e.AccessEn != "", URL: to.Edit() + "#access_ja"},
		)
	}
	return append(list,
		ChecklistItem{Key: checkKey("privacy"), Done: f.notice.Version > 0, URL: to.EditPrivacy()},
		ChecklistItem{Key: checkKey("support"), Done: e.SupportJa+e.SupportEn != "", URL: to.Edit() + "#support_ja"},
		ChecklistItem{Key: checkKey("agenda"), Done: len(f.sessions) > 0, URL: to.Agenda()},
		ChecklistItem{Key: checkKey("survey"), Done: f.asksSomething(), URL: to.Surveys()},
	)
}

// venueIsLimited reports whether each ticket type of the venue has a number of places.
func (f *facts) venueIsLimited() bool {
	for i := range f.types {
		if f.types[i].Mode == models.ModeVenue && f.types[i].Capacity == nil {
			return false
		}
	}
	return true
}

// asksSomething reports whether a survey has a question.
func (f *facts) asksSomething() bool {
	for i := range f.surveys {
		if len(f.surveys[i].Questions) > 0 {
			return true
		}
	}
	return false
}
