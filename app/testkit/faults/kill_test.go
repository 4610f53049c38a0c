package faults_test

import (
	"maps"
	"sync"
	"testing"
	"time"
)

// timeout is how long a test waits for something: longer than a dead process holds a mail, on a busy machine.
const timeout = time.Minute

// mailsAtOnce is how many mails may be under way when the program is killed.
const mailsAtOnce = 4

func TestKilledWhilePeopleRegister(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServer := newMailServer(t)
		mailServer.delayReplies(100 * time.Millisecond)
		s := serve(t, address, mailServer.setting())
		people := newAttendees(500, "hall")
		acknowledged, lock := map[string]registrationAnswer{}, sync.Mutex{}
		requests := &load{t: t, clients: 32, send: func(i int) bool {
			got, ok := parseAnswer(s.register(people[i]))
			lock.Lock()
			defer lock.Unlock()
			if ok {
				acknowledged[people[i].id] = got
			}
			return ok
		}}
		var killing sync.WaitGroup
		killing.Go(func() {
			for _, at := range []int64{100, 250, 400} {
				requests.waitFor(at)
				eventually(t, timeout, "a mail is under way", func() bool { return mailServer.underWay() > 0 })
				var before map[string]registrationAnswer
				requests.disturb(func() {
					s.kill()
					lock.Lock()
					before = maps.Clone(acknowledged)
					lock.Unlock()
					s.start()
				})
				expectStored(t, address, before)
			}
			mailServer.delayReplies(0)
		})
		requests.run(len(people))
		killing.Wait()
		expectStored(t, address, acknowledged)
		if n := expectConsistent(t, address); n != len(people) {
			t.Errorf("%d registrations of %d people", n, len(people))
		}
		if repeated := expectMailed(t, mailServer, people, 3); repeated == 0 {
			t.Error("no mail was under way at a kill, so no repeated Message-ID was tested")
		}
	})
}

// expectMailed demands that everybody gets their mail. A mail is sent twice only where the process was killed after
// sending it and before storing that; it then has the same Message-ID, by which mail programs show it once. It returns
// how many were repeated.
func expectMailed(t *testing.T, mailServer *mailServer, people []attendee, kills int) (repeated int) {
	t.Helper()
	begin := time.Now()
	for missing := len(people); missing > 0; {
		eventually(t, timeout, "one more mail", func() bool {
			before := missing
			missing = mailServer.missing(people)
			return missing < before || missing == 0
		})
	}
	for _, p := range people {
		ids := mailServer.got(p.email)
		for _, id := range ids {
			if id == "" || id != ids[0] {
				t.Errorf("%s got different mails: %v", p.email, ids)
			}
		}
	}
	deliveries, repeated := mailServer.tally()
	t.Logf("%d mails, %d of them repeated, after %s", deliveries, repeated, time.Since(begin))
	if repeated > kills*mailsAtOnce {
		t.Errorf("%d mails were repeated at %d kills", repeated, kills)
	}
	return repeated
}
