// Package handlers turns HTTP into calls of features and their answers into pages and JSON. It decides nothing itself.
// It holds the URL table; the packages below hold the handlers. Only these packages know Echo.
package handlers

import (
	"context"
	"net/http"

	"meguri/app/account"
	"meguri/app/agenda"
	"meguri/app/analysis"
	"meguri/app/announcement"
	"meguri/app/audit"
	"meguri/app/caption"
	"meguri/app/circulation"
	"meguri/app/consensus"
	"meguri/app/entry"
	"meguri/app/event"
	"meguri/app/federation"
	"meguri/app/forecast"
	"meguri/app/form"
	"meguri/app/freetext"
	"meguri/app/funnel"
	"meguri/app/jointuse"
	"meguri/app/kit"
	"meguri/app/live"
	"meguri/app/lottery"
	"meguri/app/meeting"
	"meguri/app/member"
	"meguri/app/message"
	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/organization"
	"meguri/app/person"
	"meguri/app/place"
	"meguri/app/poll"
	"meguri/app/privacy"
	"meguri/app/project"
	"meguri/app/promise"
	"meguri/app/publicity"
	"meguri/app/rally"
	"meguri/app/reception"
	"meguri/app/record"
	"meguri/app/registration"
	"meguri/app/report"
	"meguri/app/series"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/operator"
	"meguri/app/service/pdf"
	"meguri/app/service/picture"
	"meguri/app/service/push"
	"meguri/app/stage"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/app/wish"
	"meguri/app/word"
	"meguri/handlers/api"
	"meguri/handlers/attendee"
	"meguri/handlers/public"
	"meguri/handlers/staff"
	"meguri/handlers/web"
)

// Deps is what the handlers call.
type Deps struct {
	Clock web.Clock
	// Ready is nil where the database answers and has our schema.
	Ready func(context.Context) error
	Texts *i18n.Bundle
	// BaseURL is the address that people reach us at, without a slash at the end.
	BaseURL string
	// Operator is who runs this installation.
	Operator *operator.Operator
	// HSTS is the value of Strict-Transport-Security, "" for none.
	HSTS string
	// RateLimit is off for load tests only.
	RateLimit bool
	// TrustedProxies are the addresses and networks (CIDR) whose X-Forwarded-For is believed.
	TrustedProxies []string
	Version        string
	Metrics        *web.Metrics
	// MetricsToken opens /metrics; without one nobody may.
	MetricsToken string

	Audits        *audit.Service
	Accounts      *account.Service
	Members       *member.Service
	Organizations *organization.Service
	Registrations *registration.Service
	Events        *event.Service
	Agenda        *agenda.Service
	Places        *place.Service
	Mails         *mail.Service
	Messages      *message.Service
	Privacy       *privacy.Service
	Reception     *reception.Service
	Live          *live.Service
	Voices        *voice.Service
	Polls         *poll.Service
	Stages        *stage.Service
	Promises      *promise.Service
	Consensus     *consensus.Service
	Words         *word.Service
	Papers        *pdf.Maker
	Surveys       *survey.Services
	FreeTexts     *freetext.Service
	Summaries     *summary.Service
	Meetings      *meeting.Service
	Push          *push.Service
	Records       *record.Service
	Reports       *report.Service
	Captions      *caption.Service
	Announcements *announcement.Service
	Forecasts     *forecast.Service
	Funnels       *funnel.Service
	Lotteries     *lottery.Service
	Rallies       *rally.Service
	Forms         *form.Service
	Analysis      *analysis.Service
	Entries       *entry.Service
	Publicity     *publicity.Service
	Series        *series.Service
	JointUses     *jointuse.Service
	Persons       *person.Service
	Needs         *need.Service
	Circulation   *circulation.Service
	Offers        *offer.Service
	Wishes        *wish.Service
	Projects      *project.Service
	ProjectWork   *project.Work
	Federations   *federation.Service
	Kits          *kit.Service
}

// handlers are the groups that the URL table composes.
type handlers struct {
	kit *web.Kit

	public   *public.Pages
	feeds    *public.Feeds
	speakers *public.Speakers
	attendee *attendee.Pages
	room     *attendee.Room
	answers  *attendee.Polls
	promises *attendee.Promises

	attendanceWords *attendee.AttendanceWords
	certificates    *staff.Certificates

	screens   *public.Stage
	myAgenda  *attendee.MyAgenda
	ownPlaces *attendee.SessionPlaces
	placeDesk *staff.SessionPlaces
	api       *api.V1
	posts     *api.Posts
	devices   *api.Devices
	door      *public.Reception

	accounts      *staff.Accounts
	members       *staff.Members
	events        *staff.Events
	eventMoves    *staff.EventMoves
	ticketTypes   *staff.TicketTypes
	forms         *staff.Forms
	accessibility *staff.Accessibility
	ownAnswers    *attendee.Answers
	staffAnswers  *staff.Answers
	postalCodes   *public.PostalCodes
	agenda        *staff.Agenda
	agendaDesk    *staff.AgendaDesk
	registrations *staff.Registrations
	imports       *staff.Imports
	meetings      *staff.Meetings
	duplicates    *staff.Duplicates
	papers        *staff.Papers
	peopleViews   *staff.PeopleViews
	statistics    *staff.Statistics
	reception     *staff.Reception
	deviceDesk    *staff.Devices
	doors         *staff.Doors
	live          *staff.Live
	voices        *staff.Voices
	stage         *staff.Stage
	polls         *staff.Polls
	promised      *staff.Promises
	surveys       *staff.Surveys
	surveyForms   *staff.SurveyForms
	surveyLinks   *staff.SurveyLinks
	linkedSurveys *public.SurveyLinks
	surveyDrafts  *attendee.SurveyDrafts
	surveyNames   *staff.SurveyNames
	results       *staff.Results
	sharedResults *public.Results
	analysis      *staff.Analysis
	freeTexts     *staff.FreeTexts
	mails         *staff.Mails
	messages      *staff.Messages
	audits        *staff.Audits
	privacy       *staff.Privacy

	records    *public.Records
	ownRecord  *attendee.Record
	recordDesk *staff.Record
	reports    *staff.Reports

	seats        *public.Captions
	roomCaptions *attendee.Captions
	captions     *staff.Captions

	rally         *public.Rally
	ownRally      *attendee.Rally
	rallyDesk     *staff.Rally
	entries       *staff.Entries
	approvals     *staff.Approvals
	invitations   *public.Invitations
	forecasts     *staff.Forecasts
	funnels       *staff.Funnels
	lotteries     *public.Lottery
	ownLottery    *attendee.Lottery
	lotteryDesk   *staff.Lottery
	waitingList   *staff.WaitingList
	announcements *staff.Announcements
	heard         *attendee.Announcements

	publicity     *public.Publicity
	publicityDesk *staff.Publicity
	eventImports  *staff.EventImports
	series        *public.Series
	ownSeries     *attendee.Series
	seriesDesk    *staff.Series
	heldSeries    *staff.HeldSeries
	jointUses     *staff.JointUses
	minutes       *staff.Minutes
	persons       *public.Persons
	ownPerson     *attendee.Person
	needs         *public.Needs
	needDesk      *staff.Needs
	apiNeeds      *api.Needs
	offers        *public.Offers
	wishes        *public.Wishes
	organizations *public.Organizations
	projects      *staff.Projects
	budgets       *staff.Budgets
	closingDesk   *staff.Closings
	former        *staff.Former
	publications  *staff.Publications
	openProjects  *public.Projects
	apiProjects   *api.Projects
	closings      *public.Closings
	teams         *public.Teams
	teamWork      *public.TeamWork
	projectWork   *staff.ProjectWork
	threads       *public.Threads
	memberList    *staff.Register
	joining       *public.Joining
	hostDoubles   *staff.HostDoubles
	memberDoubles *staff.RegisterDoubles
	nationwide    *public.Nationwide
	following     *staff.Following
	kits          *public.Kits
	eventKits     *staff.Kits

	circulation    *public.Circulation
	ownCirculation *staff.Circulation
	apiCirculation *api.Circulation

	publicConsensus *public.Consensus
	roomConsensus   *attendee.Consensus
	consensus       *staff.Consensus
	publicWords     *public.Words
	roomWords       *attendee.Words
	words           *staff.Words
}

// New checks the templates and returns the handler of all requests.
func New(deps Deps) (http.Handler, error) {
	kit, err := web.New(web.Config{
		Clock:         deps.Clock,
		Texts:         deps.Texts,
		BaseURL:       deps.BaseURL,
		Operator:      deps.Operator,
		HSTS:          deps.HSTS,
		RateLimit:     deps.RateLimit,
		Metrics:       deps.Metrics,
		MetricsToken:  deps.MetricsToken,
		Audits:        deps.Audits,
		Accounts:      deps.Accounts,
		Members:       deps.Members,
		Organizations: deps.Organizations,
		Events:        deps.Events,
		Registrations: deps.Registrations,
		Funnels:       deps.Funnels,
		Push:          deps.Push,
		Reception:     deps.Reception,
		Persons:       deps.Persons,
	})
	if err != nil {
		return nil, err
	}
	server, err := kit.Server(deps.TrustedProxies)
	if err != nil {
		return nil, err
	}
	compose(kit, &deps).register(server)
	return web.Compress(server)
}

// compose gives each group the features that it calls.
func compose(kit *web.Kit, d *Deps) *handlers {
	surveys := &staff.Surveys{Kit: kit, Surveys: d.Surveys, Analysis: d.Analysis, FreeTexts: d.FreeTexts}
	people := &staff.Registrations{Kit: kit, Registrations: d.Registrations, Messages: d.Messages}
	open := &public.Pages{
		Kit: kit, Events: d.Events, Registrations: d.Registrations, Sessions: d.Agenda, Pictures: picture.New(),
		Papers: d.Summaries, Surveys: d.Surveys, Messages: d.Messages, CheckReady: d.Ready,
		Notices: d.Privacy, Rounds: d.Consensus, Clouds: d.Words, Records: d.Records,
		Funnels: d.Funnels, Federations: d.Federations, CameOf: d.Circulation, Needs: d.Needs,
	}
	return &handlers{
		kit:    kit,
		public: open,

		records:    &public.Records{Pages: open, Records: d.Records},
		ownRecord:  &attendee.Record{Kit: kit, Records: d.Records},
		recordDesk: &staff.Record{Kit: kit, Records: d.Records},
		reports:    &staff.Reports{Kit: kit, Reports: d.Reports},

		seats:        &public.Captions{Kit: kit, Captions: d.Captions, Records: d.Records},
		roomCaptions: &attendee.Captions{Kit: kit, Captions: d.Captions},
		captions:     &staff.Captions{Kit: kit, Captions: d.Captions},

		rally:         &public.Rally{Pages: open, Rally: d.Rallies},
		ownRally:      &attendee.Rally{Kit: kit, Rally: d.Rallies},
		entries:       &staff.Entries{Kit: kit, Entries: d.Entries},
		invitations:   &public.Invitations{Pages: open, Entries: d.Entries},
		rallyDesk:     &staff.Rally{Kit: kit, Rally: d.Rallies, Papers: d.Papers},
		forecasts:     &staff.Forecasts{Kit: kit, Forecasts: d.Forecasts},
		funnels:       &staff.Funnels{Kit: kit, Funnels: d.Funnels},
		lotteries:     &public.Lottery{Kit: kit, Lotteries: d.Lotteries},
		ownLottery:    &attendee.Lottery{Kit: kit, Lotteries: d.Lotteries},
		lotteryDesk:   &staff.Lottery{Kit: kit, Lotteries: d.Lotteries},
		waitingList:   &staff.WaitingList{Kit: kit, Desk: registration.WaitingDeskOf(d.Registrations)},
		announcements: &staff.Announcements{Kit: kit, Announcements: d.Announcements},
		heard:         &attendee.Announcements{Kit: kit, Announcements: d.Announcements},

		publicity:     &public.Publicity{Pages: open, Publicity: d.Publicity},
		publicityDesk: &staff.Publicity{Kit: kit, Publicity: d.Publicity},
		eventImports:  &staff.EventImports{Kit: kit, Importer: event.ImporterOf(d.Events)},
		series:        &public.Series{Pages: open, Series: d.Series},
		ownSeries:     &attendee.Series{Kit: kit, Registrations: d.Registrations},
		seriesDesk:    &staff.Series{Kit: kit, Series: d.Series},
		persons:       &public.Persons{Kit: kit, Persons: d.Persons, Projects: d.Projects, JointUses: d.JointUses},
		jointUses:     &staff.JointUses{Kit: kit, JointUses: d.JointUses},
		heldSeries:    &staff.HeldSeries{Kit: kit, Series: d.Series, Analyses: d.Analysis},
		minutes:       &staff.Minutes{Kit: kit, Series: d.Series},
		ownPerson:     &attendee.Person{Kit: kit, Persons: d.Persons},
		needs:         &public.Needs{Pages: open, Needs: d.Needs, Offers: d.Offers},
		needDesk:      &staff.Needs{Kit: kit, Needs: d.Needs, Offers: d.Offers, Wished: d.Wishes, Projects: d.Projects},
		apiNeeds:      &api.Needs{Kit: kit, Needs: d.Needs, Offers: d.Offers},
		offers:        &public.Offers{Pages: open, Offers: d.Offers},
		wishes:        &public.Wishes{Pages: open, Wishes: d.Wishes, Needs: d.Needs},
		memberList:    &staff.Register{Kit: kit, Organizations: d.Organizations},
		hostDoubles:   &staff.HostDoubles{Kit: kit, Organizations: d.Organizations},
		memberDoubles: &staff.RegisterDoubles{Kit: kit, Organizations: d.Organizations},
		joining:       &public.Joining{Kit: kit, Organizations: d.Organizations},
		organizations: &public.Organizations{Pages: open, Organizations: d.Organizations},
		projects:      &staff.Projects{Kit: kit, Projects: d.Projects, Former: project.FormerOf(d.Projects)},
		closingDesk:   &staff.Closings{Kit: kit, Closings: project.ClosingsOf(d.Projects)},
		former:        &staff.Former{Kit: kit, Former: project.FormerOf(d.Projects)},
		publications:  &staff.Publications{Kit: kit, Publications: project.PublicationsOf(d.Projects)},
		openProjects:  &public.Projects{Pages: open, Publications: project.PublicationsOf(d.Projects)},
		apiProjects:   &api.Projects{Kit: kit, Publications: project.PublicationsOf(d.Projects)},
		closings:      &public.Closings{Pages: open, Closings: project.ClosingsOf(d.Projects)},
		budgets:       &staff.Budgets{Kit: kit, Projects: d.Projects},
		teams: &public.Teams{
			Pages: open, Projects: d.Projects, Work: d.ProjectWork, Publications: project.PublicationsOf(d.Projects),
		},
		teamWork:    public.NewTeamWork(kit, d.ProjectWork),
		projectWork: staff.NewProjectWork(kit, d.ProjectWork),
		threads:     &public.Threads{Pages: open, Projects: d.Projects},
		nationwide:  &public.Nationwide{Pages: open, Federations: d.Federations},
		following:   &staff.Following{Kit: kit, Federations: d.Federations},
		kits:        &public.Kits{Pages: open, Kits: d.Kits},
		eventKits:   &staff.Kits{Kit: kit, Kits: d.Kits},

		circulation:    &public.Circulation{Pages: open, Circulation: d.Circulation},
		ownCirculation: &staff.Circulation{Kit: kit, Circulation: d.Circulation},
		apiCirculation: &api.Circulation{Kit: kit, Circulation: d.Circulation},

		publicConsensus: &public.Consensus{Pages: open, Consensus: d.Consensus},
		roomConsensus:   &attendee.Consensus{Kit: kit, Consensus: d.Consensus},
		consensus:       &staff.Consensus{Kit: kit, Consensus: d.Consensus},
		publicWords:     &public.Words{Pages: open, Words: d.Words},
		roomWords:       &attendee.Words{Kit: kit, Words: d.Words},
		words:           &staff.Words{Kit: kit, Words: d.Words, Papers: d.Papers},

		feeds:    &public.Feeds{Kit: kit, Sessions: d.Agenda},
		speakers: &public.Speakers{Kit: kit, Sessions: d.Agenda, Heard: d.Voices},
		attendee: &attendee.Pages{
			Kit: kit, Registrations: d.Registrations, Surveys: d.Surveys, Summaries: d.Summaries, Voices: d.Voices,
			Polls: d.Polls, Promises: d.Promises, Privacy: d.Privacy, Records: d.Records,
			Announcements: d.Announcements, Rallies: d.Rallies, Lotteries: d.Lotteries,
			Needs: d.Needs, Replies: registration.RepliesOf(d.Registrations), Persons: d.Persons,
		},
		room: &attendee.Room{
			Kit: kit, Registrations: d.Registrations, Live: d.Live, Voices: d.Voices, Polls: d.Polls, Consensus: d.Consensus,
			Captions: d.Captions, Stages: d.Stages, Announcements: d.Announcements,
		},
		answers: &attendee.Polls{Kit: kit, Polls: d.Polls},
		promises: &attendee.Promises{
			Kit: kit, Promises: d.Promises, Needs: d.Needs, Offers: d.Offers, Wishes: d.Wishes,
		},

		attendanceWords: &attendee.AttendanceWords{Kit: kit, Stages: d.Stages},
		certificates:    &staff.Certificates{Kit: kit, Papers: d.Summaries},

		screens:   &public.Stage{Kit: kit, Stages: d.Stages},
		myAgenda:  &attendee.MyAgenda{Kit: kit, Agenda: d.Agenda},
		ownPlaces: &attendee.SessionPlaces{Kit: kit, Places: d.Places},
		placeDesk: &staff.SessionPlaces{Kit: kit, Desk: place.DeskOf(d.Places)},
		api: &api.V1{
			Kit: kit, Registrations: d.Registrations, Reception: d.Reception, Surveys: d.Surveys, Messages: d.Messages,
			FreeTexts: d.FreeTexts,
		},
		posts:   &api.Posts{Kit: kit, Voices: d.Voices},
		devices: &api.Devices{Kit: kit, Reception: d.Reception, Live: d.Live},
		door:    &public.Reception{Kit: kit},

		accounts: &staff.Accounts{Kit: kit, Accounts: d.Accounts},
		members: &staff.Members{
			Kit: kit, Members: d.Members, Organizations: d.Organizations, Audits: d.Audits,
		},
		events: &staff.Events{
			Kit: kit, Events: d.Events, Bundle: d.Texts, Invitations: d.Members.Invitations,
			Organizations: d.Organizations.Managed, Home: d.Series.Home,
			Privacy:  d.Privacy,
			Turnouts: d.Forecasts.Turnouts,
		},
		eventMoves:    &staff.EventMoves{Kit: kit, Events: d.Events, Bundle: d.Texts},
		ticketTypes:   &staff.TicketTypes{Kit: kit, Events: d.Events, Turnouts: d.Forecasts.Turnouts},
		forms:         &staff.Forms{Kit: kit, Forms: d.Forms, Answers: registration.AnswersOf(d.Registrations)},
		accessibility: &staff.Accessibility{Kit: kit, Accessibility: registration.AccessibilityOf(d.Registrations)},
		ownAnswers:    &attendee.Answers{Kit: kit, Answers: registration.AnswersOf(d.Registrations)},
		postalCodes:   &public.PostalCodes{Kit: kit},
		staffAnswers:  &staff.Answers{Kit: kit, Answers: registration.AnswersOf(d.Registrations)},
		agenda:        &staff.Agenda{Kit: kit, Agenda: d.Agenda},
		agendaDesk:    &staff.AgendaDesk{Kit: kit, Agenda: d.Agenda},
		registrations: people,
		approvals:     &staff.Approvals{People: people, Approvals: registration.ApprovalsOf(d.Registrations)},
		papers:        &staff.Papers{Kit: kit, Registrations: d.Registrations, Bundle: d.Texts, List: people},
		peopleViews:   &staff.PeopleViews{Kit: kit, Views: registration.ViewsOf(d.Registrations), List: people},
		imports:       &staff.Imports{Kit: kit, Registrations: d.Registrations},
		meetings:      &staff.Meetings{Kit: kit, Meetings: d.Meetings},
		duplicates:    &staff.Duplicates{Kit: kit, Pairs: registration.DuplicatesOf(d.Registrations)},
		statistics: &staff.Statistics{
			Kit: kit, Events: d.Events, Voices: d.Voices, Polls: d.Polls, Rounds: d.Consensus, Promises: d.Promises,
		},
		reception:  &staff.Reception{Kit: kit, Reception: d.Reception, Turnouts: d.Forecasts.Turnouts},
		live:       &staff.Live{Kit: kit, Live: d.Live},
		voices:     &staff.Voices{Kit: kit, Voices: d.Voices},
		deviceDesk: &staff.Devices{Kit: kit, Reception: d.Reception},
		doors:      &staff.Doors{Kit: kit, Reception: d.Reception, Papers: d.Papers, Forecasts: d.Forecasts},
		stage: &staff.Stage{
			Kit: kit, Stages: d.Stages, Polls: d.Polls, Voices: d.Voices, Agenda: d.Agenda,
		},
		promised: &staff.Promises{Kit: kit, Promises: d.Promises},
		polls:    &staff.Polls{Kit: kit, Polls: d.Polls, Stages: d.Stages},
		surveys:  surveys,
		results:  &staff.Results{Kit: kit, Analysis: d.Analysis, Surveys: d.Surveys, Page: surveys},
		analysis: &staff.Analysis{Kit: kit, Analysis: d.Analysis, Members: d.Members},

		sharedResults: &public.Results{Kit: kit, Analysis: d.Analysis, Surveys: d.Surveys},

		surveyForms:   &staff.SurveyForms{Kit: kit, Surveys: d.Surveys},
		freeTexts:     &staff.FreeTexts{Kit: kit, FreeTexts: d.FreeTexts},
		surveyLinks:   &staff.SurveyLinks{Surveys: surveys},
		linkedSurveys: &public.SurveyLinks{Kit: kit, Surveys: d.Surveys, Needs: d.Needs},
		surveyDrafts:  &attendee.SurveyDrafts{Kit: kit, Surveys: d.Surveys},
		surveyNames:   &staff.SurveyNames{Kit: kit, Surveys: d.Surveys},
		mails:         &staff.Mails{Kit: kit, Mails: d.Mails},
		messages:      &staff.Messages{Kit: kit, Messages: d.Messages},
		audits:        &staff.Audits{Kit: kit, Audits: d.Audits},
		privacy:       &staff.Privacy{Kit: kit, Privacy: d.Privacy},
	}
}
