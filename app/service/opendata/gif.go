package opendata

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"time"

	"meguri/models"
)

// gifEvent is DS-43C: what the schema demands, and what we know of the rest, in its order. The namespace is the
// provisional one that the schema of 2025-03-25 has.
type gifEvent struct {
	XMLName     xml.Name    `xml:"http://xxx/xxx/gif/xxx Event"`
	ID          string      `xml:"id"`
	Name        string      `xml:"eventName"`
	NameEn      string      `xml:"eventNameEn,omitempty"`
	Subtitle    string      `xml:"subTitle,omitempty"`
	Description string      `xml:"description"`
	Kind        string      `xml:"eventType"`
	URL         string      `xml:"eventUrl"`
	Status      string      `xml:"status,omitempty"`
	DateOfStart string      `xml:"dateOfStart,omitempty"`
	DateOfEnd   string      `xml:"dateOfEnd,omitempty"`
	StartTime   string      `xml:"startTime,omitempty"`
	EndTime     string      `xml:"endTime,omitempty"`
	Location    string      `xml:"location,omitempty"`
	Address     *gifAddress `xml:"locationAddress_MP07,omitempty"`
	Access      string      `xml:"accessMethod,omitempty"`
	Webinar     string      `xml:"webinarStatus"`
	Organizer   string      `xml:"organizer"`
	CoOrganizer string      `xml:"coorganizer,omitempty"`
	Related     string      `xml:"relatedGroup,omitempty"`
	Target      string      `xml:"targetPerson"`
	Capacity    *int        `xml:"capacity,omitempty"`
	Fee         string      `xml:"feeStatus"`
	Contact     gifContact  `xml:"contactPointInformation"`
}

// gifAddress is an address with its pattern 7: in one line, with postal code and country.
type gifAddress struct {
	Full       string     `xml:"fullAddress"`
	PostalCode string     `xml:"postalCode"`
	Country    gifCountry `xml:"country"`
}

type gifCountry struct {
	Code  string `xml:"http://xxx/xxx/gif/codelist/xxx code"`
	Value string `xml:"http://xxx/xxx/gif/codelist/xxx value"`
}

type gifContact struct {
	Name  string `xml:"contactPointName"`
	Phone string `xml:"contactPointPhoneNumber,omitempty"`
	Email string `xml:"contactPointEmailAddress,omitempty"`
	URL   string `xml:"contactPointUrl"`
}

// The values that the schema's explanations name.
const (
	gifKind   = "イベント"
	gifUnsaid = "指定なし"
)

var gifJapan = gifCountry{"JPN", "日本国"} // of the list of countries

// GIF writes an event.
func GIF(e *Event, now time.Time) ([]byte, error) {
	written := gifEvent{
		ID: e.ID, Name: cmp.Or(e.TitleJa, e.TitleEn), NameEn: e.TitleEn, Subtitle: cmp.Or(e.SummaryJa, e.SummaryEn),
		Description: cmp.Or(e.description(), e.SummaryJa, e.SummaryEn, e.TitleJa, e.TitleEn), Kind: gifKind, URL: e.URL,
		Status: e.state(now), Location: e.place(), Access: cmp.Or(e.AccessJa, e.AccessEn), Webinar: e.webinar(),
		Organizer: e.host(), CoOrganizer: e.partners(models.PartCoHost), Related: e.partners(models.PartPartner),
		Target: cmp.Or(e.AudienceJa, e.AudienceEn, gifUnsaid), Capacity: e.Capacity, Fee: "有料",
		Contact: gifContact{Name: e.host(), Phone: e.ContactPhone, Email: e.ContactEmail, URL: e.URL},
	}
	if e.IsFree() {
		written.Fee = "無料"
	}
	if !e.IsPostponed() {
		from, until := e.Local(e.StartsAt), e.Local(e.EndsAt)
		written.DateOfStart, written.StartTime = from.Format(time.DateOnly), from.Format(clock)
		written.DateOfEnd, written.EndTime = until.Format(time.DateOnly), until.Format(clock)
	}
	if address := cmp.Or(e.VenueAddressJa, e.VenueAddressEn); e.HasVenue() && address != "" && e.InJapan() {
		parts := SplitAddress(address)
		written.Address = &gifAddress{parts.Prefecture + parts.City + parts.Rest, parts.PostalCode, gifJapan}
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	err := encoder.Encode(written)
	out.WriteByte('\n')
	return out.Bytes(), err
}

// webinar says whether people come, or attend online.
func (e *Event) webinar() string {
	switch {
	case e.HasVenue() && e.HasStream():
		return "ハイブリッド"
	case e.HasStream():
		return "オンライン"
	}
	return "現地開催のみ"
}
