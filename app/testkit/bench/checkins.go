package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const checkInScript = `
\set n random(1, 1000000000000)
INSERT INTO check_ins (id, event_id, door, direction, result, by_name, scanned_at, created_at)
 VALUES ('s' || :n, :event, 'main', 'in', 'admitted', 'bench', now(), now()) ON CONFLICT DO NOTHING;
`

const (
	scanningClients = 32
	attendees       = 40_000
	scansPerBatch   = 100

	// Ten doors scan so many a second, for so long.
	pacedScans = 100
	pacedFor   = 10 * time.Second
	mostWait   = 50 // milliseconds, of 99 in a hundred
)

// receptionLoad is the scans of a load: all attendees come in one after another, then all go out, and so on.
type receptionLoad struct {
	program *program
	token   string
	tickets []string
	next    atomic.Int64
}

// checkIns measures scans per second, with one and with a hundred in a call, beside pgbench with one insert.
func (b *bench) checkIns() error {
	limits, err := b.limitDatabase("bench_checkin_limits")
	if err != nil {
		return err
	}
	p, err := b.startProgram("bench_checkins")
	if err != nil {
		return err
	}
	defer p.stop()
	load, err := b.newReceptionLoad(p)
	if err != nil {
		return err
	}
	if err := b.addPacedScans(load); err != nil {
		return err
	}
	limit := func() (float64, error) { return b.pgbench(limits, checkInScript, scanningClients) }
	for _, r := range []struct {
		name          string
		batch         int
		aim           float64
		mostProcessor float64 // µs of the program for each scan
	}{{"check-ins, one in a call", 1, 0.3, 150}, {"check-ins, a hundred in a call", scansPerBatch, 1, 60}} {
		before, scans := p.processor(), load.next.Load()
		l, value, err := b.alternate(limit, b.scanning(load, r.batch))
		if err != nil {
			return err
		}
		b.addRate(r.name, value, "pgbench, one insert", l, r.aim)
		used := (p.processor() - before) / time.Duration(load.next.Load()-scans)
		b.addMaximum(r.name+", processor each", float64(used.Nanoseconds())/1000, r.mostProcessor, "µs")
	}
	return b.checkScans(load)
}

// newReceptionLoad inserts registrations into the database, and signs their tickets as the program does. The event is
// on: before it each scan would be taken for one of a device whose clock is wrong.
func (b *bench) newReceptionLoad(p *program) (*receptionLoad, error) {
	load := &receptionLoad{program: p}
	const begin = "UPDATE events SET starts_at = now() AT TIME ZONE 'UTC' - INTERVAL '1 hour' WHERE id = '%s'"
	err := b.execute(p.database, fmt.Sprintf(begin, p.ids.event))
	if err != nil {
		return nil, err
	}
	if load.tickets, err = b.addAttendees(p, attendees); err != nil {
		return nil, err
	}
	load.token, err = p.run(b.ctx, "token", "create", "--role", "receptionist", "--event", event)
	return load, err
}

func (b *bench) scanning(load *receptionLoad, batch int) func() (float64, error) {
	c := client(scanningClients)
	return func() (float64, error) {
		rate, err := b.load(scanningClients, func(int) error { return b.scan(c, load, batch) })
		return rate * float64(batch), err
	}
}

// addPacedScans says how long single scans wait for their answers: the middle of its rounds, as other work of the
// machine in one of them decides over the slowest in a hundred.
func (b *bench) addPacedScans(load *receptionLoad) error {
	c := client(pacedScans)
	waits := make([]float64, b.rounds)
	for i := range waits {
		var err error
		if waits[i], err = b.pacedScans(c, load); err != nil {
			return err
		}
	}
	slices.Sort(waits)
	b.addMaximum("a scan at 100 a second, 99 of 100", percentile(waits, 0.5), mostWait, "ms")
	return nil
}

// pacedScans sends scans one by one, a hundred a second, whether or not those before are answered.
func (b *bench) pacedScans(c *http.Client, load *receptionLoad) (wait float64, err error) {
	took := make([]float64, int(pacedFor.Seconds())*pacedScans)
	faults := make([]error, len(took))
	var group sync.WaitGroup
	begin := time.Now()
	for i := range took {
		due := begin.Add(time.Duration(i) * time.Second / pacedScans)
		time.Sleep(time.Until(due))
		group.Go(func() {
			faults[i] = b.scan(c, load, 1)
			took[i] = float64(time.Since(due).Microseconds()) / 1000
		})
	}
	group.Wait()
	slices.Sort(took)
	return percentile(took, 0.99), errors.Join(faults...)
}

func (b *bench) scan(c *http.Client, load *receptionLoad, batch int) error {
	var scans strings.Builder
	now := time.Now().UTC().Format(time.RFC3339Nano)
	for first, i := int(load.next.Add(int64(batch)))-batch, 0; i < batch; i++ {
		if i > 0 {
			scans.WriteByte(',')
		}
		n, direction := first+i, "in"
		if n/len(load.tickets)%2 == 1 {
			direction = "out"
		}
		fmt.Fprintf(
			&scans, `{"id":"b%d","ticket":%q,"door":"main","direction":%q,"scanned_at":%q}`, n,
			load.tickets[n%len(load.tickets)], direction, now,
		)
	}
	content, err := b.send(
		c, http.MethodPost, load.program.base+"/api/v1/events/"+event+"/checkins", load.token,
		`{"scans":[`+scans.String()+`]}`,
		http.StatusOK,
	)
	if err != nil {
		return err
	}
	var answer struct{ Results []struct{ Result string } }
	if err := json.Unmarshal(content, &answer); err != nil {
		return err
	}
	for _, r := range answer.Results {
		if r.Result != "admitted" && r.Result != "left" {
			return fmt.Errorf("a good ticket is %s", r.Result)
		}
	}
	if len(answer.Results) != batch {
		return fmt.Errorf("%d scans, %d answers", batch, len(answer.Results))
	}
	return nil
}

// checkScans checks that every scan is stored once, and that everybody is where their last scan left them.
func (b *bench) checkScans(load *receptionLoad) error {
	scans := int(load.next.Load())
	n, err := b.number(
		load.program.database,
		"SELECT COUNT(*) FROM check_ins WHERE by_name <> '' AND id LIKE 'b%' AND conflict = ''",
	)
	if err != nil {
		return err
	}
	if n != scans {
		b.addFault("%d scans were answered, %d are stored", scans, n)
	}
	scanned := min(scans, len(load.tickets))
	n, err = b.number(load.program.database, `SELECT COUNT(DISTINCT a.registration_id)
		FROM admissions a JOIN check_ins c ON c.id = a.check_in_id AND c.event_id = a.event_id
		WHERE c.id LIKE 'b%' AND a.inside = (c.direction = 'in')`)
	if err == nil && n != scanned {
		b.addFault("%d people were scanned, %d are where they went last", scanned, n)
	}
	return err
}
