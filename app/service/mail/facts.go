package mail

import (
	"slices"
	"time"

	"meguri/models"
)

// facts returns when and where the event takes place for the addressee.
func (c *composer) facts() []fact {
	before, texts := c.before(), c.texts
	facts := c.fact("mail.when", "mail.when_was", c.when(c.Event), c.when(before))
	if c.Registration == nil {
		return facts
	}
	ticketType := c.Registration.TicketType
	facts = append(facts, fact{texts.T("mail.ticket_type"), []string{texts.Pick(ticketType.NameJa, ticketType.NameEn)}})
	return append(facts, c.fact("mail.where", "mail.where_was", c.where(c.Event), c.where(before))...)
}

// fact returns a fact, and the one before the change if it was different.
func (c *composer) fact(label, labelBefore string, now, before []string) []fact {
	facts := []fact{{c.texts.T(label), now}}
	if !slices.Equal(now, before) {
		facts = append(facts, fact{c.texts.T(labelBefore), before})
	}
	return facts
}

// before returns the event as it was before the change that the mail is about, or as it is now if the mail is not about
// a change.
func (c *composer) before() *models.Event {
	event, data := *c.Event, c.Data
	starts, err := time.Parse(time.RFC3339, data["was_starts_at"])
	if err != nil {
		return &event
	}
	ends, err := time.Parse(time.RFC3339, data["was_ends_at"])
	if err != nil {
		return &event
	}
	event.StartsAt, event.EndsAt, event.TimeZone = starts, ends, data["was_time_zone"]
	event.VenueNameJa, event.VenueNameEn = data["was_venue_ja"], data["was_venue_en"]
	event.VenueAddressJa, event.VenueAddressEn = data["was_address_ja"], data["was_address_en"]
	return &event
}

func (c *composer) when(e *models.Event) []string {
	return []string{c.texts.Span(e.Local(e.StartsAt), e.Local(e.EndsAt))}
}

func (c *composer) where(e *models.Event) []string {
	if c.Registration.TicketType.Mode != models.ModeVenue {
		return []string{c.texts.T("mail.online")}
	}
	place := []string{c.texts.Pick(e.VenueNameJa, e.VenueNameEn)}
	if address := c.texts.Pick(e.VenueAddressJa, e.VenueAddressEn); address != "" {
		place = append(place, address)
	}
	return place
}
