package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// route is one address: how, where, who may, and what answers.
type route struct {
	method  string
	path    string
	access  access
	handler echo.HandlerFunc
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the whole URL table. Who may use an address stands beside it; a test walks it with every role.
func (h *Handlers) routes() []route {
	return []route{
		// the machine
		{get, "/healthz", anyone, h.healthy},
		{get, "/readyz", anyone, h.ready},
		{get, "/metrics", anyone, h.showMetrics},
		{get, "/static/:sum/*", anyone, h.asset},

		// event
		{get, "/", anyone, h.kept(h.frontPage)},
		{get, "/events/:slug", anyone, h.kept(h.eventPage)},
		{get, "/staff", signedIn, h.staffHome},
		{get, "/staff/events/new", hosting, h.newEventPage},
		{post, "/staff/events/new", hosting, h.createEvent},
		{get, "/staff/events/:slug", may(models.SeeEvent), h.eventDashboard},
		{get, "/staff/events/:slug/edit", may(models.EditEvent), h.editEventPage},
		{post, "/staff/events/:slug/edit", may(models.EditEvent), h.editEvent},
		{post, "/staff/events/:slug/publish", may(models.EditEvent), h.publishEvent},
		{post, "/staff/events/:slug/cancel", may(models.EditEvent), h.cancelEvent},
		{post, "/staff/events/:slug/archive", may(models.EditEvent), h.archiveEvent},
		{post, "/staff/events/:slug/restore", may(models.EditEvent), h.restoreEvent},
		{post, "/staff/events/:slug/copy", may(models.EditEvent), h.copyEvent},
		{get, "/staff/events/:slug/types", may(models.EditEvent), h.ticketTypes},
		{post, "/staff/events/:slug/types", may(models.EditEvent), h.saveTicketType},
		{get, "/staff/events/:slug/types/:id", may(models.EditEvent), h.ticketTypePage},
		{post, "/staff/events/:slug/types/:id", may(models.EditEvent), h.saveTicketType},
		{post, "/staff/events/:slug/types/:id/delete", may(models.EditEvent), h.deleteTicketType},
		{post, "/staff/events/:slug/types/:id/up", may(models.EditEvent), h.moveType(-1)},
		{post, "/staff/events/:slug/types/:id/down", may(models.EditEvent), h.moveType(1)},
		{get, "/staff/events/:slug/consents/:consent", may(models.EditEvent), h.consentPage},
		{post, "/staff/events/:slug/consents/:consent", may(models.EditEvent), h.saveConsent},
		{post, "/staff/events/:slug/consents/:consent/withdraw", may(models.EditEvent), h.withdrawConsent},

		// agenda
		{get, "/events/:slug/agenda", anyone, h.kept(h.agenda)},
		{get, "/events/:slug/calendar.ics", anyone, h.eventCalendar},
		{get, "/events/:slug/agenda.ics", anyone, h.sessionsCalendar},
		{get, "/events/:slug/sessions/:id/calendar.ics", anyone, h.sessionsCalendar},
		{get, "/events/:slug/schedule.json", anyone, h.scheduleJSON},
		{get, "/events/:slug/schedule.xml", anyone, h.scheduleXML},
		{get, "/staff/events/:slug/agenda", may(models.EditEvent), h.agendaDesk},
		{get, "/staff/events/:slug/agenda/new", may(models.EditEvent), h.newSessionPage},
		{post, "/staff/events/:slug/agenda", may(models.EditEvent), h.saveSession},
		{get, "/staff/events/:slug/agenda/:id", may(models.EditEvent), h.editSessionPage},
		{post, "/staff/events/:slug/agenda/:id", may(models.EditEvent), h.saveSession},
		{post, "/staff/events/:slug/rooms", may(models.EditEvent), h.nameRooms},
		{post, "/staff/events/:slug/tracks", may(models.EditEvent), h.nameTracks},
		{post, "/staff/events/:slug/agenda/:id/cancel", may(models.EditEvent), h.cancelSession},
		{post, "/staff/events/:slug/agenda/:id/delete", may(models.EditEvent), h.deleteSession},

		// registration
		{get, "/events/:slug/register", anyone, h.registerPage},
		{post, "/events/:slug/register", anyone, h.limited(60, 60, h.signUp)},
		{get, "/events/:slug/registered", anyone, h.registeredPage},
		{get, "/events/:slug/link", anyone, h.linkPage},
		{post, "/events/:slug/link", anyone, h.limited(20, 10, h.sendLink)},
		{get, "/events/:slug/link/sent", anyone, h.registeredPage},
		{get, "/staff/events/:slug/people", may(models.SeePeople), h.people},
		{get, "/staff/events/:slug/people.pdf", may(models.SeePeople), h.peoplePDF},
		{get, "/staff/events/:slug/people/:id", may(models.SeePeople), h.person},
		{post, "/staff/events/:slug/people/:id", may(models.EditPeople), h.correctPerson},
		{post, "/staff/events/:slug/people/:id/cancel", may(models.EditPeople), h.cancelPerson},
		{post, "/staff/events/:slug/people/:id/change", may(models.EditPeople), h.movePerson},
		{post, "/staff/events/:slug/people/:id/link", may(models.EditPeople), h.relinkPerson},

		// the own page
		{get, "/r/:token", anyone, h.own},
		{get, "/r/:token/calendar.ics", anyone, h.ownCalendar},
		{get, "/r/:token/ticket.pdf", anyone, h.limited(30, 30, h.ownTicket)},
		{get, "/r/:token/summary.pdf", anyone, h.limited(30, 30, h.ownSummary)},
		{post, "/r/:token", anyone, h.correctOwn},
		{post, "/r/:token/change", anyone, h.changeOwn},
		{post, "/r/:token/cancel", anyone, h.cancelOwn},

		// reception
		{get, "/staff/events/:slug/reception", may(models.Admit), h.receptionPage},
		{get, "/staff/events/:slug/reception/counts", may(models.Admit), h.receptionCounts},
		{post, "/staff/events/:slug/reception/scan", may(models.Admit), h.receptionScan},
		{post, "/staff/events/:slug/reception/undo", may(models.Admit), h.receptionUndo},

		// the online room
		{get, "/r/:token/join", anyone, h.joinRoom},
		{get, "/events/:slug/live", anyone, h.room},
		{post, "/events/:slug/live/beat", anyone, h.beat},
		{post, "/events/:slug/live/leave", anyone, h.leaveRoom},
		{get, "/staff/events/:slug/room", may(models.RunRoom), h.roomDesk},
		{post, "/staff/events/:slug/room", may(models.RunRoom), h.setRoom},

		// survey
		{get, "/staff/events/:slug/surveys", may(models.SeeResults), h.surveys},
		{get, "/staff/events/:slug/surveys/new", may(models.EditSurvey), h.newSurvey},
		{post, "/staff/events/:slug/surveys", may(models.EditSurvey), h.createSurvey},
		{get, "/staff/events/:slug/surveys/:id", may(models.EditSurvey), h.surveyEditor},
		{get, "/staff/events/:slug/surveys/:id/settings", may(models.EditSurvey), h.surveySettings},
		{post, "/staff/events/:slug/surveys/:id/settings", may(models.EditSurvey), h.updateSurvey},
		{post, "/staff/events/:slug/surveys/:id/delete", may(models.EditSurvey), h.deleteSurvey},
		{post, "/staff/events/:slug/surveys/:id/open", may(models.EditSurvey), h.openSurvey},
		{post, "/staff/events/:slug/surveys/:id/close", may(models.EditSurvey), h.closeSurvey},
		{get, "/staff/events/:slug/surveys/:id/preview", may(models.EditSurvey), h.previewSurvey},
		{get, "/staff/events/:slug/surveys/:id/questions/new", may(models.EditSurvey), h.newQuestion},
		{post, "/staff/events/:slug/surveys/:id/questions", may(models.EditSurvey), h.addQuestion},
		{get, "/staff/events/:slug/surveys/:id/questions/:question", may(models.EditSurvey), h.questionPage},
		{post, "/staff/events/:slug/surveys/:id/questions/:question", may(models.EditSurvey), h.editQuestion},
		{post, "/staff/events/:slug/surveys/:id/questions/:question/delete", may(models.EditSurvey), h.deleteQuestion},
		{post, "/staff/events/:slug/surveys/:id/questions/:question/up", may(models.EditSurvey), h.moveQuestion(-1)},
		{post, "/staff/events/:slug/surveys/:id/questions/:question/down", may(models.EditSurvey), h.moveQuestion(1)},
		{get, "/staff/events/:slug/surveys/:id/results", may(models.SeeResults), h.surveyResults},
		{get, "/r/:token/survey/:id", anyone, h.surveyForm},
		{post, "/r/:token/survey/:id", anyone, h.limited(60, 60, h.answerSurvey)},
		{get, "/r/:token/survey/:id/thanks", anyone, h.surveyThanks},

		// mail
		{get, "/staff/events/:slug/mails", may(models.SeeMail), h.outbox},
		{get, "/staff/events/:slug/mails/:id", may(models.SeeMail), h.mail},
		{get, "/staff/events/:slug/mails/:id/body", may(models.SeeMail), h.mailBody},
		{get, "/staff/events/:slug/mails/:id/files/:name", may(models.SeeMail), h.mailFile},
		{post, "/staff/events/:slug/mails/:id/again", may(models.SeeMail), h.mailAgain},

		// account
		{get, "/staff/login", anyone, h.loginPage},
		{post, "/staff/login", anyone, h.limited(60, 60, h.signIn)},
		{post, "/staff/logout", signedIn, h.signOut},
		{get, "/staff/forgot", anyone, h.forgotPage},
		{post, "/staff/forgot", anyone, h.limited(10, 5, h.forgot)},
		{get, "/staff/forgot/sent", anyone, h.forgotSentPage},
		{get, "/staff/reset/:secret", anyone, h.resetPage},
		{post, "/staff/reset/:secret", anyone, h.limited(20, 10, h.reset)},
		{get, "/staff/account", signedIn, h.accountPage},
		{post, "/staff/account", signedIn, h.changeProfile},
		{post, "/staff/account/password", signedIn, h.changePassword},
		{post, "/staff/account/logins/end", signedIn, h.endOtherLogins},
		{post, "/staff/account/logins/:id/end", signedIn, h.endLogin},

		// members
		{get, "/staff/events/:slug/members", may(models.ManageMembers), h.members},
		{post, "/staff/events/:slug/members", may(models.ManageMembers), h.addMember},
		{post, "/staff/events/:slug/members/:id/invite", may(models.ManageMembers), h.inviteMember},
		{post, "/staff/events/:slug/members/:id/remove", may(models.ManageMembers), h.removeMember},
		{get, "/staff/organizations/:slug/members", mayAtHost(models.ManageMembers), h.members},
		{post, "/staff/organizations/:slug", mayAtHost(models.ManageMembers), h.saveOrganization},
		{post, "/staff/organizations/:slug/members", mayAtHost(models.ManageMembers), h.addMember},
		{post, "/staff/organizations/:slug/members/:id/invite", mayAtHost(models.ManageMembers), h.inviteMember},
		{post, "/staff/organizations/:slug/members/:id/remove", mayAtHost(models.ManageMembers), h.removeMember},
		{post, "/staff/events/:slug/tokens", may(models.ManageMembers), h.createToken},
		{post, "/staff/events/:slug/tokens/:id/revoke", may(models.ManageMembers), h.revokeToken},

		// API; openapi.json describes it
		{get, "/api/openapi.json", anyone, h.openAPI},
		{post, "/api/v1/events/:slug/registrations", anyone, h.limited(60, 60, h.createRegistration)},
		{get, "/api/v1/events/:slug/registrations", mayAPI(models.SeePeople), h.listRegistrations},
		{get, "/api/v1/events/:slug/registrations.csv", mayAPI(models.SeePeople), h.registrationsCSV},
		{get, "/api/v1/events/:slug/registrations.xlsx", mayAPI(models.SeePeople), h.registrationsXLSX},
		{post, "/api/v1/events/:slug/checkins", mayAPI(models.Admit), h.createCheckIns},
		{post, "/api/v1/events/:slug/checkins/:id/undo", mayAPI(models.Admit), h.undoCheckIn},
		{get, "/api/v1/surveys/:id/responses.csv", mayAPI(models.SeeResults), h.surveyCSV},
		{get, "/api/v1/surveys/:id/responses.xlsx", mayAPI(models.SeeResults), h.surveyXLSX},
		{get, "/api/v1/surveys/:id/responses.json", mayAPI(models.SeeResults), h.surveyJSON},
		{get, "/api/v1/surveys/:id/codebook.json", mayAPI(models.SeeResults), h.surveyCodebook},
	}
}

func (h *Handlers) register(e *echo.Echo, routes []route) {
	for _, r := range routes {
		e.Add(r.method, r.path, r.handler, r.access.middleware(h)...)
		if r.method == get {
			e.Add(http.MethodHead, r.path, r.handler, r.access.middleware(h)...) // RFC 9110, 9.3.2; net/http leaves the body out
		}
	}
}

// RouteInfo is a line of the URL table as others may see it.
type RouteInfo struct {
	Method, Path string
	// SignedIn is set where a login is enough; Permission where a role that holds it is needed. API routes take bearer tokens as well.
	SignedIn bool
	// Hosting is set where a login is needed that may make events for some organization.
	Hosting    bool
	Permission models.Permission
	API        bool
}

// Routes is the URL table, for those who check it.
func Routes() []RouteInfo {
	routes := (&Handlers{}).routes()
	list := make([]RouteInfo, 0, len(routes))
	for _, r := range routes {
		list = append(list, RouteInfo{r.method, r.path, r.access.name == signedIn.name, r.access.name == hosting.name, r.access.permission, r.access.api})
	}
	return list
}
