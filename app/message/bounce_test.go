package message_test

import (
	"net"
	"os"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"meguri/app/message"
	"meguri/app/service/bounce"
	"meguri/models"
	"meguri/models/modelstest"
)

// mailbox is one on a real IMAP server.
type mailbox struct {
	t    *testing.T
	user *imapmemserver.User
	*bounce.Mailbox
}

func newMailbox(t *testing.T) *mailbox {
	t.Helper()
	memory := imapmemserver.New()
	user := imapmemserver.NewUser("bounces", "p:w")
	must(t, user.Create("INBOX", nil))
	memory.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true,
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	box, err := bounce.NewMailbox("imap://bounces:p%3Aw@" + listener.Addr().String())
	must(t, err)
	return &mailbox{t, user, box}
}

// literal is a mail to append.
type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

func (b *mailbox) add(raw string) {
	b.t.Helper()
	_, err := b.user.Append("INBOX", literal{strings.NewReader(raw)}, &imap.AppendOptions{})
	must(b.t, err)
}

// report is a sample as if it were about a mail.
func report(t *testing.T, name string, m *models.Mail) string {
	t.Helper()
	raw, err := os.ReadFile("../service/bounce/testdata/" + name + ".eml")
	must(t, err)
	return strings.NewReplacer(
		"01980f3e-7a55-7c3e-8f60-3b2a1c0d9e8f", m.ID, "hanako@gone.example", m.ToAddress,
		"taro@company.example", m.ToAddress, "full@gmail.example", m.ToAddress, "slow@slow.example", m.ToAddress,
	).Replace(string(raw))
}

// sent sends a message, and returns its mails by the registration. It makes them look as if a server took them.
func (f *fixture) sent(key string) map[string]*models.Mail {
	f.t.Helper()
	f.runJobs()
	result, err := f.messages.Result(f.t.Context(), f.words(), f.event, key, "", "", 100)
	must(f.t, err)
	mails := map[string]*models.Mail{}
	for i := range result.Mails {
		m := &result.Mails[i]
		mails[*m.RegistrationID] = m
		modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
			return tx.Mails().Mark(m, models.MailSent, m.Subject, "")
		})
	}
	return mails
}

func (f *fixture) read(box *mailbox) {
	f.t.Helper()
	must(f.t, f.messages.ReadBounces(f.t.Context(), box.Mailbox))
}

func (f *fixture) mail(id string) *models.Mail {
	f.t.Helper()
	m, err := f.db.Query(f.t.Context()).Mails().ByID(id)
	must(f.t, err)
	return m
}

func TestMailsThatCameBackAreShownAndStopFurtherOnes(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		box := newMailbox(t)
		must(t, box.Check(t.Context()))
		id := f.create(input())
		must(t, f.send(id, "3"))
		mails := f.sent(id)
		box.add(report(t, "postfix", mails[f.hall.ID]))
		box.add(report(t, "gmail", mails[f.online.ID]))
		box.add(report(t, "delayed", mails[f.english.ID]))
		f.read(box)
		for _, want := range []struct {
			of    string
			state models.MailState
			why   models.Bounce
		}{
			{f.hall.ID, models.MailBounced, models.BounceUnknown},
			{f.online.ID, models.MailBounced, models.BounceFull},
			{f.english.ID, models.MailSent, models.BounceLate},
		} {
			m := f.mail(mails[want.of].ID)
			equal(t, "state", m.State, want.state)
			equal(t, "why", m.Bounce, want.why)
		}
		if m := f.mail(mails[f.hall.ID].ID); !strings.Contains(m.LastError, "User unknown") {
			t.Errorf("what the server said: %q", m.LastError)
		}

		next := f.create(input())
		page, err := f.messages.EditPage(t.Context(), f.words(), f.event, next, message.Shown{})
		must(t, err)
		equal(t, "reach", *page.Reach, models.Reach{Japanese: 1, English: 1, Bounced: 1})
		must(t, f.send(next, "2"))
		if _, ok := f.sent(next)[f.hall.ID]; ok {
			t.Error("an address that does not exist is written to again")
		}
		n, err := f.messages.Retry(t.Context(), f.event, id)
		must(t, err)
		equal(t, "sent again before the address is corrected", n, 1)
		f.change(f.hall, func(r *models.Registration) { r.Email, r.EmailKey = "right@b.example", "right@b.example" })
		n, err = f.messages.Retry(t.Context(), f.event, id)
		must(t, err)
		equal(t, "sent again after that", n, 1)
		must(t, f.send(f.create(input()), "3"))
	})
}

func TestAnAddressThatIsRightAfterAllGetsMessagesAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		box := newMailbox(t)
		id := f.create(input())
		must(t, f.send(id, "3"))
		box.add(report(t, "exchange", f.sent(id)[f.hall.ID]))
		f.read(box)
		why, err := f.db.Query(t.Context()).Mails().BounceOf(f.hall)
		must(t, err)
		equal(t, "why", why, models.BounceUnknown)
		must(t, f.messages.ForgetBounce(t.Context(), f.event, f.hall.ID))
		f.read(box) // the report is read already
		must(t, f.send(f.create(input()), "3"))
	})
}

// Anybody can write a report about an address; only who got the mail knows its id.
func TestAReportWithoutTheMailsIDIsShownAndStopsNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		box := newMailbox(t)
		id := f.create(input())
		must(t, f.send(id, "3"))
		m := f.sent(id)[f.hall.ID]
		box.add(strings.ReplaceAll(report(t, "postfix", m), m.ID, models.NewID()))
		f.read(box)
		equal(t, "why", f.mail(m.ID).Bounce, models.BounceUnknown)
		must(t, f.send(f.create(input()), "3"))
	})
}

func TestMailsMadeToHarmDoNotStopTheReader(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		box := newMailbox(t)
		id := f.create(input())
		must(t, f.send(id, "3"))
		m := f.sent(id)[f.hall.ID]
		box.add(report(t, "vacation", m))
		box.add("Content-Type: multipart/report; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 1_000_000))
		box.add("Subject: \xff\xfe\r\nContent-Type: text/plain; charset=\xff\r\n\r\n\xff\xff")
		box.add(strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 20_000))
		box.add("\r\n")
		box.add(report(t, "exchange", m))
		f.read(box)
		equal(t, "the report behind them", f.mail(m.ID).State, models.MailBounced)
	})
}
