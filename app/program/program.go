package program

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"

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
	"meguri/app/service/bounce"
	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/app/service/pdf"
	sessionplace "meguri/app/service/place"
	"meguri/app/service/push"
	"meguri/app/service/safefetch"
	"meguri/app/service/signedfeed"
	"meguri/app/service/words"
	"meguri/app/stage"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/app/voice"
	"meguri/app/wish"
	"meguri/app/word"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
)

// Program is the wired program.
type Program struct {
	Handler  http.Handler
	Metrics  http.Handler
	Jobs     *jobs.Runner
	Accounts *account.Service
	Members  *member.Service
	Mails    *mail.Service
	// Registrations makes the links that are mailed.
	Registrations *registration.Service

	db          *models.DB
	surveys     *survey.Services
	messages    *message.Service
	audits      *audit.Service
	privacy     *privacy.Service
	bounces     *bounce.Mailbox // nil where none is read
	rooms       *live.Service
	push        *push.Service
	polls       *poll.Service
	promises    *promise.Service
	funnels     *funnel.Service
	feeds       *federation.Service
	offers      *offer.Service
	needs       *need.Service
	circulation *circulation.Service
	version     string
}

// New wires the program. Features do not import each other: what one needs of another is passed here.
func New(config *Config, db *models.DB) (*Program, error) {
	texts, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	letters, err := config.Mail()
	if err != nil {
		return nil, err
	}
	hsts, err := config.StrictTransport()
	if err != nil {
		return nil, err
	}
	secret, err := config.LinkKey()
	if err != nil {
		return nil, err
	}
	if err := config.checkMetricsToken(); err != nil {
		return nil, err
	}
	runBy, err := config.operator()
	if err != nil {
		return nil, err
	}
	bounces, err := config.Bounces()
	if err != nil {
		return nil, err
	}
	links := link.New(secret)
	db.MarkAddresses(links.Address)
	runner := jobs.New(db)
	db.OnJob(runner.Wake)
	maker := pdf.New()
	registrations := registration.New(db, links, maker)
	doors := reception.New(db)
	doors.RegisterWith(registrations.WalkIn)
	events := event.New(db, registrations.CapacityChanged)
	rows := series.New(db, series.Options{Links: links, Register: registrations.EnterFollower})
	events.OnPublish(rows.Announced)
	joint := jointuse.New(db)
	offers := offer.New(db, links)
	wishes := wish.New(db, links, offers.NeedMoved)
	projects := project.New(db, project.Options{
		Links: links, Papers: maker, BaseURL: letters.BaseURL, NeedMoved: offers.NeedMoved,
	})
	work := project.NewWork(db, links, letters.BaseURL)
	surveys := survey.New(db, texts, links)
	audits := audit.New(db)
	private := privacy.New(db, texts, registrations.Withdraw)
	private.KeepList(filepath.Join(config.DataDir, privacy.ListFile))
	accounts := account.New(db, account.Options{Links: links, SendsMail: config.SMTPURL != ""})
	members := member.New(db, member.Passwords{
		MailLink: accounts.MailLink, Link: accounts.PasswordLink("mail.set_password"), ResetID: account.ResetID,
		SetDisabled: accounts.SetDisabled,
	})
	messages := message.New(db, texts, links)
	letters.Reword = messages.Reword
	rooms := live.New(db)
	updates := push.New(push.Options{RedisURL: config.RedisURL, Prefix: redisPrefix(letters.BaseURL)})
	db.OnChange(updates.Tell)
	voices, polls := voice.New(db, links), poll.New(db, links)
	counter := words.NewChild(config.WordsCommand)
	voices.FindWords(counter.Count)
	promises := promise.New(db, links)
	funnels := funnel.New(db)
	rounds := consensus.New(db, links)
	comments := freetext.New(db, freetext.Options{Count: counter.Count, Distinctions: surveys.Reading.Distinctions})
	needs := need.New(db, need.Options{
		Count: counter.Count, Moved: offers.NeedMoved, Mark: offers.Mark, Suggest: suggestNeeds(rounds, comments),
	})
	clouds := word.New(db, word.Options{
		Count: counter.Count, Measure: maker.TextWidth, Answers: poll.Answers,
	})
	lotteries := lottery.New(db, links, lottery.Options{
		AwaitReplies: registration.AwaitReplies, FillPlaces: registrations.CapacityChanged,
	})
	captions, meetings := caption.New(db, links), meeting.New(db)
	stages := stage.New(db, links, stageViews(db, voices, polls, promises, rounds, clouds, captions, surveys)...)
	tellVersions(updates, rooms, voices, polls, stages)
	updates.Version(models.PartCaptions, models.ForRoom, captions.Version)
	agendas, entries, places := agenda.New(db, links, texts), entry.New(db), place.New(db)
	db.OnMoved(sessionplace.Settle)
	summaries := summary.New(db, maker, summary.Options{
		Results: keyResults(surveys), Own: ownPart(voices, polls, promises), Links: links, BaseURL: letters.BaseURL,
	})
	persons := person.New(db, person.Options{Links: links, Certified: certified(summaries)})
	clubs := organization.New(db, organization.Options{Links: links, MailLink: persons.MailLink})
	letters.Links, letters.Calendar = links, registration.MailedCalendar
	letters.Ticket, letters.TicketPDF = registrations.TicketQR, registrations.TicketPDF
	letters.Kinds = slices.Concat(
		registrations.MailKinds(), event.MailKinds(), survey.MailKinds(), accounts.MailKinds(), members.MailKinds(),
		messages.MailKinds(), privacy.MailKinds(), promises.MailKinds(), voice.MailKinds(),
		agendas.MailKinds(), lotteries.MailKinds(), entries.MailKinds(), rows.MailKinds(), places.MailKinds(),
		joint.MailKinds(),
		persons.MailKinds(), clubs.MailKinds(), offers.MailKinds(), wishes.MailKinds(), projects.MailKinds(),
		work.MailKinds(), project.ClosingsOf(projects).MailKinds(),
		project.PublicationsOf(projects).MailKinds(),
	)
	announcer := publicity.New(db, publicity.Options{
		Papers: maker, Texts: texts, Offer: openOffer(events), BaseURL: letters.BaseURL,
	})
	kits := kit.New(db, kit.Options{
		BaseURL: letters.BaseURL, Name: signedfeed.Name{Ja: runBy.NameJa, En: runBy.NameEn}, FreeSlug: events.FreeSlug,
		TakeWording: messages.TakeWording, Count: counter.Count,
	})
	circles := circulation.New(db)
	federations := federation.New(db, federation.Options{
		Links: links, BaseURL: letters.BaseURL, Name: signedfeed.Name{Ja: runBy.NameJa, En: runBy.NameEn},
		Events: announcer.Published, Kits: kits.Entries, Figures: figuresOf(circles),
		Fetch: safefetch.New("Meguri/"+config.Version, config.FollowPrivate == "on"),
	})
	mails, err := mail.New(db, texts, letters)
	if err != nil {
		return nil, err
	}
	messages.ComposeBy(mails.Draft, mails.Ours())
	kinds := slices.Concat(
		mails.Jobs(), registrations.Jobs(), events.Jobs(), surveys.Asking.Jobs(), messages.Jobs(),
		private.Jobs(), voices.Jobs(),
		rounds.Jobs(), meetings.Jobs(), lotteries.Jobs(), rows.Jobs(), places.Jobs(), offers.Jobs(), needs.Jobs(),
		joint.Jobs(),
		work.Jobs(), project.ClosingsOf(projects).Jobs(),
		federations.Jobs(),
	)
	if err := runner.Register(kinds...); err != nil {
		return nil, err
	}
	db.SetMailDomain(mails.MessageDomain())
	db.SetKinds(models.Kinds{Mails: mails.KindNames(), Jobs: runner.Kinds()})
	metrics := web.NewMetrics()
	handler, err := handlers.New(handlers.Deps{
		Clock: db, Ready: db.CheckSchema, Texts: texts, BaseURL: letters.BaseURL, RateLimit: config.RateLimit != "off",
		HSTS: hsts, Operator: runBy,
		TrustedProxies: config.TrustedProxies, Version: config.Version,
		Metrics: metrics, MetricsToken: config.MetricsToken,
		Audits:        audits,
		Accounts:      accounts,
		Members:       members,
		Organizations: clubs,
		Registrations: registrations,
		Events:        events,
		Agenda:        agendas,
		Places:        places,
		Mails:         mails,
		Messages:      messages,
		Privacy:       private,
		Reception:     doors,
		Live:          rooms,
		Voices:        voices,
		Push:          updates,
		Polls:         polls,
		Promises:      promises,
		Stages:        stages,
		Consensus:     rounds,
		Words:         clouds,
		Papers:        maker,
		Records:       record.New(db, recordParts(voices, polls, promises, rounds, clouds, captions)...),
		Reports: report.New(db, maker, (&reportSources{
			db: db, events: events, surveys: surveys, voices: voices, polls: polls, rounds: rounds, promises: promises,
		}).parts),
		Captions:      captions,
		Meetings:      meetings,
		Forecasts:     forecast.New(db),
		Funnels:       funnels,
		Lotteries:     lotteries,
		Rallies:       rally.New(db, links),
		Forms:         form.New(db),
		Entries:       entries,
		Series:        rows,
		JointUses:     joint,
		Circulation:   circles,
		Needs:         needs,
		Offers:        offers,
		Wishes:        wishes,
		Projects:      projects,
		ProjectWork:   work,
		Publicity:     announcer,
		Federations:   federations,
		Kits:          kits,
		Announcements: announcement.New(db, announcement.Mailer{Send: messages.Announce, Stop: messages.Withdraw}),
		Surveys:       surveys,
		Analysis: analysis.New(db, links, analysis.Surveys{
			CheckView: surveys.Reading.CheckView, Asked: asked(surveys),
		}),
		FreeTexts: comments,
		Summaries: summaries,
		Persons:   persons,
	})
	if err != nil {
		return nil, err
	}
	return &Program{
		Handler: handler, Metrics: metrics, Jobs: runner, Accounts: accounts, Members: members, Mails: mails,
		Registrations: registrations,
		db:            db, surveys: surveys, messages: messages, audits: audits, bounces: bounces, rooms: rooms,
		privacy: private, push: updates, polls: polls, promises: promises, funnels: funnels, feeds: federations,
		offers:      offers,
		needs:       needs,
		circulation: circles,
		version:     config.Version,
	}, nil
}

// keyResults returns a function that finds the results of the event's surveys for a summary.
func keyResults(surveys *survey.Services) func(context.Context, *i18n.Localizer, *models.Event) ([]pdf.Result, error) {
	return func(ctx context.Context, texts *i18n.Localizer, event *models.Event) ([]pdf.Result, error) {
		results, err := surveys.Reading.KeyResults(ctx, event)
		list := make([]pdf.Result, len(results))
		for i, r := range results {
			list[i] = surveyResult(texts, &r)
		}
		return list, err
	}
}

// surveyResult is the result of a question as papers have it.
func surveyResult(texts *i18n.Localizer, r *survey.Result) pdf.Result {
	result := pdf.Result{
		Question: texts.Pick(r.TitleJa, r.TitleEn), Responses: r.Responses, Mean: r.Mean, HasMean: r.HasMean,
		Points: r.Points > 0, // of a ranking
	}
	for _, b := range r.Bars {
		result.Bars = append(result.Bars, pdf.Bar{Label: texts.Pick(b.LabelJa, b.LabelEn), Count: b.Count})
	}
	return result
}

// stageViews are the pages of stages that features bring, in the order in which the remote control offers them.
func stageViews(
	db *models.DB, voices *voice.Service, polls *poll.Service, promises *promise.Service,
	rounds *consensus.Service, clouds *word.Service, captions *caption.Service, surveys *survey.Services,
) []stage.View {
	themes := func(ctx context.Context, e *models.Event) ([]stage.Choice, error) {
		themes, err := db.Query(ctx).Themes().OfEvent(e)
		list := make([]stage.Choice, len(themes))
		for i, t := range themes {
			list[i] = stage.Choice{Subject: t.Slug, TextJa: t.TitleJa, TextEn: t.TitleEn}
		}
		return list, err
	}
	return []stage.View{
		{
			Name: "voices",
			Read: func(ctx context.Context, e *models.Event, theme string) (any, error) {
				return voices.StagePage(ctx, e, theme)
			},
			Choices: themes,
		},
		{
			Name: "poll",
			Read: func(ctx context.Context, e *models.Event, id string) (any, error) {
				return polls.StagePage(ctx, e, id)
			},
		},
		{
			Name: "cloud",
			Read: func(ctx context.Context, e *models.Event, theme string) (any, error) {
				return clouds.StagePage(ctx, e, theme)
			},
			Choices: func(ctx context.Context, e *models.Event) ([]stage.Choice, error) {
				sources, err := clouds.Choices(ctx, e)
				list := make([]stage.Choice, len(sources))
				for i := range sources {
					list[i].Subject = sources[i].Key
					list[i].TextJa, list[i].TextEn = sources[i].Titles()
				}
				return list, err
			},
		},
		{
			Name: "consensus",
			Read: func(ctx context.Context, e *models.Event, id string) (any, error) {
				return rounds.StagePage(ctx, e, id)
			},
			Choices: func(ctx context.Context, e *models.Event) (list []stage.Choice, err error) {
				page, err := rounds.StaffPage(ctx, e)
				if err != nil {
					return nil, err
				}
				for _, r := range page.Rounds {
					if r.State != consensus.StateDraft {
						list = append(list, stage.Choice{Subject: r.ID, TextJa: r.TitleJa, TextEn: r.TitleEn})
					}
				}
				return list, nil
			},
		},
		{
			Name: "promises",
			Read: func(ctx context.Context, e *models.Event, _ string) (any, error) {
				return promises.StagePage(ctx, e)
			},
		},
		{
			Name: "survey",
			Read: func(ctx context.Context, e *models.Event, id string) (any, error) {
				return surveys.Asking.StagePage(ctx, e, id)
			},
			Choices: func(ctx context.Context, e *models.Event) ([]stage.Choice, error) {
				linked, err := surveys.Asking.LinkedSurveys(ctx, e)
				list := make([]stage.Choice, len(linked))
				for i := range linked {
					list[i] = stage.Choice{Subject: linked[i].ID, TextJa: linked[i].TitleJa, TextEn: linked[i].TitleEn}
				}
				return list, err
			},
		},
		{
			Name: stage.ViewCaptions,
			Read: func(ctx context.Context, e *models.Event, _ string) (any, error) {
				return captions.StageLines(ctx, e)
			},
		},
	}
}
