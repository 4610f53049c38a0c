package opendata

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"time"

	"meguri/models"
)

// GIFEvent is DS-43C: what the schema demands, and what we know of the rest, in its order. The namespace is the
// provisional one that the schema of 2025-03-25 has.
type GIFEvent struct {
	XMLName     xml.Name    `xml:"http://xxx/xxx/gif/xxx Event" json:"-"`
	ID          string      `xml:"id" json:"id"`
	Name        string      `xml:"eventName" json:"eventName"`
	NameEn      string      `xml:"eventNameEn,omitempty" json:"eventNameEn,omitempty"`
	Subtitle    string      `xml:"subTitle,omitempty" json:"subTitle,omitempty"`
	Description string      `xml:"description" json:"description"`
	Kind        string      `xml:"eventType" json:"eventType"`
	URL         string      `xml:"eventUrl" json:"eventUrl"`
	Status      string      `xml:"status,omitempty" json:"status,omitempty"`
	DateOfStart string      `xml:"dateOfStart,omitempty" json:"dateOfStart,omitempty"`
	DateOfEnd   string      `xml:"dateOfEnd,omitempty" json:"dateOfEnd,omitempty"`
	StartTime   string      `xml:"startTime,omitempty" json:"startTime,omitempty"`
	EndTime     string      `xml:"endTime,omitempty" json:"endTime,omitempty"`
	Location    string      `xml:"location,omitempty" json:"location,omitempty"`
	Address     *GIFAddress `xml:"locationAddress_MP07,omitempty" json:"locationAddress_MP07,omitempty"`
	Access      string      `xml:"accessMethod,omitempty" json:"accessMethod,omitempty"`
	Webinar     string      `xml:"webinarStatus" json:"webinarStatus"`
	Organizer   string      `xml:"organizer" json:"organizer"`
	CoOrganizer string      `xml:"coorganizer,omitempty" json:"coorganizer,omitempty"`
	Related     string      `xml:"relatedGroup,omitempty" json:"relatedGroup,omitempty"`
	Target      string      `xml:"targetPerson" json:"targetPerson"`
	Capacity    *int        `xml:"capacity,omitempty" json:"capacity,omitempty"`
	Fee         string      `xml:"feeStatus" json:"feeStatus"`
	Contact     GIFContact  `xml:"contactPointInformation" json:"contactPointInformation"`
}

// GIFAddress is an address with its pattern 7: in one line, with postal code and country.
type GIFAddress struct {
	Full       string     `xml:"fullAddress" json:"fullAddress"`
	PostalCode string     `xml:"postalCode" json:"postalCode"`
	Country    GIFCountry `xml:"country" json:"country"`
}

// GIFCountry is a country of the list of countries.
type GIFCountry struct {
	Code  string `xml:"http://xxx/xxx/gif/codelist/xxx code" json:"code"`
	Value string `xml:"http://xxx/xxx/gif/codelist/xxx value" json:"value"`
}

// GIFContact is whom to ask.
type GIFContact struct {
	Name  string `xml:"contactPointName" json:"contactPointName"`
	Phone string `xml:"contactPointPhoneNumber,omitempty" json:"contactPointPhoneNumber,omitempty"`
	Email string `xml:"contactPointEmailAddress,omitempty" json:"contactPointEmailAddress,omitempty"`
	URL   string `xml:"contactPointUrl" json:"contactPointUrl"`
}

// The values that the schema's explanations name.
const (
	gifKind   = "イベント"
	gifUnsaid = "指定なし"
	gifFree   = "無料"
)

// Japan is the country as the list of countries has it.
var Japan = GIFCountry{"JPN", "日本国"}

// GIF writes an event.
func GIF(e *Event, now time.Time) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	err := encoder.Encode(e.GIF(now))
	out.WriteByte('\n')
	return out.Bytes(), err
}

// GIF is the event in the fields of DS-43C.
func (e *Event) GIF(now time.Time) *GIFEvent {
	written := &GIFEvent{
		ID: e.ID, Name: cmp.Or(e.TitleJa, e.TitleEn), NameEn: e.TitleEn, Subtitle: cmp.Or(e.SummaryJa, e.SummaryEn),
		Description: cmp.Or(e.description(), e.SummaryJa, e.SummaryEn, e.TitleJa, e.TitleEn), Kind: gifKind, URL: e.URL,
		Status: e.state(now), Location: e.place(), Access: cmp.Or(e.AccessJa, e.AccessEn), Webinar: e.webinar(),
		Organizer: e.host(), CoOrganizer: e.partners(models.PartCoHost), Related: e.partners(models.PartPartner),
		Target: cmp.Or(e.AudienceJa, e.AudienceEn, gifUnsaid), Capacity: e.Capacity, Fee: "有料",
		Contact: GIFContact{Name: e.host(), Phone: e.ContactPhone, Email: e.ContactEmail, URL: e.URL},
	}
	if e.IsFree() {
		written.Fee = gifFree
	}
	if !e.IsPostponed() {
		from, until := e.Local(e.StartsAt), e.Local(e.EndsAt)
		written.DateOfStart, written.StartTime = from.Format(time.DateOnly), from.Format(clock)
		written.DateOfEnd, written.EndTime = until.Format(time.DateOnly), until.Format(clock)
	}
	if address := cmp.Or(e.VenueAddressJa, e.VenueAddressEn); e.HasVenue() && address != "" && e.InJapan() {
		parts := SplitAddress(address)
		written.Address = &GIFAddress{parts.Prefecture + parts.City + parts.Rest, parts.PostalCode, Japan}
	}
	return written
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
