package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// route is one address: how, where, who may, and what answers.
type route struct {
	method  string
	path    string
	access  web.Access
	handler echo.HandlerFunc
}

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// The kinds of access that the table names.
var (
	anyone   = web.Access{Kind: web.Anyone}
	holder   = web.Access{Kind: web.Holder}
	newcomer = web.Access{Kind: web.Holder, Newcomer: true}
	inRoom   = web.Access{Kind: web.InRoom}
	signedIn = web.Access{Kind: web.SignedIn}
	hosting  = web.Access{Kind: web.Hosting}
	bearer   = web.Access{Kind: web.HolderAPI}
)

func may(p models.Permission) web.Access { return web.Access{Kind: web.May, Permission: p} }

func mayAtHost(p models.Permission) web.Access {
	return web.Access{Kind: web.MayAtHost, Permission: p}
}

func mayAPI(p models.Permission) web.Access { return web.Access{Kind: web.MayAPI, Permission: p} }

// routes is the whole URL table. Who may use an address stands beside it; a test walks it with everybody.
func (h *handlers) routes() []route {
	// A hall of people behind one address is slowed down to two a second; form and API count together.
	registering := &web.Pace{Burst: 60, PerSecond: 2, MaxWait: 30 * time.Second}
	// Apart from it, so that who reviews first slows down nobody who registers.
	reviewing := &web.Pace{Burst: 60, PerSecond: 2, MaxWait: 30 * time.Second}
	return []route{
		// the machine
		{get, "/healthz", anyone, h.public.Healthy},
		{get, "/readyz", anyone, h.public.Ready},
		{get, "/metrics", anyone, h.kit.ShowMetrics},
		{get, "/static/:sum/*", anyone, h.kit.Asset},

		// the operator
		{get, "/about", anyone, h.kit.Cached(h.public.Operator("about"))},
		{get, "/privacy", anyone, h.kit.Cached(h.public.Operator("privacy"))},
		{get, "/accessibility", anyone, h.kit.Cached(h.public.Operator("accessibility"))},
		{get, "/help", anyone, h.kit.Cached(h.public.Operator("help"))},

		// event
		{get, "/", anyone, h.kit.Cached(h.public.Front)},
		{get, "/events/past", anyone, h.kit.Cached(h.public.Past)},
		{get, "/events/:slug", anyone, h.kit.Cached(h.public.Event)},
		{get, "/events/:slug/privacy", anyone, h.kit.Cached(h.public.Privacy)},
		{get, "/pictures/:id", anyone, h.public.Upload},
		{get, "/colours/:colour", anyone, h.public.Colour},
		{get, "/events/:slug/cover.svg", anyone, h.public.Cover},
		{get, "/events/:slug/picture.png", anyone.Limited(30, 30), h.public.Picture},
		{get, "/staff", signedIn, h.events.List},
		{get, "/staff/events/new", hosting, h.events.New},
		{post, "/staff/events/new", hosting, h.events.Create},
		{post, "/staff/preview", signedIn, h.events.Preview},
		{get, "/staff/events/:slug", may(models.SeeEvent), h.events.Dashboard},
		{get, "/staff/events/:slug/edit", may(models.EditEvent), h.events.Edit},
		{post, "/staff/events/:slug/edit", may(models.EditEvent), h.events.Save},
		{get, "/staff/events/:slug/face", may(models.EditEvent), h.events.Face},
		{post, "/staff/events/:slug/face", may(models.EditEvent), h.events.SetFace},
		{get, "/staff/events/:slug/publish", may(models.EditEvent), h.events.PublishForm},
		{get, "/staff/events/:slug/outcome", may(models.EditEvent), h.events.Outcome},
		{post, "/staff/events/:slug/outcome", may(models.EditEvent), h.events.SaveOutcome},
		{get, "/staff/events/:slug/report", may(models.SeeResults), h.reports.Show},
		{post, "/staff/events/:slug/report", may(models.EditEvent), h.reports.Save},
		{get, "/staff/events/:slug/report.pdf", may(models.SeeResults).Limited(30, 30), h.reports.PDF},
		{get, "/staff/events/:slug/report.xlsx", may(models.SeeResults).Limited(30, 30), h.reports.XLSX},
		{get, "/staff/events/:slug/certificates", may(models.EditEvent), h.certificates.Desk},
		{post, "/staff/events/:slug/certificates", may(models.EditEvent), h.certificates.Save},
		{get, "/staff/events/:slug/certificates.pdf", may(models.EditPeople).Limited(10, 5), h.certificates.PDF},
		{get, "/events/:slug/record", anyone, h.kit.Cached(h.records.Show)},
		{get, "/r/:token/record", holder, h.ownRecord.Show},
		{post, "/r/:token/record/beat", holder.Limited(60, 60), h.ownRecord.Beat},
		{get, "/staff/events/:slug/record", may(models.EditEvent), h.recordDesk.Form},
		{post, "/staff/events/:slug/record", may(models.EditEvent), h.recordDesk.Save},
		{get, "/staff/events/:slug/record/preview", may(models.EditEvent), h.recordDesk.Preview},
		{post, "/staff/events/:slug/publish", may(models.EditEvent), h.events.Publish},
		{get, "/staff/events/:slug/unpublish", may(models.EditEvent), h.events.UnpublishForm},
		{post, "/staff/events/:slug/unpublish", may(models.EditEvent), h.events.Unpublish},
		{get, "/staff/events/:slug/online", may(models.EditEvent), h.eventMoves.MoveOnlineForm},
		{post, "/staff/events/:slug/online", may(models.EditEvent), h.eventMoves.MoveOnline},
		{get, "/staff/events/:slug/online/back", may(models.EditEvent), h.eventMoves.MoveBackForm},
		{post, "/staff/events/:slug/online/back", may(models.EditEvent), h.eventMoves.MoveBack},
		{get, "/staff/events/:slug/cancel", may(models.EditEvent), h.events.CancelForm},
		{post, "/staff/events/:slug/cancel", may(models.EditEvent), h.events.Cancel},
		{get, "/staff/events/:slug/postpone", may(models.EditEvent), h.eventMoves.PostponeForm},
		{post, "/staff/events/:slug/postpone", may(models.EditEvent), h.eventMoves.Postpone},
		{get, "/staff/events/:slug/archive", may(models.EditEvent), h.events.ArchiveForm},
		{post, "/staff/events/:slug/archive", may(models.EditEvent), h.events.Archive},
		{post, "/staff/events/:slug/restore", may(models.EditEvent), h.events.Restore},
		{get, "/staff/events/:slug/materials", may(models.EditEvent), h.events.Materials},
		{post, "/staff/events/:slug/materials", may(models.EditEvent), h.events.SaveMaterials},
		{get, "/staff/events/:slug/copy", may(models.EditEvent), h.events.CopyForm},
		{post, "/staff/events/:slug/copy", may(models.EditEvent), h.events.Copy},
		{get, "/staff/events/:slug/types", may(models.EditEvent), h.ticketTypes.List},
		{post, "/staff/events/:slug/types", may(models.EditEvent), h.ticketTypes.Save},
		{get, "/staff/events/:slug/consents/:consent", may(models.EditEvent), h.ticketTypes.Consent},
		{post, "/staff/events/:slug/consents/:consent", may(models.EditEvent), h.ticketTypes.SaveConsent},
		{get, "/staff/events/:slug/consents/:consent/withdraw", may(models.EditEvent), h.ticketTypes.WithdrawConsentForm},
		{post, "/staff/events/:slug/consents/:consent/withdraw", may(models.EditEvent), h.ticketTypes.WithdrawConsent},
		{get, "/staff/events/:slug/privacy", may(models.EditEvent), h.privacy.Show},
		{get, "/staff/events/:slug/privacy/edit", may(models.EditEvent), h.privacy.Edit},
		{post, "/staff/events/:slug/privacy/edit", may(models.EditEvent), h.privacy.Save},
		{get, "/staff/events/:slug/privacy/requests/:id", may(models.EditPeople), h.privacy.Request},
		{post, "/staff/events/:slug/privacy/requests/:id", may(models.EditPeople), h.privacy.Decide},

		// agenda
		{get, "/events/:slug/agenda", anyone, h.kit.Cached(h.public.Agenda)},
		{get, "/events/:slug/programme.pdf", anyone.Limited(30, 30), h.public.Programme},
		{get, "/events/:slug/calendar.ics", anyone, h.feeds.EventCalendar},
		{get, "/events/:slug/agenda.ics", anyone, h.feeds.AgendaCalendar},
		{get, "/events/:slug/sessions/:id", anyone, h.kit.Cached(h.public.Session)},
		{get, "/events/:slug/sessions/:id/calendar.ics", anyone, h.feeds.SessionCalendar},
		{get, "/events/:slug/schedule.json", anyone, h.feeds.ScheduleJSON},
		{get, "/events/:slug/schedule.xml", anyone, h.feeds.ScheduleXML},
		{get, "/events/:slug/agenda.xml", anyone, h.feeds.AgendaXCal},
		{get, "/staff/events/:slug/agenda", may(models.EditEvent), h.agenda.List},
		{post, "/staff/events/:slug/agenda/rows", may(models.EditEvent), h.agenda.SaveRows},
		{get, "/staff/events/:slug/agenda/paste", may(models.EditEvent), h.agenda.Paste},
		{post, "/staff/events/:slug/agenda/paste", may(models.EditEvent), h.agenda.AddPasted},
		{get, "/events/:slug/agenda/version", anyone, h.feeds.AgendaVersion},
		{get, "/calendars/:secret", anyone, h.feeds.MyCalendar},
		{get, "/speak/:secret", anyone.Limited(30, 30), h.speakers.OwnSpeaker},
		{post, "/speak/:secret", anyone.Limited(20, 10), h.speakers.SaveOwnSpeaker},
		{get, "/r/:token/agenda", holder, h.myAgenda.Show},
		{post, "/r/:token/agenda", holder.Limited(60, 30), h.myAgenda.Save},
		{get, "/events/:slug/agenda/changes", anyone, h.kit.Cached(h.public.AgendaChanges)},
		{get, "/staff/events/:slug/agenda/changes", may(models.EditEvent), h.agendaDesk.Changes},
		{post, "/staff/events/:slug/agenda/changes", may(models.EditEvent), h.agendaDesk.Publish},
		{get, "/staff/events/:slug/agenda/import", may(models.EditEvent), h.agendaDesk.Import},
		{post, "/staff/events/:slug/agenda/import", may(models.EditEvent), h.agendaDesk.TakeImport},
		{get, "/staff/events/:slug/agenda/export.csv", may(models.EditEvent), h.agendaDesk.ExportCSV},
		{get, "/staff/events/:slug/agenda/export.xlsx", may(models.EditEvent), h.agendaDesk.ExportXLSX},
		{post, "/staff/events/:slug/agenda/:id/discard", may(models.EditEvent), h.agendaDesk.Discard},
		{get, "/staff/events/:slug/day", may(models.RunRoom), h.agendaDesk.Day},
		{post, "/staff/events/:slug/day/undo", may(models.RunRoom), h.agendaDesk.Undo},
		{post, "/staff/events/:slug/day/:id", may(models.RunRoom), h.agendaDesk.Now},
		{get, "/staff/events/:slug/agenda/new", may(models.EditEvent), h.agenda.Session},
		{post, "/staff/events/:slug/agenda", may(models.EditEvent), h.agenda.SaveSession},
		{get, "/staff/events/:slug/agenda/:id", may(models.EditEvent), h.agenda.Session},
		{post, "/staff/events/:slug/agenda/:id", may(models.EditEvent), h.agenda.SaveSession},
		{get, "/staff/events/:slug/speakers", may(models.EditEvent), h.agenda.Speakers},
		{post, "/staff/events/:slug/speakers", may(models.EditEvent), h.agenda.SaveSpeaker},
		{get, "/staff/events/:slug/speakers/new", may(models.EditEvent), h.agenda.Speaker},
		{get, "/staff/events/:slug/speakers/:id", may(models.EditEvent), h.agenda.Speaker},
		{post, "/staff/events/:slug/speakers/:id", may(models.EditEvent), h.agenda.SaveSpeaker},
		{post, "/staff/events/:slug/speakers/:id/link", may(models.EditEvent), h.agenda.SendSpeakerLink},
		{get, "/staff/events/:slug/speakers/:id/merge", may(models.EditEvent), h.agenda.AskMergeSpeaker},
		{post, "/staff/events/:slug/speakers/:id/merge", may(models.EditEvent), h.agenda.MergeSpeaker},
		{get, "/staff/events/:slug/speakers/:id/delete", may(models.EditEvent), h.agenda.AskDeleteSpeaker},
		{post, "/staff/events/:slug/speakers/:id/delete", may(models.EditEvent), h.agenda.DeleteSpeaker},
		{post, "/staff/events/:slug/rooms", may(models.EditEvent), h.agenda.NameRooms},
		{post, "/staff/events/:slug/tracks", may(models.EditEvent), h.agenda.NameTracks},
		{post, "/staff/events/:slug/agenda/:id/cancel", may(models.EditEvent), h.agenda.CancelSession},
		{get, "/staff/events/:slug/agenda/:id/delete", may(models.EditEvent), h.agenda.DeleteSessionForm},
		{post, "/staff/events/:slug/agenda/:id/delete", may(models.EditEvent), h.agenda.DeleteSession},

		// registration
		{get, "/events/:slug/register", anyone, h.public.RegistrationForm},
		{post, "/events/:slug/register", anyone.Paced(registering), h.public.SignUp},
		{get, "/events/:slug/register/review", anyone, h.public.ToRegistrationForm},
		{post, "/events/:slug/register/review", anyone.Paced(reviewing), h.public.ReviewSignUp},
		{get, "/events/:slug/register/companions", anyone, h.public.ToRegistrationForm},
		{post, "/events/:slug/register/companions", anyone.Paced(reviewing), h.public.ChangeCompanions},
		{get, "/events/:slug/registered", anyone, h.public.Registered},
		{post, "/events/:slug/registered", anyone.Limited(20, 10), h.public.CorrectAddress},
		{get, "/events/:slug/link", anyone, h.public.LinkForm},
		{post, "/events/:slug/link", anyone.Limited(20, 10), h.public.RequestLink},
		{get, "/events/:slug/link/sent", anyone, h.public.LinkRequested},
		{get, "/staff/events/:slug/people", may(models.SeePeople), h.registrations.List},
		{get, "/staff/events/:slug/people.pdf", may(models.SeePeople), h.registrations.PDF},
		{get, "/staff/events/:slug/people/new", may(models.EditPeople), h.registrations.EntryForm},
		{post, "/staff/events/:slug/people/new", may(models.EditPeople), h.registrations.Enter},
		{get, "/staff/events/:slug/meetings", may(models.EditPeople), h.meetings.List},
		{post, "/staff/events/:slug/meetings", may(models.EditPeople), h.meetings.Upload},
		{get, "/staff/events/:slug/meetings/:id", may(models.EditPeople), h.meetings.Report},
		{post, "/staff/events/:slug/meetings/:id/choose", may(models.EditPeople), h.meetings.Choose},
		{post, "/staff/events/:slug/meetings/:id/take", may(models.EditPeople), h.meetings.Take},
		{post, "/staff/events/:slug/meetings/:id/undo", may(models.EditPeople), h.meetings.Undo},
		{post, "/staff/events/:slug/meetings/:id/discard", may(models.EditPeople), h.meetings.Discard},
		{get, "/staff/events/:slug/people/import", may(models.EditPeople), h.imports.List},
		{post, "/staff/events/:slug/people/import", may(models.EditPeople), h.imports.UploadImport},
		{get, "/staff/events/:slug/people/import/template.csv", may(models.EditPeople), h.imports.ImportTemplate},
		{get, "/staff/events/:slug/people/import/:id", may(models.EditPeople), h.imports.Import},
		{post, "/staff/events/:slug/people/import/:id", may(models.EditPeople), h.imports.CheckImport},
		{post, "/staff/events/:slug/people/import/:id/choose", may(models.EditPeople), h.imports.ChooseImportRows},
		{post, "/staff/events/:slug/people/import/:id/start", may(models.EditPeople), h.imports.StartImport},
		{post, "/staff/events/:slug/people/import/:id/discard", may(models.EditPeople), h.imports.DiscardImport},
		{get, "/staff/events/:slug/people/import/:id/faulty.csv", may(models.EditPeople), h.imports.FaultyCSV},
		{get, "/staff/events/:slug/people/import/:id/faulty.xlsx", may(models.EditPeople), h.imports.FaultyXLSX},
		{get, "/staff/events/:slug/people/sheets", may(models.EditPeople), h.papers.Sheets},
		{get, "/staff/events/:slug/people/papers/:kind", may(models.EditPeople), h.papers.Paper},
		{post, "/staff/events/:slug/people/selected/papers", may(models.EditPeople), h.papers.PapersOfSelected},
		{post, "/staff/events/:slug/people/views", may(models.EditPeople), h.peopleViews.Add},
		{post, "/staff/events/:slug/people/views/:id", may(models.EditPeople), h.peopleViews.Change},
		{post, "/staff/events/:slug/people/views/:id/delete", may(models.EditPeople), h.peopleViews.Delete},
		{post, "/staff/events/:slug/people/columns", may(models.SeePeople), h.registrations.ChooseColumns},
		{post, "/staff/events/:slug/people/selected/export", may(models.SeePeople), h.registrations.ExportSelected},
		{post, "/staff/events/:slug/people/selected/cancel", may(models.EditPeople), h.registrations.CancelSelected},
		{post, "/staff/events/:slug/people/selected/change", may(models.EditPeople), h.registrations.ChangeSelected},
		{post, "/staff/events/:slug/people/selected/confirm", may(models.EditPeople), h.registrations.ConfirmSelected},
		{post, "/staff/events/:slug/people/selected/tag", may(models.EditPeople), h.registrations.TagSelected},
		{post, "/staff/events/:slug/people/selected/untag", may(models.EditPeople), h.registrations.UntagSelected},
		{get, "/staff/events/:slug/people/bulk/:id", may(models.SeePeople), h.registrations.Bulk},
		{post, "/staff/events/:slug/people/bulk/:id/undo", may(models.EditPeople), h.registrations.UndoBulk},
		{post, "/staff/events/:slug/people/selected/link", may(models.EditPeople), h.registrations.ResendSelected},
		{get, "/staff/events/:slug/people/duplicates", may(models.EditPeople), h.duplicates.List},
		{post, "/staff/events/:slug/people/duplicates/merge", may(models.EditPeople), h.duplicates.Merge},
		{post, "/staff/events/:slug/people/duplicates/different", may(models.EditPeople), h.duplicates.SetDifferent},
		{post, "/staff/events/:slug/people/selected/write", may(models.EditPeople), h.registrations.WriteToSelected},
		{get, "/staff/events/:slug/people/:id", may(models.SeePeople), h.registrations.Registration},
		{get, "/staff/events/:slug/people/:id/ticket.pdf", may(models.EditPeople), h.registrations.TicketPDF},
		{post, "/staff/events/:slug/people/:id", may(models.EditPeople), h.registrations.Correct},
		{post, "/staff/events/:slug/people/:id/cancel", may(models.EditPeople), h.registrations.Cancel},
		{post, "/staff/events/:slug/people/:id/change", may(models.EditPeople), h.registrations.ChangeType},
		{get, "/staff/events/:slug/people/:id/compare", may(models.EditPeople), h.duplicates.Compare},
		{post, "/staff/events/:slug/people/:id/unmerge", may(models.EditPeople), h.registrations.Unmerge},
		{post, "/staff/events/:slug/people/:id/bounce", may(models.EditPeople), h.registrations.ForgetBounce},
		{post, "/staff/events/:slug/people/:id/link", may(models.EditPeople), h.registrations.ResendLink},
		{post, "/staff/events/:slug/people/:id/tag", may(models.EditPeople), h.registrations.Tag},
		{post, "/staff/events/:slug/people/:id/untag", may(models.EditPeople), h.registrations.Untag},
		{post, "/staff/events/:slug/people/:id/notes", may(models.SeePeople), h.registrations.WriteNote},
		{post, "/staff/events/:slug/people/:id/notes/:note", may(models.SeePeople), h.registrations.ChangeNote},
		{post, "/staff/events/:slug/people/:id/notes/:note/delete", may(models.SeePeople), h.registrations.DeleteNote},
		{post, "/staff/events/:slug/people/:id/erase", may(models.EditPeople), h.privacy.AskFor},

		// the own page
		{get, "/r/:token", newcomer, h.attendee.Registration},
		{get, "/r/:token/again", holder, h.attendee.RegisterAgain},
		{get, "/r/:token/calendar.ics", holder, h.attendee.Calendar},
		{get, "/r/:token/ticket.pdf", holder.Limited(30, 30), h.attendee.TicketPDF},
		{get, "/r/:token/summary.pdf", holder.Limited(30, 30), h.attendee.SummaryPDF},
		{get, "/r/:token/certificate.pdf", holder.Limited(30, 30), h.attendee.CertificatePDF},
		{get, "/r/:token/badge.png", holder.Limited(30, 30), h.attendee.OpenBadge},
		{get, "/organizations/:slug/did.json", anyone.Limited(60, 60), h.public.Issuer},
		{get, "/certificates/:code", anyone.Limited(30, 30), h.public.Certificate},
		{post, "/r/:token", holder.Limited(20, 10), h.attendee.Correct},
		{get, "/r/:token/data", holder, h.attendee.Data},
		{get, "/r/:token/data.json", holder.Limited(30, 30), h.attendee.DataFile},
		{get, "/r/:token/data/erase", holder, h.attendee.EraseForm},
		{post, "/r/:token/data/erase", holder.Limited(20, 10), h.attendee.Erase},
		{post, "/r/:token/photo", holder.Limited(20, 10), h.attendee.Photo},
		{post, "/r/:token/recording", holder.Limited(20, 10), h.attendee.Recording},
		{post, "/r/:token/change", holder.Limited(20, 10), h.attendee.ChangeType},
		{post, "/r/:token/cancel", holder.Limited(20, 10), h.attendee.Cancel},
		{post, "/r/:token/cancel/all", holder.Limited(20, 10), h.attendee.CancelAll},
		{post, "/r/:token/link", holder.Limited(20, 10), h.attendee.RenewLink},
		{post, "/r/:token/address/resend", holder.Limited(20, 10), h.attendee.ResendAddress},
		{post, "/r/:token/address/keep", holder.Limited(20, 10), h.attendee.KeepAddress},
		{get, "/r/:token/companions/:id", holder, h.attendee.Companion},
		{post, "/r/:token/companions/:id", holder.Limited(60, 30), h.attendee.ExchangeCompanion},
		{post, "/r/:token/companions/:id/cancel", holder.Limited(60, 30), h.attendee.CancelCompanion},

		// reception
		{get, "/staff/events/:slug/reception", may(models.Admit), h.reception.Page},
		{get, "/staff/events/:slug/reception/counts", may(models.Admit), h.reception.Counts},
		{post, "/staff/events/:slug/reception/scan", may(models.Admit), h.reception.Scan},
		{post, "/staff/events/:slug/reception/undo", may(models.Admit), h.reception.Undo},

		{get, "/staff/events/:slug/reception/paper", may(models.Admit), h.reception.Paper},
		{post, "/staff/events/:slug/reception/paper/read", may(models.Admit), h.reception.ReadPaper},
		{post, "/staff/events/:slug/reception/paper", may(models.Admit), h.reception.AdmitPaper},
		{post, "/staff/events/:slug/reception/paper/undo", may(models.Admit), h.reception.UndoPaper},
		{get, "/staff/events/:slug/reception/conflicts", may(models.Admit), h.reception.Conflicts},
		{post, "/staff/events/:slug/reception/conflicts/settle", may(models.Admit), h.reception.SettleConflict},
		{post, "/staff/events/:slug/reception/conflicts/reopen", may(models.Admit), h.reception.ReopenConflict},
		{get, "/staff/events/:slug/board", may(models.Admit), h.doors.Board},
		{get, "/staff/events/:slug/forecast", may(models.RunRoom), h.forecasts.Show},
		{get, "/staff/events/:slug/forecast/rehearsal", may(models.RunRoom), h.forecasts.Rehearsal},
		{post, "/staff/events/:slug/forecast", may(models.RunRoom), h.forecasts.Save},
		{get, "/staff/events/:slug/doors", may(models.EditEvent), h.doors.List},
		{post, "/staff/events/:slug/doors", may(models.EditEvent), h.doors.Save},
		{get, "/staff/events/:slug/walk-in", may(models.Admit), h.doors.WalkInForm},
		{post, "/staff/events/:slug/walk-in", may(models.Admit), h.doors.WalkIn},
		{get, "/staff/events/:slug/inside", may(models.Admit), h.doors.Inside},
		{get, "/staff/events/:slug/inside.pdf", may(models.Admit), h.doors.InsidePDF},

		{get, "/staff/events/:slug/devices", may(models.EditEvent), h.deviceDesk.List},
		{post, "/staff/events/:slug/devices", may(models.EditEvent), h.deviceDesk.Create},
		{post, "/staff/events/:slug/devices/:id/pair", may(models.EditEvent), h.deviceDesk.Pair},
		{get, "/staff/events/:slug/devices/:id/revoke", may(models.EditEvent), h.deviceDesk.RevokeForm},
		{post, "/staff/events/:slug/devices/:id/revoke", may(models.EditEvent), h.deviceDesk.Revoke},
		{get, "/reception/:slug", anyone, h.door.ToApp},
		{get, "/reception/:slug/", anyone, h.door.App},
		{get, "/reception/:slug/manifest.webmanifest", anyone, h.door.Manifest},
		{get, paths.ReceptionWorker, anyone, h.door.Worker},

		// the online room
		{get, "/r/:token/join", newcomer, h.room.Join},
		{get, "/events/:slug/live", inRoom, h.room.Show},
		{get, "/j/:code", anyone.Limited(60, 60), h.screens.Join},
		{get, "/events/:slug/stage/:key", anyone, h.screens.Screen},
		{get, "/events/:slug/live/polls", inRoom, h.answers.List},
		{post, "/events/:slug/live/polls/:id", inRoom.Limited(60, 60), h.answers.Answer},
		{get, "/events/:slug/live/promise", inRoom, h.promises.Own},
		{post, "/events/:slug/live/promise", inRoom.Limited(20, 20), h.promises.SaveOwn},
		{post, "/events/:slug/live/promise/withdraw", inRoom, h.promises.Withdraw},
		{get, "/events/:slug/live/word", inRoom, h.attendanceWords.Form},
		{post, "/events/:slug/live/word", inRoom.Limited(20, 20), h.attendanceWords.Give},
		{get, "/r/:token/promise", holder, h.promises.Own},
		{post, "/r/:token/promise", holder.Limited(20, 20), h.promises.SaveOwn},
		{post, "/r/:token/promise/withdraw", holder.Limited(20, 20), h.promises.Withdraw},
		{get, "/r/:token/promise/after/:days", holder, h.promises.Return},
		{post, "/r/:token/promise/after/:days", holder.Limited(20, 20), h.promises.Answer},
		{get, "/staff/events/:slug/promises", may(models.RunRoom), h.promised.List},
		{post, "/staff/events/:slug/promises/:id/hide", may(models.RunRoom), h.promised.Hide},
		{post, "/events/:slug/live/beat", inRoom, h.room.Beat},
		{post, "/events/:slug/live/leave", inRoom, h.room.Leave},
		{post, "/events/:slug/live/voices", inRoom, h.room.WriteVoice},
		{post, "/events/:slug/live/voices/:id/vote", inRoom, h.room.Vote(true)},
		{post, "/events/:slug/live/voices/:id/unvote", inRoom, h.room.Vote(false)},
		{post, "/events/:slug/live/voices/:id/withdraw", inRoom, h.room.WithdrawVoice},
		{post, "/events/:slug/live/voices/:id/report", inRoom, h.room.ReportVoice},
		{post, "/events/:slug/live/recording", inRoom.Limited(20, 10), h.room.AnswerRecording},
		{post, "/events/:slug/live/similar", inRoom, h.room.SimilarVoices},
		{post, "/events/:slug/live/reactions", inRoom.Limited(300, 600), h.room.React},
		{post, "/events/:slug/live/voices/:id/record", inRoom, h.room.AllowInRecord},
		{post, "/r/:token/voices/:id/record", holder, h.room.AllowOwnInRecord},
		{post, "/r/:token/voices/:id/withdraw", holder, h.room.WithdrawOwnVoice},
		{get, "/staff/events/:slug/live", may(models.RunRoom), h.voices.List},
		{post, "/staff/events/:slug/live/voices/:id", may(models.RunRoom), h.voices.Decide},
		{post, "/staff/events/:slug/live/voices/:id/undo", may(models.RunRoom), h.voices.Undo},
		{post, "/staff/events/:slug/live/merge", may(models.RunRoom), h.voices.Merge},
		{post, "/staff/events/:slug/live/voices/:id/mute", may(models.RunRoom), h.voices.Mute},
		{post, "/staff/events/:slug/live/desk", may(models.RunRoom), h.voices.Desk},
		{post, "/staff/events/:slug/live/speak", may(models.RunRoom), h.voices.Speak},
		{get, "/staff/events/:slug/live/settings", may(models.RunRoom), h.voices.Settings},
		{post, "/staff/events/:slug/live/settings", may(models.RunRoom), h.voices.SaveSettings},
		{get, "/staff/events/:slug/stage", may(models.RunRoom), h.stage.Remote},
		{post, "/staff/events/:slug/stage", may(models.RunRoom), h.stage.ShowView},
		{post, "/staff/events/:slug/stage/later", may(models.RunRoom), h.stage.MoveRest},
		{post, "/staff/events/:slug/stage/voice", may(models.RunRoom), h.stage.TakeUp},
		{post, "/staff/events/:slug/stage/word", may(models.RunRoom), h.stage.SetWord},
		{post, "/staff/events/:slug/stage/word/close", may(models.RunRoom), h.stage.CloseWord},
		{post, "/staff/events/:slug/stage/link", may(models.RunRoom), h.stage.RenewLink},
		{post, "/staff/events/:slug/stage/captions", may(models.RunRoom), h.stage.SetCaptions},
		{get, "/staff/events/:slug/polls", may(models.RunRoom), h.polls.List},
		{post, "/staff/events/:slug/polls", may(models.RunRoom), h.polls.Save},
		{get, "/staff/events/:slug/polls/new", may(models.RunRoom), h.polls.Edit},
		{get, "/staff/events/:slug/polls/:id", may(models.RunRoom), h.polls.Edit},
		{post, "/staff/events/:slug/polls/:id", may(models.RunRoom), h.polls.Save},
		{post, "/staff/events/:slug/polls/:id/open", may(models.RunRoom), h.polls.Open},
		{post, "/staff/events/:slug/polls/:id/close", may(models.RunRoom), h.polls.Close},
		{get, "/staff/events/:slug/polls/:id/delete", may(models.RunRoom), h.polls.DeleteForm},
		{post, "/staff/events/:slug/polls/:id/delete", may(models.RunRoom), h.polls.Delete},
		{post, "/staff/events/:slug/polls/:id/word", may(models.RunRoom), h.polls.HideWord},
		{get, "/staff/events/:slug/polls.csv", may(models.RunRoom), h.polls.CSV},
		{get, "/staff/events/:slug/polls.xlsx", may(models.RunRoom), h.polls.XLSX},
		{get, "/staff/events/:slug/polls.json", may(models.RunRoom), h.polls.JSON},
		{get, "/staff/events/:slug/room", may(models.RunRoom), h.live.Room},
		{post, "/staff/events/:slug/room", may(models.RunRoom), h.live.SetRoom},
		{post, "/staff/events/:slug/room/stream", may(models.RunRoom), h.live.SetStream},
		{get, "/events/:slug/rally", anyone, h.rally.Show},
		{get, "/events/:slug/rally/:code", anyone, h.rally.Place},
		{post, "/events/:slug/rally/:code", anyone.Limited(1200, 1200), h.rally.Stamp},
		{post, "/r/:token/rally", holder.Limited(60, 60), h.ownRally.Open},
		{get, "/staff/events/:slug/rally", may(models.Admit), h.rallyDesk.Show},
		{post, "/staff/events/:slug/rally", may(models.EditEvent), h.rallyDesk.Save},
		{post, "/staff/events/:slug/rally/places", may(models.EditEvent), h.rallyDesk.AddPlace},
		{post, "/staff/events/:slug/rally/places/:id", may(models.EditEvent), h.rallyDesk.RenamePlace},
		{post, "/staff/events/:slug/rally/places/:id/delete", may(models.EditEvent), h.rallyDesk.DeletePlace},
		{get, "/staff/events/:slug/rally/posters.pdf", may(models.EditEvent).Limited(30, 30), h.rallyDesk.Posters},
		{get, "/staff/events/:slug/rally/desk", may(models.Admit), h.rallyDesk.Desk},
		{post, "/staff/events/:slug/rally/desk", may(models.Admit), h.rallyDesk.HandOut},
		{post, "/staff/events/:slug/rally/desk/undo", may(models.Admit), h.rallyDesk.TakeBack},
		{get, "/staff/events/:slug/announcements", may(models.RunRoom), h.announcements.List},
		{post, "/staff/events/:slug/announcements", may(models.RunRoom), h.announcements.Announce},
		{get, "/staff/events/:slug/announcements/:id", may(models.RunRoom), h.announcements.Edit},
		{post, "/staff/events/:slug/announcements/:id", may(models.RunRoom), h.announcements.Correct},
		{post, "/staff/events/:slug/announcements/:id/end", may(models.RunRoom), h.announcements.End},
		{get, "/events/:slug/live/announcements", inRoom, h.heard.InRoom},
		{get, "/r/:token/announcements", holder, h.heard.Own},

		// captions
		{get, "/events/:slug/live/captions", inRoom, h.roomCaptions.Show},
		{get, "/events/:slug/record/captions/:id/:file", anyone.Limited(60, 60), h.seats.RecordFile},
		{get, "/caption/:secret", anyone.Limited(60, 60), h.seats.Seat},
		{post, "/caption/:secret/lines", anyone.Limited(300, 600), h.seats.Write},
		{post, "/caption/:secret/lines/:id", anyone.Limited(60, 120), h.seats.Correct},
		{post, "/caption/:secret/draft", anyone.Limited(300, 3000), h.seats.Draft},
		{post, "/caption/:secret/desk", anyone.Limited(120, 300), h.seats.Desk},
		{post, "/caption/:secret/turn", anyone.Limited(60, 60), h.seats.Turn},
		{get, "/caption/:secret/push/:transport", anyone, h.seats.Listen},
		{post, "/caption/:secret/push/:transport", anyone, h.seats.Listen},
		{get, "/staff/events/:slug/captions", may(models.RunRoom), h.captions.Show},
		{post, "/staff/events/:slug/captions", may(models.RunRoom), h.captions.SaveSettings},
		{post, "/staff/events/:slug/captions/link", may(models.RunRoom), h.captions.RenewLink},
		{post, "/staff/events/:slug/captions/lines/:id", may(models.RunRoom), h.captions.Correct},
		{get, "/staff/events/:slug/captions/sessions/:id/captions.txt", may(models.RunRoom), h.captions.Text},
		{get, "/staff/events/:slug/captions/sessions/:id/captions.vtt", may(models.RunRoom), h.captions.WebVTT},
		{get, "/staff/events/:slug/captions/sessions/:id/delete", may(models.RunRoom), h.captions.DeleteForm},
		{post, "/staff/events/:slug/captions/sessions/:id/delete", may(models.RunRoom), h.captions.Delete},

		// what open pages listen to
		{get, "/events/:slug/push/:transport", anyone, h.kit.Listen(models.ForEverybody)},
		{post, "/events/:slug/push/:transport", anyone, h.kit.Listen(models.ForEverybody)},
		{get, "/events/:slug/live/push/:transport", inRoom, h.kit.Listen(models.ForRoom)},
		{post, "/events/:slug/live/push/:transport", inRoom, h.kit.Listen(models.ForRoom)},
		{get, "/events/:slug/stage/:key/push/:transport", anyone, h.screens.Listen},
		{post, "/events/:slug/stage/:key/push/:transport", anyone, h.screens.Listen},
		{get, "/staff/events/:slug/live/push/:transport", may(models.RunRoom), h.kit.Listen(models.ForModerators)},
		{post, "/staff/events/:slug/live/push/:transport", may(models.RunRoom), h.kit.Listen(models.ForModerators)},
		// consensus
		{get, "/events/:slug/live/consensus", inRoom, h.roomConsensus.Now},
		{get, "/events/:slug/live/consensus/:id", inRoom, h.roomConsensus.Cards},
		{post, "/events/:slug/live/consensus/:id", inRoom, h.roomConsensus.Answer},
		{get, "/events/:slug/live/consensus/:id/map", inRoom, h.roomConsensus.Map},
		{get, "/events/:slug/consensus/:id", anyone, h.kit.Cached(h.publicConsensus.Map)},
		{get, "/staff/events/:slug/consensus", may(models.RunRoom), h.consensus.List},
		{post, "/staff/events/:slug/consensus", may(models.RunRoom), h.consensus.Create},
		{get, "/staff/events/:slug/consensus/:id", may(models.RunRoom), h.consensus.Round},
		{post, "/staff/events/:slug/consensus/:id", may(models.RunRoom), h.consensus.Save},
		{post, "/staff/events/:slug/consensus/:id/open", may(models.RunRoom), h.consensus.Open},
		{post, "/staff/events/:slug/consensus/:id/close", may(models.RunRoom), h.consensus.Close},
		{post, "/staff/events/:slug/consensus/:id/publish", may(models.RunRoom), h.consensus.Publish},
		{get, "/staff/events/:slug/consensus/:id/delete", may(models.RunRoom), h.consensus.DeleteForm},
		{post, "/staff/events/:slug/consensus/:id/delete", may(models.RunRoom), h.consensus.Delete},
		{get, "/staff/events/:slug/consensus/:id/counts.csv", may(models.RunRoom), h.consensus.CSV},

		// words
		{get, "/events/:slug/live/words", inRoom, h.roomWords.Cloud},
		{get, "/events/:slug/words", anyone.Limited(60, 60), h.publicWords.Cloud},
		{get, "/staff/events/:slug/words", may(models.RunRoom), h.words.Cloud},
		{post, "/staff/events/:slug/words", may(models.RunRoom), h.words.Save},
		{get, "/staff/events/:slug/words.pdf", may(models.RunRoom), h.words.PDF},

		// survey
		{get, "/staff/events/:slug/surveys", may(models.SeeResults), h.surveys.List},
		{get, "/staff/events/:slug/surveys/new", may(models.EditSurvey), h.surveys.New},
		{post, "/staff/events/:slug/surveys", may(models.EditSurvey), h.surveys.Create},
		{get, "/staff/events/:slug/surveys/:id", may(models.EditSurvey), h.surveys.Editor},
		{get, "/staff/events/:slug/surveys/:id/settings", may(models.EditSurvey), h.surveys.Settings},
		{post, "/staff/events/:slug/surveys/:id/settings", may(models.EditSurvey), h.surveys.SaveSettings},
		{get, "/staff/events/:slug/surveys/:id/delete", may(models.EditSurvey), h.surveys.DeleteForm},
		{post, "/staff/events/:slug/surveys/:id/delete", may(models.EditSurvey), h.surveys.Delete},
		{get, "/staff/events/:slug/surveys/:id/open", may(models.EditSurvey), h.surveys.OpenForm},
		{post, "/staff/events/:slug/surveys/:id/open", may(models.EditSurvey), h.surveys.Open},
		{get, "/staff/events/:slug/surveys/:id/close", may(models.EditSurvey), h.surveys.CloseForm},
		{post, "/staff/events/:slug/surveys/:id/close", may(models.EditSurvey), h.surveys.Close},
		{get, "/staff/events/:slug/surveys/:id/preview", may(models.EditSurvey), h.surveys.Preview},
		{post, "/staff/events/:slug/surveys/:id/questions", may(models.EditSurvey), h.surveys.SaveQuestions},
		{post, "/staff/events/:slug/surveys/:id/publish", may(models.EditSurvey), h.surveys.PublishResults},
		{get, "/staff/events/:slug/surveys/:id/results", may(models.SeeResults), h.surveys.Results},
		{get, "/r/:token/survey/:id", holder, h.attendee.Survey},
		{post, "/r/:token/survey/:id", holder.Limited(60, 60), h.attendee.AnswerSurvey},
		{get, "/r/:token/survey/:id/thanks", holder, h.attendee.SurveyThanks},

		// message
		{get, "/staff/events/:slug/messages", may(models.EditPeople), h.messages.List},
		{get, "/staff/events/:slug/messages/new", may(models.EditPeople), h.messages.New},
		{post, "/staff/events/:slug/messages/new", may(models.EditPeople), h.messages.Create},
		{get, "/staff/events/:slug/messages/reach", may(models.EditPeople), h.messages.Reach},
		{post, "/staff/events/:slug/messages/preview", may(models.EditPeople), h.messages.PreviewTyped},
		{get, "/staff/events/:slug/messages/:id", may(models.EditPeople), h.messages.Message},
		{post, "/staff/events/:slug/messages/:id", may(models.EditPeople), h.messages.Save},
		{get, "/staff/events/:slug/messages/:id/preview", may(models.EditPeople), h.messages.Preview},
		{get, "/staff/events/:slug/messages/:id/send", may(models.EditPeople), h.messages.SendForm},
		{post, "/staff/events/:slug/messages/:id/send", may(models.EditPeople), h.messages.Send},
		{post, "/staff/events/:slug/messages/:id/unschedule", may(models.EditPeople), h.messages.Unschedule},
		{post, "/staff/events/:slug/messages/:id/stop", may(models.EditPeople), h.messages.Stop},
		{post, "/staff/events/:slug/messages/:id/switch", may(models.EditPeople), h.messages.Switch},
		{post, "/staff/events/:slug/messages/:id/retry", may(models.EditPeople), h.messages.Retry},
		{get, "/staff/events/:slug/messages/:id/delete", may(models.EditPeople), h.messages.DeleteForm},
		{post, "/staff/events/:slug/messages/:id/delete", may(models.EditPeople), h.messages.Delete},
		{get, "/staff/events/:slug/messages/wordings", may(models.EditPeople), h.messages.Wordings},
		{get, "/staff/events/:slug/messages/wordings/:kind", may(models.EditPeople), h.messages.Wording},
		{post, "/staff/events/:slug/messages/wordings/:kind", may(models.EditPeople), h.messages.SaveWording},
		{get, "/staff/events/:slug/messages/wordings/:kind/preview", may(models.EditPeople), h.messages.PreviewWording},
		{post, "/staff/events/:slug/messages/wordings/:kind/restore", may(models.EditPeople), h.messages.RestoreWording},
		{get, "/staff/events/:slug/messages/rules", may(models.EditPeople), h.messages.Rules},
		{post, "/staff/events/:slug/messages/rules", may(models.EditPeople), h.messages.SaveRules},
		{get, "/address/:secret", anyone.Limited(30, 30), h.public.Address},
		{post, "/address/:secret", anyone.Limited(30, 30), h.public.ConfirmAddress},
		{get, "/news/:secret", anyone.Limited(30, 30), h.public.News},
		{post, "/news/:secret", anyone.Limited(30, 30), h.public.RefuseNews},

		// mail
		{get, "/staff/events/:slug/mails", may(models.SeeMail), h.mails.List},
		{get, "/staff/events/:slug/mails/:id", may(models.SeeMail), h.mails.Mail},
		{get, "/staff/events/:slug/mails/:id/body", may(models.SeeMail), h.mails.Body},
		{get, "/staff/events/:slug/mails/:id/files/:name", may(models.SeeMail), h.mails.File},
		{post, "/staff/events/:slug/mails/:id/again", may(models.SeeMail), h.mails.Again},

		// statistics
		{get, "/staff/events/:slug/statistics", may(models.SeePeople), h.statistics.Numbers},
		{get, "/staff/events/:slug/statistics/time.csv", may(models.SeePeople), h.statistics.OverTime},
		{get, "/staff/events/:slug/statistics/attendance.csv", may(models.SeePeople), h.statistics.Attendance},
		{get, "/staff/events/:slug/statistics/sessions.csv", may(models.SeePeople), h.statistics.Sessions},
		{get, "/staff/events/:slug/statistics/organizations.csv", may(models.SeePeople), h.statistics.Organizations},
		{get, "/staff/events/:slug/statistics/talk.csv", may(models.SeePeople), h.statistics.Talk},
		{get, "/staff/events/:slug/statistics/mails.csv", may(models.SeePeople), h.statistics.Mails},

		// audit
		{get, "/staff/events/:slug/audit", may(models.SeeAudit), h.audits.List},
		{get, "/staff/events/:slug/audit.csv", may(models.SeeAudit), h.audits.CSV},
		{get, "/staff/organizations/:slug/audit", mayAtHost(models.ManageMembers), h.audits.List},
		{get, "/staff/organizations/:slug/audit.csv", mayAtHost(models.ManageMembers), h.audits.CSV},

		// account
		{get, "/staff/login", anyone, h.accounts.LoginForm},
		{post, "/staff/login", anyone.Limited(60, 60).OrByDevice(), h.accounts.SignIn},
		{post, "/staff/logout", signedIn, h.accounts.SignOut},
		{get, "/staff/forgot", anyone, h.accounts.ForgotForm},
		{post, "/staff/forgot", anyone.Limited(10, 5), h.accounts.Forgot},
		{get, "/staff/forgot/sent", anyone, h.accounts.ForgotSent},
		{get, "/staff/reset/:secret", anyone, h.accounts.ResetForm},
		{post, "/staff/reset/:secret", anyone.Limited(20, 10), h.accounts.Reset},
		{get, "/staff/account", signedIn, h.accounts.Account},
		{post, "/staff/account", signedIn, h.accounts.ChangeProfile},
		{post, "/staff/account/password", signedIn, h.accounts.ChangePassword},
		{post, "/staff/account/logins/end", signedIn, h.accounts.EndOtherLogins},
		{post, "/staff/account/logins/:id/end", signedIn, h.accounts.EndLogin},

		// members
		{get, "/staff/invitations/:secret", signedIn, h.members.Invitation},
		{post, "/staff/invitations/:secret", signedIn, h.members.AnswerLink},
		{post, "/staff/invitations", signedIn, h.members.Answer},
		{get, "/staff/events/:slug/members", may(models.GiveRoles), h.members.List},
		{post, "/staff/events/:slug/members", may(models.GiveRoles), h.members.Add},
		{get, "/staff/events/:slug/members/:id", may(models.GiveRoles), h.members.Person},
		{post, "/staff/events/:slug/members/:id", may(models.GiveRoles), h.members.Change},
		{post, "/staff/events/:slug/members/:id/invite", may(models.GiveRoles), h.members.Invite},
		{get, "/staff/events/:slug/members/:id/remove", may(models.GiveRoles), h.members.RemoveForm},
		{post, "/staff/events/:slug/members/:id/remove", may(models.GiveRoles), h.members.Remove},
		{get, "/staff/organizations/:slug/members", mayAtHost(models.ManageMembers), h.members.List},
		{get, "/staff/organizations/:slug", mayAtHost(models.ManageMembers), h.members.Organization},
		{post, "/staff/organizations/:slug", mayAtHost(models.ManageMembers), h.members.SaveOrganization},
		{post, "/staff/organizations/:slug/members", mayAtHost(models.ManageMembers), h.members.Add},
		{get, "/staff/organizations/:slug/members/:id", mayAtHost(models.ManageMembers), h.members.Person},
		{post, "/staff/organizations/:slug/members/:id", mayAtHost(models.ManageMembers), h.members.Change},
		{post, "/staff/organizations/:slug/members/:id/invite", mayAtHost(models.ManageMembers), h.members.Invite},
		{get, "/staff/organizations/:slug/members/:id/remove", mayAtHost(models.ManageMembers), h.members.RemoveForm},
		{post, "/staff/organizations/:slug/members/:id/remove", mayAtHost(models.ManageMembers), h.members.Remove},
		{post, "/staff/organizations/:slug/namings/:id", mayAtHost(models.ManageMembers), h.members.AnswerNaming},
		{get, "/staff/organizations/:slug/accounts/:id/disable", mayAtHost(models.ManageMembers), h.members.DisableForm},
		{post, "/staff/organizations/:slug/accounts/:id/disable", mayAtHost(models.ManageMembers), h.members.Disable},
		{post, "/staff/organizations/:slug/accounts/:id/enable", mayAtHost(models.ManageMembers), h.members.Enable},
		{post, "/staff/events/:slug/tokens", may(models.ManageMembers), h.members.CreateToken},
		{get, "/staff/events/:slug/tokens/:id/revoke", may(models.ManageMembers), h.members.RevokeTokenForm},
		{post, "/staff/events/:slug/tokens/:id/revoke", may(models.ManageMembers), h.members.RevokeToken},

		// API; openapi.json describes it
		{get, "/api/openapi.json", anyone, h.api.Describe},
		{post, "/api/v1/events/:slug/registrations", anyone.Paced(registering), h.api.CreateRegistration},
		{get, "/api/v1/events/:slug/registrations", mayAPI(models.SeePeople), h.api.ListRegistrations},
		{post, "/api/v1/events/:slug/registrations/import", mayAPI(models.EditPeople), h.api.ImportRegistrations},
		{get, "/api/v1/events/:slug/registrations.csv", mayAPI(models.SeePeople), h.api.RegistrationsCSV},
		{get, "/api/v1/events/:slug/registrations.xlsx", mayAPI(models.SeePeople), h.api.RegistrationsXLSX},
		{post, "/api/v1/events/:slug/checkins", mayAPI(models.Admit).OrDevice(), h.api.CreateCheckIns},
		{get, "/api/v1/events/:slug/roster", mayAPI(models.Admit).OrDevice(), h.devices.Roster},
		{post, "/api/v1/events/:slug/devices", mayAPI(models.EditEvent), h.devices.CreateDevice},
		{post, "/api/v1/devices/pair", anyone.Limited(30, 15), h.devices.PairDevice},
		{post, "/api/v1/events/:slug/checkins/:id/undo", mayAPI(models.Admit).OrDevice(), h.api.UndoCheckIn},
		{post, "/api/v1/events/:slug/messages", mayAPI(models.EditPeople), h.api.CreateMessage},
		{get, "/api/v1/events/:slug/messages/:id", mayAPI(models.EditPeople), h.api.Message},
		{post, "/api/v1/events/:slug/posts", bearer, h.posts.CreatePost},
		{get, "/api/v1/events/:slug/posts", bearer.Or(models.RunRoom), h.posts.ListPosts},
		{put, "/api/v1/events/:slug/posts/:id/vote", bearer, h.posts.Vote(true)},
		{remove, "/api/v1/events/:slug/posts/:id/vote", bearer, h.posts.Vote(false)},
		{post, "/api/v1/events/:slug/posts/:id/moderation", mayAPI(models.RunRoom), h.posts.Moderate},
		{get, "/api/v1/events/:slug/posts.csv", mayAPI(models.RunRoom), h.posts.PostsCSV},
		{get, "/api/v1/events/:slug/posts.xlsx", mayAPI(models.RunRoom), h.posts.PostsXLSX},
		{get, "/api/v1/events/:slug/posts.json", mayAPI(models.RunRoom), h.posts.PostsJSON},
		{get, "/api/v1/surveys/:id/responses.csv", mayAPI(models.SeeResults), h.api.SurveyCSV},
		{get, "/api/v1/surveys/:id/answers.csv", mayAPI(models.SeeResults), h.api.SurveyLong},
		{get, "/api/v1/surveys/:id/responses.sav", mayAPI(models.SeeResults), h.api.SurveySPSS},
		{get, "/api/v1/surveys/:id/texts.sav", mayAPI(models.SeeResults), h.api.SurveyTextsSPSS},
		{get, "/api/v1/surveys/:id/codebook.csv", mayAPI(models.SeeResults), h.api.SurveyCodebookCSV},
		{get, "/api/v1/surveys/:id/responses.xlsx", mayAPI(models.SeeResults), h.api.SurveyXLSX},
		{get, "/api/v1/surveys/:id/texts.csv", mayAPI(models.SeeResults), h.api.SurveyTexts},
		{get, "/api/v1/surveys/:id/responses.json", mayAPI(models.SeeResults), h.api.SurveyJSON},
		{get, "/api/v1/surveys/:id/codebook.json", mayAPI(models.SeeResults), h.api.SurveyCodebook},
	}
}

func (h *handlers) register(e *echo.Echo) {
	for _, r := range h.routes() {
		guard, handler := h.kit.Guard(r.access), h.recorded(r)
		e.Add(r.method, r.path, handler, guard)
		if r.method == get {
			e.Add(http.MethodHead, r.path, handler, guard) // RFC 9110, 9.3.2; net/http leaves the body out
		}
	}
}

// RouteInfo is a line of the URL table as others may see it.
type RouteInfo struct {
	Method, Path string
	Access       web.Access
	// Action is what its use is recorded as, "" where it is not; then Unaudited may say why.
	Action, Unaudited string
}

// Routes is the URL table, for those who check it.
func Routes() []RouteInfo {
	routes := compose(&web.Kit{}, &Deps{}).routes()
	list := make([]RouteInfo, 0, len(routes))
	for _, r := range routes {
		key := r.method + " " + r.path
		list = append(list, RouteInfo{r.method, r.path, r.access, audited[key].name, unaudited[key]})
	}
	return list
}
