package public

import (
	"time"

	"meguri/app/service/markdown"
	"meguri/handlers/web"
	"meguri/models"
)

// linkedSession describes a session for search engines, as a part of its event.
type linkedSession struct {
	Context             string         `json:"@context"`
	Type                string         `json:"@type"`
	Name                string         `json:"name"`
	Description         string         `json:"description,omitempty"`
	URL                 string         `json:"url"`
	StartDate           string         `json:"startDate"`
	EndDate             string         `json:"endDate"`
	EventStatus         string         `json:"eventStatus"`
	EventAttendanceMode string         `json:"eventAttendanceMode"`
	Location            []linkedPlace  `json:"location"`
	Performer           []linkedPerson `json:"performer,omitempty"`
	SuperEvent          linkedWhole    `json:"superEvent"`
}

// linkedWhole is the event of a session.
type linkedWhole struct {
	Type      string        `json:"@type"`
	Name      string        `json:"name"`
	URL       string        `json:"url"`
	StartDate string        `json:"startDate"`
	Location  []linkedPlace `json:"location"`
}

type linkedPerson struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

func linkedSessionOf(p *web.Page, s *models.Session) *linkedSession {
	e := p.Event
	out := &linkedSession{
		Context:             schema,
		Type:                "Event",
		Name:                p.Pick(s.TitleJa, s.TitleEn),
		Description:         markdown.Plain(p.Pick(s.DescriptionJa, s.DescriptionEn)),
		URL:                 p.BaseURL + p.Public().Session(s.ID),
		StartDate:           e.Local(s.StartsAt).Format(time.RFC3339),
		EndDate:             e.Local(s.EndsAt).Format(time.RFC3339),
		EventStatus:         schema + "/" + status(e),
		EventAttendanceMode: schema + "/" + attendanceMode(e),
		Location:            locations(p),
		SuperEvent: linkedWhole{
			"Event", p.Title(), p.BaseURL + string(p.Public()), e.Local(e.StartsAt).Format(time.RFC3339), locations(p),
		},
	}
	if s.CancelledAt != nil {
		out.EventStatus = schema + "/EventCancelled"
	}
	for _, link := range s.Speakers {
		person := linkedPerson{"Person", p.Pick(link.Speaker.NameJa, link.Speaker.NameEn)}
		if person.Name == "" {
			person = linkedPerson{"Organization", p.Pick(link.Speaker.OrganizationJa, link.Speaker.OrganizationEn)}
		}
		out.Performer = append(out.Performer, person)
	}
	return out
}
