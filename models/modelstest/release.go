package modelstest

import (
	"compress/gzip"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/models"
)

//go:embed testdata/*.json.gz
var releases embed.FS

// Release is a database as an earlier version of the program left it, and the links and tickets that it gave out, which
// must go on working. The rows are those of the demo (a part of the festival), with an open survey, a login and an API
// token.
type Release struct {
	DB *models.DB `json:"-"`
	// Name is the commit of the release, At the time when its database was copied.
	Name string    `json:"-"`
	At   time.Time `json:"-"`
	// Schema is the number of the newest migration of the release.
	Schema int64 `json:"-"`
	// Secret is the content of the file that its links are derived from.
	Secret string `json:"secret"`
	// Registration is the id of a registration of summit-next, Link the secret of its page, Ticket its ticket.
	Registration string `json:"registration"`
	Link         string `json:"link"`
	Ticket       string `json:"ticket"`
	// CalendarUID is the UID of the calendar entry of summit-next.
	CalendarUID string `json:"calendar_uid"`
	// Invited is the id of a registration of summit-2025 whose attendee has not answered its survey.
	Invited string `json:"invited"`
	// Token is an API token of an organizer at summit-next. Login is the cookie of the owner of the demo's organization.
	Token  string `json:"token"`
	Login  string `json:"login"`
	Tables []struct {
		Name string           `json:"name"`
		Rows []map[string]any `json:"rows"`
	} `json:"tables"`
}

// The releases whose databases are kept: the first one, and the last one before events had pages of their own.
var (
	release055f3f5 = Release{Name: "055f3f5", Schema: 1, At: time.Date(2026, 11, 27, 4, 45, 0, 0, time.UTC)}
	releaseafa6672 = Release{Name: "afa6672", Schema: 13, At: time.Date(2026, 11, 27, 15, 45, 0, 0, time.UTC)}
)

// EachRelease runs a test with the database of each release, not migrated yet, on each engine.
func EachRelease(t *testing.T, test func(t *testing.T, r *Release)) {
	t.Helper()
	t.Run(release055f3f5.Name, func(t *testing.T) { EachRelease055f3f5(t, test) })
	t.Run(releaseafa6672.Name, func(t *testing.T) { EachReleaseafa6672(t, test) })
}

// EachRelease055f3f5 is EachRelease with the first release only.
func EachRelease055f3f5(t *testing.T, test func(t *testing.T, r *Release)) {
	t.Helper()
	onEachEngine(t, release055f3f5, test)
}

// EachReleaseafa6672 is EachRelease with afa6672 only. It has a draft and a cancelled event, too.
func EachReleaseafa6672(t *testing.T, test func(t *testing.T, r *Release)) {
	t.Helper()
	onEachEngine(t, releaseafa6672, test)
}

func onEachEngine(t *testing.T, release Release, test func(t *testing.T, r *Release)) {
	t.Helper()
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: SQLiteURL, models.PostgreSQL: PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			r := release
			r.DB = open(t, address(t))
			r.read(t)
			test(t, &r)
		})
	}
}

func (r *Release) read(t *testing.T) {
	t.Helper()
	packed, err := releases.Open("testdata/" + r.Name + ".json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(reader).Decode(r); err != nil {
		t.Fatal(err)
	}
	if err := r.DB.MigrateTo(t.Context(), r.Schema); err != nil {
		t.Fatal(err)
	}
	r.insertRows(t)
	r.indexPeople(t)
}

// Rows are the release's rows of a table.
func (r *Release) Rows(table string) []map[string]any {
	for _, t := range r.Tables {
		if t.Name == table {
			return t.Rows
		}
	}
	return nil
}

// Count counts the release's rows of a table.
func (r *Release) Count(table string) int { return len(r.Rows(table)) }

// insertRows writes the rows as they were. It does not use models, which know the newest schema only.
func (r *Release) insertRows(t *testing.T) {
	t.Helper()
	pool := openPool(t, r.DB)
	defer pool.Close()
	for _, table := range r.Tables {
		if len(table.Rows) == 0 {
			continue
		}
		rows, err := json.Marshal(table.Rows)
		if err != nil {
			t.Fatal(err)
		}
		statement := r.insertStatement(table.Name, table.Rows[0])
		if _, err := pool.ExecContext(t.Context(), statement, string(rows)); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", table.Name, err))
		}
	}
}

// indexPeople writes the index of search, which each engine has in a form of its own.
func (r *Release) indexPeople(t *testing.T) {
	t.Helper()
	const indexed = 10 // the migration that made the index
	if r.Schema < indexed {
		return
	}
	pool := openPool(t, r.DB)
	defer pool.Close()
	for _, row := range r.Rows("registrations") {
		person := models.Registration{
			ID: row["id"].(string), EventID: row["event_id"].(string), SearchText: row["search_text"].(string),
		}
		_, err := pool.ExecContext(t.Context(), "INSERT INTO registration_search (registration_id, grams) VALUES ($1, $2)",
			person.ID, person.SearchTerms(r.DB.Engine))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// insertStatement is the statement that writes the rows of a table from JSON.
func (r *Release) insertStatement(table string, row map[string]any) string {
	if r.DB.Engine == models.PostgreSQL {
		return fmt.Sprintf("INSERT INTO %s SELECT * FROM json_populate_recordset(NULL::%s, $1::json)", table, table)
	}
	var columns, values []string
	for column := range row {
		columns = append(columns, column)
		values = append(values, "value ->> '"+column+"'")
	}
	return fmt.Sprintf(
		"INSERT INTO %s (%s) SELECT %s FROM json_each(?)", table, strings.Join(columns, ", "), strings.Join(values, ", "),
	)
}

// Pool opens connections to the database that do not go through models, as a thief of its content does.
func Pool(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	pool := openPool(t, db)
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// openPool opens connections to the database that do not go through models.
func openPool(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	driver := "pgx"
	address := db.URL
	if db.Engine == models.SQLite {
		driver = "sqlite3"
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}
