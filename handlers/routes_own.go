package handlers

// ownRoutes: the own page, behind its secret link.
func (h *handlers) ownRoutes() []route {
	return []route{
		{get, "/r/:token", newcomer, h.attendee.Registration},
		{get, "/r/:token/again", holder, h.attendee.RegisterAgain},
		{get, "/r/:token/calendar.ics", holder, h.attendee.Calendar},
		{get, "/r/:token/ticket.pdf", holder.Limited(30, 30), h.attendee.TicketPDF},
		{get, "/r/:token/summary.pdf", holder.Limited(30, 30), h.attendee.SummaryPDF},
		{get, "/r/:token/certificate.pdf", holder.Limited(30, 30), h.attendee.CertificatePDF},
		{get, "/r/:token/badge.png", holder.Limited(30, 30), h.attendee.OpenBadge},
		{post, "/r/:token", holder.Limited(20, 10), h.attendee.Correct},
		{get, "/r/:token/data", holder, h.attendee.Data},
		{get, "/r/:token/data.json", holder.Limited(30, 30), h.attendee.DataFile},
		{get, "/r/:token/data/erase", holder, h.attendee.EraseForm},
		{post, "/r/:token/data/erase", holder.Limited(20, 10), h.attendee.Erase},
		{post, "/r/:token/photo", holder.Limited(20, 10), h.attendee.Photo},
		{get, "/r/:token/answers", holder, h.ownAnswers.Show},
		{post, "/r/:token/answers", holder.Limited(20, 10), h.ownAnswers.Save},
		{get, "/r/:token/files/:question", holder.Limited(20, 10), h.ownAnswers.File},
		{post, "/r/:token/files/:question", holder.Limited(20, 10), h.ownAnswers.SaveFile},
		{post, "/r/:token/joint-uses/:id", holder.Limited(20, 10), h.attendee.JointUse},
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
	}
}
