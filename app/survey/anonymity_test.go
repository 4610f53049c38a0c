package survey_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

const (
	attacked = 20  // surveys
	answerer = 200 // people in each
)

// Nothing that leaves the database joins an answer with a person: not while a survey is open, nor afterwards. In each
// survey half of the people are invited when it opens, and the others attend and answer one by one; in the middle, who
// has not answered is reminded. Half of the people let facts travel with their answers. One attack in a hundred
// succeeds by chance: it must succeed again.
func TestNoCopyTellsWhoAnsweredWhat(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		open, closed := attackSurveys(t, db, 0)
		if open <= 0.01 || closed <= 0.01 {
			openAgain, closedAgain := attackSurveys(t, db, attacked)
			open, closed = max(open, openAgain), max(closed, closedAgain)
		}
		if open <= 0.01 || closed <= 0.01 {
			t.Errorf("people and answers are joined better than by chance: p = %.3f, after closing %.3f", open, closed)
		}
	})
}

// attackSurveys answers surveys, and attacks them while they are open and after they were closed. They are numbered
// from a number on, so that no answer is that of another survey in the same file.
func attackSurveys(t *testing.T, db *models.DB, from int) (open, closed float64) {
	t.Helper()
	var list []victims
	var services []*fixture
	for i := range attacked {
		f := newFixture(t, db, fmt.Sprint("attacked-", from+i))
		services = append(services, f)
		list = append(list, f.answerAll(from+i))
	}
	open = attack(t, db, list)
	boxes := sealedFacts(t, db, list)
	for i, f := range services {
		if err := f.service.Asking.Close(t.Context(), f.event, list[i].survey); err != nil {
			t.Fatal(err)
		}
	}
	expectNoTrace(t, db, boxes)
	return open, min(attack(t, db, list), attackFacts(t, db, list))
}

// answerAll opens a survey and lets everybody answer it in a random order.
func (f *fixture) answerAll(number int) victims {
	f.t.Helper()
	var now atomic.Int64
	begin := f.event.EndsAt.Add(time.Hour)
	f.db.SetClock(func() time.Time { return begin.Add(time.Duration(now.Add(1)) * 100 * time.Millisecond) })
	people := f.many(answerer)
	for i := range people[:answerer/2] {
		f.attend(&people[i])
	}
	s := f.surveyWithFacts(models.SurveyFacts...)
	f.invite()
	v := victims{survey: s.ID}
	for i, at := range rand.Perm(answerer) {
		person := &people[at]
		if i == answerer/2 {
			f.remindNow(s)
		}
		if at >= answerer/2 {
			f.attend(person)
		}
		secret := fmt.Sprintf("secret-%d-%d", number, i)
		answers := given("word", secret, "q6", strings.Repeat("あ", rand.IntN(60)))
		if rand.IntN(2) == 0 {
			answers[survey.FactsField] = []string{"yes"}
		}
		eligibility, err := f.service.Answering.Answer(f.t.Context(), f.event, person, s.ID, answers, "ja")
		if err != nil || eligibility != survey.MayAnswer {
			f.t.Fatal(eligibility, err)
		}
		v.people, v.answers = append(v.people, person.ID), append(v.answers, secret)
		v.sectors = append(v.sectors, person.Sector)
	}
	return v
}

// remindNow reminds those who have not answered.
func (f *fixture) remindNow(s *models.Survey) {
	f.t.Helper()
	s = f.read(s.ID)
	f.inTx(func(tx *models.Tx) error {
		s.Reminders = []time.Time{tx.Now}
		return tx.Surveys().Update(s)
	})
	f.followClock()
	f.invite()
}

func (f *fixture) attend(r *models.Registration) {
	f.t.Helper()
	f.inTx(func(tx *models.Tx) error { return attend(tx, r, models.ModeOnline) })
}

var manySectors = []models.Sector{models.SectorCivil, models.SectorIndustry, models.SectorGovernment}

// many registers people of several sectors.
func (f *fixture) many(count int) []models.Registration {
	f.t.Helper()
	list := make([]models.Registration, count)
	f.inTx(func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(f.event, "online")
		if err != nil {
			return err
		}
		for i := range list {
			id := models.NewID()
			list[i] = models.Registration{
				ID: id, EventID: f.event.ID, TicketTypeID: ticketType.ID, RequestID: id, Code: id,
				State: models.RegistrationConfirmed, Name: text.Name{Family: "山田", Given: fmt.Sprint(i)},
				Email: id + "@mail.example", EmailKey: id + "@mail.example",
				Sector: manySectors[rand.IntN(len(manySectors))], Locale: "ja", LinkHash: models.HashSecret(id),
				LinkNumber: 1, TicketSerial: 1, Answers: map[string]string{},
			}
		}
		return tx.Registrations().InsertMany(list)
	})
	return list
}

// attack returns how likely it is that an attack on all surveys has as much success by chance.
func attack(t *testing.T, db *models.DB, list []victims) float64 {
	t.Helper()
	pool, tables := modelstest.Pool(t, db), dump(t, db)
	file, log := files(t, db)
	inFile, inLog := find(file), find(log)
	var found []secrets
	for i := range list {
		v := &list[i]
		s := v.seen()
		v.readRows(t, db, pool, &s)
		v.readDump(tables, &s)
		v.readFiles(t, inFile, inLog, &s)
		found = append(found, s)
	}
	for _, s := range found[1:] { // each order is of all surveys
		expectEqual(t, "orders of people", len(s.people), len(found[0].people))
		expectEqual(t, "orders of answers", len(s.answers), len(found[0].answers))
	}
	p, pair := chance(found, answerer)
	t.Logf("%d × %d orders, the best is %s, p = %.3f", len(found[0].people), len(found[0].answers), pair, p)
	return p
}

func (v *victims) readRows(t *testing.T, db *models.DB, pool *sql.DB, s *secrets) {
	t.Helper()
	answered := "SELECT registration_id FROM invitations WHERE survey_id = '" + v.survey +
		"' AND registration_id NOT IN (SELECT registration_id FROM open_invitations WHERE survey_id = '" + v.survey +
		"') ORDER BY "
	responses := "SELECT answers FROM responses WHERE survey_id = '" + v.survey + "' ORDER BY "
	if column(t, pool, "SELECT state FROM surveys WHERE id = '"+v.survey+"'")[0] == "closed" { // texts stand apart
		responses = "SELECT value FROM survey_texts WHERE survey_id = '" + v.survey + "' AND slug = 'word' ORDER BY "
	} else {
		v.add(s.answers, "sealed", v.answers, textsOf(column(t, pool, responses+"sealed")))
		v.add(s.answers, "length", v.answers, textsOf(column(t, pool, responses+"length(sealed), "+place(db))))
	}
	presences := "SELECT registration_id FROM presences WHERE registration_id IN (" +
		strings.Replace(answered, " ORDER BY ", ") ORDER BY ", 1)
	v.add(s.people, "rows", v.people, column(t, pool, answered+place(db)))
	v.add(s.people, "registrations", v.people, column(t, pool, answered+"registration_id"))
	const sector = "(SELECT sector FROM registrations WHERE id = registration_id), "
	v.add(s.people, "sectors", v.people, column(t, pool, answered+sector+place(db)))
	const reminded = "EXISTS (SELECT 1 FROM mails WHERE mails.kind = 'survey_reminder'" +
		" AND mails.registration_id = invitations.registration_id), "
	v.add(s.people, "reminders", v.people, column(t, pool, answered+reminded+place(db)))
	v.add(s.people, "presences", v.people, column(t, pool, presences+place(db)))
	v.add(s.answers, "rows", v.answers, textsOf(column(t, pool, responses+place(db))))
	v.add(s.answers, "ids", v.answers, textsOf(column(t, pool, responses+"id")))
	if db.Engine == models.PostgreSQL {
		v.add(s.people, "transactions", v.people, column(t, pool, answered+byTransaction+", ctid"))
		v.add(s.answers, "transactions", v.answers, textsOf(column(t, pool, responses+byTransaction+", ctid")))
	}
	if len(s.people) < 5 || len(s.answers) < 2 {
		t.Fatalf("the attack finds %d orders of people and %d of answers", len(s.people), len(s.answers))
	}
}

func (v *victims) readDump(tables map[string][]string, s *secrets) {
	if tables == nil {
		return
	}
	var people, responses []string
	for _, row := range tables["invitations"] {
		if survey, person, _ := strings.Cut(row, "\t"); survey == v.survey {
			people = append(people, person)
		}
	}
	for _, row := range append(tables["responses"], tables["survey_texts"]...) {
		if strings.HasPrefix(row, v.survey) {
			responses = append(responses, row)
		}
	}
	v.add(s.people, "dump", v.people, people)
	v.add(s.answers, "dump", v.answers, textsOf(responses))
}

// readFiles looks at the bytes, and demands that they keep nothing of what was deleted or moved.
func (v *victims) readFiles(t *testing.T, file, log map[string][]int, s *secrets) {
	t.Helper()
	if len(file) == 0 {
		return
	}
	var pairs []string
	stale := 0 // SQLite leaves a copy behind where it joins or splits two pages
	for i := range v.people {
		pair, answer := v.survey+v.people[i], v.answers[i]
		pairs = append(pairs, pair)
		if n := len(file[pair]); n != 2 {
			t.Errorf("an invitation is in the file %d times, want 2: in its table and in the index", n)
		}
		stale += len(file[answer]) - 1
		if log[pair] != nil || log[answer] != nil {
			t.Error("an invitation or answer is in the write-ahead log")
		}
	}
	if stale < 0 || stale > answerer/20 {
		t.Errorf("%d answers are in the file once more than they should", stale)
	}
	v.add(s.people, "file", pairs, inOrder(file, pairs, first))
	v.add(s.people, "file, last", pairs, inOrder(file, pairs, last))
	v.add(s.people, "page", pairs, inOrder(file, pairs, inPage))
	v.add(s.answers, "file", v.answers, inOrder(file, v.answers, first))
	v.add(s.answers, "page", v.answers, inOrder(file, v.answers, inPage))
}
