package summary

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatACertificateAsksFor(t *testing.T) {
	event := &models.Event{StartsAt: start, EndsAt: at(90)}
	online := func(from, until int) models.Presence { return models.Presence{StartedAt: at(from), SeenAt: at(until)} }
	half := &onFile{File: &attendance.File{Presences: []models.Presence{online(-30, 30), online(20, 45)}}}
	both := &onFile{
		File: &attendance.File{ // latest first
			Scans:     []models.CheckIn{checkIn(30, models.CheckInLeft), checkIn(0, models.CheckInAdmitted)},
			Presences: []models.Presence{online(20, 60)},
			Words:     map[string]time.Time{"one": at(0)},
		},
		owesSurvey: true,
	}
	words := make([]models.ShownWord, 2)
	words[0].ID, words[1].ID = "one", "two"
	for name, c := range map[string]struct {
		file *onFile
		rule models.CertificateRule
		want string
	}{
		"nothing":               {half, models.CertificateRule{}, ""},
		"minutes that are met":  {half, models.CertificateRule{Minutes: 45}, ""},
		"a minute more":         {half, models.CertificateRule{Minutes: 46}, "certificate.lacks_minutes"},
		"both ways count":       {both, models.CertificateRule{Minutes: 60}, ""},
		"a share that is met":   {half, models.CertificateRule{Share: 50}, ""},
		"a share that is not":   {half, models.CertificateRule{Share: 51}, "certificate.lacks_share"},
		"all words":             {both, models.CertificateRule{NeedsWords: true}, "certificate.lacks_words"},
		"a survey":              {both, models.CertificateRule{NeedsSurvey: true}, "certificate.lacks_survey"},
		"a survey that is done": {half, models.CertificateRule{NeedsSurvey: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			of := &attendance.Event{Event: event}
			j := &judge{Event: of, rule: &c.rule, words: words, programme: []models.Interval{hours(event)}}
			got := ""
			var refused *models.Error
			if errors.As(j.refuses(c.file, of.Of(c.file.File).Present), &refused) {
				got = refused.Key
			}
			equal(t, "refusal", got, c.want)
		})
	}
}

func TestCertificatesOfAll(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event, came := summit(t, db, "venue")
		attend(t, db, event, came)
		missed := modelstest.Registration(t, db, event, "online")
		service := New(db, pdf.New(), Options{Links: link.New([]byte("a key")), BaseURL: "https://here.example"})
		desk := func(what string, attended, certified int) {
			d, err := service.CertificateDesk(t.Context(), event)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, what, [2]int{d.Attended, d.Certified}, [2]int{attended, certified})
		}
		printed := func() (int, models.Code) {
			var out bytes.Buffer
			err := service.CertificatesPDF(t.Context(), &out, bundle.For("ja"), event, "")
			return out.Len(), models.CodeOf(err)
		}
		db.SetClock(func() time.Time { return at(89) })
		_, code := printed()
		equal(t, "error before the end", code, models.CodeConflict)

		db.SetClock(func() time.Time { return at(91) })
		desk("without a rule", 1, 1)
		size, code := printed()
		equal(t, "error", code, "")
		if size < 10_000 {
			t.Errorf("the file has %d bytes", size)
		}
		for _, in := range []RuleInput{{Minutes: "x"}, {Minutes: "-1"}, {Share: "101"}, {Share: "1.5"}} {
			equal(t, "error of a bad rule", models.CodeOf(service.SaveRule(t.Context(), event, &in)), models.CodeInvalid)
		}
		if err := service.SaveRule(t.Context(), event, &RuleInput{Minutes: "９１", Share: "100"}); err != nil {
			t.Fatal(err)
		}
		desk("with a rule", 1, 0)
		_, code = printed()
		equal(t, "error where nobody gets one", code, models.CodeConflict)
		for _, r := range []*models.Registration{came, missed} {
			state, err := service.CertificateState(t.Context(), event, r)
			if err != nil || state.Lacks == nil || state.Attended != (r == came) {
				t.Errorf("%s: %+v, %v", r.ID, state, err)
			}
		}
	})
}
