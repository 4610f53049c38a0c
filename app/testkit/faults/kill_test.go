package faults_test

import (
	"maps"
	"sync"
	"testing"
	"time"
)

// timeout is how long nothing may happen where something must: longer than the claim of a dead process on a mail, on a
// busy machine.
const timeout = time.Minute

// mailsAtOnce is how many mails may be on their way when the program is killed.
const mailsAtOnce = 4

func TestKilledWhilePeopleRegister(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		post := newMailServer(t)
		post.delayReplies(100 * time.Millisecond)
		s := serve(t, address, post.setting())
		people := newAttendees(500, "hall")
		acknowledged, lock := map[string]registrationAnswer{}, sync.Mutex{}
		all := &load{t: t, clients: 32, send: func(i int) bool {
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
				all.waitFor(at)
				eventually(t, timeout, "a mail is on its way", func() bool { return post.underWay() > 0 })
				var before map[string]registrationAnswer
				all.disturb(func() {
					s.kill()
					lock.Lock()
					before = maps.Clone(acknowledged)
					lock.Unlock()
					s.start()
				})
				expectStored(t, address, before)
			}
			post.delayReplies(0)
		})
		all.run(len(people))
		killing.Wait()
		expectStored(t, address, acknowledged)
		if n := expectConsistent(t, address); n != len(people) {
			t.Errorf("%d registrations of %d people", n, len(people))
		}
		if repeated := expectMailed(t, post, people, 3); repeated == 0 {
			t.Error("no mail was on its way at a kill: that a repeated one has the same Message-ID was not seen")
		}
	})
}

// expectMailed demands that everyone gets their mail; a mail is given twice only where the process was killed between
// giving it and noting so, and then with the same Message-ID, by which mail programs show it once.
func expectMailed(t *testing.T, post *mailServer, people []attendee, kills int) (repeated int) {
	t.Helper()
	begin := time.Now()
	for missing := len(people); missing > 0; {
		eventually(t, timeout, "one more mail", func() bool {
			before := missing
			missing = post.missing(people)
			return missing < before || missing == 0
		})
	}
	for _, p := range people {
		ids := post.got(p.email)
		for _, id := range ids {
			if id == "" || id != ids[0] {
				t.Errorf("%s got different mails: %v", p.email, ids)
			}
		}
	}
	deliveries, repeated := post.tally()
	t.Logf("%d mails, %d of them repeated, after %s", deliveries, repeated, time.Since(begin))
	if repeated > kills*mailsAtOnce {
		t.Errorf("%d mails were repeated at %d kills", repeated, kills)
	}
	return repeated
}
