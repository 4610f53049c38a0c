package survey_test

import (
	"bytes"
	"context"
	"database/sql"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meguri/models"
)

// The attack on anonymity: who has a copy of the database puts those who answered into an order, the responses into an
// order, and joins both by rank. Person number i wrote answer number i, in the order of answering.

// places are the ranks of the people, or of the answers, in an order: places[i] is that of number i.
type places []int

// secrets are what an attacker finds about one survey: orders of its people and of its answers, by name.
type secrets struct{ people, answers map[string]places }

// joined is the share of people that the best pair of orders joins with their answers.
func (s *secrets) joined() (best float64, pair string) {
	for p, people := range s.people {
		for a, answers := range s.answers {
			if joined := float64(matches(people, answers, nil)) / float64(len(people)); joined > best {
				best, pair = joined, p+" × "+a
			}
		}
	}
	return best, pair
}

// matches counts the people who have the rank of an answer that belongs to them; given a permutation, the answer that
// it gives them.
func matches(people, answers places, given []int) (count int) {
	for i := range people {
		if people[i] == answers[number(given, i)] {
			count++
		}
	}
	return count
}

// correlation is Spearman's coefficient of the ranks of people and their answers.
func correlation(people, answers places, given []int) float64 {
	var sum float64
	for i := range people {
		d := float64(people[i] - answers[number(given, i)])
		sum += d * d
	}
	n := float64(len(people))
	return 1 - 6*sum/(n*(n*n-1))
}

func number(given []int, i int) int {
	if given == nil {
		return i
	}
	return given[i]
}

// strength is how far the best pair of orders is above chance over several surveys, in standard deviations: by the
// people it joins, or by the correlation.
func strength(surveys []secrets, given func() []int) (best float64, pair string) {
	permutations := make([][]int, len(surveys))
	for s := range surveys {
		permutations[s] = given()
	}
	count := float64(len(surveys))
	for p := range surveys[0].people {
		for a := range surveys[0].answers {
			var joined, correlated float64
			for s := range surveys {
				people, answers := surveys[s].people[p], surveys[s].answers[a]
				joined += float64(matches(people, answers, permutations[s]))
				correlated += correlation(people, answers, permutations[s]) * math.Sqrt(float64(len(people)-1))
			}
			z := max((joined-count)/math.Sqrt(count), math.Abs(correlated)/math.Sqrt(count))
			if z > best {
				best, pair = z, p+" × "+a
			}
		}
	}
	return best, pair
}

// chance is the p-value of a permutation test: how often answers that are dealt out by chance are joined as well as the
// real ones.
func chance(surveys []secrets, people int) (p float64, pair string) {
	const permutations = 200
	found, pair := strength(surveys, func() []int { return nil })
	atLeast := 1
	for range permutations {
		if z, _ := strength(surveys, func() []int { return rand.Perm(people) }); z >= found {
			atLeast++
		}
	}
	return float64(atLeast) / (permutations + 1), pair
}

// placesOf are the ranks of keys in an order. It returns nil if the order has not each key once.
func placesOf(keys, ordered []string) places {
	rank := map[string]int{}
	for i, key := range ordered {
		rank[key] = i
	}
	if len(rank) != len(keys) || len(ordered) != len(keys) {
		return nil
	}
	found := make(places, len(keys))
	for i, key := range keys {
		at, ok := rank[key]
		if !ok {
			return nil
		}
		found[i] = at
	}
	return found
}

// victims are the people and answers of one survey, both in the order of answering.
type victims struct {
	survey  string
	people  []string // ids of registrations
	answers []string // each has a text that no other has
	sectors []models.Sector
}

// add adds an order unless it lacks somebody.
func (v *victims) add(to map[string]places, name string, keys, ordered []string) {
	if found := placesOf(keys, ordered); found != nil {
		to[name] = found
	}
}

// seen begins with what is known without the database: somebody watched the room.
func (v *victims) seen() secrets {
	s := secrets{map[string]places{}, map[string]places{}}
	v.add(s.people, "seen", v.people, v.people)
	return s
}

// column reads one column of the database.
func column(t testing.TB, pool *sql.DB, statement string) (list []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), statement)
	if err != nil {
		t.Fatal(statement, err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		list = append(list, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// place is the column of the place of a row.
func place(db *models.DB) string {
	if db.Engine == models.SQLite {
		return "rowid"
	}
	return "ctid"
}

var anAnswer = regexp.MustCompile(`secret-\d+-\d+`)

// textsOf finds the text of each answer in rows.
func textsOf(rows []string) (list []string) {
	for _, row := range rows {
		if text := anAnswer.FindString(row); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// dump is what pg_dump writes: the rows of each table.
func dump(t *testing.T, db *models.DB) map[string][]string {
	t.Helper()
	program, err := exec.LookPath("pg_dump")
	if err != nil || db.Engine != models.PostgreSQL {
		return nil
	}
	out, err := exec.CommandContext(context.WithoutCancel(t.Context()), program, "--data-only", db.URL).Output()
	if err != nil {
		t.Fatal(err)
	}
	tables, table := map[string][]string{}, ""
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "COPY public."):
			table, _, _ = strings.Cut(strings.TrimPrefix(line, "COPY public."), " ")
		case line == `\.`:
			table = ""
		case table != "":
			tables[table] = append(tables[table], line)
		}
	}
	return tables
}

// files are the bytes of an embedded database and of its log.
func files(t *testing.T, db *models.DB) (file, log []byte) {
	t.Helper()
	if db.Engine != models.SQLite {
		return nil, nil
	}
	path := strings.TrimPrefix(db.URL, "file:")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log, err = os.ReadFile(path + "-wal")
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return file, log
}

// pairLength is that of two ids next to each other, as in a row of an invitation.
const pairLength = 72

// eachKey walks through the pairs of ids and the answers in a file. A regular expression would take ten times as long.
func eachKey(content []byte, do func(at int, key string)) {
	run := 0 // characters of ids up to here
	for at, b := range content {
		switch {
		case b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b == '-':
			run++
		case b == 's' && bytes.HasPrefix(content[at:], []byte("secret-")):
			if key := anAnswer.FindString(string(content[at:min(at+30, len(content))])); key != "" {
				do(at, key)
			}
			run = 0
		default:
			run = 0
		}
		if run == pairLength {
			run = 0
			do(at+1-pairLength, string(content[at+1-pairLength:at+1]))
		}
	}
}

// find finds pairs of ids and answers in a file: the places of each.
func find(content []byte) map[string][]int {
	found := map[string][]int{}
	eachKey(content, func(at int, key string) { found[key] = append(found[key], at) })
	return found
}

// inOrder are the keys in the order of one of their places in a file.
func inOrder(found map[string][]int, keys []string, of func(places []int) int) []string {
	var list []string
	for _, key := range keys {
		if len(found[key]) > 0 {
			list = append(list, key)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return of(found[a]) - of(found[b]) })
	return list
}

func first(places []int) int { return places[0] }

func last(places []int) int { return places[len(places)-1] }

// inPage is the place in a page, from its end, where SQLite writes the first row.
func inPage(places []int) int {
	const pageSize = 4096
	return pageSize - last(places)%pageSize
}
