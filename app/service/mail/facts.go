package mail

import (
	"slices"
	"time"

	"meguri/models"
)

// facts are when and where, for the person of the mail.
func (c *composer) facts() []fact {
	before, texts := c.before(), c.texts
	facts := c.fact("mail.when", "mail.when_was", c.when(c.Event), c.when(before))
	if c.Registration == nil {
		return facts
	}
	kind := c.Registration.TicketType
	facts = append(facts, fact{texts.T("mail.ticket_type"), []string{texts.Pick(kind.NameJa, kind.NameEn)}})
	return append(facts, c.fact("mail.where", "mail.where_was", c.where(c.Event), c.where(before))...)
}

// fact says what is, and after it what was, where that was something else.
func (c *composer) fact(label, labelWas string, is, was []string) []fact {
	facts := []fact{{c.texts.T(label), is}}
	if !slices.Equal(is, was) {
		facts = append(facts, fact{c.texts.T(labelWas), was})
	}
	return facts
}

// before is the event as it was before the change that the mail tells of; else as it is.
func (c *composer) before() *models.Event {
	was, data := *c.Event, c.Data
	starts, err := time.Parse(time.RFC3339, data["was_starts_at"])
	if err != nil {
		return &was
	}
	ends, err := time.Parse(time.RFC3339, data["was_ends_at"])
	if err != nil {
		return &was
	}
	was.StartsAt, was.EndsAt, was.TimeZone = starts, ends, data["was_time_zone"]
	was.VenueNameJa, was.VenueNameEn = data["was_venue_ja"], data["was_venue_en"]
	was.VenueAddressJa, was.VenueAddressEn = data["was_address_ja"], data["was_address_en"]
	return &was
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
