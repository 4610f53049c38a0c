package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// registrationScript is what a registration writes, in SQL: the row, its consent, the mail, its job, the counter.
const registrationScript = `
\set n random(1, 1000000000000)
BEGIN;
INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state,
  family_name, given_name, family_kana, given_kana, sort_key, search_text, email, email_key,
  organization, sector, locale, link_hash, confirmed_at, created_at, updated_at)
 VALUES ('r' || :n, :event, :type, 'r' || :n, 'c' || :n, 'confirmed',
  '髙橋', '花子', 'タカハシ', 'ハナコ', 'タカハシ ハナコ', '高橋花子タカハシハナコ' || :n, :n || '@x.example', :n || '@x.example',
  '川崎市看護協会', 'health', 'ja', 'h' || :n, now(), now(), now()) ON CONFLICT DO NOTHING;
INSERT INTO consents (registration_id, consent_text_id, given_at)
 VALUES ('r' || :n, :consent, now()) ON CONFLICT DO NOTHING;
INSERT INTO mails (id, cause, kind, event_id, registration_id, to_address, to_name, locale,
  message_id, state, created_at)
 VALUES ('m' || :n, 'm' || :n, 'registration_confirmed', :event, 'r' || :n, :n || '@x.example', '髙橋 花子', 'ja',
  :n || '@meguri', 'kept', now()) ON CONFLICT DO NOTHING;
INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at)
 VALUES ('j' || :n, 'mail', 'j' || :n, 'm' || :n, 'done', now(), now()) ON CONFLICT DO NOTHING;
UPDATE ticket_types SET taken = taken + 1 WHERE id = :type AND (capacity IS NULL OR taken < capacity);
COMMIT;
`

const registeringClients = 64

// registrationLoad has the ids of the registrations that the program has acknowledged.
type registrationLoad struct {
	sync.Mutex
	ids  map[string]bool
	sent atomic.Int64
}

// registrations measures registrations per second for one ticket type, beside pgbench with the same statements.
func (b *bench) registrations() error {
	limits, err := b.limitDatabase("bench_registration_limits")
	if err != nil {
		return err
	}
	p, err := b.startProgram("bench_registrations")
	if err != nil {
		return err
	}
	defer p.stop()
	if err := b.measureRestMemory(p); err != nil {
		return err
	}
	l := &registrationLoad{ids: map[string]bool{}}
	ours := b.registering(p, l)
	limit, value, err := b.alternate(
		func() (float64, error) { return b.pgbench(limits, registrationScript, registeringClients) },
		ours,
	)
	if err != nil {
		return err
	}
	b.addRate("registrations", value, "pgbench, the same statements", limit, 0.6)
	peak, err := p.memory(true)
	if err != nil {
		return err
	}
	b.addMaximum("memory under the registration load", peak, 200, "MB")
	return b.checkRegistrations(p, l)
}

// registering registers new people. A registration without a place is an error.
func (b *bench) registering(p *program, l *registrationLoad) func() (float64, error) {
	c := client(registeringClients)
	return func() (float64, error) {
		rate, err := b.load(registeringClients, func(int) error {
			answer, err := b.register(c, p, fmt.Sprintf("load%d@bench.example", l.sent.Add(1)), "")
			if err == nil && (answer.State != "confirmed" || answer.Ticket == "") {
				err = fmt.Errorf("the registration is %s, its ticket %q", answer.State, answer.Ticket)
			}
			if err == nil {
				l.Lock()
				l.ids[answer.ID] = true
				l.Unlock()
			}
			return err
		})
		if err == nil {
			err = b.waitForMails(p) // the mails must not slow down the limit, which is measured next
		}
		return rate, err
	}
}

type registered struct {
	ID, State, Ticket string
	Position          int
}

func (b *bench) register(c *http.Client, p *program, email, requestID string) (registered, error) {
	body := fmt.Sprintf(
		`{"id":%q,"ticket_type":"online","family_name":"髙橋","given_name":"花子",`+
			`"family_name_kana":"たかはし","given_name_kana":"はなこ",`+
			`"email":%q,"organization":"川崎市看護協会","sector":"health","locale":"ja","consents":["privacy"]}`,
		requestID,
		email,
	)
	var answer registered
	content, err := b.send(
		c, http.MethodPost, p.base+"/api/v1/events/"+event+"/registrations", "", body, http.StatusCreated,
	)
	if err == nil {
		err = json.Unmarshal(content, &answer)
	}
	return answer, err
}
