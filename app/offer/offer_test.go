package offer

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meguri/models"
)

func TestAnOfferAsItIsTyped(t *testing.T) {
	good := Input{Name: "梅田 うめ", Email: " Ume@Offers.example ", Words: "会計を見ます", Agrees: true}
	o, err := good.read()
	if err != nil || o.EmailKey != "ume@offers.example" || o.MayBeAsked {
		t.Fatalf("%+v: %v", o, err)
	}
	for what, change := range map[string]func(*Input){
		"name":   func(in *Input) { in.Name = " " },
		"email":  func(in *Input) { in.Email = "nobody" },
		"words":  func(in *Input) { in.Words = strings.Repeat("長", maxWords+1) },
		"agrees": func(in *Input) { in.Agrees = false },
	} {
		bad := good
		change(&bad)
		var wrong *models.Error
		if !errors.As(bad.Check(), &wrong) || len(wrong.Fields) != 1 || wrong.Fields[what] == "" {
			t.Errorf("%s: %v", what, wrong)
		}
	}
	spam := good
	if spam.Name = "https://spam.example"; spam.Check() == nil {
		t.Error("an address is a name")
	}
}

// Who was asked says yes themselves; a coordinator neither does so for them, nor writes on before they wrote.
func TestWhatACoordinatorMayAnswer(t *testing.T) {
	now := time.Now()
	for what, c := range map[string]struct {
		offer models.Offer
		may   string
	}{
		"who came by themselves":  {models.Offer{State: models.OfferOffered}, "talking accepted declined"},
		"who is asked":            {models.Offer{State: models.OfferAsked, AskedAt: &now}, "declined"},
		"who is asked and writes": {models.Offer{State: models.OfferTalking, AskedAt: &now}, "talking declined"},
		"who said yes": {
			models.Offer{State: models.OfferTalking, AskedAt: &now, AgreedAt: &now}, "talking accepted declined",
		},
	} {
		var may []string
		for _, to := range []models.OfferState{models.OfferTalking, models.OfferAccepted, models.OfferDeclined} {
			if mayAnswer(&c.offer, to) {
				may = append(may, string(to))
			}
		}
		if got := strings.Join(may, " "); got != c.may {
			t.Errorf("%s: %q, not %q", what, got, c.may)
		}
	}
	if _, err := (&AnswerInput{To: models.OfferTalking, Words: " "}).read(); err == nil {
		t.Error("nothing is written to somebody")
	}
	if _, err := (&AnswerInput{To: models.OfferWithdrawn, Words: "x"}).read(); err == nil {
		t.Error("a coordinator withdraws for somebody")
	}
}

// An address is told once both have said yes, in no other state.
func TestAnAddressIsToldOnceBothSaidYes(t *testing.T) {
	for _, state := range []models.OfferState{
		models.OfferOffered, models.OfferAsked, models.OfferTalking, models.OfferAccepted, models.OfferDeclined,
		models.OfferRefused, models.OfferLapsed, models.OfferWithdrawn,
	} {
		told := Address(&models.Offer{State: state, Email: "ume@offers.example"})
		if (told != "") != (state == models.OfferAccepted) {
			t.Errorf("%s: %q", state, told)
		}
	}
}

// Who is told of staff took their role and has it still.
func TestWhoOfStaffIsTold(t *testing.T) {
	now := time.Now()
	before, after := now.Add(-time.Hour), now.Add(time.Hour)
	list := []models.Member{
		{ID: "here", Role: models.RoleCoordinator, AcceptedAt: &before},
		{ID: "lent", Role: models.RoleCoordinator, AcceptedAt: &before, EndsAt: &after},
		{ID: "ended", Role: models.RoleCoordinator, AcceptedAt: &before, EndsAt: &before},
		{ID: "invited", Role: models.RoleCoordinator},
		{ID: "owner", Role: models.RoleOwner, AcceptedAt: &before},
	}
	var told []string
	for _, m := range choose(list, isCoordinator, now) {
		told = append(told, m.ID)
	}
	if got := strings.Join(told, " "); got != "here lent" {
		t.Error(got)
	}
}

// A team is asked whole, in one order, or not at all.
func TestATeamIsAskedWhole(t *testing.T) {
	people := []*models.Askable{{ID: "account:b"}, {ID: "account:a"}}
	if _, err := seated(&models.TeamProposal{}, people, nil); models.CodeOf(err) != models.CodeConflict {
		t.Error("nobody:", err)
	}
}
