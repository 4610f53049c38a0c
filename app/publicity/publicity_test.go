package publicity_test

import (
	"context"
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meguri/app/publicity"
	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/modelstest"
)

type fixture struct {
	*publicity.Service
	db    *models.DB
	event *models.Event
	offer *publicity.Offer
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		texts, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		offer := &publicity.Offer{State: "open", Registers: true}
		f := &fixture{db: db, event: modelstest.Summit(t, db, "summit"), offer: offer}
		f.Service = publicity.New(db, publicity.Options{
			Papers: pdf.New(), Texts: texts, BaseURL: "https://here.example",
			Offer: func(context.Context, *models.Event) (*publicity.Offer, error) { return f.offer, nil },
		})
		test(t, f)
	})
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (f *fixture) text(t *testing.T, wide bool) publicity.Text {
	t.Helper()
	page, err := f.Page(t.Context(), f.event, wide)
	if err != nil {
		t.Fatal(err)
	}
	return page.Texts[0]
}

func TestAPaperGetsAllOfItInThreeHundredLetters(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		e := f.event
		e.TimeZone = "Asia/Tokyo"
		e.StartsAt = time.Date(2026, 12, 5, 4, 0, 0, 0, time.UTC)
		e.EndsAt = e.StartsAt.Add(3*time.Hour + 30*time.Minute)
		e.FeeJa, e.AudienceJa, e.ContactPhone = "無料", "小学生と保護者", "044-000-0000"
		e.VenueAddressJa, e.SummaryJa = strings.Repeat("長い住所", 30), strings.Repeat("あ", 150)
		text := f.text(t, false)
		equal(t, "what is missing", text.Missing, nil)
		equal(t, "letters", text.Letters, utf8.RuneCountInString(strings.ReplaceAll(text.Paper, "\n", "")))
		if text.Over() > 0 {
			t.Errorf("%d letters: %s", text.Letters, text.Paper)
		}
		for _, label := range []string{
			"とき　12月5日（土）午後1時～4時30分", "ところ　", "対象　小学生と保護者", "定員　", "費用　無料", "申込　", "問合せ　",
		} {
			if !strings.Contains(text.Paper, label) {
				t.Errorf("%q is missing in %s", label, text.Paper)
			}
		}
		wide := f.text(t, true).Paper
		if !strings.Contains(wide, "１２月５日") || !strings.Contains(wide, "044-000-0000") {
			t.Error(wide)
		}
		if weight := publicity.Weight(text.Post); weight != text.Weight || weight > publicity.MostInPost {
			t.Errorf("%d in %s", weight, text.Post)
		}
	})
}

func TestWhatAPaperMissesIsSaid(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.FeeJa, f.event.FeeEn, f.event.AudienceJa, f.event.AudienceEn = "", "", "", ""
		f.event.ContactEmail, f.event.ContactPhone = "", ""
		equal(t, "missing", f.text(t, false).Missing,
			[]string{"publicity.for", "publicity.fee", "publicity.contact"})
	})
}

func TestALongTitleStillFitsAPost(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.TitleJa = strings.Repeat("長", 200)
		text := f.text(t, false)
		if text.Weight > publicity.MostInPost || !strings.Contains(text.Post, "https://here.example") {
			t.Errorf("%d: %s", text.Weight, text.Post)
		}
	})
}

// A number that only who has a code may know of is in nothing that is announced.
func TestHiddenTicketTypesAreNotToldOf(t *testing.T) {
	// Long enough not to stand by chance in an identifier.
	const hidden = 7_654_321
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			for slug, add := range map[string]models.TicketType{
				"secret": {Hidden: true}, "coded": {Entry: models.EntryByCode},
			} {
				places := hidden
				add.EventID, add.Slug, add.NameJa, add.Mode, add.Capacity = f.event.ID, slug, slug, models.ModeVenue, &places
				if err := tx.TicketTypes().Create(&add); err != nil {
					return err
				}
			}
			return nil
		})
		xml, err := f.EventXML(t.Context(), f.event)
		if err != nil {
			t.Fatal(err)
		}
		table, err := f.Table(t.Context(), f.All())
		if err != nil {
			t.Fatal(err)
		}
		told := string(xml) + f.text(t, false).Paper
		for row, err := range table.Rows {
			if err != nil {
				t.Fatal(err)
			}
			for _, cell := range row {
				told += " " + cell.(string)
			}
		}
		for _, secret := range []string{"765432", "7,654,32", "15308642", "15,308,642", "secret", "coded"} {
			if strings.Contains(told, secret) {
				t.Errorf("%s is told: %s", secret, told)
			}
		}
	})
}

func TestABadgeIsWellFormedWhateverItsTitle(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.event.TitleJa = `<script>alert("&")</script>` + strings.Repeat("長い", 50)
		f.offer.Places = []publicity.Places{
			{Mode: models.ModeVenue, State: "few", Free: 3}, {Mode: models.ModeOnline, State: "full"},
		}
		for _, look := range []string{"ja-light.svg", "ja-dark.svg", "en-light.svg", "en-dark.svg"} {
			content, err := f.Badge(t.Context(), f.event, look)
			if err != nil {
				t.Fatal(err)
			}
			var read struct {
				Label string `xml:"aria-label,attr"`
				Title string `xml:"title"`
			}
			if err := xml.Unmarshal(content, &read); err != nil || read.Title == "" || read.Label != read.Title {
				t.Errorf("%s: %v %+v", look, err, read)
			}
			if strings.Contains(string(content), "<script") || !strings.Contains(read.Title, "3") {
				t.Errorf("%s: %s", look, content)
			}
		}
		for _, look := range []string{"", "ja", "fr-light.svg", "ja-pink.svg", "ja-light"} {
			_, err := f.Badge(t.Context(), f.event, look)
			equal(t, look, models.CodeOf(err), models.CodeNotFound)
		}
	})
}

func TestFlyersOfShortAndLongEventsAreOnePage(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, about := range []string{"", "短い。", strings.Repeat("長い説明です。", 800)} {
			f.event.DescriptionJa, f.event.TitleEn = about, strings.Repeat("A very long title ", 10)
			for _, lang := range i18n.Languages {
				content, err := f.Flyer(t.Context(), f.Texts.For(lang), f.event)
				if err != nil {
					t.Fatal(err)
				}
				count := func(kind string) int { return strings.Count(string(content), "/Type /"+kind) }
				equal(t, "pages", count("Page")-count("Pages"), 1)
			}
		}
	})
}
