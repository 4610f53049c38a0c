package survey_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// The attack works: it joins everybody with their answers in the layout that there was before migration 0005.
func TestTheAttackJoinsTheOldLayout(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db, err := models.Open(t.Context(), address(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			if err := db.MigrateTo(t.Context(), 4); err != nil {
				t.Fatal(err)
			}
			old := &oldLayout{T: t, db: db, pool: modelstest.Pool(t, db)}
			old.pool.SetMaxOpenConns(1)
			if engine == models.SQLite {
				old.exec("PRAGMA wal_autocheckpoint = 0") // as while somebody reads all the time
				old.exec("PRAGMA synchronous = off")
			}
			// By answering, nobody, half of the people and all of them were invited.
			for number, invited := range []int{answerer, answerer / 2, 0} {
				if engine == models.PostgreSQL {
					old.exec("TRUNCATE invitations, responses, answers")
				} else {
					old.exec("PRAGMA wal_checkpoint(TRUNCATE)")
				}
				old.attack(number, invited)
			}
		})
	}
}

func (o *oldLayout) attack(number, invited int) {
	o.Helper()
	v := o.answerAll(number, invited)
	s := v.readOld(o.T, o.db, o.pool)
	joined, pair := s.joined()
	o.Logf("%d invited before: %.0f %% by %s", invited, 100*joined, pair)
	if joined < 0.95 {
		o.Errorf("%d invited before, while it is open: %.0f %% are joined", invited, 100*joined)
	}
	o.shuffle(v.survey)
	s = v.readOld(o.T, o.db, o.pool)
	if o.db.Engine == models.PostgreSQL {
		// The answers are shuffled, but who answered before whom is still there.
		s.answers["seen"] = v.seen().people["seen"]
	}
	joined, pair = s.joined()
	o.Logf("%d invited before, after it was closed: %.0f %% by %s", invited, 100*joined, pair)
	if joined < 0.95 {
		o.Errorf("%d invited before, after it was closed: %.0f %% are joined", invited, 100*joined)
	}
}

// oldLayout writes as the program did until 0005.
type oldLayout struct {
	*testing.T
	db   *models.DB
	pool *sql.DB
}

// exec runs statements in one transaction, except for a single one.
func (o *oldLayout) exec(statements ...string) {
	o.Helper()
	if len(statements) > 1 {
		statements = append(append([]string{"BEGIN"}, statements...), "COMMIT")
	}
	for _, statement := range statements {
		if _, err := o.pool.ExecContext(o.Context(), statement); err != nil {
			o.Fatal(statement, err)
		}
	}
}

const oldTime = "'2025-09-20T10:%02d:%02d.000000Z'"

// insert is a statement that stores a row: pairs of a column and a value.
func insert(table string, pairs ...string) string {
	var columns, values []string
	for i := 0; i+1 < len(pairs); i += 2 {
		columns = append(columns, pairs[i])
		value := pairs[i+1]
		if !strings.HasPrefix(value, "'") && value != "TRUE" && value != "FALSE" {
			value = "'" + value + "'"
		}
		values = append(values, value)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(values, ", "))
}

// answerAll does what the program did: some people are invited when the survey opens, the others by answering.
func (o *oldLayout) answerAll(number, invited int) *victims {
	o.Helper()
	event, question := models.NewID(), models.NewID()
	v := &victims{survey: models.NewID()}
	at := fmt.Sprintf(oldTime, 0, 0)
	o.exec(
		insert(
			"organizations",
			"id",
			event,
			"slug",
			event,
			"name_ja",
			"x",
			"sector",
			"civil",
			"created_at",
			at,
			"updated_at",
			at,
		),
		insert("events", "id", event, "slug", event, "organization_id", event, "state", "published", "title_ja", "x",
			"time_zone", "Asia/Tokyo", "starts_at", at, "ends_at", at, "created_at", at, "updated_at", at),
		insert("ticket_types", "id", event, "event_id", event, "slug", "online", "name_ja", "x", "mode", "online",
			"created_at", at, "updated_at", at),
		insert(
			"surveys",
			"id",
			v.survey,
			"event_id",
			event,
			"state",
			"open",
			"title_ja",
			"x",
			"created_at",
			at,
			"updated_at",
			at,
		),
		insert("questions", "id", question, "survey_id", v.survey, "slug", "word", "kind", "short", "required", "TRUE",
			"title_ja", "x", "position", "1"),
	)
	var people []string
	for range answerer {
		id := models.NewID()
		people = append(people, id)
	}
	o.registerAll(event, people)
	for _, id := range people[:invited] {
		o.exec(o.invitation(v, id, at))
	}
	for i, at := range rand.Perm(answerer) {
		v.people = append(v.people, people[at])
		v.answers = append(v.answers, fmt.Sprintf("secret-%d-%d", number, i))
		o.answer(v, question, at >= invited)
	}
	return v
}

func (o *oldLayout) registerAll(event string, people []string) {
	o.Helper()
	at := fmt.Sprintf(oldTime, 0, 0)
	var statements []string
	for _, id := range people {
		statements = append(statements, insert("registrations", "id", id, "event_id", event, "ticket_type_id", event,
			"request_id", id, "code", id, "state", "confirmed", "sort_key", "a", "search_text", "a",
			"email", id, "email_key", id,
			"sector", "other", "locale", "ja", "link_hash", id, "created_at", at, "updated_at", at))
	}
	o.exec(statements...)
}

func (o *oldLayout) invitation(v *victims, person, at string) string {
	return insert("invitations", "id", models.NewID(), "survey_id", v.survey, "registration_id", person, "created_at", at)
}

// answer is that of the last of the people.
func (o *oldLayout) answer(v *victims, question string, isLate bool) {
	o.Helper()
	person, text := v.people[len(v.people)-1], v.answers[len(v.answers)-1]
	at, id := fmt.Sprintf(oldTime, len(v.people)/60, len(v.people)%60), models.NewAnonymousID()
	statements := []string{
		"UPDATE invitations SET answered = TRUE WHERE survey_id = '" + v.survey + "' AND registration_id = '" + person + "'",
		insert("responses", "id", id, "survey_id", v.survey, "mode", "online", "locale", "ja", "submitted_on", "2025-09-20"),
		insert("answers", "response_id", id, "question_id", question, "value", text),
	}
	if isLate {
		statements = append([]string{o.invitation(v, person, at)}, statements...)
	}
	o.exec(statements...)
}

// shuffle rewrote the responses when a survey closed.
func (o *oldLayout) shuffle(survey string) {
	o.Helper()
	o.exec(
		"CREATE TEMPORARY TABLE r AS SELECT * FROM responses WHERE survey_id = '"+survey+"'",
		"CREATE TEMPORARY TABLE a AS SELECT * FROM answers WHERE response_id IN (SELECT id FROM r)",
		"DELETE FROM responses WHERE survey_id = '"+survey+"'", "DELETE FROM answers WHERE response_id IN (SELECT id FROM r)",
		"INSERT INTO responses SELECT * FROM r ORDER BY id", "INSERT INTO answers SELECT * FROM a ORDER BY response_id",
		"DROP TABLE r", "DROP TABLE a",
	)
}

// readOld attacks the old layout: the order of rows in the database and in a dump, ids and times, and the log.
func (v *victims) readOld(t *testing.T, db *models.DB, pool *sql.DB) *secrets {
	t.Helper()
	s := &secrets{map[string]places{}, map[string]places{}}
	invitations := "SELECT registration_id FROM invitations WHERE answered AND survey_id = '" + v.survey + "' ORDER BY "
	answers := "SELECT value FROM answers JOIN responses ON responses.id = answers.response_id WHERE survey_id = '" +
		v.survey + "' ORDER BY "
	v.add(s.people, "rows", v.people, column(t, pool, invitations+place(db)))
	v.add(s.people, "ids", v.people, column(t, pool, invitations+"id"))
	v.add(s.people, "times", v.people, column(t, pool, invitations+"created_at"))
	v.add(s.answers, "rows", v.answers, column(t, pool, answers+"answers."+place(db)))
	v.add(s.answers, "responses", v.answers, column(t, pool, answers+"responses."+place(db)))
	v.add(s.answers, "ids", v.answers, column(t, pool, answers+"responses.id"))
	if tables := dump(t, db); tables != nil {
		v.readOldDump(tables, s)
	}
	if _, log := files(t, db); len(log) > 0 {
		v.add(s.people, "log", v.people, v.markedInLog(log))
		v.add(s.answers, "log", v.answers, v.writtenInLog(log))
	}
	if db.Engine == models.PostgreSQL {
		v.add(s.people, "transactions", v.people, column(t, pool, invitations+byTransaction))
		v.add(s.answers, "transactions", v.answers, column(t, pool, answers+"answers."+byTransaction))
	}
	return s
}

// byTransaction orders rows by the transaction that wrote them: a column of PostgreSQL's files, not of a dump.
const byTransaction = "xmin::text::bigint"

func (v *victims) readOldDump(tables map[string][]string, s *secrets) {
	var people []string
	for _, row := range tables["invitations"] { // id, survey, registration, answered, time
		if cells := strings.Split(row, "\t"); cells[1] == v.survey && cells[3] == "t" {
			people = append(people, cells[2])
		}
	}
	v.add(s.people, "dump", v.people, people)
	var mine []string
	for _, text := range textsOf(tables["answers"]) {
		if slices.Contains(v.answers, text) {
			mine = append(mine, text)
		}
	}
	v.add(s.answers, "dump", v.answers, mine)
}

// markedInLog are the people in the order in which the log has their invitations as answered. A row begins with its
// length and the types of its columns: three texts, then 8 for FALSE or 9 for TRUE, then the time.
func (v *victims) markedInLog(log []byte) (people []string) {
	isMarked := map[string]bool{}
	eachKey(log, func(at int, _ string) {
		// The id of the invitation, then those of the survey and of the person.
		text := string(log[at:min(at+108, len(log))])
		if len(text) < 108 || !strings.HasPrefix(text[36:], v.survey) || at < 2 {
			return
		}
		if person := text[72:]; log[at-2] == 9 && !isMarked[person] {
			isMarked[person] = true
			people = append(people, person)
		}
	})
	return people
}

// writtenInLog are the answers in the order in which they first are in the log.
func (v *victims) writtenInLog(log []byte) (texts []string) {
	isKnown := map[string]bool{}
	for _, at := range anAnswer.FindAllIndex(log, -1) {
		text := string(log[at[0]:at[1]])
		if slices.Contains(v.answers, text) && !isKnown[text] {
			isKnown[text] = true
			texts = append(texts, text)
		}
	}
	return texts
}
