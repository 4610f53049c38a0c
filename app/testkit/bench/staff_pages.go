package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"time"

	"meguri/app/command/demo"
	"meguri/models"
)

const manyEvents = 2_000

// staffPages are measured on SQLite with few and with many registrations, mails and arrivals, and 2,000 events. most is
// how many milliseconds each may take.
var staffPages = []struct {
	name, path string
	most       float64
	isFragment bool // as htmx asks for it
}{
	{"start page", "/staff", 100, false},
	{"start page, search", "/staff?q=1999", 50, false},
	{"dashboard", "/staff/events/" + event, 100, false},
	{"people", "/staff/events/" + event + "/people", 50, false},
	{"people, the newest", "/staff/events/" + event + "/people?sort=-registered", 50, false},
	{"people by status", "/staff/events/" + event + "/people?sort=state", 50, false},
	{"people by ticket type", "/staff/events/" + event + "/people?sort=-ticket_type", 50, false},
	{"people by arrival", "/staff/events/" + event + "/people?sort=-arrival", 50, false},
	{"people, the row わ", "/staff/events/" + event + "/people?from=" + url.QueryEscape("わ"), 50, false},
	{"people, page 10", "/staff/events/" + event + "/people?sort=registered&page=10", 50, false},
	{"people, search for one in 100,000", "/staff/events/" + event + "/people?q=" + oneReading, 50, true},
	{"people, search for a hundredth", "/staff/events/" + event + "/people?q=" + hundredReadings, 50, true},
	{"people, search for a fifteenth", "/staff/events/" + event + "/people?q=" + fifteenthName, 50, true},
	{"people, search for everybody", "/staff/events/" + event + "/people?q=" + everybody, 50, true},
	{"mails", "/staff/events/" + event + "/mails", 100, false},
	{"statistics", "/staff/events/" + event + "/statistics", 1000, false},
	{"record", "/staff/events/" + event + "/audit", 100, false},
	{
		"record, one action on one day",
		"/staff/events/" + event + "/audit?group=person&from=2026-01-02&to=2026-01-02", 100, false,
	},
	{"record of one person", "/staff/events/" + event + "/audit?subject=" + oneOfTheRecord, 100, false},
	{"record of the organization", "/staff/organizations/" + demoHost + "/audit", 500, false},
	{"reception", "/staff/events/" + event + "/reception", 100, false},
	{"reception, search for one in 100,000", "/staff/events/" + event + "/reception?q=" + oneReading, 50, true},
	{"reception, search for a hundredth", "/staff/events/" + event + "/reception?q=" + hundredReadings, 50, true},
	{"reception, search for a fifteenth", "/staff/events/" + event + "/reception?q=" + fifteenthName, 50, true},
	{"reception, search for a full name", "/staff/events/" + event + "/reception?q=" + fullName, 50, true},
	{"reception, search for everybody", "/staff/events/" + event + "/reception?q=" + everybody, 50, true},
	{"reception, counts", "/staff/events/" + event + "/reception/counts", 100, true},
}

// oneReading is in one of the readings, hundredReadings in one in a hundred, fifteenthName in one in fifteen names.
// fullName is a whole name with its reading's beginning, as a person says it.
var (
	oneReading      = url.QueryEscape("し" + reading(777))
	hundredReadings = url.QueryEscape("し" + string([]rune(reading(77))[:2]))
	fifteenthName   = url.QueryEscape("さとう")
	fullName        = url.QueryEscape("たかはし" + reading(777) + "　はなこ")
	everybody       = url.QueryEscape("花子")
)

// staffPages measures the pages of staff.
func (b *bench) staffPages() error {
	p, err := b.startProgram("")
	if err != nil {
		return err
	}
	defer p.stop()
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	took := map[string]map[int]float64{}
	stored := 0
	for _, n := range []int{fewRegistrations, manyRegistrations} {
		if err := b.fill(p, stored, n); err != nil {
			return err
		}
		stored = n
		for _, page := range staffPages {
			if took[page.name] == nil {
				took[page.name] = map[int]float64{}
			}
			if took[page.name][n], err = b.milliseconds(browser, p.base+page.path, page.isFragment); err != nil {
				return err
			}
		}
	}
	for _, page := range staffPages {
		b.addMaximum(page.name+" at 1,000", took[page.name][fewRegistrations], page.most, "ms")
		b.addMaximum(page.name+" at 100,000", took[page.name][manyRegistrations], page.most, "ms")
	}
	return nil
}

// signIn signs an owner in, as a browser does.
func (b *bench) signIn(p *program) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{Jar: jar, Timeout: time.Minute}
	form := url.Values{"email": {demo.Staff[0].Email}, "password": {demo.Password}}
	request, err := http.NewRequestWithContext(
		b.ctx, http.MethodPost, p.base+"/staff/login", strings.NewReader(form.Encode()),
	)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", p.base)
	response, err := browser.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("sign in: %s", response.Status)
	}
	return browser, nil
}

// milliseconds is the median of how long a page takes, after it was read once.
func (b *bench) milliseconds(browser *http.Client, address string, isFragment bool) (float64, error) {
	var all []time.Duration
	for range 8 {
		begin := time.Now()
		request, err := http.NewRequestWithContext(b.ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return 0, err
		}
		if isFragment {
			request.Header.Set("HX-Request", "true")
		}
		response, err := browser.Do(request)
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("%s: %s", address, response.Status)
		}
		all = append(all, time.Since(begin))
	}
	all = all[1:]
	slices.Sort(all)
	return float64(all[len(all)/2].Microseconds()) / 1000, nil
}

// oneOfTheRecord is about whom one entry of the record is, demoHost the organization that hosts the event.
const (
	oneOfTheRecord = "00000000-0000-7000-8000-000000000777"
	demoHost       = "nec-probono"
)

// fill adds registrations until there are n, each with a mail that was sent, a person who came and an entry of the
// record. With many
// registrations there are many events, too.
func (b *bench) fill(p *program, stored, n int) error {
	ids := make([]string, n-stored)
	for i := range ids {
		ids[i] = models.NewID()
	}
	if err := b.insertAttendees(p, stored, ids); err != nil {
		return err
	}
	const mails = `INSERT INTO mails (id, cause, kind, event_id, registration_id, to_address, locale, message_id, state,
		created_at) SELECT 'm' || id, 'bench:' || id, 'confirmed', event_id, id, email, 'ja', 'm' || id, 'sent', created_at
		FROM registrations WHERE code LIKE 'g%' AND NOT EXISTS (SELECT 1 FROM mails WHERE registration_id = registrations.id)`
	const arrivals = `INSERT INTO admissions
		(registration_id, event_id, ticket_type_id, inside, check_in_id, first_at, changed_at, last_at)
		SELECT r.id, event_id, ticket_type_id, TRUE, r.id, starts_at, starts_at, starts_at
		FROM registrations r JOIN events ON events.id = event_id
		WHERE code LIKE 'g%' ON CONFLICT DO NOTHING`
	// times as the program writes them, over a hundred days
	const entries = `INSERT INTO audit_entries (id, action, outcome, actor_kind, actor_id, event_id, organization_id,
		subject_kind, subject_id, detail, created_at)
		SELECT '00000000-0000-7001-8000-' || substr('000000000000' || (substr(code, 2) + 0), -12),
		CASE WHEN (substr(code, 2) + 0) % 2 = 0 THEN 'person_corrected' ELSE 'event_saved' END, 'done', 'account',
		(SELECT MIN(id) FROM accounts), event_id, '', 'registration',
		'00000000-0000-7000-8000-' || substr('000000000000' || (substr(code, 2) + 0), -12), '',
		strftime('%Y-%m-%dT%H:%M:%f000Z', '2026-01-01', '+' || ((substr(code, 2) + 0) * 86) || ' seconds')
		FROM registrations WHERE code LIKE 'g%' ON CONFLICT DO NOTHING`
	for _, statement := range []string{mails, arrivals, entries} {
		if err := b.execute(p.database, statement); err != nil {
			return err
		}
	}
	if n == manyRegistrations {
		if err := b.addEvents(p, manyEvents); err != nil {
			return err
		}
	}
	return b.analyze(p.database)
}

// addEvents copies the event's row, with other addresses and titles.
func (b *bench) addEvents(p *program, count int) error {
	columns, err := b.text(p.database, `SELECT group_concat(name) FROM pragma_table_info('events')
		WHERE name NOT IN ('id', 'slug', 'title_ja')`)
	if err != nil {
		return err
	}
	return b.execute(p.database, fmt.Sprintf(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %d)
		INSERT INTO events (id, slug, title_ja, %[2]s)
		SELECT 'bench' || n, 'bench-' || n, '催し ' || n, %[2]s FROM events, n WHERE id = '%[3]s'`,
		count, columns, p.ids.event))
}
