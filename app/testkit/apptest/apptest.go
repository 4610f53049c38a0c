// Package apptest runs the whole program in a test: every route, feature and job on a given database, with two events
// and an account of every role. For tests of one table or query see models/modelstest; for a real browser see
// app/testkit/browser.
//
//	func TestAnOrganizerSeesWhoRegistered(t *testing.T) {
//		apptest.Each(t, func(t *testing.T, p *apptest.Program) { // on SQLite and on PostgreSQL
//			p.SignUp(p.Event, "hanako@mail.example")
//			staff := p.As(models.RoleOrganizer)
//			list := staff.Get("/staff/events/here/people")
//			staff.Wants(list, http.StatusOK, "髙橋 花子")
//			if mails := p.Outbox("registration_confirmed"); len(mails) != 1 { // does the jobs that are due
//				t.Errorf("%d mails", len(mails))
//			}
//			p.API(models.RoleAnalyst).Expect(http.StatusForbidden, "forbidden", "GET", apptest.RegistrationsPath, nil)
//		})
//	}
//
// Clients:
//   - Program.Request, Form and Page send one request with the headers given.
//   - Client (Program.Client, Program.As) is a browser without JavaScript, with cookies.
//   - API (Program.API) is a program with a token. Answers are checked against the API's description.
//   - MailServer gets the program's mails (Program.SendMailTo). Without one they stay in the outbox (Program.Outbox).
//   - ServeDemo serves the demo for tests in a browser.
//
// A sub-test uses p.With(t), so that its failures are reported as its own.
package apptest

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"meguri/app/account"
	"meguri/app/member"
	"meguri/app/program"
	"meguri/app/registration"
	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/modelstest"
)

// Program is the program on a database, in a test.
type Program struct {
	T        *testing.T
	DB       *models.DB
	Handler  http.Handler
	Metrics  http.Handler
	Jobs     *jobs.Runner
	Accounts *account.Service
	Members  *member.Service

	// Event (slug here) and Other (slug elsewhere) belong to two organizations (here-host, elsewhere-host): see
	// modelstest.Summit.
	Event, Other *models.Event
	// Survey is a draft of Event.
	Survey *models.Survey
	// Staff are the ids of accounts with a role at Event's organization; Stranger's is that of the owner of Other's.
	Staff      map[models.Role]string
	OtherOwner string
	// Tokens are API tokens of Event by role; StrangerToken is an owner's of Other.
	Tokens     map[models.Role]string
	OtherToken string

	clock *time.Time
	links *registration.Service
	made  *program.Program
}

// Nightly does what the program does by night.
func (p *Program) Nightly() error { return p.made.Maintain(p.T.Context()) }

// Each runs a test with a new program on each engine.
func Each(t *testing.T, test func(t *testing.T, p *Program)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, New(t, db)) })
}

// New starts the program with all that Program lists.
func New(t *testing.T, db *models.DB) *Program {
	t.Helper()
	p := Empty(t, db)
	p.Event, p.Other = modelstest.Summit(t, db, "here"), modelstest.Summit(t, db, "elsewhere")
	p.Survey = &models.Survey{EventID: p.Event.ID, TitleJa: "アンケート", State: models.SurveyDraft}
	p.Write(func(tx *models.Tx) error { return tx.Surveys().Create(p.Survey) })
	for _, role := range models.Roles {
		p.Staff[role] = p.Member(p.Event, role)
		p.Tokens[role] = p.Token(p.Event, role)
	}
	p.OtherOwner, p.OtherToken = p.Member(p.Other, models.RoleOwner), p.Token(p.Other, models.RoleOwner)
	return p
}

// Empty starts the program without events and accounts.
func Empty(t *testing.T, db *models.DB) *Program {
	t.Helper()
	p := &Program{T: t, DB: db, Staff: map[models.Role]string{}, Tokens: map[models.Role]string{}, clock: new(time.Time)}
	p.Start(func(*program.Config) {})
	return p
}

// BaseURL is the address of the pages in mails.
const BaseURL = "https://meguri.example"

// LoginCookie holds the secret of a login, as browsers know it at BaseURL.
const LoginCookie = "__Host-meguri_login"

// Start starts the program anew, with changed settings.
func (p *Program) Start(change func(*program.Config)) {
	p.T.Helper()
	config := &program.Config{
		DataDir:   p.T.TempDir(),
		Addr:      "127.0.0.1:8080",
		BaseURL:   BaseURL,
		MailFrom:  "めぐり <meguri@city.example>",
		RateLimit: "off",
		HSTS:      "max-age=31536000",
	}
	change(config)
	made, err := program.New(config, p.DB)
	if err != nil {
		p.T.Fatal(err)
	}
	p.Handler, p.Metrics, p.Jobs = made.Handler, made.Metrics, made.Jobs
	p.Accounts, p.Members, p.links, p.made = made.Accounts, made.Members, made.Registrations, made
}

// SendMailTo starts the program anew with a mail server, which NewMailServer starts.
func (p *Program) SendMailTo(url string) {
	p.T.Helper()
	p.Start(func(c *program.Config) { c.SMTPURL = url })
}

// With is the same program for a sub-test.
func (p *Program) With(t *testing.T) *Program {
	other := *p
	other.T = t
	return &other
}

// Write runs a transaction on the program's database.
func (p *Program) Write(do func(tx *models.Tx) error) {
	p.T.Helper()
	if err := p.DB.InTx(p.T.Context(), do); err != nil {
		p.T.Fatal(err)
	}
}

// SetClock sets the time. The clock stands still.
func (p *Program) SetClock(at time.Time) {
	*p.clock = at
	p.DB.SetClock(func() time.Time { return *p.clock })
}

// Advance moves the time forward. The clock stands still.
func (p *Program) Advance(by time.Duration) {
	p.SetClock(p.DB.Now().Add(by))
}

// RunJobs does the jobs that are due.
func (p *Program) RunJobs() {
	p.T.Helper()
	if err := p.Jobs.Drain(p.T.Context()); err != nil {
		p.T.Fatal(err)
	}
}

// RunJobsAtOnce does the jobs that are due, several at a time.
func (p *Program) RunJobsAtOnce(workers int) {
	p.T.Helper()
	var working errgroup.Group
	for range workers {
		working.Go(func() error { return p.Jobs.Drain(p.T.Context()) })
	}
	if err := working.Wait(); err != nil {
		p.T.Fatal(err)
	}
}

// Mails are the mails of Event as the outbox lists them, the latest first.
func (p *Program) Mails() []models.Mail {
	p.T.Helper()
	list, err := p.DB.Query(p.T.Context()).Mails().OfEvent(p.Event, "", "", "", 1000)
	if err != nil {
		p.T.Fatal(err)
	}
	return list
}

// Outbox does the jobs that are due and lists the mails of a kind.
func (p *Program) Outbox(kind string) (list []models.Mail) {
	p.T.Helper()
	p.RunJobs()
	for _, m := range p.Mails() {
		if m.Kind == kind {
			list = append(list, m)
		}
	}
	return list
}

// Text is a mail as its addressee reads it, in plain text.
func (p *Program) Text(m models.Mail) string {
	p.T.Helper()
	return p.Letter(m).Text
}

// Letter is a mail as it is sent.
func (p *Program) Letter(m models.Mail) *mail.Message {
	p.T.Helper()
	message, err := p.made.Mails.Compose(p.T.Context(), &m)
	if err != nil {
		p.T.Fatal(err)
	}
	return message
}

// Account makes an account that can sign in and has no role.
func (p *Program) Account(email, name, password string) {
	p.T.Helper()
	in := account.CreateInput{Email: email, Name: name, Password: password, Locale: "ja"}
	none := func(*models.Tx) (*models.Member, error) { return nil, nil }
	if _, err := p.Accounts.CreateMember(p.T.Context(), in, none); err != nil {
		p.T.Fatal(err)
	}
}

// Member makes an account with a role at the event's organization, and returns its id.
func (p *Program) Member(event *models.Event, role models.Role) string {
	p.T.Helper()
	email := fmt.Sprintf("%s@%s.example", role, event.Slug)
	member := &models.Account{Email: email, EmailKey: email, Name: string(role), PasswordHash: "!", Locale: "ja"}
	p.Write(func(tx *models.Tx) error {
		if err := tx.Accounts().Create(member); err != nil {
			return err
		}
		return tx.Members().Add(&models.Member{AccountID: member.ID, OrganizationID: &event.OrganizationID, Role: role})
	})
	return member.ID
}

// Token makes an API token.
func (p *Program) Token(event *models.Event, role models.Role) string {
	p.T.Helper()
	secret, _, err := p.Members.NewToken(p.T.Context(), event, member.TokenInput{Name: string(role), Role: role}, nil)
	if err != nil {
		p.T.Fatal(err)
	}
	return secret
}

// Login opens a new login of an account and returns its secret, so that a route that ends logins does not affect other
// requests.
func (p *Program) Login(accountID string) string {
	p.T.Helper()
	secret := models.NewSecret()
	p.Write(func(tx *models.Tx) error {
		return tx.Logins().
			Create(&models.Login{AccountID: accountID, TokenHash: models.HashSecret(secret), ExpiresAt: tx.Now.Add(time.Hour)})
	})
	return secret
}

// SignUp registers a person for an online place through the API. It returns the mailed secret of the attendee's page,
// the id and the ticket.
func (p *Program) SignUp(event *models.Event, email string) (secret, id, ticket string) {
	p.T.Helper()
	return p.SignUpAs(event, "online", email)
}

// SignUpAs registers 高橋 花子 for a ticket type, as SignUp.
func (p *Program) SignUpAs(event *models.Event, ticketType, email string) (secret, id, ticket string) {
	p.T.Helper()
	consents := []string{"privacy"}
	body := RegistrationBody(
		email, "ticket_type", ticketType, "given_name", "花子", "locale", "ja", "consents", consents,
	)
	made := p.API("").
		Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/"+event.Slug+"/registrations", body)
	id = made.String("id")
	return p.MailedSecret(id), id, made.String("ticket")
}

// RoomCookie enters the live room from the page with the secret and returns the cookie for it, as a header has it.
// Where there is no such page, the cookie holds the secret itself.
func (p *Program) RoomCookie(secret string) string {
	p.T.Helper()
	answer := p.Request(http.MethodGet, "/r/"+secret+"/join", "")
	for _, cookie := range answer.Result().Cookies() {
		if cookie.Name == "meguri_room" {
			return cookie.Name + "=" + cookie.Value
		}
	}
	return "meguri_room=" + secret
}

// MailedSecret is the secret of the attendee's page as it is mailed now.
func (p *Program) MailedSecret(registrationID string) string {
	p.T.Helper()
	r, err := p.DB.Query(p.T.Context()).Registrations().ByIDAnywhere(registrationID)
	if err != nil {
		p.T.Fatal(err)
	}
	return p.links.Link(r)
}

// ConfirmAddress follows the link that was mailed to the new address of a registration.
func (p *Program) ConfirmAddress(registrationID string) {
	p.T.Helper()
	q := p.DB.Query(p.T.Context())
	r, err := q.Registrations().ByIDAnywhere(registrationID)
	if err != nil {
		p.T.Fatal(err)
	}
	change, err := q.AddressChanges().OfRegistration(r)
	if err != nil || change == nil {
		p.T.Fatal("no address waits to be confirmed", err)
	}
	confirm := paths.ConfirmAddress(registration.AddressChangesOf(p.links).Secret(change.ID))
	p.Wants(p.Request(http.MethodPost, confirm, ""), http.StatusOK)
}

// Registrations counts the registrations of an event.
func (p *Program) Registrations(event *models.Event) int {
	p.T.Helper()
	n, err := p.DB.Query(p.T.Context()).Registrations().Count(event, models.RegistrationFilter{}, 1000)
	if err != nil {
		p.T.Fatal(err)
	}
	return n
}

// TicketType finds a ticket type of an event by its slug.
func (p *Program) TicketType(event *models.Event, slug string) *models.TicketType {
	p.T.Helper()
	ticketType, err := p.DB.Query(p.T.Context()).TicketTypes().BySlug(event, slug)
	if err != nil {
		p.T.Fatal(err)
	}
	return ticketType
}

// ChangeEvent changes Event in the database.
func (p *Program) ChangeEvent(change func(e *models.Event)) {
	p.T.Helper()
	p.Write(func(tx *models.Tx) error {
		e, err := tx.Events().ByID(p.Event.ID)
		if err != nil {
			return err
		}
		change(e)
		*p.Event = *e
		return tx.Events().Update(p.Event, e.Version)
	})
}

// MoveEvent brings Event into another state.
func (p *Program) MoveEvent(to models.EventState, fields map[string]any) {
	p.T.Helper()
	p.Write(func(tx *models.Tx) error {
		return tx.Events().SetState(p.Event, to, fields, models.EventPublished, models.EventCancelled, models.EventDraft)
	})
}

// AddSession adds a session to Event's agenda: see modelstest.Session.
func (p *Program) AddSession(session models.Session) *models.Session {
	p.T.Helper()
	return modelstest.Session(p.T, p.DB, p.Event, session)
}
