package handlers

import (
	"meguri/app/service/paths"
	"meguri/models"
)

// receptionRoutes: doors, devices, check-in, certificates, the stamp rally.
func (h *handlers) receptionRoutes() []route {
	return []route{
		{get, "/organizations/:slug/did.json", anyone.Limited(60, 60), h.public.Issuer},
		{get, "/certificates/:code", anyone.Limited(30, 30), h.public.Certificate},
		{get, "/reception/:slug", anyone, h.door.ToApp},
		{get, "/reception/:slug/", anyone, h.door.App},
		{get, "/reception/:slug/manifest.webmanifest", anyone, h.door.Manifest},
		{get, paths.ReceptionWorker, anyone, h.door.Worker},
		{get, "/events/:slug/rally", anyone, h.rally.Show},
		{get, "/events/:slug/rally/:code", anyone, h.rally.Place},
		{post, "/events/:slug/rally/:code", anyone.Limited(1200, 1200), h.rally.Stamp},
		{post, "/r/:token/rally", holder.Limited(60, 60), h.ownRally.Open},

		{get, "/staff/events/:slug/certificates", may(models.EditEvent), h.certificates.Desk},
		{post, "/staff/events/:slug/certificates", may(models.EditEvent), h.certificates.Save},
		{get, "/staff/events/:slug/certificates.pdf", may(models.EditPeople).Limited(10, 5), h.certificates.PDF},
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
		{get, "/staff/events/:slug/rally", may(models.Admit), h.rallyDesk.Show},
		{post, "/staff/events/:slug/rally", may(models.EditEvent), h.rallyDesk.Save},
		{post, "/staff/events/:slug/rally/places", may(models.EditEvent), h.rallyDesk.AddPlace},
		{post, "/staff/events/:slug/rally/places/:id", may(models.EditEvent), h.rallyDesk.RenamePlace},
		{post, "/staff/events/:slug/rally/places/:id/delete", may(models.EditEvent), h.rallyDesk.DeletePlace},
		{get, "/staff/events/:slug/rally/posters.pdf", may(models.EditEvent).Limited(30, 30), h.rallyDesk.Posters},
		{get, "/staff/events/:slug/rally/desk", may(models.Admit), h.rallyDesk.Desk},
		{post, "/staff/events/:slug/rally/desk", may(models.Admit), h.rallyDesk.HandOut},
		{post, "/staff/events/:slug/rally/desk/undo", may(models.Admit), h.rallyDesk.TakeBack},
	}
}
