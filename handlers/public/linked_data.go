package public

import (
	"time"

	"meguri/handlers/web"
	"meguri/models"
)

const schema = "https://schema.org"

// linkedEvent describes an event for search engines (https://schema.org/Event). The stream's address is not in it.
type linkedEvent struct {
	Context             string               `json:"@context"`
	Type                string               `json:"@type"`
	Name                string               `json:"name"`
	Description         string               `json:"description"`
	URL                 string               `json:"url"`
	Image               string               `json:"image"`
	StartDate           string               `json:"startDate"`
	PreviousStartDate   string               `json:"previousStartDate,omitempty"`
	EndDate             string               `json:"endDate"`
	EventStatus         string               `json:"eventStatus"`
	EventAttendanceMode string               `json:"eventAttendanceMode"`
	Location            []linkedPlace        `json:"location"`
	Organizer           []linkedOrganization `json:"organizer"`
	InLanguage          []string             `json:"inLanguage"`
	IsAccessibleForFree bool                 `json:"isAccessibleForFree,omitempty"`
	Offers              []linkedOffer        `json:"offers"`
}

// linkedPlace is where an event is: a Place has a name and an address, a VirtualLocation a URL.
type linkedPlace struct {
	Type    string `json:"@type"`
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	URL     string `json:"url,omitempty"`
}

type linkedOrganization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// linkedOffer is a ticket type.
type linkedOffer struct {
	Type          string `json:"@type"`
	Name          string `json:"name"`
	Price         *int   `json:"price,omitempty"`
	PriceCurrency string `json:"priceCurrency,omitempty"`
	Availability  string `json:"availability"`
	URL           string `json:"url"`
	ValidFrom     string `json:"validFrom,omitempty"`
	ValidThrough  string `json:"validThrough,omitempty"`
}

// linkedData describes the page's event with the ticket types that everybody may see.
func linkedData(p *web.Page, types []models.TicketType) *linkedEvent {
	e := p.Event
	return &linkedEvent{
		Context:             schema,
		Type:                "Event",
		Name:                p.Title(),
		Description:         p.Pick(e.SummaryJa, e.SummaryEn),
		URL:                 p.BaseURL + string(p.Public()),
		Image:               p.BaseURL + p.Public().Picture(),
		StartDate:           e.Local(e.StartsAt).Format(time.RFC3339),
		PreviousStartDate:   timeOrNone(e, e.PreviousStartsAt),
		EndDate:             e.Local(e.EndsAt).Format(time.RFC3339),
		EventStatus:         schema + "/" + status(e),
		EventAttendanceMode: schema + "/" + attendanceMode(e),
		Location:            locations(p),
		Organizer:           organizers(p),
		InLanguage:          []string{"ja", "en"},
		IsAccessibleForFree: e.IsFree(),
		Offers:              offers(p, types),
	}
}

func status(e *models.Event) string {
	if e.WasCancelled() {
		return "EventCancelled"
	}
	if e.IsPostponed() { // StartDate stays the one at which it was to be
		return "EventPostponed"
	}
	if e.IsMovedOnline() {
		return "EventMovedOnline"
	}
	if e.PreviousStartsAt != nil {
		return "EventRescheduled"
	}
	return "EventScheduled"
}

func attendanceMode(e *models.Event) string {
	switch {
	case e.HasVenue() && e.HasStream():
		return "MixedEventAttendanceMode"
	case e.HasStream():
		return "OnlineEventAttendanceMode"
	}
	return "OfflineEventAttendanceMode"
}

func offers(p *web.Page, types []models.TicketType) []linkedOffer {
	list := []linkedOffer{}
	price, currency := new(int), "JPY"
	if !p.Event.IsFree() { // what it costs is said in words
		price, currency = nil, ""
	}
	for _, t := range types {
		list = append(list, linkedOffer{
			Type:          "Offer",
			Name:          p.Pick(t.NameJa, t.NameEn),
			Price:         price,
			PriceCurrency: currency,
			Availability:  schema + "/" + availability(p, &t),
			URL:           p.BaseURL + p.Public().Register() + "?type=" + t.Slug,
			ValidFrom:     timeOrNone(p.Event, t.OpensAt),
			ValidThrough:  timeOrNone(p.Event, t.ClosesAt),
		})
	}
	return list
}

func timeOrNone(e *models.Event, at *time.Time) string {
	if at == nil {
		return ""
	}
	return e.Local(*at).Format(time.RFC3339)
}

func availability(p *web.Page, t *models.TicketType) string {
	switch {
	case p.Event.WasCancelled() || p.Event.Ended(p.Now) || (t.ClosesAt != nil && !p.Now.Before(*t.ClosesAt)):
		return "Discontinued"
	case p.Event.IsPostponed():
		return "OutOfStock"
	case !t.OpenAt(p.Now):
		return "PreOrder"
	case t.NeedsCode(p.Now) || t.ByLottery:
		return "LimitedAvailability"
	case t.FreePlaces() == 0:
		return "SoldOut"
	}
	return "InStock"
}

func locations(p *web.Page) []linkedPlace {
	e, list := p.Event, []linkedPlace{}
	if e.HasVenue() {
		list = append(list, linkedPlace{
			Type:    "Place",
			Name:    p.Pick(e.VenueNameJa, e.VenueNameEn),
			Address: p.Pick(e.VenueAddressJa, e.VenueAddressEn),
		})
	}
	if e.HasStream() {
		list = append(list, linkedPlace{Type: "VirtualLocation", URL: p.BaseURL + p.Public().Live()})
	}
	return list
}

func organizers(p *web.Page) []linkedOrganization {
	list := []linkedOrganization{linkedOrganizationOf(p, &p.Event.Organization)}
	for _, partner := range p.Event.Partners {
		if partner.Part == models.PartCoHost {
			list = append(list, linkedOrganizationOf(p, &partner.Organization))
		}
	}
	return list
}

func linkedOrganizationOf(p *web.Page, o *models.Organization) linkedOrganization {
	return linkedOrganization{Type: "Organization", Name: p.Pick(o.NameJa, o.NameEn)}
}
