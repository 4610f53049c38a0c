package models

import (
	"strconv"
	"strings"
	"unicode"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"meguri/models/text"
)

// The index of search has the grams of each registration's SearchText. It finds candidates, of which LIKE then decides.
// Each engine has it in the form that it writes fast: see docs/decisions/0021.

// searchTable makes the index; engineIndexes come once the table is full.
var (
	searchTable = map[Engine]string{
		PostgreSQL: `CREATE TABLE registration_search (
			registration_id TEXT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE, grams INTEGER[] NOT NULL)`,
		SQLite: `CREATE VIRTUAL TABLE registration_search USING fts5(registration_id UNINDEXED, grams, content='',
			contentless_delete=1, contentless_unindexed=1, detail=none, tokenize='ascii')`,
	}
	engineIndexes = map[Engine]string{
		// The list of what is not sorted in yet is kept short: one registration now and then has to sort it in.
		PostgreSQL: `CREATE INDEX registration_search_grams ON registration_search USING gin (grams)
			WITH (gin_pending_list_limit = 256)`,
		// People at the doors are counted in this index alone.
		SQLite: `CREATE INDEX admissions_counts ON admissions (event_id, ticket_type_id, arrived, inside)`,
	}
)

const (
	// fewFound is how many candidates are read one by one. Of more, those first in the list are looked for.
	fewFound = 1_000
	// maxSearched is how many candidates are taken from the index. A search that has more finds people soon without it.
	maxSearched = 10_000
)

// SearchTerms are the grams of a registration as the engine's index takes them: an array of PostgreSQL, or words. On
// SQLite its id is a word, too, which finds the row again.
func (r *Registration) SearchTerms(engine Engine) string {
	grams := text.Grams(r.EventID, r.SearchText)
	if engine == PostgreSQL {
		return integerArray(grams)
	}
	words := make([]string, len(grams), len(grams)+1)
	for i, gram := range grams {
		words[i] = strconv.FormatUint(uint64(gram), 36)
	}
	return strings.Join(append(words, idWord(r.ID)), " ")
}

// integerArray writes an array of PostgreSQL's 32-bit integers.
func integerArray(numbers []uint32) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(int(int32(n))) //nolint:gosec // the same bits
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// idWord is an id as a word that is no number.
func idWord(id string) string {
	return "id" + strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id)
}

// index writes new registrations into the index of search.
func (store RegistrationStore) index(list []Registration) error {
	engine := Engine(store.tx.g.Name())
	values := make([]any, 0, 2*len(list))
	for i := range list {
		values = append(values, list[i].ID, list[i].SearchTerms(engine))
	}
	return store.tx.g.Exec(
		"INSERT INTO registration_search (registration_id, grams) VALUES "+placeholders(len(list), 2), values...,
	).Error
}

// indexAgain replaces the row of a registration in the index of search.
func (store RegistrationStore) indexAgain(r *Registration) error {
	if err := store.unindex([]string{r.ID}); err != nil {
		return err
	}
	return store.index([]Registration{*r})
}

// unindex takes registrations out of the index of search.
func (store RegistrationStore) unindex(ids []string) error {
	if store.tx.g.Name() == string(PostgreSQL) {
		return store.tx.g.Exec("DELETE FROM registration_search WHERE registration_id IN ?", ids).Error
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = idWord(id)
	}
	return store.tx.g.Exec(`DELETE FROM registration_search WHERE rowid IN
		(SELECT rowid FROM registration_search WHERE registration_search MATCH ?)`, strings.Join(words, " OR ")).Error
}

// CompactSearch rewrites the embedded index of search without what was taken out of it.
func (store RegistrationStore) CompactSearch() error {
	if store.tx.g.Name() == string(PostgreSQL) {
		return nil
	}
	return store.tx.g.Exec("INSERT INTO registration_search (registration_search) VALUES ('optimize')").Error
}

// candidates are the registrations that may match a search.
type candidates struct {
	// IDs are those of few candidates. Within is the statement that finds the ids of more. Both are nil where all of the
	// event's are candidates.
	IDs    []string
	Within *gorm.DB
	// Count is how many they are, where the index knows it.
	Count int
	// driving is the smallest of the filter's sets, nil where it has none or the candidates come from a search.
	driving *driving
}

// candidates finds the registrations that may match one of the queries.
func (store RegistrationQuery) candidates(e *Event, queries []string) (c candidates, err error) {
	grams := make([][]uint32, len(queries))
	for i, query := range queries {
		if grams[i] = text.QueryGrams(e.ID, query); len(grams[i]) == 0 {
			return c, nil
		}
	}
	if len(grams) == 0 {
		return c, nil
	}
	// Counting is quick: the index of search alone answers.
	var n int64
	some := store.indexed(grams).Select("1").Limit(maxSearched + 1)
	if err := store.q.g.Table("(?) AS found", some).Count(&n).Error; err != nil || n > maxSearched {
		return c, err
	}
	c.Count = int(n)
	if n > fewFound {
		c.Within = store.indexed(grams).Select("registration_id")
		return c, nil
	}
	c.IDs = []string{}
	return c, store.indexed(grams).Pluck("registration_id", &c.IDs).Error
}

// indexed chooses the rows of the index of search that have all grams of one of the lists.
func (store RegistrationQuery) indexed(grams [][]uint32) *gorm.DB {
	g := store.q.g.Table("registration_search")
	if store.q.g.Name() != string(PostgreSQL) {
		return g.Where("registration_search MATCH ?", matchWords(grams))
	}
	matches := make([]clause.Expression, len(grams))
	for i, all := range grams {
		matches[i] = clause.Expr{SQL: "grams @> CAST(? AS integer[])", Vars: []any{integerArray(all)}}
	}
	return g.Where(clause.And(clause.Or(matches...)))
}

// matchWords writes a query of SQLite: all words of one of the lists.
func matchWords(lists [][]uint32) string {
	alternatives := make([]string, len(lists))
	for i, list := range lists {
		words := make([]string, len(list))
		for j, gram := range list {
			words[j] = `"` + strconv.FormatUint(uint64(gram), 36) + `"`
		}
		alternatives[i] = "(" + strings.Join(words, " AND ") + ")"
	}
	return strings.Join(alternatives, " OR ")
}
