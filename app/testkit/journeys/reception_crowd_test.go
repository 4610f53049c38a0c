package journeys_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// crowd is how many people a phone knows in the test of its speed, and waitingScans how many it sends at once.
const (
	crowd        = 20_000
	waitingScans = 500
)

// aims are what a quiet machine with two cores should do. Tests share it, and fail at ten times as much.
const (
	rosterAim = 60_000 // bytes for a thousand people
	resultAim = 150    // milliseconds from the last key of a code to its result, half of the time
	syncAim   = 1_000  // milliseconds until the scans that waited are with the server
	slack     = 10
)

// TestTwentyThousandPeople measures the app with a large list.
func TestTwentyThousandPeople(t *testing.T) {
	t.Parallel()
	d := openDoorway(t)
	codes := d.addCrowd(t)
	size := d.rosterSize(t)
	t.Logf("list of %d people: %d bytes for 1,000 on the wire, aim %d (%.2f)", crowd, size, rosterAim, ratio(size, rosterAim))
	if size > rosterAim {
		t.Errorf("%d bytes for 1,000 people", size)
	}
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	var medians []int
	for part := range slices.Chunk(codes[:waitingScans], 50) {
		medians = append(medians, number(t, p.Awaits(fmt.Sprintf(measureScans, strings.Join(part, " ")))))
	}
	slices.Sort(medians)
	median := medians[len(medians)/2]
	t.Logf("scan to result, median of %d: %d ms, aim %d (%.2f)", waitingScans, median, resultAim, ratio(median, resultAim))
	if median > slack*resultAim {
		t.Errorf("%d ms from a scan to its result", median)
	}
	d.network.Store(networkUp)
	began := time.Now()
	heard(p)
	d.expect(t, waitingScans, waitingScans)
	took := int(time.Since(began).Milliseconds())
	t.Logf("%d scans that waited: %d ms, aim %d (%.2f)", waitingScans, took, syncAim, ratio(took, syncAim))
	if took > slack*syncAim {
		t.Errorf("%d ms for %d scans", took, waitingScans)
	}
}

func ratio(got, aim int) float64 { return float64(got) / float64(aim) }

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// measureScans types codes as a scanner does, and says after how many milliseconds half of the results are painted.
const measureScans = `(async (codes) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  const shown = () => document.querySelector('[data-at=person]').textContent + document.querySelector('#app').dataset.result
  const times = []
  for (const code of codes) {
    document.querySelector('[data-do=next]').click()
    for (const key of [...code]) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const began = performance.now()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    while (!document.querySelector('#app').dataset.result) await new Promise((done) => setTimeout(done))
    await painted()
    times.push(performance.now() - began)
  }
  return String(Math.round(times.sort((a, b) => a - b)[times.length >> 1]))
})('%s'.split(' '))`

// addCrowd stores people with names of ordinary variety, and returns their codes.
func (d *doorway) addCrowd(t *testing.T) (codes []string) {
	t.Helper()
	id, _, _ := d.person(t)
	first, err := d.DB.Query(t.Context()).Registrations().ByID(d.Event, id)
	if err != nil {
		t.Fatal(err)
	}
	const letters = "23456789BCDFGHJKMNPQRSTVWXYZ"
	families, kana := []string{"佐藤", "鈴木", "髙橋", "田中", "渡邉", "伊藤", "山本", "中村"},
		[]string{"サトウ", "スズキ", "タカハシ", "タナカ", "ワタナベ", "イトウ", "ヤマモト", "ナカムラ"}
	given, givenKana := []string{"花子", "一郎", "美咲", "翔太", "陽菜", "健", "由美"},
		[]string{"ハナコ", "イチロウ", "ミサキ", "ショウタ", "ヒナ", "ケン", "ユミ"}
	random := rand.New(rand.NewPCG(1, 2))
	people := make([]models.Registration, crowd)
	for i := range people {
		r := *first
		r.ID = models.NewID()
		code := ""
		for range 8 {
			code += string(letters[random.IntN(len(letters))])
		}
		r.Code = code[:4] + "-" + code[4:]
		r.RequestID, r.LinkHash = r.ID, r.ID
		r.Email = fmt.Sprintf("crowd%d@attendee.example", i)
		r.EmailKey = r.Email
		r.Family, r.FamilyKana = families[i%8], kana[i%8]
		r.Given, r.GivenKana = given[i%7], givenKana[i%7]
		r.Organization = fmt.Sprint("団体", i%400)
		people[i] = r
		codes = append(codes, r.Code)
	}
	d.Write(func(tx *models.Tx) error { return tx.Registrations().InsertMany(people) })
	return codes
}

// rosterSize is how many bytes of the list a thousand people take, packed as for a browser.
func (d *doorway) rosterSize(t *testing.T) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.address+"/api/v1/events/here/roster", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+d.Tokens[models.RoleReceptionist])
	request.Header.Set("Accept-Encoding", "br, gzip")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	apptest.Equal(t, "status", answer.StatusCode, http.StatusOK)
	return len(content) * 1000 / crowd
}
