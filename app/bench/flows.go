package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// registrationScript does in SQL what a registration writes: the row, its consent, the mail, its job, the counter.
const registrationScript = `
\set n random(1, 1000000000000)
BEGIN;
INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state, family_name, given_name, family_kana, given_kana, sort_key, search_text, email, email_key, sector, locale, link_hash, created_at, updated_at)
 SELECT 'r' || :n, e.id, t.id, 'r' || :n, 'c' || :n, 'confirmed', '髙橋', '花子', 'タカハシ', 'ハナコ', 'k', 's', :n || '@x.example', :n || '@x.example', 'civil', 'ja', 'h' || :n, now(), now()
 FROM events e JOIN ticket_types t ON t.event_id = e.id AND t.slug = 'online' WHERE e.slug = 'summit-next' ON CONFLICT DO NOTHING;
INSERT INTO consents (registration_id, consent_text_id, given_at) SELECT 'r' || :n, c.id, now() FROM consent_texts c JOIN events e ON e.id = c.event_id WHERE e.slug = 'summit-next' ON CONFLICT DO NOTHING;
INSERT INTO mails (id, cause, kind, to_address, locale, message_id, state, created_at) VALUES ('m' || :n, 'm' || :n, 'registration_confirmed', 'a@b.example', 'ja', 'm', 'kept', now()) ON CONFLICT DO NOTHING;
INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at) VALUES ('j' || :n, 'mail', 'j' || :n, 'm', 'done', now(), now()) ON CONFLICT DO NOTHING;
UPDATE ticket_types SET taken = taken + 1 WHERE slug = 'online' AND event_id = (SELECT id FROM events WHERE slug = 'summit-next');
COMMIT;
`

const checkInScript = `
\set n random(1, 1000000000000)
INSERT INTO check_ins (id, event_id, door, direction, result, scanned_at, created_at) SELECT 's' || :n, id, 'main', 'in', 'admitted', now(), now() FROM events WHERE slug = 'summit-next' ON CONFLICT DO NOTHING;
`

// tickets collects what the registrations got, to check them in.
type tickets struct {
	sync.Mutex
	list []string
	ids  map[string]bool
}

func (b *bench) onPostgres() error {
	limits, err := b.database("bench_limits")
	if err != nil {
		return err
	}
	empty, err := b.prepare(limits)
	if err != nil {
		return err
	}
	defer empty.stop()
	registrations, err := b.pgbench(limits, registrationScript, 64)
	if err != nil {
		return err
	}
	checkIns, err := b.pgbench(limits, checkInScript, 32)
	if err != nil {
		return err
	}
	database, err := b.database("bench_program")
	if err != nil {
		return err
	}
	return b.flows(database, "", map[string]float64{"registrations": registrations, "check-ins": checkIns, "check-ins in batches of 100": checkIns},
		map[string]string{"registrations": "pgbench, the same statements", "check-ins": "pgbench, one insert", "check-ins in batches of 100": "pgbench, one insert"},
		map[string]float64{"registrations": 0.6, "check-ins": 0.3, "check-ins in batches of 100": 0.5, "event page": 0.5, "agenda page": 0.5})
}

func (b *bench) onSQLite() error {
	if len(b.perSecond) == 0 {
		return fmt.Errorf("its limits are the PostgreSQL rows: run both")
	}
	aims, whats := map[string]float64{}, map[string]string{}
	for name := range b.perSecond {
		aims[name], whats[name] = 0.8, "the PostgreSQL row"
	}
	return b.flows("file:", ", SQLite", b.perSecond, whats, aims)
}

// flows drives registrations, check-ins and pages against one database.
func (b *bench) flows(database, suffix string, limits map[string]float64, whats map[string]string, aims map[string]float64) error {
	p, err := b.prepareFor(&database)
	if err != nil {
		return err
	}
	defer p.stop()
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	if suffix == "" {
		if err := b.atRest(p); err != nil {
			return err
		}
	}
	made := &tickets{ids: map[string]bool{}}
	measured := map[string]float64{}
	if measured["registrations"], err = b.registrations(p, made); err != nil {
		return err
	}
	if suffix == "" {
		peak, err := p.memory(true)
		if err != nil {
			return err
		}
		b.atMost("memory under the registration load", peak, 200, "MB", "–")
	}
	if err := b.verify(database, made); err != nil {
		return err
	}
	if measured["check-ins"], err = b.checkIns(p, made, 1); err != nil {
		return err
	}
	if measured["check-ins in batches of 100"], err = b.checkIns(p, made, 100); err != nil {
		return err
	}
	for _, name := range []string{"registrations", "check-ins", "check-ins in batches of 100"} {
		b.ratio(name+suffix, measured[name], limits[name], whats[name], aims[name])
		if suffix == "" {
			b.perSecond[name] = measured[name]
		}
	}
	if suffix != "" {
		return nil
	}
	return b.pagesBesideNginx(p, aims)
}

func (b *bench) prepareFor(database *string) (*program, error) {
	if *database != "file:" {
		return b.prepare(*database)
	}
	dir, err := filepath.Abs(filepath.Join("var", "bench"))
	if err != nil {
		return nil, err
	}
	*database = "file:" + filepath.Join(dir, fmt.Sprintf("bench-%d.db", time.Now().UnixNano()))
	return b.prepare(*database)
}

func (b *bench) atRest(p *program) error {
	time.Sleep(time.Second)
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	b.atMost("memory at rest", rest, 60, "MB", "–")
	return nil
}

func (b *bench) registrations(p *program, made *tickets) (float64, error) {
	c := client(64)
	return b.load(64, func(n int64) error {
		body := fmt.Sprintf(`{"ticket_type":"online","family_name":"髙橋","given_name":"花子","family_name_kana":"たかはし","given_name_kana":"はなこ","email":"load%d@bench.example","organization":"川崎市看護協会","sector":"health","locale":"ja","consents":["privacy"]}`, n)
		content, err := send(c, http.MethodPost, p.base+"/api/v1/events/summit-next/registrations", "", body, http.StatusCreated)
		if err != nil {
			return err
		}
		var answer struct{ ID, Ticket string }
		if err := json.Unmarshal(content, &answer); err != nil {
			return err
		}
		made.Lock()
		defer made.Unlock()
		made.ids[answer.ID] = true
		if answer.Ticket != "" {
			made.list = append(made.list, answer.Ticket)
		}
		return nil
	})
}

func (b *bench) checkIns(p *program, made *tickets, batch int) (float64, error) {
	token, err := p.run(b.ctx, "token", "create", "--role", "receptionist", "--event", "summit-next")
	if err != nil {
		return 0, err
	}
	c := client(32)
	rate, err := b.load(32, func(n int64) error {
		var scans strings.Builder
		for i := range batch {
			if i > 0 {
				scans.WriteByte(',')
			}
			fmt.Fprintf(&scans, `{"id":"b%d-%d-%d","ticket":%q,"door":"main","direction":"in","scanned_at":"2026-01-01T00:00:00Z"}`, batch, n, i, made.list[(int(n)*batch+i)%len(made.list)])
		}
		_, err := send(c, http.MethodPost, p.base+"/api/v1/events/summit-next/checkins", token, `{"scans":[`+scans.String()+`]}`, http.StatusOK)
		return err
	})
	return rate * float64(batch), err
}

func (b *bench) pagesBesideNginx(p *program, aims map[string]float64) error {
	paths := map[string]string{"event page": "/events/summit-next", "agenda page": "/events/summit-2025/agenda"}
	files := map[string][]byte{}
	for name, path := range paths {
		content, err := send(client(1), http.MethodGet, p.base+path, "", "", http.StatusOK)
		if err != nil {
			return err
		}
		files[strings.Fields(name)[0]+".html"] = content
	}
	base, stop, err := b.nginx(files)
	if err != nil {
		return err
	}
	defer stop()
	for _, name := range []string{"event page", "agenda page"} {
		limit, err := b.pages(base+"/"+strings.Fields(name)[0]+".html", 32)
		if err != nil {
			return err
		}
		ours, err := b.pages(p.base+paths[name], 32)
		if err != nil {
			return err
		}
		b.ratio(name, ours, limit, "nginx, the same bytes", aims[name])
	}
	return nil
}

// verify looks whether the database holds what was acknowledged: nothing oversold, lost or doubled, the waiting list in order.
func (b *bench) verify(database string, made *tickets) error {
	const online = "(SELECT t.id FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE e.slug = 'summit-next' AND t.slug = 'online')"
	for what, statement := range map[string]string{
		"oversold":                 "SELECT COUNT(*) FROM ticket_types WHERE capacity IS NOT NULL AND taken > capacity",
		"counter differs":          "SELECT COUNT(*) FROM ticket_types t WHERE taken <> (SELECT COUNT(*) FROM registrations r WHERE r.ticket_type_id = t.id AND r.state = 'confirmed')",
		"addresses twice":          "SELECT COUNT(*) FROM (SELECT email_key FROM registrations WHERE ticket_type_id = " + online + " GROUP BY email_key HAVING COUNT(*) > 1) twice",
		"waiting while places are": "SELECT COUNT(*) FROM registrations r JOIN ticket_types t ON t.id = r.ticket_type_id WHERE r.state = 'waitlisted' AND t.taken < t.capacity",
	} {
		n, err := b.query(database, statement)
		if err != nil {
			return err
		}
		if n > 0 {
			b.faults = append(b.faults, fmt.Sprintf("%s: %d", what, n))
		}
	}
	n, err := b.query(database, "SELECT COUNT(*) FROM registrations WHERE email LIKE 'load%@bench.example'")
	if err == nil && n != len(made.ids) {
		b.faults = append(b.faults, fmt.Sprintf("%d registrations, %d acknowledged", n, len(made.ids)))
	}
	return err
}
