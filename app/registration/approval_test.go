package registration_test

import (
	"sync"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// byApproval has staff decide who gets a place.
func (f *fixture) byApproval(slug string) {
	f.editType(slug, func(t *models.TicketType) { t.Approval = true })
}

func (f *fixture) decide(r *models.Registration, in registration.DecisionInput) error {
	return registration.ApprovalsOf(f.service).Decide(f.ctx, f.event, r.ID, &in)
}

func TestStaffDecideWhoGetsAPlace(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"and until then nobody has one": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			r := f.signUp("a", "venue")
			f.expect(r, "pending venue")
			f.expectMails(r, registration.MailPending)
			f.expectExact()
			receipt, err := f.service.Receipt(f.ctx, f.event, f.current(r))
			f.must(err)
			expectEqual(t, "the ticket", receipt.Ticket, "")
			expectEqual(t, "the outcome of the same person", f.submit(signUpInput("a@mail.example", "venue")).Outcome,
				registration.OutcomeKnown)
		},
		"for one": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			r := f.signUp("a", "venue")
			for range 2 {
				f.must(f.decide(r, registration.DecisionInput{Accept: true}))
			}
			f.expect(r, "confirmed venue")
			f.expectMails(r, registration.MailPending+" "+registration.MailAccepted)
			expectCode(t, f.decide(r, registration.DecisionInput{}), models.CodeConflict)
			f.expectExact()
		},
		"and against one, with a reason": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			code := f.code("ONCE", 1, "venue")
			r := f.submit(withCode("a", "venue", "ONCE")).Registration
			expectEqual(t, "uses", f.used(code), 1)
			for range 2 {
				f.must(f.decide(r, registration.DecisionInput{Reason: "市民の方が対象です。"}))
			}
			f.expect(r, "declined venue")
			f.expectMails(r, registration.MailPending+" "+registration.MailDeclined)
			list, err := f.db.Query(f.ctx).Mails().OfRegistration(r)
			f.must(err)
			expectEqual(t, "the reason", list[0].Data["reason"], "市民の方が対象です。")
			expectEqual(t, "uses", f.used(code), 0)
			expectCode(t, f.decide(r, registration.DecisionInput{Accept: true}), models.CodeConflict)
			f.expect(f.signUp("a", "venue"), "pending venue") // who was declined may ask again
		},
		"and ask those to confirm their address who get one": func(t *testing.T, f *fixture) {
			f.askToConfirm(24)
			f.byApproval("venue")
			r, many := f.signUp("a", "venue"), f.signUp("b", "venue")
			expectEqual(t, "whether they must confirm before", f.current(r).ConfirmBy, nil)
			f.must(f.decide(r, registration.DecisionInput{Accept: true}))
			f.do(models.BulkAccept, registration.BulkInput{}, many)
			for _, r := range []*models.Registration{r, many} {
				if f.current(r).ConfirmBy == nil {
					t.Errorf("%s never has to confirm the address", r.Email)
				}
			}
			f.advance(24 * time.Hour)
			f.sendLinks()
			f.expect(r, "lapsed venue")
			f.expect(many, "lapsed venue")
			f.expectExact()
		},
		"and nobody moves meanwhile": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			r := f.signUp("a", "venue")
			expectCode(t, f.service.AssignType(f.ctx, f.event, r.ID, changeTo("online", false)), models.CodeConflict)
			expectCode(t, f.service.ChangeType(f.ctx, f.event, r.ID, changeTo("online", false)), models.CodeConflict)
			for _, kind := range []models.BulkKind{models.BulkMove, models.BulkConfirm} {
				in := registration.BulkInput{ChangeInput: registration.ChangeInput{TicketType: "online"}}
				expectEqual(t, "reasons", f.left(f.do(kind, in, r)), []string{"approval.decide_first"})
			}
			f.expect(r, "pending venue")
			f.cancel(r)
			f.expect(r, "cancelled venue")
			f.expectExact()
		},
		"of a group one by one": func(t *testing.T, f *fixture) {
			f.allow(5)
			f.byApproval("venue")
			in := signUpInput("a@mail.example", "venue")
			in.Companions = []registration.CompanionInput{{
				NameInput: registration.NameInput{Family: "同行", Given: "一郎"}, TicketType: "online",
			}}
			result := f.submit(in)
			f.expectStates(result, "pending venue, confirmed online")
			f.must(f.decide(result.Registration, registration.DecisionInput{Accept: true}))
			f.expect(result.Registration, "confirmed venue")
			f.expectExact()
		},
	})
}

// All places are taken by the time staff decide: that is said, nothing is half done, and the person may wait.
func TestApprovalAfterTheTypeIsFull(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"of one": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			a, b, late := f.signUp("a", "venue"), f.signUp("b", "venue"), f.signUp("late", "venue")
			f.must(f.decide(a, registration.DecisionInput{Accept: true}))
			f.must(f.decide(b, registration.DecisionInput{Accept: true}))
			expectCode(t, f.decide(late, registration.DecisionInput{Accept: true}), models.CodeFull)
			f.expect(late, "pending venue")
			f.expectMails(late, registration.MailPending)
			f.expectExact()
			f.must(f.decide(late, registration.DecisionInput{Accept: true, MayWait: true}))
			f.expect(late, "waitlisted venue 1")
			f.expectMails(late, registration.MailPending+" "+registration.MailWaitlisted)
			f.cancel(a)
			f.expect(late, "confirmed venue")
			f.expectExact()
		},
		"of many": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			a, b, c := f.signUp("a", "venue"), f.signUp("b", "venue"), f.signUp("c", "venue")
			action := f.do(models.BulkAccept, registration.BulkInput{}, a, b, c)
			expectEqual(t, "reasons", f.left(action), []string{"bulk.full"})
			f.expect(b, "confirmed venue")
			f.expect(c, "pending venue")
			f.expectExact()
			in := registration.BulkInput{ChangeInput: registration.ChangeInput{MayWait: true}}
			waits := f.do(models.BulkAccept, in, c)
			f.expect(c, "waitlisted venue 1")
			f.undo(waits)
			f.expect(c, "pending venue")
			f.undo(action)
			f.expect(a, "pending venue")
			f.expectExact()
			in = registration.BulkInput{Reason: "定員のため。"}
			declined := f.do(models.BulkDecline, in, a, b, c)
			f.expect(c, "declined venue")
			f.undo(declined)
			f.expect(c, "pending venue")
			f.expectExact()
		},
		"by two at once": func(t *testing.T, f *fixture) {
			f.byApproval("venue")
			f.must(f.setCapacity("venue", 1))
			a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			var both sync.WaitGroup
			codes := make([]models.Code, 2)
			for i, r := range []*models.Registration{a, b} {
				both.Go(func() { codes[i] = models.CodeOf(f.decide(r, registration.DecisionInput{Accept: true})) })
			}
			both.Wait()
			if (codes[0] == "") == (codes[1] == "") || codes[0]+codes[1] != models.CodeFull {
				t.Errorf("the decisions end with %q", codes)
			}
			f.expectExact()
		},
	})
}
