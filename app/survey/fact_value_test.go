package survey_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// factOf is a fact of a person's response to a named survey.
func (f *fixture) factOf(s *models.Survey, r *models.Registration, fact models.SurveyFact) string {
	f.t.Helper()
	stored, err := f.db.Query(f.t.Context()).SignedResponses().Find(s, r.ID)
	f.ok(err)
	answers, err := stored.Answers()
	f.ok(err)
	return strings.Join(answers[fact.Slug()], ",")
}

// named opens a survey with names whose responses may have facts: what is stored of a person can be looked at.
func (f *fixture) named(facts ...models.SurveyFact) *models.Survey {
	f.t.Helper()
	s := f.survey(&survey.SettingsInput{Anonymity: models.SurveyNamed, Facts: facts})
	f.ok(f.service.Asking.Open(f.t.Context(), f.event, s.ID))
	return f.read(s.ID)
}

// agree answers and lets facts travel, as the last page of the form asks.
func (f *fixture) agree(s *models.Survey, r *models.Registration, pairs ...string) {
	f.t.Helper()
	values := given(pairs...)
	values[survey.FactsField] = []string{"yes"}
	_, err := f.service.Answering.Answer(f.t.Context(), f.event, r, s.ID, values, "ja")
	f.ok(err)
}

// Who comes again had a place at an earlier event of the same host; a later one, a cancelled place, or another host's
// event does not count, and of who has no address that can be told again nothing is said.
func TestWhoComesAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.MarkAddresses(func(host, address string) string { return models.HashSecret(host + address) })
		f := newFixture(t, db)
		earlier, later := f.edition(-365), f.edition(365)
		elsewhere := modelstest.Summit(t, db, "elsewhere")
		for want, at := range map[string]func(r *models.Registration){
			"first":     func(*models.Registration) {},
			"returning": func(r *models.Registration) { f.placeAt(earlier, r, models.RegistrationConfirmed) },
			"first ":    func(r *models.Registration) { f.placeAt(earlier, r, models.RegistrationCancelled) },
			"first  ":   func(r *models.Registration) { f.placeAt(later, r, models.RegistrationConfirmed) },
			"first   ":  func(r *models.Registration) { f.placeAt(elsewhere, r, models.RegistrationConfirmed) },
			"": func(r *models.Registration) {
				r.AddressMark = ""
				f.placeAt(earlier, r, models.RegistrationConfirmed)
			},
		} {
			s, r := f.named(models.FactVisit), f.register(models.ModeOnline)
			at(r)
			f.agree(s, r)
			expectEqual(t, fmt.Sprintf("the visit of %q", want), f.factOf(s, r, models.FactVisit), strings.TrimSpace(want))
			f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
		}
	})
}

// edition is another event of the fixture's host, so many days later.
func (f *fixture) edition(days int) *models.Event {
	f.t.Helper()
	e := *f.event
	e.ID, e.Slug = "", fmt.Sprint("edition", days)
	e.StartsAt, e.EndsAt = e.StartsAt.AddDate(0, 0, days), e.EndsAt.AddDate(0, 0, days)
	f.inTx(func(tx *models.Tx) error {
		if err := tx.Events().Create(&e); err != nil {
			return err
		}
		return tx.TicketTypes().Create(&models.TicketType{
			EventID: e.ID, Slug: "online", NameJa: "オンライン", Mode: models.ModeOnline,
		})
	})
	return &e
}

// placeAt registers the same address at another event.
func (f *fixture) placeAt(e *models.Event, r *models.Registration, state models.RegistrationState) {
	f.t.Helper()
	f.inTx(func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(e, "online")
		if err != nil {
			return err
		}
		id, other := models.NewID(), *r
		other.ID, other.EventID, other.TicketTypeID, other.RequestID = id, e.ID, ticketType.ID, id
		other.Code, other.State, other.LinkHash = id, state, models.HashSecret(id)
		_, err = tx.Registrations().Insert(&other)
		return err
	})
}

// Sessions are counted as certificates and lists count them, when the person answers: a cancelled one, a break, and one
// that the person left before are not attended.
func TestSessionsAttendedAreTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.inTx(func(tx *models.Tx) error {
			for i := range 6 {
				session := &models.Session{
					EventID: f.event.ID, TitleJa: "対話", Kind: models.SessionTalk,
					StartsAt: f.event.StartsAt.Add(time.Duration(i) * 30 * time.Minute),
				}
				session.EndsAt = session.StartsAt.Add(30 * time.Minute)
				if i == 4 {
					session.Kind = models.SessionBreak
				}
				if err := tx.Sessions().Create(f.event, session); err != nil {
					return err
				}
				if i == 5 {
					if err := tx.Sessions().SetCancelled(f.event, session.ID, true); err != nil {
						return err
					}
				}
			}
			return nil
		})
		for _, c := range []struct {
			from, until int // minutes
			want        string
		}{
			{-90, -60, "zero"}, // before it began
			{5, 20, "one"}, {5, 40, "few"}, {5, 80, "few"}, {5, 110, "many"}, {5, 200, "many"},
			{125, 200, "zero"}, // in the break and what was cancelled
		} {
			s, r := f.named(models.FactSessions), f.register("")
			for at := c.from; at <= c.until; at++ {
				f.setClock(f.event.StartsAt.Add(time.Duration(at) * time.Minute))
				f.inTx(func(tx *models.Tx) error { return tx.Presences().Beat(r, "tab", time.Minute) })
			}
			f.setClock(f.event.EndsAt.Add(time.Hour))
			f.agree(s, r)
			what := fmt.Sprintf("sessions of minutes %d to %d", c.from, c.until)
			expectEqual(t, what, f.factOf(s, r, models.FactSessions), c.want)
			f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
		}
	})
}

// A survey closes also where the key of its facts is another one by now; nobody's facts are told.
func TestASurveyClosesWithAnotherKey(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.surveyWithFacts(models.FactSector)
		for i := range 12 {
			f.answerWithFacts(s, models.SectorCivil, true, varied(i)...)
		}
		texts, err := i18n.Load()
		f.ok(err)
		f.service = survey.New(db, texts, link.New([]byte("another key")))
		f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
		for _, r := range f.responses(f.read(s.ID)) {
			expectEqual(t, "facts of a response", r.Answers["fact_sector"], []string(nil))
		}
		expectEqual(t, "responses", f.read(s.ID).Release.Responses, 12)
	})
}

// What was on file before surveys had facts goes on: open surveys are answered and close, released ones are told as
// before, and a draft may choose facts.
func TestSurveysOfBeforeFacts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		released, open, draft, few := f.open(), f.open(), f.draft(), f.open()
		names := f.survey(&survey.SettingsInput{Anonymity: models.SurveyConfidential})
		f.ok(f.service.Asking.Open(t.Context(), f.event, names.ID))
		f.answerVaried(released, models.ModeOnline, 9)
		f.answerVaried(open, models.ModeOnline, 9)
		f.answerVaried(names, models.ModeOnline, 9)
		f.answerVaried(few, models.ModeOnline, 3)
		f.close(released)
		f.close(few)
		before := f.seen(released)
		f.migrate("0142_survey_facts.sql", false)
		f.migrate("0142_survey_facts.sql", true)
		expectEqual(t, "what is told of a released survey", f.seen(released), before)
		f.followClock()
		f.answerVaried(open, models.ModeOnline, 3)
		f.answerVaried(names, models.ModeOnline, 3)
		for _, s := range []*models.Survey{open, names} {
			expectEqual(t, "facts", len(f.read(s.ID).Facts), 0)
			f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
			expectEqual(t, "responses", f.read(s.ID).Release.Responses, 12)
		}
		expectEqual(t, "few responses", len(f.responses(few)), 3)
		in := &survey.SettingsInput{TitleJa: "アンケート", Facts: []models.SurveyFact{models.FactVisit, models.FactSector}}
		f.ok(f.service.Writing.Edit(t.Context(), f.event, draft.ID, in))
		expectEqual(t, "facts of a draft", f.read(draft.ID).Facts, []models.SurveyFact{models.FactSector, models.FactVisit})
	})
}

// migrate runs one migration, there or back.
func (f *fixture) migrate(name string, up bool) {
	f.t.Helper()
	content, err := os.ReadFile("../../models/migrations/" + name)
	f.ok(err)
	dialect := goose.DialectSQLite3
	if f.db.Engine == models.PostgreSQL {
		dialect = goose.DialectPostgres
	}
	one := fstest.MapFS{name: &fstest.MapFile{Data: content}}
	provider, err := goose.NewProvider(dialect, modelstest.Pool(f.t, f.db), one)
	f.ok(err)
	number, err := goose.NumericComponent(name)
	f.ok(err)
	_, err = provider.ApplyVersion(f.t.Context(), number, up)
	f.ok(err)
}

// A base from which nothing may be told stays empty, whatever changes afterwards; in particular it is not counted again
// without what the release knows.
func TestABaseOfNoGroupsStaysEmpty(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.surveyWithFacts(models.FactSector)
		for i := range 14 {
			sectors := []models.Sector{models.SectorCivil, models.SectorIndustry}
			f.answerWithFacts(s, sectors[i%2], i >= 2, varied(i)...) // one of each did not agree
		}
		f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
		f.register(models.ModeVenue)
		expectEqual(t, "groups", len(f.rates(f.read(s.ID))), 0)
	})
}

// Ticket types that have to do with sectors do not tell how few of a sector did not agree.
func TestTicketTypesDoNotTellWhoDidNotAgree(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for refusals, want := range map[int]bool{0: true, 2: false, 6: true} {
			f := newFixture(t, db, fmt.Sprint("refused-", refusals))
			s := f.surveyWithFacts(models.FactSector)
			for i := range 40 {
				f.ticket = []string{"online", "venue"}[i%2]
				sector := []models.Sector{models.SectorCivil, models.SectorIndustry}[i%2]
				agrees := i/2 >= []int{6, refusals}[i%2] // of civil society always six do not
				f.answerWithFacts(s, sector, agrees, varied(i)...)
			}
			f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
			rates := f.rates(f.read(s.ID))
			expectEqual(t, fmt.Sprintf("ticket types are told where %d did not agree", refusals), len(rates["ticket"]) > 0, want)
		}
	})
}

// No group of the base of any crowd tells of 1 to 4 people by what responses tell of it, nor does a release have them.
func TestNoBaseTellsOfFew(t *testing.T) {
	db := modelstest.OnSQLite(t)
	told := 0
	for seed := range uint64(8) {
		f := newFixture(t, db, fmt.Sprint("crowd-", seed))
		s := f.crowdWithFacts(seed)
		for fact := range s.Release.Columns {
			values := map[string]int{}
			for _, r := range f.responses(s) {
				values[strings.Join(r.Answers[fact], ",")]++
			}
			for value, n := range values {
				if n < survey.SmallGroup && strings.HasPrefix(fact, "fact_") {
					t.Errorf("seed %d: %s=%q is told of %d", seed, fact, value, n)
				}
			}
		}
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		f.ok(err)
		base, err := export.Base()
		f.ok(err)
		for row, err := range base.Rows {
			f.ok(err)
			n, isTold := row[7].(int)
			if few := row[6].(int) - n; isTold && row[0] == "sector" && few != 0 && max(few, -few) < survey.SmallGroup {
				t.Errorf("seed %d: %v", seed, row)
			}
			if row[4].(int) < survey.SmallGroup {
				t.Errorf("seed %d: few were asked: %v", seed, row)
			}
			if isTold && row[0] == "sector" {
				told++
			}
		}
	}
	if told < 8 {
		t.Errorf("only %d groups of sectors are told", told)
	}
}

// crowdWithFacts closes a survey that 40 to 100 people of five sectors answered; more or fewer let facts travel.
func (f *fixture) crowdWithFacts(seed uint64) *models.Survey {
	f.t.Helper()
	rng := rand.New(rand.NewPCG(seed, 9))
	s := f.surveyWithFacts(models.FactSector, models.FactVisit)
	sectors := []models.Sector{
		models.SectorCivil, models.SectorCivil, models.SectorIndustry, models.SectorIndustry, models.SectorGovernment,
		models.SectorHealth, "",
	}
	most := 2 + rng.IntN(12) // of so many one does not agree
	for i := range 40 + rng.IntN(60) {
		f.ticket = []string{"online", "venue"}[rng.IntN(2)]
		if rng.IntN(3) == 0 {
			f.register(models.ModeVenue) // and does not answer
		}
		f.answerWithFacts(s, sectors[rng.IntN(len(sectors))], rng.IntN(most) > 0, varied(i%40)...)
	}
	f.ok(f.service.Asking.Close(f.t.Context(), f.event, s.ID))
	return f.read(s.ID)
}
