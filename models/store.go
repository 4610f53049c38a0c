package models

// Each noun has a store. Methods that read belong to Query and work with and without a transaction. Methods that write
// need a Tx:
//
//	doors, err := q.Doors().OfEvent(event)
//	err := tx.Doors().Save(door)
//
// The methods are in the file of the noun.

type (
	// AccountQuery reads accounts.
	AccountQuery struct{ q *Query }
	// AccountStore reads and writes accounts.
	AccountStore struct {
		AccountQuery
		tx *Tx
	}
	// ActivityQuery reads activities; Tx.Emit writes them.
	ActivityQuery struct{ q *Query }
	// AddressChangeQuery reads addresses that are to be confirmed.
	AddressChangeQuery struct{ q *Query }
	// AddressChangeStore reads and writes addresses that are to be confirmed.
	AddressChangeStore struct {
		AddressChangeQuery
		tx *Tx
	}
	// AdmissionQuery reads admissions.
	AdmissionQuery struct{ q *Query }
	// AdmissionStore reads and writes admissions.
	AdmissionStore struct {
		AdmissionQuery
		tx *Tx
	}
	// AgendaQuery reads drafts and versions of agendas.
	AgendaQuery struct{ q *Query }
	// AgendaStore reads and writes drafts and versions of agendas.
	AgendaStore struct {
		AgendaQuery
		tx *Tx
	}
	// AnnouncementQuery reads announcements.
	AnnouncementQuery struct{ q *Query }
	// AnnouncementStore reads and writes announcements.
	AnnouncementStore struct {
		AnnouncementQuery
		tx *Tx
	}
	// ForecastQuery reads how people are expected to come.
	ForecastQuery struct{ q *Query }
	// ForecastStore reads and writes how people are expected to come.
	ForecastStore struct {
		ForecastQuery
		tx *Tx
	}
	// LotteryQuery reads lotteries, their parties and applications.
	LotteryQuery struct{ q *Query }
	// LotteryStore reads and writes lotteries, their parties and applications.
	LotteryStore struct {
		LotteryQuery
		tx *Tx
	}
	// RallyQuery reads stamp rallies, their places and cards.
	RallyQuery struct{ q *Query }
	// RallyStore reads and writes stamp rallies, their places and cards.
	RallyStore struct {
		RallyQuery
		tx *Tx
	}
	// AuditQuery reads audit entries and their chain.
	AuditQuery struct{ q *Query }
	// AuditStore reads and writes audit entries and their chain.
	AuditStore struct {
		AuditQuery
		tx *Tx
	}
	// BulkQuery reads what is done to several people at once.
	BulkQuery struct{ q *Query }
	// BulkStore reads and writes what is done to several people at once.
	BulkStore struct {
		BulkQuery
		tx *Tx
	}
	// CheckInQuery reads check-ins.
	CheckInQuery struct{ q *Query }
	// CheckInStore reads and writes check-ins.
	CheckInStore struct {
		CheckInQuery
		tx *Tx
	}
	// ConsensusQuery reads rounds of consensus maps.
	ConsensusQuery struct{ q *Query }
	// ConsensusStore reads and writes rounds of consensus maps.
	ConsensusStore struct {
		ConsensusQuery
		tx *Tx
	}
	// ConflictQuery reads conflicts of scans.
	ConflictQuery struct{ q *Query }
	// ConflictStore reads and writes conflicts of scans.
	ConflictStore struct {
		ConflictQuery
		tx *Tx
	}
	// ConsentTextQuery reads consent texts.
	ConsentTextQuery struct{ q *Query }
	// ConsentTextStore reads and writes consent texts.
	ConsentTextStore struct {
		ConsentTextQuery
		tx *Tx
	}
	// ConsentQuery reads consents.
	ConsentQuery struct{ q *Query }
	// ConsentStore reads and writes consents.
	ConsentStore struct {
		ConsentQuery
		tx *Tx
	}
	// DeviceQuery reads devices.
	DeviceQuery struct{ q *Query }
	// DeviceStore reads and writes devices.
	DeviceStore struct {
		DeviceQuery
		tx *Tx
	}
	// DoorQuery reads doors.
	DoorQuery struct{ q *Query }
	// DoorStore reads and writes doors.
	DoorStore struct {
		DoorQuery
		tx *Tx
	}
	// DuplicateQuery finds registrations that may be of one person, and what was decided about them.
	DuplicateQuery struct{ q *Query }
	// DuplicateStore also writes what was decided.
	DuplicateStore struct {
		DuplicateQuery
		tx *Tx
	}
	// EventKeyQuery reads event keys.
	EventKeyQuery struct{ q *Query }
	// EventKeyStore reads and writes event keys.
	EventKeyStore struct {
		EventKeyQuery
		tx *Tx
	}
	// EntryCodeQuery reads codes with which people register.
	EntryCodeQuery struct{ q *Query }
	// EntryCodeStore reads and writes codes with which people register.
	EntryCodeStore struct {
		EntryCodeQuery
		tx *Tx
	}
	// EntryInvitationQuery reads invitations to register.
	EntryInvitationQuery struct{ q *Query }
	// EntryInvitationStore reads and writes invitations to register.
	EntryInvitationStore struct {
		EntryInvitationQuery
		tx *Tx
	}
	// EventQuery reads events.
	EventQuery struct{ q *Query }
	// EventStore reads and writes events.
	EventStore struct {
		EventQuery
		tx *Tx
	}
	// ImportQuery reads imports.
	ImportQuery struct{ q *Query }
	// ImportStore reads and writes imports.
	ImportStore struct {
		ImportQuery
		tx *Tx
	}
	// JobQuery reads jobs.
	JobQuery struct{ q *Query }
	// JobStore reads and writes jobs.
	JobStore struct {
		JobQuery
		tx *Tx
	}
	// LoginFailureQuery reads login failures.
	LoginFailureQuery struct{ q *Query }
	// LoginFailureStore reads and writes login failures.
	LoginFailureStore struct {
		LoginFailureQuery
		tx *Tx
	}
	// LoginQuery reads logins.
	LoginQuery struct{ q *Query }
	// LoginStore reads and writes logins.
	LoginStore struct {
		LoginQuery
		tx *Tx
	}
	// MaterialQuery reads materials.
	MaterialQuery struct{ q *Query }
	// MaterialStore reads and writes materials.
	MaterialStore struct {
		MaterialQuery
		tx *Tx
	}
	// PictureQuery reads pictures.
	PictureQuery struct{ q *Query }
	// PictureStore reads and writes pictures.
	PictureStore struct {
		PictureQuery
		tx *Tx
	}
	// MailQuery reads mails.
	MailQuery struct{ q *Query }
	// MailStore reads and writes mails.
	MailStore struct {
		MailQuery
		tx *Tx
	}
	// MessageQuery reads messages.
	MessageQuery struct{ q *Query }
	// MessageStore reads and writes messages.
	MessageStore struct {
		MessageQuery
		tx *Tx
	}
	// MemberQuery reads members.
	MemberQuery struct{ q *Query }
	// MemberStore reads and writes members.
	MemberStore struct {
		MemberQuery
		tx *Tx
	}
	// NoteQuery reads notes.
	NoteQuery struct{ q *Query }
	// NoteStore reads and writes notes.
	NoteStore struct {
		NoteQuery
		tx *Tx
	}
	// OrganizationQuery reads organizations.
	OrganizationQuery struct{ q *Query }
	// OrganizationStore reads and writes organizations.
	OrganizationStore struct {
		OrganizationQuery
		tx *Tx
	}
	// PasswordResetQuery reads password resets.
	PasswordResetQuery struct{ q *Query }
	// PasswordResetStore reads and writes password resets.
	PasswordResetStore struct {
		PasswordResetQuery
		tx *Tx
	}
	// PresenceQuery reads presences.
	PresenceQuery struct{ q *Query }
	// PresenceStore reads and writes presences.
	PresenceStore struct {
		PresenceQuery
		tx *Tx
	}
	// PostQuery reads voices.
	PostQuery struct{ q *Query }
	// PostStore reads and writes voices.
	PostStore struct {
		PostQuery
		tx *Tx
	}
	// PrivacyQuery reads what people are told about their data, and what was erased of it.
	PrivacyQuery struct{ q *Query }
	// PrivacyStore reads and writes the same, and erases.
	PrivacyStore struct {
		PrivacyQuery
		tx *Tx
	}
	// QuestionQuery reads questions.
	QuestionQuery struct{ q *Query }
	// QuestionStore reads and writes questions.
	QuestionStore struct {
		QuestionQuery
		tx *Tx
	}
	// RegistrationQuery reads registrations.
	RegistrationQuery struct{ q *Query }
	// RegistrationStore reads and writes registrations.
	RegistrationStore struct {
		RegistrationQuery
		tx *Tx
	}
	// ResponseQuery reads responses.
	ResponseQuery struct{ q *Query }
	// ResponseStore reads and writes responses.
	ResponseStore struct {
		ResponseQuery
		tx *Tx
	}
	// SessionPlaceQuery reads who signed up for sessions.
	SessionPlaceQuery struct{ q *Query }
	// SessionPlaceStore reads and writes who signed up for sessions.
	SessionPlaceStore struct {
		SessionPlaceQuery
		tx *Tx
	}
	// FavouriteQuery reads which sessions attendees marked.
	FavouriteQuery struct{ q *Query }
	// FavouriteStore reads and writes which sessions attendees marked.
	FavouriteStore struct {
		FavouriteQuery
		tx *Tx
	}
	// RoomQuery reads rooms.
	RoomQuery = labelQuery[Room]
	// RoomStore reads and writes rooms.
	RoomStore = labelStore[Room]
	// SessionQuery reads sessions.
	SessionQuery struct{ q *Query }
	// SessionStore reads and writes sessions.
	SessionStore struct {
		SessionQuery
		tx *Tx
	}
	// SpeakerQuery reads speakers.
	SpeakerQuery struct{ q *Query }
	// SpeakerStore reads and writes speakers.
	SpeakerStore struct {
		SpeakerQuery
		tx *Tx
	}
	// PollQuery reads polls and their answers.
	PollQuery struct{ q *Query }
	// PollStore reads and writes polls and their answers.
	PollStore struct {
		PollQuery
		tx *Tx
	}
	// PromiseQuery reads promises.
	PromiseQuery struct{ q *Query }
	// PromiseStore reads and writes promises.
	PromiseStore struct {
		PromiseQuery
		tx *Tx
	}
	// CaptionQuery reads captions, how events have them, and who types them.
	CaptionQuery struct{ q *Query }
	// CaptionStore reads and writes the same.
	CaptionStore struct {
		CaptionQuery
		tx *Tx
	}
	// StageQuery reads what the stages of events show.
	StageQuery struct{ q *Query }
	// StageStore reads and writes the same.
	StageStore struct {
		StageQuery
		tx *Tx
	}
	// SignedResponseQuery reads the responses of named and confidential surveys.
	SignedResponseQuery struct{ q *Query }
	// SignedResponseStore reads and writes the responses of named and confidential surveys.
	SignedResponseStore struct {
		SignedResponseQuery
		tx *Tx
	}
	// ResponseDraftQuery reads what people have not sent yet.
	ResponseDraftQuery struct{ q *Query }
	// ResponseDraftStore reads and writes what people have not sent yet.
	ResponseDraftStore struct {
		ResponseDraftQuery
		tx *Tx
	}
	// SurveyInvitationQuery reads survey invitations.
	SurveyInvitationQuery struct{ q *Query }
	// SurveyInvitationStore reads and writes survey invitations.
	SurveyInvitationStore struct {
		SurveyInvitationQuery
		tx *Tx
	}
	// SurveyQuery reads surveys.
	SurveyQuery struct{ q *Query }
	// SurveyStore reads and writes surveys.
	SurveyStore struct {
		SurveyQuery
		tx *Tx
	}
	// PeopleViewQuery reads lists of people that have a name.
	PeopleViewQuery struct{ q *Query }
	// PeopleViewStore reads and writes lists of people that have a name.
	PeopleViewStore struct {
		PeopleViewQuery
		tx *Tx
	}
	// TagQuery reads tags.
	TagQuery struct{ q *Query }
	// TagStore reads and writes tags.
	TagStore struct {
		TagQuery
		tx *Tx
	}
	// ThemeQuery reads themes.
	ThemeQuery struct{ q *Query }
	// ThemeStore reads and writes themes.
	ThemeStore struct {
		ThemeQuery
		tx *Tx
	}
	// TicketTypeQuery reads ticket types.
	TicketTypeQuery struct{ q *Query }
	// TicketTypeStore reads and writes ticket types.
	TicketTypeStore struct {
		TicketTypeQuery
		tx *Tx
	}
	// APITokenQuery reads API tokens.
	APITokenQuery struct{ q *Query }
	// APITokenStore reads and writes API tokens.
	APITokenStore struct {
		APITokenQuery
		tx *Tx
	}
	// TrackQuery reads tracks.
	TrackQuery = labelQuery[Track]
	// TrackStore reads and writes tracks.
	TrackStore = labelStore[Track]
	// VoiceSettingsQuery reads how events take voices.
	VoiceSettingsQuery struct{ q *Query }
	// VoiceSettingsStore reads and writes how events take voices.
	VoiceSettingsStore struct {
		VoiceSettingsQuery
		tx *Tx
	}
	// ReportQuery reads what the reports of events have.
	ReportQuery struct{ q *Query }
	// ReportStore reads and writes what the reports of events have.
	ReportStore struct {
		ReportQuery
		tx *Tx
	}
	// RecordQuery reads what events show of themselves once they are over.
	RecordQuery struct{ q *Query }
	// RecordStore reads and writes what events show of themselves once they are over.
	RecordStore struct {
		RecordQuery
		tx *Tx
	}
	// ArchiveViewQuery reads who watched recordings.
	ArchiveViewQuery struct{ q *Query }
	// ArchiveViewStore reads and writes who watched recordings.
	ArchiveViewStore struct {
		ArchiveViewQuery
		tx *Tx
	}
	// AttendanceWordQuery reads words of attendance, and who gave them.
	AttendanceWordQuery struct{ q *Query }
	// AttendanceWordStore reads and writes words of attendance, and who gave them.
	AttendanceWordStore struct {
		AttendanceWordQuery
		tx *Tx
	}
	// MeetingReportQuery reads attendance reports of meetings elsewhere.
	MeetingReportQuery struct{ q *Query }
	// MeetingReportStore reads and writes attendance reports of meetings elsewhere.
	MeetingReportStore struct {
		MeetingReportQuery
		tx *Tx
	}
	// PaperListQuery reads lists that were printed.
	PaperListQuery struct{ q *Query }
	// PaperListStore reads and writes lists that were printed.
	PaperListStore struct {
		PaperListQuery
		tx *Tx
	}
	// CertificateRuleQuery reads what certificates ask for.
	CertificateRuleQuery struct{ q *Query }
	// CertificateRuleStore reads and writes what certificates ask for.
	CertificateRuleStore struct {
		CertificateRuleQuery
		tx *Tx
	}
	// WordSettingsQuery reads how word clouds count.
	WordSettingsQuery struct{ q *Query }
	// WordSettingsStore reads and writes how word clouds count.
	WordSettingsStore struct {
		WordSettingsQuery
		tx *Tx
	}
	// TextCodingQuery reads the codes of free texts.
	TextCodingQuery struct{ q *Query }
	// TextCodingStore reads and writes the codes of free texts.
	TextCodingStore struct {
		TextCodingQuery
		tx *Tx
	}
	// VoteQuery reads votes.
	VoteQuery struct{ q *Query }
	// VoteStore reads and writes votes.
	VoteStore struct {
		VoteQuery
		tx *Tx
	}
	// WaitingListQuery reads the waiting lists.
	WaitingListQuery struct{ q *Query }
	// WaitingListStore reads and writes the waiting lists.
	WaitingListStore struct {
		WaitingListQuery
		tx *Tx
	}
)

// Accounts reads accounts.
func (q *Query) Accounts() AccountQuery { return AccountQuery{q} }

// Accounts reads and writes accounts.
func (tx *Tx) Accounts() AccountStore { return AccountStore{tx.Query.Accounts(), tx} }

// Activities reads activities.
func (q *Query) Activities() ActivityQuery { return ActivityQuery{q} }

// AddressChanges reads addresses that are to be confirmed.
func (q *Query) AddressChanges() AddressChangeQuery { return AddressChangeQuery{q} }

// AddressChanges reads and writes addresses that are to be confirmed.
func (tx *Tx) AddressChanges() AddressChangeStore {
	return AddressChangeStore{tx.Query.AddressChanges(), tx}
}

// Admissions reads admissions.
func (q *Query) Admissions() AdmissionQuery { return AdmissionQuery{q} }

// Admissions reads and writes admissions.
func (tx *Tx) Admissions() AdmissionStore { return AdmissionStore{tx.Query.Admissions(), tx} }

// Audits reads audit entries and their chain.
func (q *Query) Audits() AuditQuery { return AuditQuery{q} }

// Audits reads and writes audit entries and their chain.
func (tx *Tx) Audits() AuditStore { return AuditStore{tx.Query.Audits(), tx} }

// CheckIns reads check-ins.
func (q *Query) CheckIns() CheckInQuery { return CheckInQuery{q} }

// CheckIns reads and writes check-ins.
func (tx *Tx) CheckIns() CheckInStore { return CheckInStore{tx.Query.CheckIns(), tx} }

// Consensus reads rounds of consensus maps.
func (q *Query) Consensus() ConsensusQuery { return ConsensusQuery{q} }

// Consensus reads and writes rounds of consensus maps.
func (tx *Tx) Consensus() ConsensusStore { return ConsensusStore{tx.Query.Consensus(), tx} }

// Reports reads what the reports of events have.
func (q *Query) Reports() ReportQuery { return ReportQuery{q} }

// Reports reads and writes what the reports of events have.
func (tx *Tx) Reports() ReportStore { return ReportStore{tx.Query.Reports(), tx} }

// Records reads what events show of themselves once they are over.
func (q *Query) Records() RecordQuery { return RecordQuery{q} }

// Records reads and writes what events show of themselves once they are over.
func (tx *Tx) Records() RecordStore { return RecordStore{tx.Query.Records(), tx} }

// ArchiveViews reads who watched recordings.
func (q *Query) ArchiveViews() ArchiveViewQuery { return ArchiveViewQuery{q} }

// ArchiveViews reads and writes who watched recordings.
func (tx *Tx) ArchiveViews() ArchiveViewStore { return ArchiveViewStore{tx.Query.ArchiveViews(), tx} }

// AttendanceWords reads words of attendance, and who gave them.
func (q *Query) AttendanceWords() AttendanceWordQuery { return AttendanceWordQuery{q} }

// AttendanceWords reads and writes words of attendance, and who gave them.
func (tx *Tx) AttendanceWords() AttendanceWordStore {
	return AttendanceWordStore{tx.Query.AttendanceWords(), tx}
}

// MeetingReports reads attendance reports of meetings elsewhere.
func (q *Query) MeetingReports() MeetingReportQuery { return MeetingReportQuery{q} }

// MeetingReports reads and writes attendance reports of meetings elsewhere.
func (tx *Tx) MeetingReports() MeetingReportStore {
	return MeetingReportStore{tx.Query.MeetingReports(), tx}
}

// PaperLists reads lists that were printed.
func (q *Query) PaperLists() PaperListQuery { return PaperListQuery{q} }

// PaperLists reads and writes lists that were printed.
func (tx *Tx) PaperLists() PaperListStore { return PaperListStore{tx.Query.PaperLists(), tx} }

// CertificateRules reads what certificates ask for.
func (q *Query) CertificateRules() CertificateRuleQuery { return CertificateRuleQuery{q} }

// CertificateRules reads and writes what certificates ask for.
func (tx *Tx) CertificateRules() CertificateRuleStore {
	return CertificateRuleStore{tx.Query.CertificateRules(), tx}
}

// TextCodings reads the codes of free texts.
func (q *Query) TextCodings() TextCodingQuery { return TextCodingQuery{q} }

// TextCodings reads and writes the codes of free texts.
func (tx *Tx) TextCodings() TextCodingStore { return TextCodingStore{tx.Query.TextCodings(), tx} }

// WordSettings reads how word clouds count.
func (q *Query) WordSettings() WordSettingsQuery { return WordSettingsQuery{q} }

// WordSettings reads and writes how word clouds count.
func (tx *Tx) WordSettings() WordSettingsStore {
	return WordSettingsStore{tx.Query.WordSettings(), tx}
}

// Conflicts reads conflicts of scans.
func (q *Query) Conflicts() ConflictQuery { return ConflictQuery{q} }

// Conflicts reads and writes conflicts of scans.
func (tx *Tx) Conflicts() ConflictStore { return ConflictStore{tx.Query.Conflicts(), tx} }

// ConsentTexts reads consent texts.
func (q *Query) ConsentTexts() ConsentTextQuery { return ConsentTextQuery{q} }

// ConsentTexts reads and writes consent texts.
func (tx *Tx) ConsentTexts() ConsentTextStore { return ConsentTextStore{tx.Query.ConsentTexts(), tx} }

// Consents reads consents.
func (q *Query) Consents() ConsentQuery { return ConsentQuery{q} }

// Consents reads and writes consents.
func (tx *Tx) Consents() ConsentStore { return ConsentStore{tx.Query.Consents(), tx} }

// Devices reads devices.
func (q *Query) Devices() DeviceQuery { return DeviceQuery{q} }

// Devices reads and writes devices.
func (tx *Tx) Devices() DeviceStore { return DeviceStore{tx.Query.Devices(), tx} }

// Doors reads doors.
func (q *Query) Doors() DoorQuery { return DoorQuery{q} }

// Doors reads and writes doors.
func (tx *Tx) Doors() DoorStore { return DoorStore{tx.Query.Doors(), tx} }

// Duplicates finds registrations that may be of one person.
func (q *Query) Duplicates() DuplicateQuery { return DuplicateQuery{q} }

// Duplicates also writes what was decided about them.
func (tx *Tx) Duplicates() DuplicateStore { return DuplicateStore{tx.Query.Duplicates(), tx} }

// EventKeys reads event keys.
func (q *Query) EventKeys() EventKeyQuery { return EventKeyQuery{q} }

// EventKeys reads and writes event keys.
func (tx *Tx) EventKeys() EventKeyStore { return EventKeyStore{tx.Query.EventKeys(), tx} }

// Events reads events.
func (q *Query) Events() EventQuery { return EventQuery{q} }

// Events reads and writes events.
func (tx *Tx) Events() EventStore { return EventStore{tx.Query.Events(), tx} }

// Imports reads imports.
func (q *Query) Imports() ImportQuery { return ImportQuery{q} }

// Imports reads and writes imports.
func (tx *Tx) Imports() ImportStore { return ImportStore{tx.Query.Imports(), tx} }

// Jobs reads jobs.
func (q *Query) Jobs() JobQuery { return JobQuery{q} }

// Jobs reads and writes jobs.
func (tx *Tx) Jobs() JobStore { return JobStore{tx.Query.Jobs(), tx} }

// LoginFailures reads login failures.
func (q *Query) LoginFailures() LoginFailureQuery { return LoginFailureQuery{q} }

// LoginFailures reads and writes login failures.
func (tx *Tx) LoginFailures() LoginFailureStore {
	return LoginFailureStore{tx.Query.LoginFailures(), tx}
}

// Logins reads logins.
func (q *Query) Logins() LoginQuery { return LoginQuery{q} }

// Logins reads and writes logins.
func (tx *Tx) Logins() LoginStore { return LoginStore{tx.Query.Logins(), tx} }

// Materials reads materials.
func (q *Query) Materials() MaterialQuery { return MaterialQuery{q} }

// Materials reads and writes materials.
func (tx *Tx) Materials() MaterialStore { return MaterialStore{tx.Query.Materials(), tx} }

// Pictures reads pictures.
func (q *Query) Pictures() PictureQuery { return PictureQuery{q} }

// Pictures reads and writes pictures.
func (tx *Tx) Pictures() PictureStore { return PictureStore{tx.Query.Pictures(), tx} }

// Mails reads mails.
func (q *Query) Mails() MailQuery { return MailQuery{q} }

// Mails reads and writes mails.
func (tx *Tx) Mails() MailStore { return MailStore{tx.Query.Mails(), tx} }

// Messages reads messages.
func (q *Query) Messages() MessageQuery { return MessageQuery{q} }

// Messages reads and writes messages.
func (tx *Tx) Messages() MessageStore { return MessageStore{tx.Query.Messages(), tx} }

// Members reads members.
func (q *Query) Members() MemberQuery { return MemberQuery{q} }

// Members reads and writes members.
func (tx *Tx) Members() MemberStore { return MemberStore{tx.Query.Members(), tx} }

// Organizations reads organizations.
func (q *Query) Organizations() OrganizationQuery { return OrganizationQuery{q} }

// Organizations reads and writes organizations.
func (tx *Tx) Organizations() OrganizationStore {
	return OrganizationStore{tx.Query.Organizations(), tx}
}

// PasswordResets reads password resets.
func (q *Query) PasswordResets() PasswordResetQuery { return PasswordResetQuery{q} }

// PasswordResets reads and writes password resets.
func (tx *Tx) PasswordResets() PasswordResetStore {
	return PasswordResetStore{tx.Query.PasswordResets(), tx}
}

// Agendas reads drafts and versions of agendas.
func (q *Query) Agendas() AgendaQuery { return AgendaQuery{q} }

// Agendas reads and writes drafts and versions of agendas.
func (tx *Tx) Agendas() AgendaStore { return AgendaStore{tx.Query.Agendas(), tx} }

// Favourites reads which sessions attendees marked.
func (q *Query) Favourites() FavouriteQuery { return FavouriteQuery{q} }

// Favourites reads and writes which sessions attendees marked.
func (tx *Tx) Favourites() FavouriteStore { return FavouriteStore{tx.Query.Favourites(), tx} }

// Presences reads presences.
func (q *Query) Presences() PresenceQuery { return PresenceQuery{q} }

// Presences reads and writes presences.
func (tx *Tx) Presences() PresenceStore { return PresenceStore{tx.Query.Presences(), tx} }

// Posts reads voices.
func (q *Query) Posts() PostQuery { return PostQuery{q} }

// Posts reads and writes voices.
func (tx *Tx) Posts() PostStore { return PostStore{tx.Query.Posts(), tx} }

// Privacy reads what people are told about their data, and what was erased of it.
func (q *Query) Privacy() PrivacyQuery { return PrivacyQuery{q} }

// Privacy reads and writes the same, and erases.
func (tx *Tx) Privacy() PrivacyStore { return PrivacyStore{tx.Query.Privacy(), tx} }

// Questions reads questions.
func (q *Query) Questions() QuestionQuery { return QuestionQuery{q} }

// Questions reads and writes questions.
func (tx *Tx) Questions() QuestionStore { return QuestionStore{tx.Query.Questions(), tx} }

// Registrations reads registrations.
func (q *Query) Registrations() RegistrationQuery { return RegistrationQuery{q} }

// Registrations reads and writes registrations.
func (tx *Tx) Registrations() RegistrationStore {
	return RegistrationStore{tx.Query.Registrations(), tx}
}

// Responses reads responses.
func (q *Query) Responses() ResponseQuery { return ResponseQuery{q} }

// Responses reads and writes responses.
func (tx *Tx) Responses() ResponseStore { return ResponseStore{tx.Query.Responses(), tx} }

// Rooms reads rooms.
func (q *Query) Rooms() RoomQuery { return RoomQuery{q} }

// Rooms reads and writes rooms.
func (tx *Tx) Rooms() RoomStore { return RoomStore{tx.Query.Rooms(), tx} }

// Sessions reads sessions.
func (q *Query) Sessions() SessionQuery { return SessionQuery{q} }

// Sessions reads and writes sessions.
func (tx *Tx) Sessions() SessionStore { return SessionStore{tx.Query.Sessions(), tx} }

// Speakers reads speakers.
func (q *Query) Speakers() SpeakerQuery { return SpeakerQuery{q} }

// Speakers reads and writes speakers.
func (tx *Tx) Speakers() SpeakerStore { return SpeakerStore{tx.Query.Speakers(), tx} }

// SignedResponses reads the responses of named and confidential surveys.
func (q *Query) SignedResponses() SignedResponseQuery { return SignedResponseQuery{q} }

// SignedResponses reads and writes the responses of named and confidential surveys.
func (tx *Tx) SignedResponses() SignedResponseStore {
	return SignedResponseStore{tx.Query.SignedResponses(), tx}
}

// ResponseDrafts reads what people have not sent yet.
func (q *Query) ResponseDrafts() ResponseDraftQuery { return ResponseDraftQuery{q} }

// ResponseDrafts reads and writes what people have not sent yet.
func (tx *Tx) ResponseDrafts() ResponseDraftStore {
	return ResponseDraftStore{tx.Query.ResponseDrafts(), tx}
}

// SurveyInvitations reads survey invitations.
func (q *Query) SurveyInvitations() SurveyInvitationQuery { return SurveyInvitationQuery{q} }

// SurveyInvitations reads and writes survey invitations.
func (tx *Tx) SurveyInvitations() SurveyInvitationStore {
	return SurveyInvitationStore{tx.Query.SurveyInvitations(), tx}
}

// Surveys reads surveys.
func (q *Query) Surveys() SurveyQuery { return SurveyQuery{q} }

// Surveys reads and writes surveys.
func (tx *Tx) Surveys() SurveyStore { return SurveyStore{tx.Query.Surveys(), tx} }

// Themes reads themes.
func (q *Query) Themes() ThemeQuery { return ThemeQuery{q} }

// Themes reads and writes themes.
func (tx *Tx) Themes() ThemeStore { return ThemeStore{tx.Query.Themes(), tx} }

// TicketTypes reads ticket types.
func (q *Query) TicketTypes() TicketTypeQuery { return TicketTypeQuery{q} }

// TicketTypes reads and writes ticket types.
func (tx *Tx) TicketTypes() TicketTypeStore { return TicketTypeStore{tx.Query.TicketTypes(), tx} }

// APITokens reads API tokens.
func (q *Query) APITokens() APITokenQuery { return APITokenQuery{q} }

// APITokens reads and writes API tokens.
func (tx *Tx) APITokens() APITokenStore { return APITokenStore{tx.Query.APITokens(), tx} }

// Tracks reads tracks.
func (q *Query) Tracks() TrackQuery { return TrackQuery{q} }

// Tracks reads and writes tracks.
func (tx *Tx) Tracks() TrackStore { return TrackStore{tx.Query.Tracks(), tx} }

// VoiceSettings reads how events take voices.
func (q *Query) VoiceSettings() VoiceSettingsQuery { return VoiceSettingsQuery{q} }

// VoiceSettings reads and writes how events take voices.
func (tx *Tx) VoiceSettings() VoiceSettingsStore {
	return VoiceSettingsStore{tx.Query.VoiceSettings(), tx}
}

// Votes reads votes.
func (q *Query) Votes() VoteQuery { return VoteQuery{q} }

// Votes reads and writes votes.
func (tx *Tx) Votes() VoteStore { return VoteStore{tx.Query.Votes(), tx} }

// WaitingList reads the waiting lists.
func (q *Query) WaitingList() WaitingListQuery { return WaitingListQuery{q} }

// WaitingList reads and writes the waiting lists.
func (tx *Tx) WaitingList() WaitingListStore { return WaitingListStore{tx.Query.WaitingList(), tx} }

// Notes reads notes.
func (q *Query) Notes() NoteQuery { return NoteQuery{q} }

// Notes reads and writes notes.
func (tx *Tx) Notes() NoteStore { return NoteStore{tx.Query.Notes(), tx} }

// PeopleViews reads lists of people that have a name.
func (q *Query) PeopleViews() PeopleViewQuery { return PeopleViewQuery{q} }

// PeopleViews reads and writes lists of people that have a name.
func (tx *Tx) PeopleViews() PeopleViewStore { return PeopleViewStore{tx.Query.PeopleViews(), tx} }

// Tags reads tags.
func (q *Query) Tags() TagQuery { return TagQuery{q} }

// Tags reads and writes tags.
func (tx *Tx) Tags() TagStore { return TagStore{tx.Query.Tags(), tx} }

// Bulks reads what is done to several people at once.
func (q *Query) Bulks() BulkQuery { return BulkQuery{q} }

// Bulks reads and writes what is done to several people at once.
func (tx *Tx) Bulks() BulkStore { return BulkStore{tx.Query.Bulks(), tx} }

// Polls reads polls and their answers.
func (q *Query) Polls() PollQuery { return PollQuery{q} }

// Polls reads and writes polls and their answers.
func (tx *Tx) Polls() PollStore { return PollStore{tx.Query.Polls(), tx} }

// Promises reads promises.
func (q *Query) Promises() PromiseQuery { return PromiseQuery{q} }

// Promises reads and writes promises.
func (tx *Tx) Promises() PromiseStore { return PromiseStore{tx.Query.Promises(), tx} }

// Announcements reads announcements.
func (q *Query) Announcements() AnnouncementQuery { return AnnouncementQuery{q} }

// Announcements reads and writes announcements.
func (tx *Tx) Announcements() AnnouncementStore {
	return AnnouncementStore{tx.Query.Announcements(), tx}
}

// Forecasts reads how people are expected to come.
func (q *Query) Forecasts() ForecastQuery { return ForecastQuery{q} }

// Forecasts reads and writes how people are expected to come.
func (tx *Tx) Forecasts() ForecastStore { return ForecastStore{tx.Query.Forecasts(), tx} }

// Lotteries reads lotteries, their parties and applications.
func (q *Query) Lotteries() LotteryQuery { return LotteryQuery{q} }

// Lotteries reads and writes lotteries, their parties and applications.
func (tx *Tx) Lotteries() LotteryStore { return LotteryStore{tx.Query.Lotteries(), tx} }

// Rallies reads stamp rallies, their places and cards.
func (q *Query) Rallies() RallyQuery { return RallyQuery{q} }

// Rallies reads and writes stamp rallies, their places and cards.
func (tx *Tx) Rallies() RallyStore { return RallyStore{tx.Query.Rallies(), tx} }

// Captions reads captions, how events have them, and who types them.
func (q *Query) Captions() CaptionQuery { return CaptionQuery{q} }

// Captions reads and writes captions, how events have them, and who types them.
func (tx *Tx) Captions() CaptionStore { return CaptionStore{tx.Query.Captions(), tx} }

// Stages reads what the stages of events show.
func (q *Query) Stages() StageQuery { return StageQuery{q} }

// Stages reads and writes what the stages of events show.
func (tx *Tx) Stages() StageStore { return StageStore{tx.Query.Stages(), tx} }

// EntryCodes reads codes with which people register.
func (q *Query) EntryCodes() EntryCodeQuery { return EntryCodeQuery{q} }

// EntryCodes reads and writes codes with which people register.
func (tx *Tx) EntryCodes() EntryCodeStore { return EntryCodeStore{tx.Query.EntryCodes(), tx} }

// EntryInvitations reads invitations to register.
func (q *Query) EntryInvitations() EntryInvitationQuery { return EntryInvitationQuery{q} }

// EntryInvitations reads and writes invitations to register.
func (tx *Tx) EntryInvitations() EntryInvitationStore {
	return EntryInvitationStore{tx.Query.EntryInvitations(), tx}
}

// SessionPlaces reads who signed up for sessions.
func (q *Query) SessionPlaces() SessionPlaceQuery { return SessionPlaceQuery{q} }

// SessionPlaces reads and writes who signed up for sessions.
func (tx *Tx) SessionPlaces() SessionPlaceStore {
	return SessionPlaceStore{tx.Query.SessionPlaces(), tx}
}
