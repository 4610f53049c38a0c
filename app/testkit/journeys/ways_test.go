package journeys_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"meguri/app/service/paths"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

const nightTour = "/events/night-tour"

// TestLottery follows a lottery from applying to the place that somebody gives back, which the next in line gets. In
// one view a party does not open its secret: another opens the copy.
func TestLottery(t *testing.T) {
	t.Parallel()
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			server := serve(t, modelstest.OnSQLite(t))
			t.Cleanup(func() { server.DB.SetClock(time.Now) })
			server.makesLottery(t, view)
			applicant := server.applies(t, view)
			parties := server.seals(t, view)
			server.later(7 * 24 * time.Hour)
			p := server.browser.Visit(t, server.BaseURL, "anyone", view)
			p.Open(nightTour + "/lottery").Reload("lottery.lead_closed").Examine("lottery-closed")
			server.opensSecrets(view, parties)
			p.Reload("lottery.lead_drawn").Examine("lottery-drawn")
			p.Press("lottery.verify_do").Sees("lottery.verified").Examine("lottery-verified")
			applicant.Reload("lottery.to_page").Sees(applicant.Pick("順番でした", "This was turn no.")).Examine("own-drawn")
			server.answersForPlaces(t, view)
			server.staff(t, models.RoleOrganizer, view).Open("/staff" + nightTour + "/lottery").Examine("lottery-desk-drawn")
		})
	}
}

// later moves the clock of the program.
func (s *demoServer) later(by time.Duration) {
	at := time.Until(s.DB.Now().Add(by))
	s.DB.SetClock(func() time.Time { return time.Now().Add(at) })
}

// makesLottery writes the rules of a lottery, and publishes them.
func (s *demoServer) makesLottery(t *testing.T, view browser.View) {
	p := s.staff(t, models.RoleOrganizer, view)
	p.Open("/staff/events/first-steps/lottery").Examine("lottery-desk-none")
	at := func(days int) string { return time.Now().AddDate(0, 0, days).Format("2006-01-02T15:04") }
	p.Choose(p.Pick("オンラインで参加", "Online"))
	p.Set("lottery.opens_at", at(-1)).Set("lottery.closes_at", at(3)).Set("lottery.draws_at", at(2))
	p.Fill("lottery.residents", "5").Follow("lottery.save").Sees("common.check_form").Examine("lottery-desk-faults")
	p.Set("lottery.draws_at", at(4)).Follow("lottery.save").Sees("lottery.saved").Examine("lottery-desk-draft")
	p.Follow("lottery.publish").Sees("lottery.published").Examine("lottery-desk-published")
	p.Open("/staff" + nightTour + "/lottery").Examine("lottery-desk-open")
}

// applies applies without a mouse, and opens the own page from the mail.
func (s *demoServer) applies(t *testing.T, view browser.View) *browser.Page {
	address := newAddress("night", view)
	p := s.browser.Visit(t, s.BaseURL, "applicant", view)
	p.Open(nightTour).Sees("lottery.by_lottery", "entry.needs").Examine("event-ways")
	p.Open(nightTour+"/lottery").Sees("lottery.rules", "lottery.bound_later").Examine("lottery-open")
	p.Open(nightTour + "/register?type=early").Sees("lottery.form_title").Examine("lottery-form")
	p.TabTo("lottery.second").Type(kb.ArrowDown + kb.ArrowDown).TabTo("lottery.resident").Type(" ")
	p.TabTo("registration.family_name").Type("Night").TabTo("registration.given_name").Type("Hanako")
	p.TabTo("registration.email").Type(address)
	p.TabTo(p.Pick("お預かりする", "We use what")).Type(" ")
	p.TabTo("registration.submit").FollowKey(kb.Enter).Sees("registration.mailed_to").Examine("applied")
	link := mailedLink(s.staff(t, models.RoleOrganizer, view), "night-tour", address)
	return p.Open(link).Sees("lottery.own_code", "registration.state_applied").Examine("own-applied")
}

// seals has the two parties seal their secrets, and leave copies with each other.
func (s *demoServer) seals(t *testing.T, view browser.View) []*browser.Page {
	var parties []*browser.Page
	links := s.PartyPaths(t, "night-tour")
	for _, link := range links {
		p := s.browser.Visit(t, s.BaseURL, "party", view)
		p.Open(link).Sees("lottery.party_seal_lead").Examine("party")
		p.TabTo("lottery.party_seal").FollowKey(kb.Enter).Sees("lottery.party_is_sealed").Examine("party-sealed")
		parties = append(parties, p)
	}
	for i, p := range parties {
		p.Open(links[i]).Follow("lottery.party_copy").Sees(p.T("lottery.party_copied", "n", 1)).Examine("party-copied")
	}
	return parties
}

// opensSecrets opens the secrets once applications are over, and lets the time of the draw come.
func (s *demoServer) opensSecrets(view browser.View, parties []*browser.Page) {
	first, second := parties[0], parties[1]
	first.Open(first.Path()).Sees("lottery.party_open_lead").Examine("party-closed")
	first.Follow("lottery.party_open").Sees("lottery.party_is_opened").Examine("party-opened")
	if view.Lang == "ja" {
		second.Open(second.Path()).Follow("lottery.party_open").Sees("lottery.party_is_opened")
		s.later(2 * 24 * time.Hour)
		return
	}
	s.later(2 * 24 * time.Hour)
	first.Open(first.Path()).Sees("lottery.party_other_lead").Examine("party-other")
	first.Follow("lottery.party_open_other").Sees("lottery.party_opened")
}

// answersForPlaces has somebody who won say that they come, and another that they do not: the next in line is asked.
func (s *demoServer) answersForPlaces(t *testing.T, view browser.View) {
	winners, waiting := s.won(t)
	open := func(r *models.Registration) *browser.Page {
		p := s.browser.Visit(t, s.BaseURL, "winner", view)
		return p.Open("/r/" + s.MailedSecret(t, r.ID) + "?lang=" + view.Lang).Sees("lottery.own_code")
	}
	p := open(&winners[0]).Sees("waiting_list.reply_title").Examine("own-won")
	p.Follow("waiting_list.reply").Sees("waiting_list.replied").Misses("waiting_list.reply_title").Examine("own-replied")
	for i := range winners[1:] {
		declines := &winners[i+1]
		for k := range waiting {
			next := &waiting[k]
			if next.TicketTypeID != declines.TicketTypeID || next.WaitsWith != nil {
				continue
			}
			open(next).Sees("registration.state_waitlisted").Examine("own-in-line")
			open(declines).Unfold("registration.cancel").Follow("registration.cancel_submit").Sees("registration.is_cancelled")
			open(next).Sees("registration.state_confirmed").Examine("own-next")
			return
		}
	}
	t.Log("nobody who is alone waits for a place that somebody who is alone has")
}

// won lists those who won a place alone, and those who wait in line, in their order.
func (s *demoServer) won(t *testing.T) (winners, waiting []models.Registration) {
	t.Helper()
	q := s.DB.Query(t.Context())
	event, err := q.Events().BySlug("night-tour")
	if err != nil {
		t.Fatal(err)
	}
	l, err := q.Lotteries().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	list, err := q.Lotteries().Entrants(l, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		companions, err := q.Registrations().CompanionsOf(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case list[i].State == models.RegistrationWaitlisted:
			waiting = append(waiting, list[i])
		case len(companions) == 0:
			winners = append(winners, list[i])
		}
	}
	slices.SortStableFunc(waiting, func(a, b models.Registration) int { return a.QueuedAt.Compare(*b.QueuedAt) })
	if len(winners) < 2 || len(waiting) == 0 {
		t.Fatalf("%d won alone, %d wait", len(winners), len(waiting))
	}
	return winners, waiting
}

// TestWaysIn follows people who come by a code, by an invitation and with approval.
func TestWaysIn(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			staff := server.staff(t, models.RoleOrganizer, view)
			server.comesByCode(t, staff, view)
			server.comesInvited(t, staff, view)
			server.comesApproved(t, staff, view)
		})
	}
}

// signsUp fills in who comes, and sends the form.
func (s *demoServer) signsUp(p *browser.Page, address string) {
	p.Fill("registration.family_name", "𠮷田").Fill("registration.given_name", "花子")
	p.Fill("registration.email", address).PressAt("input[name=consents]")
	p.Follow("registration.submit").Sees("registration.mailed_to")
}

func (s *demoServer) comesByCode(t *testing.T, staff *browser.Page, view browser.View) {
	code := map[string]string{"ja": "KODOMO-1", "en": "KODOMO-2"}[view.Lang]
	staff.Open("/staff" + nightTour + "/codes").Examine("codes").Unfold("entry.make")
	staff.Choose(staff.Pick("ご招待の方", "Guests")).Fill("entry.max_uses", "1") // those who ask for codes are chosen
	staff.Unfold("entry.more").Fill("entry.own_code", code).Follow("entry.make_do").Sees("entry.made", code)
	p := s.browser.Visit(t, s.BaseURL, "with a code", view)
	p.Open(nightTour+"/register").Unfold("entry.have").Fill("entry.code", "KODOMO-9").Follow("entry.look")
	p.Sees("entry.code_unknown").Examine("code-unknown")
	p.Fill("entry.code", code).Follow("entry.look").Sees("entry.code_good").Examine("code-good")
	p.Choose(p.Pick("協力団体の方", "Partner organizations"))
	s.signsUp(p, newAddress("by-code", view))
	late := s.browser.Visit(t, s.BaseURL, "late with a code", view)
	late.Open(nightTour + "/register?code=" + code).Sees("entry.code_used_up").Examine("code-used-up")
	own := p.Open(mailedLink(staff, "night-tour", newAddress("by-code", view))).Sees("registration.state_confirmed")
	own.Open(own.Path()+"/data").Sees("privacy.data_entry_code", code).Examine("own-data-code")
}

func (s *demoServer) comesInvited(t *testing.T, staff *browser.Page, view browser.View) {
	guest, other := newAddress("guest", view), newAddress("other", view)
	staff.Open("/staff" + nightTour + "/invited").Examine("invited").Unfold("invitation.invite")
	staff.Fill("invitation.people", "来賓 一郎 <"+guest+">\n"+other)
	staff.Choose(staff.Pick("ご招待の方", "Guests")).Follow("invitation.invite_do").Sees("invitation.sent", guest)
	open := func(address string) *browser.Page { // staff do not see the secret of the mailed link
		return s.browser.Visit(t, s.BaseURL, "guest", view).Open(s.invitation(t, address)).Sees("invitation.own_lead")
	}
	p := open(guest).Examine("guest").Follow("invitation.own_register").Sees("entry.code_good").Examine("guest-form")
	p.Choose(p.Pick("ご招待の方", "Guests"))
	s.signsUp(p, guest)
	open(other).Follow("invitation.own_decline").Sees("invitation.own_declined").Examine("guest-declined")
	p.Open(mailedLink(staff, "night-tour", guest)).Sees("registration.state_confirmed")
	p.Open(p.Path()+"/data").Sees("privacy.data_invitation", guest).Examine("own-data-invited")
}

// invitation is the path that an invitation to an address leads to.
func (s *demoServer) invitation(t *testing.T, address string) string {
	t.Helper()
	q := s.DB.Query(t.Context())
	event, err := q.Events().BySlug("night-tour")
	if err != nil {
		t.Fatal(err)
	}
	found, err := q.EntryInvitations().OfAddress(event, address)
	if err != nil {
		t.Fatal(err)
	}
	return paths.OfEvent(event.Slug).Invitation(found.Code.Code)
}

func (s *demoServer) comesApproved(t *testing.T, staff *browser.Page, view browser.View) {
	address := newAddress("press", view)
	p := s.browser.Visit(t, s.BaseURL, "press", view)
	p.Open(nightTour + "/register").Choose(p.Pick("報道関係の方", "Press"))
	s.signsUp(p, address)
	p.Examine("pending")
	link := mailedLink(staff, "night-tour", address)
	p.Open(link).Sees("approval.waits").Examine("own-pending")
	staff.Open("/staff" + nightTour + "/people?q=" + address).FollowAt("#list tbody a").Sees("approval.decide")
	staff.Examine("person-pending").Follow("approval.accept").Sees("approval.decided").Examine("person-accepted")
	p.Open(link).Sees("registration.state_confirmed").Examine("own-accepted")
}
