package faults_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"
)

// beginRegistration sends the first part of a registration; the returned function sends the rest and reads the answer.
func (s *server) beginRegistration(a attendee) (finish func() (status int, body string, err error), err error) {
	content, err := json.Marshal(a.body())
	if err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("tcp", s.address, 5*time.Second)
	if err != nil {
		return nil, err
	}
	// The program sends "100 Continue" when it begins to read the body (RFC 9110, section 10.1.1).
	answers := bufio.NewReader(conn)
	const head = "POST /api/v1/events/summit/registrations HTTP/1.1\r\nHost: %s\r\n" +
		"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
	if _, err := fmt.Fprintf(conn, head, s.address, len(content)); err != nil {
		return nil, err
	}
	for line := ""; line != "\r\n"; {
		if line, err = answers.ReadString('\n'); err != nil {
			return nil, err
		}
	}
	_, err = conn.Write(content[:20])
	return func() (int, string, error) {
		defer conn.Close()
		if _, err := conn.Write(content[20:]); err != nil {
			return 0, "", err
		}
		response, err := http.ReadResponse(answers, nil)
		if err != nil {
			return 0, "", err
		}
		defer response.Body.Close()
		got, err := io.ReadAll(response.Body)
		return response.StatusCode, string(got), err
	}, err
}

func TestStoppedUnderLoad(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServer := newMailServer(t)
		mailServer.set(2 * time.Second)
		s := serve(t, address, mailServer.setting())
		people := newAttendees(200, "hall")
		acknowledged, lock := map[string]registrationAnswer{}, sync.Mutex{}
		requests := &load{t: t, clients: 16, send: func(i int) bool {
			got, ok := parseAnswer(s.register(people[i]))
			lock.Lock()
			defer lock.Unlock()
			if ok {
				acknowledged[people[i].id] = got
			}
			return ok
		}}
		late := newAttendees(8, "online")
		for i := range late {
			late[i].email = "late-" + late[i].email
		}
		var stopping sync.WaitGroup
		stopping.Go(func() {
			requests.waitFor(60)
			var finishers []func() (int, string, error)
			for _, person := range late {
				rest, err := s.beginRegistration(person)
				if err != nil {
					t.Error(err)
					return
				}
				finishers = append(finishers, rest)
			}
			eventually(t, timeout, "a mail is under way", func() bool { return mailServer.underWay() > 0 })
			ended := make(chan error, 1)
			go func() { ended <- s.end(syscall.SIGTERM) }()
			eventually(t, timeout, "no new connection is taken", func() bool { return s.refusesConnections() })
			for _, rest := range finishers {
				if _, ok := parseAnswer(rest()); !ok {
					t.Error("a request that had begun was not finished")
				}
			}
			if err := <-ended; err != nil {
				t.Errorf("SIGTERM ended the program with %v", err)
			}
			if n := mailServer.underWay(); n > 0 {
				t.Errorf("the program ended with %d mails under way", n)
			}
			lock.Lock()
			before := maps.Clone(acknowledged)
			lock.Unlock()
			mailServer.set(0)
			s.start()
			expectStored(t, address, before)
		})
		requests.run(len(people))
		stopping.Wait()
		if n := expectConsistent(t, address); n != len(people)+len(late) {
			t.Errorf("%d registrations of %d people", n, len(people)+len(late))
		}
		expectMailed(t, mailServer, append(people, late...), 0)
	})
}

// refusesConnections reports whether new connections are refused.
func (s *server) refusesConnections() bool {
	conn, err := net.DialTimeout("tcp", s.address, time.Second)
	if err != nil {
		return true
	}
	_ = conn.Close()
	return false
}
