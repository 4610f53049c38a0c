package mail

import (
	"slices"
	"time"

	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// facts returns when and where the event takes place for the addressee.
func (c *composer) facts() []fact {
	before, texts := c.before(), c.texts
	facts := c.fact("mail.when", "mail.when_was", c.when(c.Event), c.when(before))
	if c.Registration == nil {
		return facts
	}
	ticketType := c.Registration.TicketType
	name := texts.Pick(ticketType.NameJa, ticketType.NameEn)
	facts = append(facts, fact{Label: texts.T("mail.ticket_type"), Lines: []string{name}})
	facts = append(facts, c.fact("mail.where", "mail.where_was", c.where(c.Event), c.where(before))...)
	if c.mayJoin() {
		address := c.BaseURL + paths.OfAttendee(c.AttendeeSecret).Join()
		facts = append(facts, fact{Label: texts.T("mail.join"), Address: address})
	}
	return facts
}

// people lists the addressee and whom they registered, with the links to their pages; nobody where there are none.
func (c *composer) people() []fact {
	if len(c.Companions) == 0 {
		return nil
	}
	all := append([]Companion{{c.Registration, c.AttendeeSecret}}, c.Companions...)
	list := make([]fact, len(all))
	for i, one := range all {
		ticketType := one.TicketType
		lines := []string{
			c.texts.Pick(ticketType.NameJa, ticketType.NameEn) + " " + c.texts.T("registration.state_"+string(one.State)),
		}
		if one.State == models.RegistrationConfirmed {
			lines = append(lines, c.texts.T("mail.code")+c.texts.T("mail.colon")+one.Code)
		}
		list[i] = fact{
			Label: text.Unlinked(one.Full(c.texts.Lang)), Lines: lines,
			Address: c.BaseURL + string(paths.OfAttendee(one.Secret)),
		}
	}
	return list
}

// mayJoin reports whether the mail has the link to the online room: it is in no calendar, as people share these.
func (c *composer) mayJoin() bool {
	r := c.Registration
	return c.kind.Link.Secret != nil && r.State == models.RegistrationConfirmed &&
		c.Event.ModeOf(r.TicketType) == models.ModeOnline && c.Event.HasStream() && !c.Event.IsOff()
}

// fact returns a fact, and the one before the change if it was different.
func (c *composer) fact(label, labelBefore string, now, before []string) []fact {
	facts := []fact{{Label: c.texts.T(label), Lines: now}}
	if !slices.Equal(now, before) {
		facts = append(facts, fact{Label: c.texts.T(labelBefore), Lines: before})
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
	event.State = models.EventPublished // it had a date
	event.StartsAt, event.EndsAt, event.TimeZone = starts, ends, data["was_time_zone"]
	event.VenueNameJa, event.VenueNameEn = data["was_venue_ja"], data["was_venue_en"]
	event.VenueAddressJa, event.VenueAddressEn = data["was_address_ja"], data["was_address_en"]
	event.OnlineSince = nil
	if since, err := time.Parse(time.RFC3339, data["was_online"]); err == nil {
		event.OnlineSince = &since
	}
	return &event
}

func (c *composer) when(e *models.Event) []string {
	return []string{c.texts.When(e)}
}

func (c *composer) where(e *models.Event) []string {
	if e.ModeOf(c.Registration.TicketType) != models.ModeVenue {
		return []string{c.texts.T("mail.online")}
	}
	place := []string{c.texts.Pick(e.VenueNameJa, e.VenueNameEn)}
	if address := c.texts.Pick(e.VenueAddressJa, e.VenueAddressEn); address != "" {
		place = append(place, address)
	}
	return place
}
