package public

import (
	"time"

	"meguri/handlers/web"
	"meguri/models"
)

// linkedData describes an event for search engines (https://schema.org/Event). The stream's address is not in it.
func linkedData(p *web.Page, types []models.TicketType) map[string]any {
	e, url := p.Event, p.BaseURL+"/events/"+p.Event.Slug
	data := map[string]any{
		"@context": "https://schema.org", "@type": "Event", "name": p.Title(), "description": p.Pick(e.SummaryJa, e.SummaryEn), "url": url,
		"startDate": e.Local(e.StartsAt).Format(time.RFC3339), "endDate": e.Local(e.EndsAt).Format(time.RFC3339),
		"eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": attendanceMode(e), "location": locations(p, url),
		"organizer": organizers(p), "inLanguage": []string{"ja", "en"},
	}
	if e.CalledOff() {
		data["eventStatus"] = "https://schema.org/EventCancelled"
	}
	data["isAccessibleForFree"], data["offers"] = true, offers(p, url, types)
	return data
}

// offers are the ticket types that everybody may see.
func offers(p *web.Page, url string, types []models.TicketType) []map[string]any {
	list := []map[string]any{}
	for _, t := range types {
		if t.Hidden {
			continue
		}
		offer := map[string]any{"@type": "Offer", "name": p.Pick(t.NameJa, t.NameEn), "price": 0, "priceCurrency": "JPY", "availability": availability(p, &t), "url": url + "/register?type=" + t.Slug}
		if t.OpensAt != nil {
			offer["validFrom"] = p.Event.Local(*t.OpensAt).Format(time.RFC3339)
		}
		if t.ClosesAt != nil {
			offer["validThrough"] = p.Event.Local(*t.ClosesAt).Format(time.RFC3339)
		}
		list = append(list, offer)
	}
	return list
}

func availability(p *web.Page, t *models.TicketType) string {
	switch {
	case p.Event.CalledOff() || p.Event.Ended(p.Now) || (t.ClosesAt != nil && !p.Now.Before(*t.ClosesAt)):
		return "https://schema.org/Discontinued"
	case !t.OpenAt(p.Now):
		return "https://schema.org/PreOrder"
	case t.FreePlaces() == 0:
		return "https://schema.org/SoldOut"
	}
	return "https://schema.org/InStock"
}

func attendanceMode(e *models.Event) string {
	switch {
	case e.HasVenue() && e.HasStream():
		return "https://schema.org/MixedEventAttendanceMode"
	case e.HasStream():
		return "https://schema.org/OnlineEventAttendanceMode"
	}
	return "https://schema.org/OfflineEventAttendanceMode"
}

func locations(p *web.Page, url string) []map[string]any {
	e, list := p.Event, []map[string]any{}
	if e.HasVenue() {
		list = append(list, map[string]any{"@type": "Place", "name": p.Pick(e.VenueNameJa, e.VenueNameEn), "address": p.Pick(e.VenueAddressJa, e.VenueAddressEn)})
	}
	if e.HasStream() {
		list = append(list, map[string]any{"@type": "VirtualLocation", "url": url + "/live"})
	}
	return list
}

func organizers(p *web.Page) []map[string]any {
	host := p.Event.Organization
	list := []map[string]any{{"@type": "Organization", "name": p.Pick(host.NameJa, host.NameEn)}}
	for _, partner := range p.Event.Partners {
		if partner.Part == models.PartCoHost {
			list = append(list, map[string]any{"@type": "Organization", "name": p.Pick(partner.Organization.NameJa, partner.Organization.NameEn)})
		}
	}
	return list
}
