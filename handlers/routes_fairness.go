package handlers

import "meguri/models"

// fairnessRoutes: ways in and who gets a place: codes, invitations, the waiting list, the lottery.
func (h *handlers) fairnessRoutes() []route {
	return []route{
		{get, "/events/:slug/invitation/:code", anyone.Limited(60, 60), h.invitations.Show},
		{post, "/events/:slug/invitation/:code", anyone.Limited(20, 10), h.invitations.Decline},
		{get, "/events/:slug/lottery", anyone, h.lotteries.Show},
		{get, "/events/:slug/lottery.json", anyone, h.lotteries.Record},
		{get, "/seal/:secret", anyone.Limited(30, 30), h.lotteries.Party},
		{post, "/seal/:secret", anyone.Limited(20, 10), h.lotteries.TakeParty},
		{get, "/r/:token/lottery", holder, h.ownLottery.Show},
		{post, "/r/:token/lottery", holder.Limited(60, 30), h.ownLottery.Wish},
		{post, "/r/:token/reply", holder, h.attendee.Reply},

		{get, "/staff/events/:slug/codes", may(models.EditEvent), h.entries.Codes},
		{post, "/staff/events/:slug/codes", may(models.EditEvent), h.entries.MakeCodes},
		{get, "/staff/events/:slug/codes.csv", may(models.EditEvent), h.entries.CodesCSV},
		{post, "/staff/events/:slug/codes/:id", may(models.EditEvent), h.entries.ChangeCode},
		{post, "/staff/events/:slug/codes/:id/stop", may(models.EditEvent), h.entries.StopCode},
		{get, "/staff/events/:slug/invited", may(models.EditPeople), h.entries.Invitations},
		{post, "/staff/events/:slug/invited", may(models.EditPeople).Limited(60, 60), h.entries.Invite},
		{post, "/staff/events/:slug/invited/remind", may(models.EditPeople), h.entries.RemindInvited},
		{post, "/staff/events/:slug/invited/:id/withdraw", may(models.EditPeople), h.entries.WithdrawInvitation},
		{get, "/staff/events/:slug/lottery", may(models.EditEvent), h.lotteryDesk.Show},
		{post, "/staff/events/:slug/lottery", may(models.EditEvent), h.lotteryDesk.Save},
		{post, "/staff/events/:slug/lottery/publish", may(models.EditEvent), h.lotteryDesk.Publish},
		{post, "/staff/events/:slug/lottery/unpublish", may(models.EditEvent), h.lotteryDesk.Unpublish},
		{post, "/staff/events/:slug/lottery/dice", may(models.EditEvent), h.lotteryDesk.Dice},
		{post, "/staff/events/:slug/lottery/marks", may(models.EditEvent), h.lotteryDesk.Marks},
		{post, "/staff/events/:slug/lottery/draw", may(models.EditEvent), h.lotteryDesk.Draw},
		{get, "/staff/events/:slug/waiting-list", may(models.EditPeople), h.waitingList.Show},
		{post, "/staff/events/:slug/waiting-list", may(models.EditPeople), h.waitingList.Save},
		{post, "/staff/events/:slug/people/:id/down", may(models.EditPeople), h.waitingList.MoveDown},
		{post, "/staff/events/:slug/people/:id/up", may(models.EditPeople), h.waitingList.MoveUp},
	}
}
