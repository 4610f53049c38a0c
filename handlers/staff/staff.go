// Package staff has the pages under /staff, on which staff prepare and run events and read their results.
package staff

import (
	"context"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/agenda"
	"meguri/app/analysis"
	"meguri/app/audit"
	"meguri/app/consensus"
	"meguri/app/event"
	"meguri/app/freetext"
	"meguri/app/live"
	"meguri/app/member"
	"meguri/app/message"
	"meguri/app/organization"
	"meguri/app/poll"
	"meguri/app/privacy"
	"meguri/app/promise"
	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/series"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/app/stage"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

// Accounts has the pages to sign in, to edit the own account and to reset a password.
type Accounts struct {
	*web.Kit
	Accounts *account.Service
}

// Members has the pages of the members of an event or an organization, and of the event's API tokens.
type Members struct {
	*web.Kit
	Members       *member.Service
	Organizations *organization.Service
	Audits        *audit.Service
}

// Events has the list of events, the dashboard, and the forms of an event's texts, times and state.
type Events struct {
	*web.Kit
	Events *event.Service
	// Turnouts tells how many come.
	Turnouts turnouts
	// Bundle has the texts of both languages.
	Bundle *i18n.Bundle
	// Invitations lists the roles that an account is invited to.
	Invitations func(ctx context.Context, me *models.Account) ([]member.Invitation, error)
	// Organizations lists the organizations whose members an account may manage.
	Organizations func(ctx context.Context, me *models.Account) ([]organization.Managed, error)
	// Home tells of the organizations of an account, and of their series.
	Home    func(ctx context.Context, me *models.Account) (*series.Home, error)
	Privacy *privacy.Service
}

// TicketTypes has the pages of an event's ticket types and consents.
type TicketTypes struct {
	*web.Kit
	Events *event.Service
	// Turnouts tells how many come.
	Turnouts turnouts
}

// Agenda has the pages of an event's sessions, rooms and tracks.
type Agenda struct {
	*web.Kit
	Agenda *agenda.Service
}

// AgendaDesk has the pages that publish an agenda, run the day, and take agendas from and to other programs.
type AgendaDesk struct {
	*web.Kit
	Agenda *agenda.Service
}

// Registrations has the pages of an event's registrations.
type Registrations struct {
	*web.Kit
	Registrations *registration.Service
	Messages      *message.Service
}

// Imports has the pages of lists of people that are imported.
type Imports struct {
	*web.Kit
	Registrations *registration.Service
}

// Duplicates has the pages of registrations that may be of one person.
type Duplicates struct {
	*web.Kit
	Pairs registration.Duplicates
}

// Statistics has the numbers of an event.
type Statistics struct {
	*web.Kit
	Events   *event.Service
	Voices   *voice.Service
	Polls    *poll.Service
	Rounds   *consensus.Service
	Promises *promise.Service
}

// Reception has the reception's page.
type Reception struct {
	*web.Kit
	Reception *reception.Service
	// Turnouts tells how many come.
	Turnouts turnouts
}

// Live has the page that opens and closes the live room.
type Live struct {
	*web.Kit
	Live *live.Service
}

// Voices has the pages on which moderators read voices.
type Voices struct {
	*web.Kit
	Voices *voice.Service
}

// Stage has the remote control of an event's stage.
type Stage struct {
	*web.Kit
	Stages *stage.Service
	Polls  *poll.Service
	Voices *voice.Service
	Agenda *agenda.Service
}

// Polls has the pages of an event's polls.
type Polls struct {
	*web.Kit
	Polls  *poll.Service
	Stages *stage.Service
}

// Surveys has the pages of an event's surveys, their questions and results.
type Surveys struct {
	*web.Kit
	Surveys   *survey.Services
	Analysis  *analysis.Service
	FreeTexts *freetext.Service
}

// Mails has the pages of an event's outbox.
type Mails struct {
	*web.Kit
	Mails *mail.Service
}

// Audits has the pages of the record of who did what.
type Audits struct {
	*web.Kit
	Audits *audit.Service
}

// staffEvent has the addresses of what staff do at the event of the request.
func staffEvent(c echo.Context) paths.StaffEvent { return paths.OfStaffEvent(web.EventOf(c).Slug) }
