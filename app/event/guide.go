package event

import (
	"meguri/app/service/check"
	"meguri/models"
)

// maxGuide is how many characters of a fact fit on a page where many stand.
const maxGuide = 1000

// GuideInput is what staff type about what readers look for besides when and where.
type GuideInput struct {
	ContactPhone string `form:"contact_phone" label:"event.contact_phone"`
	FeeJa        string `form:"fee_ja" label:"event.fee_ja"`
	FeeEn        string `form:"fee_en" label:"event.fee_en"`
	AudienceJa   string `form:"audience_ja" label:"event.audience_ja"`
	AudienceEn   string `form:"audience_en" label:"event.audience_en"`
	AccessJa     string `form:"access_ja" label:"event.access_ja"`
	AccessEn     string `form:"access_en" label:"event.access_en"`
	ParkingJa    string `form:"parking_ja" label:"event.parking_ja"`
	ParkingEn    string `form:"parking_en" label:"event.parking_en"`
	SupportJa    string `form:"support_ja" label:"event.support_ja"`
	SupportEn    string `form:"support_en" label:"event.support_en"`
	BringJa      string `form:"bring_ja" label:"event.bring_ja"`
	BringEn      string `form:"bring_en" label:"event.bring_en"`
}

func guideInputOf(e *models.Event) GuideInput {
	return GuideInput{
		ContactPhone: e.ContactPhone,
		FeeJa:        e.FeeJa,
		FeeEn:        e.FeeEn,
		AudienceJa:   e.AudienceJa,
		AudienceEn:   e.AudienceEn,
		AccessJa:     e.AccessJa,
		AccessEn:     e.AccessEn,
		ParkingJa:    e.ParkingJa,
		ParkingEn:    e.ParkingEn,
		SupportJa:    e.SupportJa,
		SupportEn:    e.SupportEn,
		BringJa:      e.BringJa,
		BringEn:      e.BringEn,
	}
}

// fillGuide stores what readers look for besides when and where.
func (in *GuideInput) fillGuide(c *check.Checker, e *models.Event) {
	for _, f := range []struct {
		name, typed string
		to          *string
	}{
		{"contact_phone", in.ContactPhone, &e.ContactPhone},
		{"fee_ja", in.FeeJa, &e.FeeJa},
		{"fee_en", in.FeeEn, &e.FeeEn},
		{"audience_ja", in.AudienceJa, &e.AudienceJa},
		{"audience_en", in.AudienceEn, &e.AudienceEn},
	} {
		*f.to = c.Line(f.name, f.typed, maxLine, check.Optional)
	}
	for _, f := range []struct {
		name, typed string
		to          *string
	}{
		{"access_ja", in.AccessJa, &e.AccessJa},
		{"access_en", in.AccessEn, &e.AccessEn},
		{"parking_ja", in.ParkingJa, &e.ParkingJa},
		{"parking_en", in.ParkingEn, &e.ParkingEn},
		{"support_ja", in.SupportJa, &e.SupportJa},
		{"support_en", in.SupportEn, &e.SupportEn},
		{"bring_ja", in.BringJa, &e.BringJa},
		{"bring_en", in.BringEn, &e.BringEn},
	} {
		*f.to = c.Text(f.name, f.typed, maxGuide, check.Optional)
	}
}

// hasEnglish reports whether something is said in English.
func (in *EventInput) hasEnglish() bool {
	return in.TitleEn+in.SummaryEn+in.DescriptionEn+in.VenueNameEn+in.VenueAddressEn+in.FeeEn+in.AudienceEn+in.AccessEn+
		in.ParkingEn+in.SupportEn+in.BringEn != ""
}
