package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"meguri/app/program"
	"meguri/app/service/mail"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestTheProgramIsIntroducedByAFullName(t *testing.T) {
	for name, c := range map[string]struct{ base, from, helo, introduced, messageDomain string }{
		"of the pages": {
			"https://summit.city.example", "a@mail.example", "", "summit.city.example", "mail.example",
		},
		"in ASCII": {"https://めぐり.example", "a@localhost", "", "xn--z8j3e2a.example", "xn--z8j3e2a.example"},
		"of the sender where the pages have none": {
			"http://meguri:8080", "めぐり <a@city.example>", "", "city.example", "city.example",
		},
		"by an address":           {"http://192.0.2.7", "a@localhost", "", "[192.0.2.7]", "meguri.localhost"},
		"by an IPv6 address":      {"http://[2001:db8::7]:8080", "a@localhost", "", "[IPv6:2001:db8::7]", "meguri.localhost"},
		"by this machine's":       {"http://localhost:8080", "a@localhost", "", "[127.0.0.1]", "meguri.localhost"},
		"that the operator chose": {"https://a.example", "a@b.example", "relay.c.example", "relay.c.example", "b.example"},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, p *apptest.Program) {
				server := apptest.NewMailServer(t)
				server.Strict = true
				p.Start(func(config *program.Config) {
					config.SMTPURL, config.BaseURL = "smtp://"+server.Address, c.base
					config.MailFrom, config.SMTPHelo = c.from, c.helo
				})
				register(p, "a@attendee.example")
				p.RunJobs()
				m := expect(p, server, models.MailSent, 1)
				if server.Introduced != c.introduced {
					t.Errorf("introduced as %q, want %q", server.Introduced, c.introduced)
				}
				id := apptest.ParseMail(t, server.Mails[0].Content).Header.Get("Message-ID")
				if want := "<" + m.ID + "@" + c.messageDomain + ">"; id != want {
					t.Errorf("the Message-ID is %q, want %q", id, want)
				}
			})
		})
	}
}

func TestARefusalOfUsIsTriedAgain(t *testing.T) {
	refusal := func(code int, enhanced smtp.EnhancedCode, text string) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
	}
	none := smtp.NoEnhancedCode
	for _, c := range []struct {
		sender, addressee error
		state             models.MailState
	}{
		{refusal(550, smtp.EnhancedCode{5, 7, 1}, "not from you"), nil, models.MailQueued},
		{refusal(530, none, "must issue STARTTLS first"), nil, models.MailQueued},
		{refusal(452, none, "out of disk"), nil, models.MailQueued},
		{nil, refusal(504, smtp.EnhancedCode{5, 5, 2}, "<vm>: Helo command rejected: need a full name"), models.MailQueued},
		{nil, refusal(550, none, "<vm>: Helo command rejected: access denied"), models.MailQueued},
		{nil, refusal(554, smtp.EnhancedCode{5, 7, 1}, "relay access denied"), models.MailQueued},
		{nil, refusal(550, smtp.EnhancedCode{5, 1, 8}, "sender's domain not found"), models.MailQueued},
		{nil, refusal(535, none, "authentication failed"), models.MailQueued},
		{nil, refusal(450, none, "greylisted"), models.MailQueued},
		{nil, refusal(550, smtp.EnhancedCode{5, 1, 1}, "no such mailbox"), models.MailFailed},
		{nil, refusal(552, smtp.EnhancedCode{5, 2, 2}, "mailbox full"), models.MailFailed},
		{nil, refusal(501, none, "syntax"), models.MailFailed},
	} {
		t.Run(fmt.Sprint(c.sender, c.addressee), func(t *testing.T) {
			eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
				server.RefuseSender, server.Refuse = c.sender, c.addressee
				p.Advance(0)
				register(p, "a@attendee.example")
				p.RunJobs()
				expectTried(t, expect(p, server, c.state, 0), 1, "")
				server.RefuseSender, server.Refuse = nil, nil
				p.Advance(11 * time.Second)
				p.RunJobs()
				if c.state == models.MailQueued {
					expect(p, server, models.MailSent, 1)
				}
			})
		})
	}
}

func TestEncryptionIsDemandedExceptOnThisMachine(t *testing.T) {
	authority, err := trustedAuthority()
	if err != nil {
		t.Fatal(err)
	}
	authority.trust(t)
	for _, c := range []struct{ url, trouble string }{
		{"smtp://%s", ""},
		{"smtp://%s?tls=none", ""},
		{"smtp://%s?tls=starttls", "STARTTLS"},
		{"smtp://user:password@%s", "STARTTLS"},
		{"smtp://user:password@%s?tls=none", "leave out tls=none"},
		{"smtp://%s?tls=perhaps", "MEGURI_SMTP_URL"},
		{"smtps://%s?tls=none", "MEGURI_SMTP_URL"},
		{"smtp://mail.invalid?tls=none", "mail.invalid"},
	} {
		t.Run(c.url, func(t *testing.T) {
			server := apptest.NewMailServer(t)
			url := c.url
			if strings.Contains(url, "%s") {
				url = fmt.Sprintf(url, server.Address)
			}
			err := mail.CheckServer(t.Context(), mail.Options{
				BaseURL: "https://meguri.example", From: "a@city.example", SMTPURL: url,
			})
			switch {
			case c.trouble == "" && err != nil:
				t.Errorf("the check says %v", err)
			case c.trouble != "" && (err == nil || !strings.Contains(err.Error(), c.trouble)):
				t.Errorf("the check says %v, want %q", err, c.trouble)
			}
		})
	}
}

func TestConnectionsAreKept(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		for i := range 5 {
			register(p, fmt.Sprint("a", i, "@attendee.example"))
		}
		p.RunJobs()
		expect(p, server, models.MailSent, 5)
		if server.Connections != 1 {
			t.Errorf("%d connections for mails one after the other", server.Connections)
		}
		t.Run("also after an addressee was refused", func(t *testing.T) {
			p := p.With(t)
			server.Refuse = &smtp.SMTPError{Code: 550, Message: "no such mailbox"}
			register(p, "nobody@attendee.example")
			p.RunJobs()
			expect(p, server, models.MailFailed, 5)
			server.Refuse = nil
			register(p, "b@attendee.example")
			p.RunJobs()
			expect(p, server, models.MailSent, 6)
			if server.Connections != 1 {
				t.Errorf("%d connections", server.Connections)
			}
		})
	})
}

func TestAConnectionThatTheServerEndsIsReplaced(t *testing.T) {
	for name, change := range map[string]func(*apptest.MailServer){
		"after some mails, with 421": func(s *apptest.MailServer) { s.PerConnection = 2 },
		"after each mail, silently":  func(s *apptest.MailServer) { s.HangUp = true },
	} {
		t.Run(name, func(t *testing.T) {
			eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
				change(server)
				for i := range 7 {
					register(p, fmt.Sprint("a", i, "@attendee.example"))
				}
				p.RunJobs()
				expect(p, server, models.MailSent, 7)
				for _, m := range p.Mails() {
					expectTried(t, m, 1, "")
				}
			})
		})
	}
}

func TestFewerConnectionsWhereTheServerWantsFewer(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		server.MaxConnections, server.Delay = 2, 20*time.Millisecond
		for i := range 12 {
			register(p, fmt.Sprint("a", i, "@attendee.example"))
		}
		p.RunJobsAtOnce(4)
		expect(p, server, models.MailSent, 12)
		for _, m := range p.Mails() {
			expectTried(t, m, 1, "")
		}
		if server.Connections > 6 { // two, and two that were refused twice, as EHLO and as HELO
			t.Errorf("%d connections were opened", server.Connections)
		}
	})
}
